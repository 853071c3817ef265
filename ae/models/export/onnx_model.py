"""Steps as ONNX graphs. Needs the package `onnx`, which only this needs: `requirements-extras.txt`.

Samples lie as Keras has them, channels last; around a convolution they are turned.
"""

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ae.i18n import N_
from ae.models.export.steps import CannotExport, Half, Step

OPSET, IR = 17, 8
"""Old enough for every runtime of the last years."""
INPUT, OUTPUT = "input", "output"


def missing_onnx() -> bool:
    """Tell whether the package that writes ONNX is not installed here."""
    return importlib.util.find_spec("onnx") is None


def onnx_bytes(half: Half, name: str) -> bytes:
    """Return an encoder or a decoder as the bytes of an .onnx file.

    It takes `input`, float32 (n, *half.shape), for any n, and gives `output`.

    Raises:
        CannotExport: where `onnx` is not installed.
    """
    if missing_onnx():
        raise CannotExport(
            N_(
                "Expected the package onnx. Received: none. Run: pip install -r "
                "requirements-extras.txt"
            )
        )
    import onnx
    from onnx import TensorProto, helper

    graph = Graph()
    last = INPUT
    for step in half.steps:
        last = WRITERS[step.kind](graph, step, last)
    graph.add("Identity", [last], name=OUTPUT)
    ends = [(INPUT, half.shape), (OUTPUT, half.steps[-1].shape)]
    given, made = (
        [helper.make_tensor_value_info(one, TensorProto.FLOAT, ["n", *shape])]
        for one, shape in ends
    )
    whole = helper.make_graph(graph.nodes, name, given, made, graph.constants)
    model = helper.make_model(
        whole,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
        producer_name="autoencoder-lab",
    )
    onnx.checker.check_model(model, full_check=True)
    written: bytes = model.SerializeToString()
    return written


class Graph:
    """The nodes and constants of a graph that grows."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, given: Sequence[str], name: str = "", **settings: Any) -> str:
        """Add a node with one output; return the output's name."""
        from onnx import helper

        name = name or f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], **settings))
        return name

    def constant(self, value: Any, dtype: Any = np.float32) -> str:
        """Add a constant; return its name."""
        from onnx import numpy_helper

        name = f"constant{len(self.constants)}"
        array = np.ascontiguousarray(np.asarray(value, dtype))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def active(self, given: str, activation: str) -> str:
        """Add an activation."""
        if activation == "linear":
            return given
        if activation == "silu":
            return self.add("Mul", [given, self.add("Sigmoid", [given])])
        return self.add(activation.title(), [given])

    def sum(self, given: str) -> str:
        """Add the sum over a row's numbers: (n, d) → (n, 1)."""
        return self.add("ReduceSum", [given, self.constant([1], np.int64)], keepdims=1)


def _reshape(graph: Graph, step: Step, given: str) -> str:
    shape = graph.constant([-1, *step.shape], np.int64)
    return graph.add("Reshape", [given, shape])


def _dense(graph: Graph, step: Step, given: str) -> str:
    arrays = [graph.constant(step.arrays[name]) for name in ("kernel", "bias")]
    return graph.active(graph.add("Gemm", [given, *arrays]), step.settings["activation"])


def _turned(graph: Graph, kind: str, step: Step, given: Sequence[str], **settings: Any) -> str:
    """Add a node that takes and gives channels first."""
    sides = range(1, len(step.shape))
    first = graph.add("Transpose", given[:1], perm=[0, len(step.shape), *sides])
    made = graph.add(kind, [first, *given[1:]], **settings)
    return graph.add("Transpose", [made], perm=[0, *(side + 1 for side in sides), 1])


def _convolved(graph: Graph, step: Step, given: str, kind: str) -> str:
    kernel = np.moveaxis(step.arrays["kernel"], (-1, -2), (0, 1))
    pads = [end for ends in zip(*step.settings["pads"], strict=True) for end in ends]
    settings = {"strides": list(step.settings["strides"]), "pads": pads}
    arrays = [given, graph.constant(kernel), graph.constant(step.arrays["bias"])]
    made = _turned(graph, kind, step, arrays, **settings)
    return graph.active(made, step.settings["activation"])


def _convolution(graph: Graph, step: Step, given: str) -> str:
    return _convolved(graph, step, given, "Conv")


def _transposed(graph: Graph, step: Step, given: str) -> str:
    return _convolved(graph, step, given, "ConvTranspose")


def _pooling(graph: Graph, step: Step, given: str) -> str:
    size = list(step.settings["size"])
    return _turned(graph, "MaxPool", step, [given], kernel_shape=size, strides=size)


def _repeat(graph: Graph, step: Step, given: str) -> str:
    scales = graph.constant([1, *step.settings["size"], 1])
    return graph.add(
        "Resize",
        [given, "", scales],
        mode="nearest",
        coordinate_transformation_mode="asymmetric",
        nearest_mode="floor",
    )


def _padding(graph: Graph, step: Step, given: str) -> str:
    by = [(0, 0), *step.settings["by"], (0, 0)]
    ends = [end for ends in zip(*by, strict=True) for end in ends]
    return graph.add("Pad", [given, graph.constant(ends, np.int64)])


def _cropping(graph: Graph, step: Step, given: str) -> str:
    starts = [first for first, _last in step.settings["by"]]
    ends = [start + side for start, side in zip(starts, step.shape[:-1], strict=True)]
    axes = list(range(1, len(step.shape)))
    return graph.add("Slice", [given, *(graph.constant(x, np.int64) for x in (starts, ends, axes))])


def _likes(graph: Graph, step: Step, given: str) -> str:
    liked = graph.add("GreaterOrEqual", [given, graph.constant(step.settings["least"])])
    likes = graph.add("Cast", [liked], to=1)
    length = graph.add("Max", [graph.add("Sqrt", [graph.sum(likes)]), graph.constant(1.0)])
    return graph.add("Div", [likes, length])


def _rated(graph: Graph, step: Step, given: str) -> str:
    unknown = graph.add("IsNaN", [given])
    above = graph.add("Sub", [given, graph.constant(step.arrays["usual"])])
    rest = graph.add("Where", [unknown, graph.constant(0.0), above])
    known = graph.add("Cast", [graph.add("Not", [unknown])], to=1)
    count = graph.sum(known)
    shrunk = graph.add("Add", [count, graph.constant(step.settings["shrink"] + 1e-6)])
    deviation = graph.add("Div", [graph.sum(rest), shrunk])
    root = graph.add("Sqrt", [graph.add("Add", [count, graph.constant(1.0)])])
    scaled = graph.add("Div", [graph.add("Sub", [rest, deviation]), root])
    hidden = _dense(graph, step, graph.add("Mul", [known, scaled]))
    return graph.add("Concat", [hidden, deviation], axis=1)


WRITERS: dict[str, Callable[[Graph, Step, str], str]] = {
    "reshape": _reshape,
    "dense": _dense,
    "convolution": _convolution,
    "transposed": _transposed,
    "pool": _pooling,
    "repeat": _repeat,
    "pad": _padding,
    "crop": _cropping,
    "likes": _likes,
    "rated": _rated,
}
"""Steps as nodes."""
