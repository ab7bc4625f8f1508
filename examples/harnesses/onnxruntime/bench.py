"""ONNX Runtime in Python, with any provider it was built with. Stays between blocks (options: serve: true).

Run by the project's checks: test/scenarios/harnesses.test.ts.
PROVIDER chooses the execution provider (pass-env: PROVIDER); BLOCK_SECONDS how long one block lasts.
"""

import json
import os
import statistics
import sys
import time

# Since 1.30 the runtime otherwise keeps logs in the temporary folder and sends what it saw to its maker.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402

SECONDS = float(os.environ.get("BLOCK_SECONDS", "0.2"))
TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(double)": np.float64,
         "tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(uint8)": np.uint8, "tensor(bool)": np.bool_}


def load(path):
    provider = os.environ.get("PROVIDER", "CPUExecutionProvider")
    session = ort.InferenceSession(path, providers=[provider])
    random = np.random.default_rng(1)
    feeds = {}
    for item in session.get_inputs():
        shape = [size if isinstance(size, int) else 1 for size in item.shape]
        feeds[item.name] = random.random(shape).astype(TYPES[item.type])
    session.run(None, feeds)
    return session, feeds, provider


def block(session, feeds, provider):
    times = []
    end = time.perf_counter() + SECONDS
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        session.run(None, feeds)
        times.append((time.perf_counter() - start) * 1e3)
    latency = {"value": statistics.median(times), "statistic": "median", "samples": times[:1000]}
    return {"schema": "latency-gate/job@1", "metrics": {"latency": latency},
            "environment": {"runtime": "ONNX Runtime", "runtime_version": ort.__version__, "provider": provider}}


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
