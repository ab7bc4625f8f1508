"""A TorchScript or exported program in PyTorch, on a CPU or a GPU: one call measures one model.

Not run by the project's checks. Needs `pip install torch` and the shapes of the inputs as SHAPES="1x3x224x224".
"""

import json
import os
import statistics
import sys
import time

import torch

SECONDS = float(os.environ.get("BLOCK_SECONDS", "1"))


def main(path):
    device = os.environ.get("TORCH_DEVICE", "cpu")
    torch.manual_seed(1)
    model = torch.export.load(path).module() if path.endswith(".pt2") else torch.jit.load(path)
    model = model.to(device)
    shapes = [[int(size) for size in shape.split("x")] for shape in os.environ["SHAPES"].split(",")]
    inputs = [torch.rand(shape, device=device) for shape in shapes]
    wait = torch.cuda.synchronize if device.startswith("cuda") else (lambda: None)
    times = []
    with torch.inference_mode():
        model(*inputs)
        wait()
        end = time.perf_counter() + SECONDS
        while not times or time.perf_counter() < end:
            start = time.perf_counter()
            model(*inputs)
            wait()
            times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    print(json.dumps({"schema": "latency-gate/job@1", "metrics": {"latency": latency},
                      "environment": {"runtime": "PyTorch", "runtime_version": torch.__version__, "device": device}}))


if __name__ == "__main__":
    main(sys.argv[1])
