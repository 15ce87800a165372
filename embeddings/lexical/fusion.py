"""Adding what words say to what vectors say, without favouring the question's own language."""

from __future__ import annotations

import numpy as np

from embeddings.protocols import Vectors

WEIGHT = 0.25
"""What holding all of a question's terms adds for each cosine in the dense score."""
_BEST = 20


def fuse(dense: Vectors, lexical: Vectors, *, cosines: float) -> Vectors:
    """Ranks one language's candidates by both scores, on the dense scores' scale: float32 ``(…, n)``.

    ``dense`` sums so many ``cosines``. The best candidates keep the mean and the standard deviation of their
    dense scores: words are nearly always shared within one language, and by a plain sum the best there would
    stand out more than in any other.
    """
    if not dense.size:
        return dense
    level, spread = _best(dense)
    fused_level, fused_spread = _best(fused := dense + np.float32(WEIGHT * cosines) * lexical)
    scale = np.divide(spread, fused_spread, out=np.ones_like(spread), where=fused_spread > 1e-6)
    fair: Vectors = (level + scale * (fused - fused_level)).astype(np.float32, copy=False)
    return fair


def _best(scores: Vectors) -> tuple[Vectors, Vectors]:
    best = np.sort(scores, axis=-1)[..., -_BEST:]
    mean: Vectors = best.mean(axis=-1, keepdims=True, dtype=np.float32)
    return mean, best.std(axis=-1, keepdims=True, dtype=np.float32)
