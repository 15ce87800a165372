"""Answers written by a language model over numbered sources, every sentence checked against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.types import Article, Span
from embeddings.library import Library
from qa.answering.draft import Draft
from qa.answering.evidence import THRESHOLD
from qa.answering.notices import failed, unsupported
from qa.answering.phrases import refusal
from qa.answering.prompt import build_prompt
from qa.answering.reply import Reply
from qa.checking.support import Checker
from qa.generation import GenerationError, Generator
from qa.protocols import Answerer
from qa.types import Answer, Citation, Delta, Hit, Question, Restart, Turn

_REPLY_TOKENS = 400
_REPLY_SHARE = 4
"""A reply takes at most one in so many tokens of the context."""
_MAX_CLOSEST = 3


class Fallback(Answerer, Protocol):
    """Answers without a language model, and tells of each sentence how likely it is to answer."""

    def confidences(self, question: Question, hits: Sequence[Hit], /) -> Mapping[str, float]:
        """The probability that it answers, by sentence of the hits, as quoted."""
        ...


class LanguageModelAnswerer:
    """Has ``generator`` write the answer in the question's language, cited by source and checked.

    ``fallback`` answers instead, with a notice, where the model fails or the sources support nothing that it
    wrote; its confidence stands for every answer. A model that finds no answer in the sources refuses: that
    scales the confidence to below ``THRESHOLD``.
    """

    def __init__(self, library: Library, generator: Generator, fallback: Fallback) -> None:
        self._generator = generator
        self._fallback = fallback
        self._checker = Checker(library)

    @property
    def name(self) -> str:
        return self._generator.name

    def stream(
        self, question: Question, hits: Sequence[Hit], history: Sequence[Turn], /
    ) -> Iterator[Delta | Restart | Answer]:
        """Pieces of the reply as it is written, then the answer.

        Where the answer becomes another than the reply, ``Restart`` withdraws the pieces before it.
        """
        spare = _answer(self._fallback.stream(question, hits, history))
        draft = Draft(self._checker, hits, question)
        answer = spare
        try:
            if question.failure:
                raise question.failure
            if hits:
                yield from map(Delta, draft.written(self._reply(question, hits, history)))
                answer = self._judged(question, hits, draft, spare)
        except GenerationError as error:
            answer = _noticed(spare, failed(error, question.language))
        if answer.text != draft.text:
            yield from [Restart()] if draft.text else []
            yield Delta(answer.text)
        yield answer

    def _reply(self, question: Question, hits: Sequence[Hit], history: Sequence[Turn]) -> Reply:
        context = self._generator.context
        limit = min(_REPLY_TOKENS, context // _REPLY_SHARE)
        prompt = build_prompt(question, hits, history, self._generator.count_tokens, context - limit)
        return Reply(self._generator.generate(prompt.messages, max_tokens=limit), prompt)

    def _judged(self, question: Question, hits: Sequence[Hit], draft: Draft, spare: Answer) -> Answer:
        """The answer that a whole reply becomes."""
        if not draft.refused and not draft.supported:
            return _noticed(spare, unsupported(question.language))
        answer = Answer(
            question=question.text,
            language=question.language,
            text=draft.text,
            citations=(),
            hits=tuple(hits),
            refused=draft.refused,
            confidence=spare.confidence,
            answerer=self.name,
        )
        if draft.refused:
            text = refusal(_closest(hits), question.language)
            return replace(answer, text=text, confidence=THRESHOLD * spare.confidence)
        return replace(answer, citations=self._citations(question, hits, draft), claims=draft.claims)

    def _citations(self, question: Question, hits: Sequence[Hit], draft: Draft) -> tuple[Citation, ...]:
        sure = self._fallback.confidences(question, hits)
        cited = [_cite(marker, hits[marker - 1], span) for marker, span in draft.quotes]
        return tuple(replace(citation, confidence=sure.get(citation.quote)) for citation in cited)


def _cite(marker: int, hit: Hit, span: Span) -> Citation:
    quote = hit.article.text[span.start : span.end]
    return Citation(marker, hit.passage.id, hit.article.id, quote, span.start, span.end)


def _answer(events: Iterable[object]) -> Answer:
    return next(event for event in events if isinstance(event, Answer))


def _noticed(answer: Answer, notice: str) -> Answer:
    return replace(answer, notices=(*answer.notices, notice))


def _closest(hits: Sequence[Hit]) -> list[Article]:
    articles = {hit.article.id: hit.article for hit in hits}
    return list(articles.values())[:_MAX_CLOSEST]
