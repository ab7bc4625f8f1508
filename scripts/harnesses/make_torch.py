"""Writes a chain of matrix products that share one weight, for PyTorch (.pt2) or ExecuTorch (.pte).

usage: make_torch.py FILE LAYERS SEED
"""

import sys

import torch

BATCH, WIDTH = 8, 128


class Chain(torch.nn.Module):
    def __init__(self, layers, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.layers = layers
        self.layer = torch.nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        for _ in range(self.layers):
            x = self.layer(x)
        return x


def main(path, layers, seed):
    model, example = Chain(layers, seed).eval(), (torch.rand(BATCH, WIDTH),)
    exported = torch.export.export(model, example)
    if path.endswith(".pt2"):
        torch.export.save(exported, path)
        return
    from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
    from executorch.exir import to_edge_transform_and_lower

    program = to_edge_transform_and_lower(exported, partitioner=[XnnpackPartitioner()]).to_executorch()
    with open(path, "wb") as file:
        file.write(program.buffer)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
