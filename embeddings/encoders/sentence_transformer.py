"""Any sentence-transformers model, from the model hub or from a folder."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.encoders.batches import encodable, encode_in_batches
from embeddings.encoders.errors import EncoderError
from embeddings.encoders.model_folder import model_folder, revision
from embeddings.protocols import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_NO_LIMIT = 2**31 - 1
_E5 = re.compile(r"(^|[-_])e5-(?!.*(instruct|mistral))", re.IGNORECASE)


class SentenceTransformerEncoder:
    """The model behind a hub id (``BAAI/bge-m3``) or in a folder; weights from safetensors, no remote code.

    A hub model is fetched once and read from that copy afterwards. ``prefixes`` are the model's own prompts;
    an E5 model that configures none gets the two that it was trained with (Wang et al., 2024,
    arXiv:2402.05672). A text longer than ``max_tokens`` is cut there. ``EncoderError`` if it can't be loaded.
    """

    def __init__(self, model: str) -> None:
        folder = model_folder(model)
        self.name = str(folder) if Path(model).expanduser().is_dir() else model
        self._model = _load(self.name, folder)
        self._lock = threading.Lock()
        self.revision = revision(folder)
        self.prefixes = _prefixes(self._model, self.name)
        self.dim = int(self._model.get_embedding_dimension() or 0)
        self._counter = _counter(self._model)
        self.max_tokens = self._longest_input()

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        def encode(batch: list[str]) -> Vectors:
            with self._lock:
                return self._model.encode_query(batch, prompt=self.prefixes[0], show_progress_bar=False)

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        def encode(batch: list[str]) -> Vectors:
            with self._lock:
                return self._model.encode_document(batch, prompt=self.prefixes[1], show_progress_bar=False)

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH)

    def count_tokens(self, text: str, /) -> int:
        return len(self._counter.encode(encodable(text), add_special_tokens=False))

    def _longest_input(self) -> int:
        limit = min(self._model.max_seq_length or _NO_LIMIT, _NO_LIMIT)
        prefix = max(self.count_tokens(prefix) for prefix in self.prefixes)
        specials: int = self._counter.num_special_tokens_to_add(False)
        return int(limit) - specials - prefix


def _load(name: str, folder: Path) -> SentenceTransformer:
    try:
        with _quiet():
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the libraries' bars, warnings and advice."""
    bars = _progress_bars()
    shown, disabled = bars.is_progress_bar_enabled(), logging.root.manager.disable
    bars.disable_progress_bar()
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
        if shown:
            bars.enable_progress_bar()


def _progress_bars() -> Any:
    from transformers.utils import logging as transformers_logging

    return transformers_logging


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
