"""How well a sentence answers a question, and how sure that makes us."""

from __future__ import annotations

import numpy as np

from embeddings.protocols import Vectors

THRESHOLD = 0.43
"""The confidence below which a sentence is not quoted, and a question without a quote is refused.

On the project's own questions (``corpus/questions.jsonl``, bundled encoder) the mean of the shares rightly
answered (.99) and rightly refused (.57) is at its greatest here.
"""


def sentence_scores(similarities: Vectors, passages: Vectors | np.float32) -> Vectors:
    """The sum of two kinds of evidence, float32, broadcast; about 0 for a sentence that has none.

    ``similarities`` are those of sentences with the question once the library has taken their languages out,
    so that unrelated texts are at about 0; ``passages`` are the library's scores of the passages they lie in,
    which say how far each stands out among the passages of its language.
    """
    return similarities + passages


def confidence(score: float) -> float:
    """The confidence in [0, 1] that a sentence with this score answers: the score itself, within bounds."""
    return min(max(score, 0.0), 1.0)
