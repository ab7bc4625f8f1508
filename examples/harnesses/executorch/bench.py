"""ExecuTorch's Python runtime on a .pte program: one call measures one model.

Not run by the project's checks. Needs `pip install executorch` and the shapes of the inputs as SHAPES="1x3x224x224".
"""

import json
import os
import statistics
import sys
import time

import torch
from executorch.runtime import Runtime

SECONDS = float(os.environ.get("BLOCK_SECONDS", "0.5"))


def main(path):
    method = Runtime.get().load_program(path).load_method("forward")
    torch.manual_seed(1)
    shapes = [[int(size) for size in shape.split("x")] for shape in os.environ["SHAPES"].split(",")]
    inputs = [torch.rand(shape) for shape in shapes]
    method.execute(inputs)
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        method.execute(inputs)
        times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    print(json.dumps({"schema": "latency-gate/job@1", "metrics": {"latency": latency},
                      "environment": {"runtime": "ExecuTorch"}}))


if __name__ == "__main__":
    main(sys.argv[1])
