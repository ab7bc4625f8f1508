"""Writes a TensorFlow Lite model: a chain of fully connected layers that share one weight.

usage: make_tflite.py FILE LAYERS SEED
"""

import sys

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

BATCH, WIDTH = 8, 128


def tensor(name, shape, buffer):
    made = schema.TensorT()
    made.name, made.shape, made.buffer, made.type = name, shape, buffer, schema.TensorType.FLOAT32
    return made


def buffer(data=None):
    made = schema.BufferT()
    made.data = None if data is None else np.frombuffer(data.tobytes(), dtype=np.uint8)
    return made


def layer(source, target):
    made = schema.OperatorT()
    made.opcodeIndex, made.inputs, made.outputs = 0, [source, 0, 1], [target]
    made.builtinOptionsType = schema.BuiltinOptions.FullyConnectedOptions
    made.builtinOptions = schema.FullyConnectedOptionsT()
    return made


def main(path, layers, seed):
    random = np.random.default_rng(seed)
    weight = (random.standard_normal((WIDTH, WIDTH)) / np.sqrt(WIDTH)).astype(np.float32)
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.FULLY_CONNECTED
    code.version = 1
    graph = schema.SubGraphT()
    graph.name = "main"
    graph.tensors = [tensor("weight", [WIDTH, WIDTH], 1), tensor("bias", [WIDTH], 2)]
    graph.tensors += [tensor(f"x{index}", [BATCH, WIDTH], 0) for index in range(layers + 1)]
    graph.operators = [layer(2 + index, 3 + index) for index in range(layers)]
    graph.inputs, graph.outputs = [2], [2 + layers]
    model = schema.ModelT()
    model.version, model.description = 3, "made"
    model.operatorCodes, model.subgraphs = [code], [graph]
    model.buffers = [buffer(), buffer(weight), buffer(np.zeros(WIDTH, dtype=np.float32))]
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    with open(path, "wb") as file:
        file.write(builder.Output())


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
