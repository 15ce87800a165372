"""Answers written by a language model over numbered sources, every sentence checked against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.types import Article, Span
from embeddings.library import Library
from qa.answering.notices import failed, unsupported
from qa.answering.phrases import refusal
from qa.answering.prompt import build_prompt
from qa.answering.reply import Reply
from qa.checking.claims import Sentence, SentenceStream
from qa.checking.support import Checked, Checker
from qa.generation import GenerationError, Generator
from qa.protocols import Answerer
from qa.types import Answer, Citation, Claim, Delta, Hit, Question, Restart, Turn

_REPLY_TOKENS = 400
_REPLY_SHARE = 4
"""A reply takes at most one in so many tokens of the context."""
_MAX_CLOSEST = 3


class LanguageModelAnswerer:
    """Has ``generator`` write the answer in the question's language, cited by source and checked.

    ``fallback`` answers instead, with a notice, where the model fails or the sources support nothing that it
    wrote; its confidence stands for every answer. A model that finds no answer in the sources refuses.
    """

    def __init__(self, library: Library, generator: Generator, fallback: Answerer) -> None:
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
        draft = _Draft(self._checker, hits, question)
        answer = spare
        try:
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

    def _judged(self, question: Question, hits: Sequence[Hit], draft: _Draft, spare: Answer) -> Answer:
        """The answer that a whole reply becomes."""
        if not draft.refused and not draft.supported:
            return _noticed(spare, unsupported(question.language))
        return Answer(
            question=question.text,
            language=question.language,
            text=refusal(_closest(hits), question.language) if draft.refused else draft.text,
            citations=() if draft.refused else draft.citations(),
            hits=tuple(hits),
            refused=draft.refused,
            confidence=spare.confidence,
            answerer=self.name,
            claims=() if draft.refused else draft.claims,
        )


class _Draft:
    """A reply as far as it is written, its sentences checked as they close."""

    def __init__(self, checker: Checker, hits: Sequence[Hit], question: Question) -> None:
        self.text = ""
        self.refused = False
        self._checker, self._hits, self._question = checker, hits, question
        self._checked: list[Checked] = []

    def written(self, reply: Reply) -> Iterator[str]:
        """The pieces of the reply, which are ``text`` in the end."""
        sentences = SentenceStream()
        for piece in reply:
            self.text += piece
            yield piece
            self._check(sentences.feed(piece))
        self._check(sentences.flush())
        self.refused = reply.refused

    def _check(self, sentences: Iterable[Sentence]) -> None:
        language, question = self._question.language, self._question.text
        verdicts = (self._checker.check(sentence, self._hits, language, question) for sentence in sentences)
        self._checked += [checked for checked in verdicts if checked]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(checked.claim for checked in self._checked)

    @property
    def supported(self) -> bool:
        """Whether the sources support any of the claims."""
        return any(claim.supported for claim in self.claims)

    def citations(self) -> tuple[Citation, ...]:
        """By marker the sentences that support claims, or come closest to those that nothing supports."""
        quotes = [quote for checked in self._checked if checked.claim.supported for quote in checked.quotes]
        proven = {marker for marker, _ in quotes}
        others = [quote for checked in self._checked for quote in checked.quotes if quote[0] not in proven]
        found = sorted(dict.fromkeys(quotes + others), key=lambda quote: quote[0])
        return tuple(_cite(marker, self._hits[marker - 1], span) for marker, span in found)


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
