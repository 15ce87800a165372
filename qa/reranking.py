"""Puts retrieved passages in the order of a model that reads the question and the passage together."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import PolyciteError
from embeddings.encoders.batches import encodable
from embeddings.encoders.errors import EncoderError
from embeddings.encoders.model_folder import model_folder
from embeddings.encoders.quiet import quiet
from embeddings.protocols import Vectors
from qa.protocols import Retriever
from qa.types import Hit, Question

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_DEPTH = 32
_BATCH = 16
_CHOOSE = "name a cross-encoder of sentence-transformers that has model.safetensors: hub id or folder"


class RerankerError(PolyciteError):
    """A cross-encoder that cannot be found, fetched, loaded or used."""


class RerankingRetriever:
    """Orders the ``depth`` best hits of another retriever by a cross-encoder.

    Nogueira and Cho 2019, "Passage re-ranking with BERT" (arXiv:1901.04085). Only order and rank change:
    ``score`` remains the retriever's, by which an answerer weighs sentences and knows when to refuse.
    ``model`` is a hub id or a folder, loaded at the first question: weights from safetensors, no remote code.
    What it cannot read whole it reads the beginning of. Raises ``RerankerError``.
    """

    def __init__(self, retriever: Retriever, model: str, *, depth: int = _DEPTH) -> None:
        self._retriever = retriever
        self._name = model
        self._depth = depth
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        """At most ``k`` hits, best first by the cross-encoder; each keeps its retriever's ``score``."""
        hits = self._retriever.retrieve(question, max(k, self._depth))
        if not hits:
            return []
        relevance = self._relevance(question.text, [hit.passage.text for hit in hits])
        order = np.argsort(-relevance, kind="stable")[:k]
        return [replace(hits[place], rank=rank) for rank, place in enumerate(order, start=1)]

    def _relevance(self, question: str, passages: Sequence[str]) -> Vectors:
        """The model's raw score of each passage, float32 ``(n,)``: a sigmoid would round the best to 1."""
        pairs = [(encodable(question), encodable(passage)) for passage in passages]
        with self._lock:
            self._model = self._model or _load(self._name)
            try:
                scores: Any = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
            except Exception as error:  # a model of anybody's making can raise anything
                raise _unusable(self._name, _first_line(error)) from error
        return self._checked(np.asarray(scores, np.float32), len(passages))

    def _checked(self, scores: Vectors, passages: int) -> Vectors:
        if scores.shape != (passages,):
            raise _unusable(self._name, "it does not give one score a passage")
        if not np.isfinite(scores).all():
            raise _unusable(self._name, "some of its scores are not finite")
        return scores


def _load(name: str) -> CrossEncoder:
    try:
        folder = model_folder(name)
    except EncoderError as error:
        raise _unusable(name, error.why) from error
    try:
        if not _is_cross_encoder(folder):
            raise _unusable(name, "it was not trained to score a question with a passage")
        with quiet():
            return _cross_encoder(folder)
    except RerankerError:
        raise
    except Exception as error:  # a folder of anybody's making can raise anything
        raise _unusable(name, _first_line(error)) from error


def _is_cross_encoder(folder: Path) -> bool:
    """False for other models, which sentence-transformers would give a last layer of random weights."""
    own, config = (_json(folder / name) for name in ("config_sentence_transformers.json", "config.json"))
    heads = ("ForSequenceClassification", "ForCausalLM")
    trained = any(str(name).endswith(heads) for name in config.get("architectures") or ())
    return trained or own.get("model_type") == "CrossEncoder"


def _json(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return held


def _cross_encoder(folder: Path) -> CrossEncoder:
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model: CrossEncoder = CrossEncoder(
        str(folder),
        local_files_only=True,
        trust_remote_code=False,
        activation_fn=Identity(),
        model_kwargs={"use_safetensors": True, "dtype": "float32"},
    )
    return model


def _unusable(name: str, why: str) -> RerankerError:
    return RerankerError(f"cannot rerank with {name}", why, _CHOOSE)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
