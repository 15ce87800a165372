"""Any sentence-transformers model, from the model hub or from a folder."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.types import Span
from embeddings.encoders.batches import (
    encodable,
    encode_in_batches,
    numbers_by_length,
    unit_rows,
    vectors_of_spans,
)
from embeddings.encoders.errors import EncoderError
from embeddings.encoders.hastening import hasten
from embeddings.encoders.model_folder import model_folder, revision
from embeddings.encoders.quiet import quiet
from embeddings.protocols import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_WORTH_HASTENING = 40_000
"""Bytes of passages, some 10,000 tokens: encoding them takes about as long as ``hasten``."""
_NO_LIMIT = 2**31 - 1
_E5 = re.compile(r"(^|[-_])e5-(?!.*(instruct|mistral))", re.IGNORECASE)


class SentenceTransformerEncoder:
    """The model behind a hub id (``BAAI/bge-m3``) or in a folder; weights from safetensors, no remote code.

    A hub model is fetched once and read from that copy afterwards. ``prefixes`` are the model's own prompts;
    an E5 model that configures none gets the two that it was trained with (Wang et al., 2024,
    arXiv:2402.05672). A text longer than ``max_tokens`` is cut there. Many passages are computed faster where
    their vectors stay the same (``hasten``). ``EncoderError`` if it can't be loaded.
    """

    def __init__(self, model: str) -> None:
        folder = model_folder(model)
        self.name = str(folder) if Path(model).expanduser().is_dir() else model
        self._model = _load(self.name, folder)
        self._lock = threading.Lock()
        self._bytes_before_hastening = _WORTH_HASTENING
        self.revision = revision(folder)
        self.prefixes = _prefixes(self._model, self.name)
        self.dim = int(self._model.get_embedding_dimension() or 0)
        self._counter = _counter(self._model)
        self._pools_by_mean = _pools_by_mean(self._model, self.dim)
        self.max_tokens = self._longest_input()

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        def encode(batch: list[str]) -> Vectors:
            with self._lock:
                return self._model.encode_query(batch, prompt=self.prefixes[0], show_progress_bar=False)

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        self._hasten_in_bulk(texts)

        def encode(batch: list[str]) -> Vectors:
            with self._lock:
                return self._model.encode_document(batch, prompt=self.prefixes[1], show_progress_bar=False)

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH)

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        """In context where the model pools by the mean and its tokenizer gives offsets, else by themselves.

        Late chunking: Günther et al. 2024, arXiv:2409.04701. What lies behind ``max_tokens`` is not read.
        """
        if not self._pools_by_mean:
            passages = self.encode_passages(texts)
            return passages, vectors_of_spans(self.encode_passages, texts, passages, spans)
        self._hasten_in_bulk(texts)
        read = [(encodable(text), own) for text, own in zip(texts, spans, strict=True)]
        passages = np.empty((len(texts), self.dim), np.float32)
        found: list[Vectors] = [passages] * len(texts)
        for numbers in numbers_by_length(texts, _BATCH):
            for number, outputs in zip(numbers, self._outputs([read[n][0] for n in numbers]), strict=True):
                [passages[number]] = unit_rows(_array(outputs["sentence_embedding"])[None])
                found[number] = self._in_context(*read[number], passages[number], outputs)
        return passages, found

    def _hasten_in_bulk(self, texts: Sequence[str]) -> None:
        with self._lock:
            before = self._bytes_before_hastening
            self._bytes_before_hastening -= sum(len(text.encode("utf-8", "replace")) for text in texts)
            if self._bytes_before_hastening <= 0 < before:
                hasten(self._model)

    def _outputs(self, texts: list[str]) -> list[dict[str, Any]]:
        with self._lock:
            outputs: Any = self._model.encode_document(
                texts, prompt=self.prefixes[1], show_progress_bar=False, output_value=None
            )
        return list(outputs)

    def _in_context(
        self, text: str, spans: Sequence[Span], passage: Vectors, outputs: dict[str, Any]
    ) -> Vectors:
        read = outputs["attention_mask"].bool()
        states, ids = _array(outputs["token_embeddings"][read]), outputs["input_ids"][read].tolist()
        tokens = self._counter.encode(self.prefixes[1] + text)
        if tokens.ids[: len(ids) - 1] != ids[:-1]:  # the last may stand where the text was cut
            return vectors_of_spans(self.encode_passages, [text], passage[None], [spans])[0]
        offsets = np.array(tokens.offsets[: len(ids)]) - len(self.prefixes[1])
        means = [_mean_over(span, states, offsets, passage) for span in spans]
        return unit_rows(np.array(means, np.float32).reshape(len(spans), self.dim))

    def count_tokens(self, text: str, /) -> int:
        return len(self._counter.encode(encodable(text), add_special_tokens=False))

    def _longest_input(self) -> int:
        limit = min(self._model.max_seq_length or _NO_LIMIT, _NO_LIMIT)
        prefix = max(self.count_tokens(prefix) for prefix in self.prefixes)
        specials: int = self._counter.num_special_tokens_to_add(False)
        return int(limit) - specials - prefix


def _load(name: str, folder: Path) -> SentenceTransformer:
    try:
        with quiet():
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(
                str(folder),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": "float32"},
            )
    except Exception as error:  # a folder of anybody's making can raise anything
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        mend = "choose a sentence-transformers model that has model.safetensors and needs no code of its own"
        raise EncoderError(f"cannot load the model {name}", why, mend) from error


def _pools_by_mean(model: SentenceTransformer, dim: int) -> bool:
    """Whether a text's vector is the mean of its tokens' states, so that a span's can be the mean of some."""
    modules: list[Any] = list(model)
    names = [type(module).__name__ for module in modules]
    return (
        names in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and modules[1].pooling_mode == "mean"
        and modules[1].embedding_dimension == dim
    )


def _mean_over(span: Span, states: Vectors, offsets: npt.NDArray[np.int64], otherwise: Vectors) -> Vectors:
    starts, ends = offsets.T
    inside = np.maximum(starts, span.start) < np.minimum(ends, span.end)
    mean: Vectors = states[inside].mean(axis=0) if inside.any() else otherwise
    return mean


def _array(tensor: torch.Tensor) -> Vectors:
    values: Vectors = tensor.float().cpu().numpy()
    return values


def _prefixes(model: SentenceTransformer, name: str) -> tuple[str, str]:
    prompts = {key: prompt for key, prompt in model.prompts.items() if prompt}
    if not prompts and _E5.search(Path(name).name):
        return "query: ", "passage: "
    passage = next((prompts[key] for key in ("document", "passage", "corpus") if key in prompts), "")
    return prompts.get("query", ""), passage


def _counter(model: SentenceTransformer) -> Any:
    """A copy of the model's tokenizer that neither cuts nor pads; its own is in use while it encodes."""
    from tokenizers import Tokenizer

    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    counter = Tokenizer.from_str(tokenizer.to_str())
    counter.no_truncation()
    counter.no_padding()
    return counter
