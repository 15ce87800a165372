"""Shows one question of a question file as it was asked, retrieved and answered."""

from __future__ import annotations

from collections.abc import Mapping

from qa.evaluation.cases import SHOWN, Case, Expected, Found, excerpt
from qa.evaluation.judging import Outcome
from qa.evaluation.question_file import EvalQuestion
from qa.types import Answer, Hit


def question_case(
    question: EvalQuestion, answer: Answer, outcome: Outcome, articles: Mapping[str, str]
) -> Case:
    """``articles`` has the language of each article that answers, by the name the file gives it."""
    pattern = question.answer.pattern if question.answer else ""
    return Case(
        id=question.id,
        language=question.language,
        question=question.question,
        expected=tuple(Expected(name, language, pattern, None) for name, language in articles.items()),
        found=tuple(
            _found(hit, answers)
            for hit, answers in zip(answer.hits[:SHOWN], outcome.matches.passages, strict=False)
        ),
        place=outcome.matches.place,
        faults=tuple(_faults(outcome)),
        answer=excerpt(answer.text),
        confidence=round(answer.confidence, 4),
    )


def _found(hit: Hit, answers: bool) -> Found:
    passage = hit.passage
    return Found(hit.article.title, passage.language, round(hit.score, 4), excerpt(passage.text), answers)


def _faults(outcome: Outcome) -> list[str]:
    if not outcome.answerable:
        return [] if outcome.refused else ["answered"]
    faults = {
        "not found": outcome.matches.place is None,
        "not first": (outcome.matches.place or 1) > 1,
        "refused": outcome.refused,
        "wrong answer": outcome.correct is False and not outcome.refused,
    }
    return [name for name, holds in faults.items() if holds]
