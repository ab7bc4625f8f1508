"""ExecuTorch's Python runtime on a .pte program. Stays between blocks (options: serve: true).

Run by the project's checks where ExecuTorch is installed: npm run check:harnesses.
SHAPES tells the shapes of the inputs, "1x3x224x224" or several separated by commas (pass-env: SHAPES); BLOCK_SECONDS
how long one block lasts.
"""

import importlib.metadata
import json
import os
import statistics
import sys
import time

import torch
from executorch.runtime import Runtime

SECONDS = float(os.environ.get("BLOCK_SECONDS", "0.5"))


def load(path):
    method = Runtime.get().load_program(path).load_method("forward")
    torch.manual_seed(1)
    shapes = [[int(size) for size in shape.split("x")] for shape in os.environ["SHAPES"].split(",")]
    inputs = [torch.rand(shape) for shape in shapes]
    method.execute(inputs)
    return method, inputs


def block(method, inputs):
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        method.execute(inputs)
        times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    return {"schema": "latency-gate/job@1", "metrics": {"latency": latency},
            "environment": {"runtime": "ExecuTorch", "runtime_version": importlib.metadata.version("executorch")}}


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
