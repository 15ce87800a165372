"""The questions of XQuAD-R whose answers rank worst, with what ranked before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.evaluation.cases import Case, Expected, Found, excerpt
from qa.evaluation.ranking import average_precision
from qa.evaluation.xquad_r_file import Translation
from qa.evaluation.xquad_r_ranks import Ranks

_WORST = 50


def worst_cases(translations: Sequence[Translation], ranks: Sequence[Ranks]) -> list[dict[str, Any]]:
    """The 50 questions, of all languages, with the lowest average precision, worst first."""
    precisions = np.stack([average_precision(of.pool) for of in ranks])
    worst = np.argsort(precisions, axis=None, kind="stable")[:_WORST]
    places = zip(*np.unravel_index(worst, precisions.shape), strict=True)
    return [
        _case(translations, ranks[asked], int(asked), int(question)).to_dict() for asked, question in places
    ]


def _case(translations: Sequence[Translation], ranks: Ranks, asked: int, question: int) -> Case:
    translation = translations[asked]
    answers = [other.answers[question] for other in translations]
    return Case(
        id=translation.question_ids[question],
        language=translation.language,
        question=translation.questions[question],
        expected=tuple(
            Expected("", other.language, excerpt(other.sentences[answer]), int(place))
            for other, answer, place in zip(translations, answers, ranks.pool[question], strict=True)
        ),
        found=tuple(
            _found(translations, answers, int(candidate), float(score))
            for candidate, score in zip(ranks.best[question], ranks.scores[question], strict=True)
        ),
        place=int(ranks.pool[question].min()),
        faults=(),
    )


def _found(
    translations: Sequence[Translation], answers: Sequence[int], candidate: int, score: float
) -> Found:
    for translation, answer in zip(translations, answers, strict=True):
        if candidate < len(translation.sentences):
            text = excerpt(translation.sentences[candidate])
            return Found("", translation.language, round(score, 4), text, candidate == answer)
        candidate -= len(translation.sentences)
    raise IndexError("no such sentence in the pool")
