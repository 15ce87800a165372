"""A user's model in bulk: the same transformer, computed faster where its vectors stay the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.encoders.batches import unit_rows
from embeddings.encoders.e5 import OpenVinoEngine, computes_in_bfloat16
from embeddings.general_lines import GENERAL_LINES
from embeddings.protocols import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

LEAST_COSINE = 0.995
"""Of a text's vectors before and after."""
_ARCHITECTURES = ("BertModel", "CamembertModel", "RobertaModel", "XLMRobertaModel")
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_FAILURES = (
    *(ImportError, OSError, RuntimeError, MemoryError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
_BATCH_TOKENS = 1024
_MASKED = np.float32(-1e9)

Forward = Callable[..., dict[str, "Tensor"]]


@dataclass(frozen=True, slots=True)
class _Layers:
    """As ``Layers`` of ``embeddings.encoders.e5``, without the embedding."""

    layers: int
    heads: int
    dim: int
    epsilon: float
    tensors: Mapping[str, Vectors]


def hasten(model: SentenceTransformer) -> bool:
    """Has ``model`` computed faster from now on, if it runs on a processor and its vectors hardly change.

    BERT, CamemBERT, RoBERTa and XLM-RoBERTa by OpenVINO, others by torch in bfloat16 where the processor
    computes in it; either needs half as much memory again. Everyday sentences in four languages, and texts
    of sixteen of them, are encoded before and after; unless all of their cosines reach ``LEAST_COSINE``, the
    model stays as it was.
    """
    transformer: Any = getattr(model[0], "auto_model", None)
    if transformer is None or model.device.type != "cpu":
        return False
    faster = _by_openvino if type(transformer).__name__ in _ARCHITECTURES else _in_bfloat16
    texts = [*(" ".join(lines) for lines in GENERAL_LINES.values()), *sum(GENERAL_LINES.values(), ())]
    before = _encoded(model, texts)
    try:
        transformer.forward = faster(transformer)
        same = bool(((_encoded(model, texts) * before).sum(axis=1) >= LEAST_COSINE).all())
    except _FAILURES:
        same = False
    if not same:
        vars(transformer).pop("forward", None)
    return same


def _encoded(model: SentenceTransformer, texts: list[str]) -> Vectors:
    return unit_rows(np.asarray(model.encode_document(texts, show_progress_bar=False), np.float32))


def _by_openvino(transformer: Any) -> Forward:
    """``transformer.forward`` from the embedded tokens on; ValueError if its layers are not plain BERT's."""
    config = transformer.config
    if config.hidden_act != "gelu" or getattr(config, "position_embedding_type", "absolute") != "absolute":
        raise ValueError("other layers")
    tensors = {
        f"l{layer}.{short}.{kind[0]}": own[f"encoder.layer.{layer}.{name}.{kind}"].numpy()
        for own in [transformer.state_dict()]
        for layer in range(config.num_hidden_layers)
        for short, name in _NAMES.items()
        for kind in ("weight", "bias")
    }
    layers = _Layers(
        config.num_hidden_layers,
        config.num_attention_heads,
        config.hidden_size,
        config.layer_norm_eps,
        tensors,
    )
    engine = OpenVinoEngine(layers)

    def forward(
        input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None, **_: object
    ) -> dict[str, Tensor]:
        from torch import from_numpy

        embedded = transformer.embeddings(input_ids=input_ids, token_type_ids=token_type_ids).numpy()
        mask = np.where(attention_mask.numpy() > 0, np.float32(0), _MASKED)
        rows = max(1, _BATCH_TOKENS // embedded.shape[1])
        parts = [slice(start, start + rows) for start in range(0, len(embedded), rows)]
        states = engine.in_parallel(lambda part: engine.states(embedded[part], mask[part]), parts)
        return {"last_hidden_state": from_numpy(np.concatenate(list(states)))}

    return forward


def _in_bfloat16(transformer: Any) -> Forward:
    """``transformer.forward`` of a copy with rounded weights; ValueError where nothing is gained by it."""
    from torch import bfloat16

    if not computes_in_bfloat16():
        raise ValueError("float32 is as fast")
    rounded = deepcopy(transformer).to(bfloat16)

    def forward(**inputs: Any) -> dict[str, Tensor]:
        return {"last_hidden_state": rounded(**inputs).last_hidden_state.float()}

    return forward
