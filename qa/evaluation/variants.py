"""Asks the same questions of retrieval that is not the default: parts left out, or longer passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embeddings.library import Library
from embeddings.scoring import FULL, Scoring
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.evaluation.ablation import ABLATION
from qa.evaluation.judging import Matches, match, retrieval_measures
from qa.evaluation.measures import figure
from qa.evaluation.passages import doubled, lengths
from qa.evaluation.question_file import EvalQuestion
from qa.evaluation.questions import Progress, Stems, answering_articles
from qa.retrieval import HybridRetriever

_DEPTH = 5


def ablate(
    library: Library, questions: Sequence[EvalQuestion], stems: Stems, progress: Progress | None = None
) -> dict[str, dict[str, float | None]]:
    """``passage@k`` and ``article@1`` from plain dense search to the default, one part more at a time.

    ``progress`` is told how many of how many questions are asked.
    """
    assistants = {name: _assistant(library, scoring) for name, scoring in ABLATION.items()}
    found: dict[str, list[Matches | None]] = {name: [] for name in ABLATION}
    answering = answering_articles(questions, stems)
    for done, (question, articles) in enumerate(zip(questions, answering, strict=True), start=1):
        for name, assistant in assistants.items():
            found[name].append(_search(assistant, question, articles))
        if progress:
            progress(done, len(questions))
    return {name: _figures(matches) for name, matches in found.items()}


def evaluate_doubled(
    library: Library, questions: Sequence[EvalQuestion], stems: Stems, progress: Progress | None = None
) -> dict[str, Any]:
    """``passage@k`` and ``article@1`` where passages may be twice as long, and how long they then are.

    A copy of the library is encoded for it: ``progress`` is told how many of how many articles are.
    """
    answering = answering_articles(questions, stems)
    with doubled(library, progress) as copy:
        assistant = _assistant(copy, FULL)
        asked = zip(questions, answering, strict=True)
        matches = [_search(assistant, question, articles) for question, articles in asked]
        return {**_figures(matches), **lengths(copy)}


def _assistant(library: Library, scoring: Scoring) -> Assistant:
    return Assistant(library, HybridRetriever(library, scoring), ExtractiveAnswerer(library))


def _search(assistant: Assistant, question: EvalQuestion, articles: frozenset[str]) -> Matches | None:
    """What the five first passages are worth; ``None`` for a question that nothing answers."""
    return match(question, assistant.search(question.question, _DEPTH), articles) if articles else None


def _figures(matches: Sequence[Matches | None]) -> dict[str, float | None]:
    return {name: figure(measure, len(matches)) for name, measure in retrieval_measures(matches).items()}
