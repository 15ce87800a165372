"""Measures the whole way from question to citation on a question file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from corpus.errors import InputError
from qa.assistant import Assistant
from qa.evaluation.baseline import Baseline
from qa.evaluation.judging import Outcome, judge, language_gap, measures
from qa.evaluation.measures import figure
from qa.evaluation.passages import lengths
from qa.evaluation.provenance import of_library
from qa.evaluation.question_cases import question_case
from qa.evaluation.question_file import EvalQuestion
from qa.evaluation.sample import Sample, intervals

Stems = Mapping[str, AbstractSet[str]]
"""For each article id the stems of its files."""
Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


def evaluate_questions(
    assistant: Assistant,
    questions: Sequence[EvalQuestion],
    stems: Stems,
    progress: Progress | None = None,
    *,
    baseline: Baseline | None = None,
) -> dict[str, Any]:
    """Asks every question and measures the answers; the keys are those of ``eval questions --json``.

    Besides the measures, ``overall`` and by pair of languages, with the ``intervals`` that hold 95% of the
    bootstrap over questions: ``language_gap``, the length of the ``passages``, what was ``measured``, the
    ``outcomes`` that a later evaluation compares itself with, the difference from a ``baseline``, and each
    question's ``cases``. ``stems`` maps an article id to the stems of its files; ``progress`` is told how
    many of how many are done. Raises ``InputError`` for a question whose article the library lacks, or a
    baseline of other questions.
    """
    ids = tuple(question.id for question in questions)
    if baseline:
        baseline.expect("questions", ids)
    answering = answering_articles(questions, stems)
    languages = {record.id: record.language for record in assistant.library.articles()}
    outcomes, cases, noticed = [], [], 0
    for question, articles in zip(questions, answering, strict=True):
        pairs = frozenset(f"{question.language}>{languages[article]}" for article in articles)
        answer = assistant.ask(question.question)
        noticed += bool(answer.notices)
        outcomes.append(judge(question, answer, articles, pairs))
        named = {stem: languages[id_] for id_ in articles for stem in stems[id_] & set(question.articles)}
        cases.append(question_case(question, answer, outcomes[-1], named))
        if progress:
            progress(len(outcomes), len(questions))
    sample = Sample("questions", ids, measures(outcomes))
    gap, by_pair = language_gap(outcomes), _questions_by_pair(outcomes)
    return {
        "questions": len(questions),
        "overall": summarise(outcomes),
        "pairs": {pair: summarise([o for o in outcomes if pair in o.pairs]) for pair in by_pair},
        "questions_by_pair": by_pair,
        "language_gap": figure(gap, len(questions)),
        "intervals": {**sample.intervals(), **intervals({"language_gap": gap}, len(questions))},
        "passages": lengths(assistant.library),
        "noticed": noticed,
        **({"baseline": baseline.compare(sample)} if baseline else {}),
        "measured": of_library(assistant.library),
        "outcomes": sample.to_dict(),
        "cases": [case.to_dict() for case in cases],
    }


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The measures over some outcomes; ``None`` where nothing defines one."""
    return {name: figure(measure, len(outcomes)) for name, measure in measures(outcomes).items()}


def answering_articles(questions: Sequence[EvalQuestion], stems: Stems) -> list[frozenset[str]]:
    """The ids of the articles that answer each question; raises ``InputError`` if the library lacks one."""
    return [_answering(question, stems) for question in questions]


def _answering(question: EvalQuestion, stems: Stems) -> frozenset[str]:
    for stem in question.articles:
        if not any(stem in names for names in stems.values()):
            why = f"the library holds no article from a file named {stem}"
            raise InputError(f"question {question.id}", why, "add the file with: polycite add PATH")
    return frozenset(id_ for id_, names in stems.items() if not names.isdisjoint(question.articles))


def _questions_by_pair(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """The pairs of languages in order, and how many questions each has."""
    return dict(sorted(Counter(pair for outcome in outcomes for pair in outcome.pairs).items()))
