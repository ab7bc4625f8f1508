"""A TorchScript or exported program (.pt2) in PyTorch, on a CPU or a GPU. Stays between blocks (options: serve: true).

Run by the project's checks where PyTorch is installed, on a CPU: npm run check:harnesses.
SHAPES tells the shapes of the inputs, "1x3x224x224" or several separated by commas; TORCH_DEVICE where the model is
executed, TORCH_THREADS on how many processors (pass-env names them); BLOCK_SECONDS how long one block lasts.
"""

import json
import os
import statistics
import sys
import time

import torch

SECONDS = float(os.environ.get("BLOCK_SECONDS", "1"))
DEVICE = os.environ.get("TORCH_DEVICE", "cpu")


def load(path):
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("TORCH_THREADS", "1")))
    model = torch.export.load(path).module() if path.endswith(".pt2") else torch.jit.load(path)
    model = model.to(DEVICE)
    shapes = [[int(size) for size in shape.split("x")] for shape in os.environ["SHAPES"].split(",")]
    inputs = [torch.rand(shape, device=DEVICE) for shape in shapes]
    wait = torch.cuda.synchronize if DEVICE.startswith("cuda") else (lambda: None)
    return model, inputs, wait


def block(model, inputs, wait):
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
    return {"schema": "latency-gate/job@1", "metrics": {"latency": latency},
            "environment": {"runtime": "PyTorch", "runtime_version": torch.__version__, "device": DEVICE}}


def main():
    loaded = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["request"] == "quit":
                return
            if request["request"] == "load":
                loaded = load(request["model"])
                answer = {"ok": True}
            else:
                answer = {"ok": True, "results": block(*loaded)}
        except Exception as error:  # the gate shows it
            answer = {"ok": False, "error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
