"""LiteRT (TensorFlow Lite's runtime) on this machine or board. Stays between blocks (options: serve: true); with a
model's path it measures one block.

Run by the project's checks: npm run check:harnesses. Needs `pip install ai-edge-litert numpy`.
BLOCK_SECONDS says how long one block lasts, THREADS how many threads there are (pass-env: BLOCK_SECONDS, THREADS).
"""

import json
import os
import statistics
import sys
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter

SECONDS = float(os.environ.get("BLOCK_SECONDS", "0.3"))
THREADS = int(os.environ.get("THREADS", "1"))


def load(path):
    interpreter = Interpreter(model_path=path, num_threads=THREADS)
    interpreter.allocate_tensors()
    random = np.random.default_rng(1)
    for detail in interpreter.get_input_details():
        value = (random.random(detail["shape"]) * 8).astype(detail["dtype"])
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    return interpreter


def block(interpreter):
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        interpreter.invoke()
        times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    return {"schema": "latency-gate/job@1", "metrics": {"latency": latency},
            "environment": {"runtime": "LiteRT", "threads": str(THREADS)}}


def answer(request, state):
    if request["request"] == "load":
        state["model"] = load(request["model"])
        return {"ok": True}
    return {"ok": True, "results": block(state["model"])}


def serve():
    state = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["request"] == "quit":
            return
        try:
            reply = answer(request, state)
        except Exception as error:  # the gate shows it
            reply = {"ok": False, "error": str(error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(block(load(sys.argv[1]))))
    else:
        serve()
