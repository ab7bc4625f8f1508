"""LiteRT (TensorFlow Lite's runtime) on this machine or board: one call measures one model.

Not run by the project's checks yet. Needs `pip install ai-edge-litert numpy`.
"""

import json
import os
import statistics
import sys
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter

SECONDS = float(os.environ.get("BLOCK_SECONDS", "0.3"))


def main(path):
    interpreter = Interpreter(model_path=path, num_threads=1)
    interpreter.allocate_tensors()
    random = np.random.default_rng(1)
    for detail in interpreter.get_input_details():
        value = (random.random(detail["shape"]) * 8).astype(detail["dtype"])
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        interpreter.invoke()
        times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    print(json.dumps({"schema": "latency-gate/job@1", "metrics": {"latency": latency},
                      "environment": {"runtime": "LiteRT", "threads": "1"}}))


if __name__ == "__main__":
    main(sys.argv[1])
