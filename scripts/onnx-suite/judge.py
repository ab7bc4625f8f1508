"""Runs the ONNX project's test models in ONNX Runtime for Python on their own inputs: the judge of check:onnx-suite.

Its argument is a folder for the models of the group "light", which have no folders of their own. Prints one line of JSON a model: whether it ran, and whether its outputs are the expected ones within the tolerance
that the ONNX project's own backend test uses.
"""

import glob
import json
import os
import shutil
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


def lay_out_light(root, target):
    """Gives each network of the group "light" a folder like the others, with the inputs that onnx's own runner makes."""
    for path in sorted(glob.glob(f"{root}/light/*.onnx")):
        name = os.path.splitext(os.path.basename(path))[0]
        case = os.path.join(target, name, "test_data_set_0")
        os.makedirs(case, exist_ok=True)
        shutil.copy(path, os.path.join(target, name, "model.onnx"))
        graph = onnx.load(path).graph
        weights = {weight.name for weight in graph.initializer}
        for place, value in enumerate(value for value in graph.input if value.name not in weights):
            shape = [dim.dim_value or 1 for dim in value.type.tensor_type.shape.dim]
            size = np.prod(shape)
            data = (np.arange(size).reshape(shape) / size).astype(np.float32)
            with open(f"{case}/input_{place}.pb", "wb") as file:
                file.write(numpy_helper.from_array(data).SerializeToString())
        for place in range(len(graph.output)):
            shutil.copy(f"{root}/light/{name}_output_{place}.pb", f"{case}/output_{place}.pb")


def main(light):
    ort.set_default_logger_severity(4)
    root = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data")
    lay_out_light(root, light)
    for group in (f"{root}/node", f"{root}/simple", light):
        for folder in sorted(glob.glob(f"{group}/*/")):
            folder = folder.rstrip("/")
            line = {"folder": folder, "ran": False, "matches": False, "why": ""}
            try:
                line["matches"] = judge(folder)
                line["ran"] = True
            except Exception as error:  # noqa: BLE001: whatever keeps it from running is the answer
                line["why"] = str(error)[:300]
            print(json.dumps(line), flush=True)
    print(json.dumps({"onnx": onnx.__version__, "onnxruntime": ort.__version__}), flush=True)


sys.exit(main(sys.argv[1]))
