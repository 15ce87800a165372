"""Encoders: texts in, unit vectors out.

One comes with Polycite and needs nothing else; any sentence-transformers model can take its place; and a
hash stands in for both in unit tests. All keep the contract of ``embeddings.protocols.Encoder``.
"""

from __future__ import annotations

from embeddings.encoders.bundled import BundledEncoder
from embeddings.encoders.errors import EncoderError
from embeddings.encoders.hashed import HashEncoder
from embeddings.encoders.sentence_transformer import SentenceTransformerEncoder
from embeddings.protocols import Encoder

__all__ = [
    "DEFAULT_ENCODER",
    "BundledEncoder",
    "EncoderError",
    "HashEncoder",
    "SentenceTransformerEncoder",
    "open_encoder",
]

DEFAULT_ENCODER = BundledEncoder.name


def open_encoder(name: str) -> Encoder:
    """The encoder that a user means by ``name``: the bundled model, a hub id, or a model's folder.

    ``EncoderError`` if there is no such model or it cannot be loaded.
    """
    if name in (DEFAULT_ENCODER, "bundled"):
        return BundledEncoder()
    if name == HashEncoder.name:
        return HashEncoder()
    return SentenceTransformerEncoder(name)
