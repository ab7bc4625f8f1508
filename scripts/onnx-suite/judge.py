"""Runs the ONNX project's test models in ONNX Runtime for Python on their own inputs: the judge of check:onnx-suite.

Prints one line of JSON a model: whether it ran, and whether its outputs are the expected ones within the tolerance
that the ONNX project's own backend test uses.
"""

import glob
import json
import os
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import numpy_helper

RTOL, ATOL = 1e-3, 1e-5


def read(path, kind):
    with open(path, "rb") as file:
        data = file.read()
    field = kind.WhichOneof("value")
    if field == "sequence_type":
        return numpy_helper.to_list(onnx.SequenceProto.FromString(data))
    if field == "optional_type":
        return numpy_helper.to_optional(onnx.OptionalProto.FromString(data))
    return numpy_helper.to_array(onnx.TensorProto.FromString(data))


def read_set(folder, prefix, values):
    paths = sorted(glob.glob(f"{folder}/{prefix}_*.pb"), key=lambda path: int(path.split("_")[-1][:-3]))
    return [read(path, value.type) for path, value in zip(paths, values)]


def same(expected, found):
    if isinstance(expected, list) or expected is None:
        return True
    expected = np.asarray(expected)
    found = np.asarray(found)
    if expected.shape != found.shape:
        return False
    if expected.dtype.kind in "OUS":
        return expected.astype(str).tolist() == found.astype(str).tolist()
    return np.allclose(
        expected.astype(np.float64), found.astype(np.float64), rtol=RTOL, atol=ATOL, equal_nan=True
    )


def judge(folder):
    model = onnx.load(f"{folder}/model.onnx")
    weights = {weight.name for weight in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    session = ort.InferenceSession(f"{folder}/model.onnx", providers=["CPUExecutionProvider"])
    case = f"{folder}/test_data_set_0"
    feeds = dict(zip([value.name for value in inputs], read_set(case, "input", inputs)))
    found = session.run(None, feeds)
    expected = read_set(case, "output", model.graph.output)
    return bool(all(same(one, other) for one, other in zip(expected, found)))


def main():
    ort.set_default_logger_severity(4)
    root = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data")
    for group in ("node", "simple"):
        for folder in sorted(glob.glob(f"{root}/{group}/*/")):
            folder = folder.rstrip("/")
            line = {"folder": folder, "ran": False, "matches": False, "why": ""}
            try:
                line["matches"] = judge(folder)
                line["ran"] = True
            except Exception as error:  # noqa: BLE001: whatever keeps it from running is the answer
                line["why"] = str(error)[:300]
            print(json.dumps(line), flush=True)
    print(json.dumps({"onnx": onnx.__version__, "onnxruntime": ort.__version__}), flush=True)


sys.exit(main())
