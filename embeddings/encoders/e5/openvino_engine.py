"""The forward pass on OpenVINO: the fastest on a processor, in bfloat16 where that is what it computes in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from queue import SimpleQueue
from threading import Lock
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from embeddings.encoders.batches import Item, Result, in_threads, thread_limit
from embeddings.protocols import Vectors

_TELEMETRY = "openvino_telemetry"
_IMPORTING = Lock()


class Layers(Protocol):
    """What ``embeddings.encoders.e5.weights.Weights`` says of the layers of any BERT."""

    @property
    def layers(self) -> int: ...
    @property
    def heads(self) -> int: ...
    @property
    def dim(self) -> int: ...
    @property
    def epsilon(self) -> float: ...
    @property
    def tensors(self) -> Mapping[str, Vectors]: ...


class OpenVinoEngine:
    """The compiled model, for as many calls at a time as it likes; others wait for one to end.

    ``precision`` is ``bf16`` where the processor has it, else ``f32``. Raises ImportError if openvino is not
    installed, RuntimeError if it cannot compile for this processor.
    """

    def __init__(self, weights: Layers) -> None:
        openvino = _openvino()
        core = openvino.Core()
        self.precision = "bf16" if computes_in_bfloat16() else "f32"
        settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "THROUGHPUT",
            "INFERENCE_PRECISION_HINT": self.precision,
            "ENABLE_CPU_PINNING": False,
        }
        if limit := thread_limit():
            settings["INFERENCE_NUM_THREADS"] = limit
        compiled = core.compile_model(_Graph(openvino, weights).model(), "CPU", settings)
        self._streams = int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self._streams):
            self._idle.put(compiled.create_infer_request())

    def states(self, embedded: Vectors, mask: Vectors, /) -> Vectors:
        """As ``Engine.states``."""
        request = self._idle.get()
        try:
            results = request.infer([embedded, mask[:, None, None]], share_inputs=True)
            states: Vectors = results[0]
            return states
        finally:
            self._idle.put(request)

    def in_parallel(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
        """As ``Engine.in_parallel``."""
        return in_threads(work, items, self._streams)


def computes_in_bfloat16() -> bool:
    """Whether the processor has instructions for it; ImportError if openvino is not installed."""
    return "BF16" in _openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


class _Graph:
    """BERT (Devlin et al. 2019) in OpenVINO's operations, from the embedded tokens on.

    Without ``emb.ln`` among the weights, tokens are embedded and normed.
    """

    def __init__(self, openvino: ModuleType, weights: Layers) -> None:
        self._openvino = openvino
        self._op = openvino.opset13
        self._weights = weights

    def model(self) -> Any:
        embedded = self._op.parameter([-1, -1, self._weights.dim], np.float32)
        mask = self._op.parameter([-1, 1, 1, -1], np.float32)
        states = self._normed(embedded, "emb.ln") if "emb.ln.w" in self._weights.tensors else embedded
        for layer in range(self._weights.layers):
            name = f"l{layer}"
            states = self._normed(self._op.add(states, self._attended(states, mask, name)), f"{name}.aln")
            inner = self._op.gelu(self._linear(states, f"{name}.fi"), "erf")
            states = self._normed(self._op.add(states, self._linear(inner, f"{name}.fo")), f"{name}.oln")
        return self._openvino.Model([states], [embedded, mask], "encoder")

    def _attended(self, states: Any, mask: Any, name: str) -> Any:
        heads = [self._heads(self._linear(states, f"{name}.{kind}")) for kind in "qkv"]
        context = self._swapped(self._op.scaled_dot_product_attention(*heads, mask))
        whole = self._numbers(0, 0, self._weights.dim)
        return self._linear(self._op.reshape(context, whole, special_zero=True), f"{name}.ao")

    def _heads(self, states: Any) -> Any:
        each = self._weights.dim // self._weights.heads
        split = self._numbers(0, 0, self._weights.heads, each)
        return self._swapped(self._op.reshape(states, split, special_zero=True))

    def _swapped(self, states: Any) -> Any:
        return self._op.transpose(states, self._numbers(0, 2, 1, 3))

    def _linear(self, states: Any, name: str) -> Any:
        product = self._op.matmul(states, self._tensor(f"{name}.w"), transpose_a=False, transpose_b=True)
        return self._op.add(product, self._tensor(f"{name}.b"))

    def _normed(self, states: Any, name: str) -> Any:
        normed = self._op.mvn(states, self._numbers(-1), True, self._weights.epsilon, "inside_sqrt")
        return self._op.add(self._op.multiply(normed, self._tensor(f"{name}.w")), self._tensor(f"{name}.b"))

    def _tensor(self, name: str) -> Any:
        return self._op.constant(self._weights.tensors[name], shared_memory=True)

    def _numbers(self, *numbers: int) -> Any:
        return self._op.constant(np.array(numbers))


def _openvino() -> ModuleType:
    with _unreported():
        return import_module("openvino")


@contextmanager
def _unreported() -> Iterator[None]:
    """Importing openvino reports to Google Analytics, unless its telemetry package can't be imported."""
    with _IMPORTING:
        before = sys.modules.get(_TELEMETRY)
        sys.modules[_TELEMETRY] = None  # type: ignore[assignment]
        try:
            yield
        finally:
            del sys.modules[_TELEMETRY]
            if before is not None:
                sys.modules[_TELEMETRY] = before
