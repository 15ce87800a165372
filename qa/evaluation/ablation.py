"""Which part of retrieval brings what: the same questions with one part more at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from embeddings.scoring import DENSE, FULL, Scoring

DEFAULT = "full"
_CENTRED = replace(DENSE, centring=True)
_LOCAL = replace(_CENTRED, crowding=True)
ABLATION: Mapping[str, Scoring] = {
    "dense": DENSE,
    "+centring": _CENTRED,
    "+local": _LOCAL,
    "+lexical": replace(_LOCAL, words=True),
    DEFAULT: FULL,
}
"""From plain dense search to the default; each adds to the one before it."""
