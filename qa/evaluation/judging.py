"""Compares what was retrieved and answered with what should have been."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qa.citations import is_exact
from qa.evaluation.measures import Auroc, Gap, Mean, per_question
from qa.evaluation.question_file import EvalQuestion
from qa.types import Answer, Hit


@dataclass(frozen=True, slots=True)
class Matches:
    """Per hit, best first: whether the passage answers, and whether it is of an article that does."""

    passages: tuple[bool, ...]
    articles: tuple[bool, ...]

    @property
    def place(self) -> int | None:
        """The place, from 1, of the first passage that answers."""
        return self.passages.index(True) + 1 if True in self.passages else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, judged.

    ``pairs`` are 'question language>article language' for the articles that answer, none where nothing does.
    ``correct`` says whether the answer matches the regex, ``None`` without a regex; ``exact`` judges each
    citation. ``marked`` says whether the likely answer is marked in the first quote, ``None`` where nothing
    is quoted or there is no regex; ``span`` whether a match of the regex overlaps that mark.
    """

    pairs: frozenset[str]
    matches: Matches
    correct: bool | None
    exact: tuple[bool, ...]
    refused: bool
    confidence: float
    marked: bool | None = None
    span: bool | None = None

    @property
    def answerable(self) -> bool:
        """Whether any article answers."""
        return bool(self.pairs)


def match(question: EvalQuestion, hits: Sequence[Hit], articles: Collection[str]) -> Matches:
    """A passage answers if it is of one of the ``articles`` (ids) and matches the regex, if there is one."""
    named = tuple(hit.article.id in articles for hit in hits)
    matching = [question.answer is None or question.answer.search(hit.passage.text) for hit in hits]
    return Matches(tuple(of and bool(found) for of, found in zip(named, matching, strict=True)), named)


def judge(
    question: EvalQuestion, answer: Answer, articles: Collection[str], pairs: frozenset[str]
) -> Outcome:
    """Compares an answer with what should have been found: passages of ``articles`` that match the regex."""
    marked, span = _marked(question.answer, answer)
    return Outcome(
        pairs=pairs,
        matches=match(question, answer.hits, articles),
        correct=_correct(question.answer, answer),
        exact=(
            *(is_exact(citation, answer.hits) for citation in answer.citations),
            *[False] * answer.dropped,
        ),
        refused=answer.refused,
        confidence=answer.confidence,
        marked=marked,
        span=span,
    )


def _marked(pattern: re.Pattern[str] | None, answer: Answer) -> tuple[bool | None, bool | None]:
    """Whether the first quote has a mark, and whether it overlaps what matches the regex in the quote."""
    if pattern is None or answer.refused or not answer.citations:
        return None, None
    first = answer.citations[0]
    if first.answer is None:
        return False, None
    start, end = first.answer.start - first.start, first.answer.end - first.start
    matches = (found.span() for found in pattern.finditer(first.quote))
    return True, any(begin < end and start < stop for begin, stop in matches)


def _correct(pattern: re.Pattern[str] | None, answer: Answer) -> bool | None:
    """By a quote of the answer, or by its text where a language model wrote it (then it has claims)."""
    if pattern is None:
        return None
    texts = [answer.text] if answer.claims else [citation.quote for citation in answer.citations]
    return any(pattern.search(text) for text in texts)


def retrieval_measures(matches: Sequence[Matches | None]) -> dict[str, Mean]:
    """``passage@k`` and ``article@1``, each in [0, 1]; ``None`` is a question that nothing answers."""
    passages = {
        f"passage@{k}": _share(None if of is None else any(of.passages[:k]) for of in matches)
        for k in (1, 3, 5)
    }
    articles = _share(None if of is None else any(of.articles[:1]) for of in matches)
    return {**passages, "article@1": articles}


def measures(outcomes: Sequence[Outcome]) -> dict[str, Mean | Auroc]:
    """The measures of design.md, each in [0, 1].

    ``answered`` is the share of the answerable questions that were answered, ``refused`` the share of the
    others that were refused; ``refusal_auroc`` asks how well the confidence tells the two apart. A question
    with an article but no regex counts for the article alone: any passage of it, and not for the accuracy.
    ``answer_marked`` is the share of the answered ones whose first quote has its likely answer marked,
    ``answer_span`` the share of those marks that overlap a match of the regex.
    """
    exact = per_question(sum(o.exact) / len(o.exact) if o.exact else None for o in outcomes)
    return {
        **retrieval_measures([o.matches if o.answerable else None for o in outcomes]),
        "answer_accuracy": _share(o.correct if o.answerable else None for o in outcomes),
        "answer_marked": _share(o.marked if o.answerable else None for o in outcomes),
        "answer_span": _share(o.span if o.answerable else None for o in outcomes),
        "citation_exactness": Mean(exact, per_question(len(o.exact) for o in outcomes)),
        "refusal_auroc": Auroc(
            per_question(o.confidence if o.answerable else None for o in outcomes),
            per_question(None if o.answerable else o.confidence for o in outcomes),
        ),
        "answered": _share(not o.refused if o.answerable else None for o in outcomes),
        "refused": _share(None if o.answerable else o.refused for o in outcomes),
    }


def language_gap(outcomes: Sequence[Outcome]) -> Gap:
    """By how much ``passage@1`` is higher where an article in the question's own language answers.

    The scripts of Chinese count as one language. 0 is fair, if both kinds of question are equally hard.
    """
    own = [any(map(_within_a_language, outcome.pairs)) for outcome in outcomes]
    first = [any(outcome.matches.passages[:1]) for outcome in outcomes]
    asked = list(zip(outcomes, own, first, strict=True))
    return Gap(
        _share(found if outcome.answerable and is_own else None for outcome, is_own, found in asked),
        _share(found if outcome.answerable and not is_own else None for outcome, is_own, found in asked),
    )


def _within_a_language(pair: str) -> bool:
    question, _, article = pair.partition(">")
    return question.partition("-")[0] == article.partition("-")[0]


def _share(values: Iterable[bool | None]) -> Mean:
    return Mean(per_question(values))
