"""Measures the whole way from question to citation on a question file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from corpus.errors import InputError
from qa.assistant import Assistant
from qa.citations import is_exact
from qa.evaluation.metrics import auroc, mean
from qa.evaluation.question_file import EvalQuestion
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, judged.

    ``pairs`` are 'question language>article language' for the articles that answer, none where nothing does.
    ``passages`` says per hit, best first, whether it answers; ``articles`` whether its article does;
    ``correct`` whether a quote matches the regex, ``None`` without a regex; ``exact`` judges each citation.
    """

    pairs: frozenset[str]
    passages: tuple[bool, ...]
    articles: tuple[bool, ...]
    correct: bool | None
    exact: tuple[bool, ...]
    refused: bool
    confidence: float


def evaluate_questions(
    assistant: Assistant,
    questions: Sequence[EvalQuestion],
    stems: Mapping[str, AbstractSet[str]],
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Asks every question and measures the answers; the keys are those of ``eval questions --json``.

    ``stems`` maps an article id to the stems of its files; ``progress`` is told how many of how many are
    done. Raises ``InputError`` for a question whose article the library lacks.
    """
    answering = [_answering(question, stems) for question in questions]
    languages = {record.id: record.language for record in assistant.library.articles()}
    outcomes = []
    for question, articles in zip(questions, answering, strict=True):
        pairs = frozenset(f"{question.language}>{languages[article]}" for article in articles)
        outcomes.append(judge(question, assistant.ask(question.question), articles, pairs))
        if progress:
            progress(len(outcomes), len(questions))
    return {
        "questions": len(questions),
        "overall": summarise(outcomes),
        "pairs": {
            pair: summarise([outcome for outcome in outcomes if pair in outcome.pairs])
            for pair in sorted(frozenset().union(*(outcome.pairs for outcome in outcomes)))
        },
    }


def judge(
    question: EvalQuestion, answer: Answer, articles: Collection[str], pairs: frozenset[str]
) -> Outcome:
    """Compares an answer with what should have been found: passages of ``articles`` that match the regex."""
    pattern = question.answer
    named = tuple(hit.article.id in articles for hit in answer.hits)
    matching = (pattern is None or pattern.search(hit.passage.text) is not None for hit in answer.hits)
    return Outcome(
        pairs=pairs,
        passages=tuple(of_article and matches for of_article, matches in zip(named, matching, strict=True)),
        articles=named,
        correct=_correct(pattern, answer),
        exact=tuple(is_exact(citation, answer.hits) for citation in answer.citations),
        refused=answer.refused,
        confidence=answer.confidence,
    )


def _correct(pattern: re.Pattern[str] | None, answer: Answer) -> bool | None:
    if pattern is None:
        return None
    return any(pattern.search(citation.quote) for citation in answer.citations)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The measures of design.md over some outcomes, each in [0, 1]; ``None`` where nothing defines one.

    ``answered`` is the share of the answerable questions that were answered, ``refused`` the share of the
    others that were refused; ``refusal_auroc`` asks how well the confidence tells the two apart. A question
    with an article but no regex counts for the article alone: any passage of it, and not for the accuracy.
    """
    answerable = [outcome for outcome in outcomes if outcome.pairs]
    others = [outcome for outcome in outcomes if not outcome.pairs]
    return {
        **{f"passage@{k}": mean(any(outcome.passages[:k]) for outcome in answerable) for k in (1, 3, 5)},
        "article@1": mean(any(outcome.articles[:1]) for outcome in answerable),
        "answer_accuracy": mean(o.correct for o in answerable if o.correct is not None),
        "citation_exactness": mean(exact for outcome in outcomes for exact in outcome.exact),
        "refusal_auroc": auroc([o.confidence for o in answerable], [o.confidence for o in others]),
        "answered": mean(not outcome.refused for outcome in answerable),
        "refused": mean(outcome.refused for outcome in others),
    }


def _answering(question: EvalQuestion, stems: Mapping[str, AbstractSet[str]]) -> frozenset[str]:
    for stem in question.articles:
        if not any(stem in names for names in stems.values()):
            why = f"the library holds no article from a file named {stem}"
            raise InputError(f"question {question.id}", why, "add the file with: polycite add PATH")
    return frozenset(id_ for id_, names in stems.items() if not names.isdisjoint(question.articles))
