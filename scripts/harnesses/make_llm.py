"""Writes a small decoder of random weights, with its past as inputs and outputs, as exporters write them.

usage: make_llm.py FILE LAYERS SEED
"""

import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

VOCABULARY, WIDTH = 101, 64
MASKED = -1e9


def main(path, layers, seed):
    random = np.random.default_rng(seed)
    weights, nodes = [], []

    def weight(name, value):
        weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def matrix(name, rows, columns):
        return weight(name, (random.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32))

    def node(operator, inputs, output, **attributes):
        nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    scale = weight("scale", np.float32(1 / np.sqrt(WIDTH)))
    floor = weight("floor", np.float32(MASKED))
    one, zero = weight("one", np.int64(1)), weight("zero", np.int64(0))
    first, second = weight("first", np.array([0], np.int64)), weight("second", np.array([1], np.int64))
    x = node("Gather", [matrix("embedding", VOCABULARY, WIDTH), "input_ids"], "x0")
    # A token sees those before it and itself: column - past <= row.
    length = node("Squeeze", [node("Gather", [node("Shape", ["input_ids"], "ids_shape"), second], "len1"), first], "len")
    seen = node("Squeeze", [node("Gather", [node("Shape", ["past_key_values.0.key"], "past_shape"), second], "seen1"), first], "seen")
    total = node("Add", [length, seen], "total")
    rows = node("Unsqueeze", [node("Range", [zero, length, one], "row_line"), second], "rows")
    columns = node("Sub", [node("Range", [zero, total, one], "column_line"), seen], "columns")
    hidden = node("Greater", [columns, rows], "hidden")
    outputs = ["logits"]
    for index in range(layers):
        q, k, v = (node("MatMul", [x, matrix(f"{part}{index}", WIDTH, WIDTH)], f"{part}out{index}") for part in "qkv")
        key = node("Concat", [f"past_key_values.{index}.key", k], f"present.{index}.key", axis=1)
        value = node("Concat", [f"past_key_values.{index}.value", v], f"present.{index}.value", axis=1)
        outputs += [key, value]
        turned = node("Transpose", [key], f"turned{index}", perm=[0, 2, 1])
        scores = node("Mul", [node("MatMul", [q, turned], f"raw{index}"), scale], f"scores{index}")
        masked = node("Where", [hidden, floor, scores], f"masked{index}")
        seen_values = node("MatMul", [node("Softmax", [masked], f"soft{index}", axis=-1), value], f"mixed{index}")
        x = node("Tanh", [node("Add", [x, seen_values], f"sum{index}")], f"x{index + 1}")
    node("MatMul", [x, matrix("head", WIDTH, VOCABULARY)], "logits")

    def floats(name, shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    parts = [(index, part) for index in range(layers) for part in ("key", "value")]
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])]
    inputs += [floats(f"past_key_values.{index}.{part}", ["batch", "seen", WIDTH]) for index, part in parts]
    made = [floats("logits", ["batch", "length", VOCABULARY])]
    made += [floats(f"present.{index}.{part}", ["batch", "total", WIDTH]) for index, part in parts]
    graph = helper.make_graph(nodes, "decoder", inputs, made, weights)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
