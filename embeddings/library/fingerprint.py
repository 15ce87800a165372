"""Knowing an encoder again: two vectors are comparable only if the same encoder made both."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from embeddings.protocols import Encoder, Vectors

CANARIES = (
    "The canary sings in the mine.",
    "矿井里的金丝雀在歌唱。",
    "Chim hoàng yến hót trong hầm mỏ.",
)
MINIMUM_COSINE = 0.99
"""Of a canary's stored and present vector: processors round differently, other weights fall far below."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An encoder's identity: what it is called and what it makes of three canary sentences.

    ``canaries`` is base64 of float32 ``(3, dim)``, little-endian.
    """

    name: str
    revision: str
    prefixes: tuple[str, str]
    dim: int
    canaries: str

    @classmethod
    def of(cls, encoder: Encoder) -> Fingerprint:
        """Encodes the canaries, so the model is loaded."""
        canaries = base64.b64encode(encoder.encode_passages(CANARIES).astype("<f4").tobytes()).decode()
        return cls(encoder.name, encoder.revision, encoder.prefixes, encoder.dim, canaries)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Fingerprint:
        """The inverse of ``to_dict``."""
        return cls(**{**data, "prefixes": tuple(data["prefixes"])})

    def to_dict(self) -> dict[str, Any]:
        """As it is stored in the library and in each manifest."""
        return asdict(self)

    def differs_from(self, encoder: Encoder) -> str | None:
        """In what the encoder is not the one of this fingerprint: one clause with both values, or None."""
        pairs = (
            ("encoder", self.name, encoder.name),
            ("revision", self.revision, encoder.revision),
            ("prefixes", self.prefixes, tuple(encoder.prefixes)),
            ("dimension", self.dim, encoder.dim),
        )
        for what, built, given in pairs:
            if built != given:
                return f"it was built with {what} {built!r}, and {given!r} is given"
        lowest = float((self._vectors() * encoder.encode_passages(CANARIES)).sum(axis=1).min())
        if lowest < MINIMUM_COSINE:
            return f"{self.name!r} no longer gives the vectors it was built with (cosine {lowest:.3f})"
        return None

    def _vectors(self) -> Vectors:
        return np.frombuffer(base64.b64decode(self.canaries), dtype="<f4").reshape(-1, self.dim)
