"""The question-answering function: a question in, an answer with checked citations out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from corpus.errors import InputError
from corpus.language import identify_question
from embeddings.library import EVERYTHING, Filter, Library, LibraryError
from embeddings.library.errors import command
from embeddings.protocols import Encoder
from embeddings.scoring import FULL, Scoring
from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.notices import nothing_fits
from qa.citations import verify_citations
from qa.generation import GenerationError, Generator
from qa.models import open_generator
from qa.protocols import Answerer, Retriever
from qa.questions import clean_question
from qa.reranking import RerankingRetriever
from qa.retrieval import HybridRetriever
from qa.types import Answer, Event, Hit, Question, Retrieved, Turn

DEPTH = 8
"""Passages that an answer is drawn from."""
_FRAGMENT = 2
"""Words of a follow-up that do not tell its language, as in *and Laos?*."""


class Assistant:
    """Answers questions over a library; safe to use from several threads.

    Every method that takes a question raises ``InputError`` for one that cannot be used, and
    ``PolyciteError`` for a library or a model that cannot. A question that leans on the one before it in
    ``history`` is understood from there, by ``rewriter`` where one is given (``qa.conversation``).
    """

    def __init__(
        self,
        library: Library,
        retriever: Retriever,
        answerer: Answerer,
        *,
        depth: int = DEPTH,
        rewriter: Generator | None = None,
    ) -> None:
        self.library = library
        self._retriever = retriever
        self._answerer = answerer
        self._depth = depth
        self._rewriter = rewriter

    @classmethod
    def open(
        cls,
        directory: Path | str,
        *,
        encoder: Encoder | None = None,
        depth: int = DEPTH,
        scoring: Scoring = FULL,
        reranker: str | None = None,
        model: str | None = None,
        context: int | None = None,
    ) -> Self:
        """The assistant over the library in ``directory``, drawing each answer from ``depth`` passages.

        Without ``encoder``, the one that the library was built with is loaded at the first question.
        ``scoring`` says what counts when passages are ranked; ``reranker`` names a cross-encoder, a hub id or
        a folder, that puts them in order. ``model`` names the language model that writes the answers,
        ``transformers:MODEL`` or ``openai:MODEL@BASE_URL`` (``qa.models.open_generator``), ``context`` how
        many tokens it takes; without one, answers are quotes. Raises ``LibraryError``, and ``InputError`` for
        a model that is not named so.
        """
        generator = None if model is None else open_generator(model, context=context)
        library = Library.open(directory, encoder=encoder)
        retriever: Retriever = HybridRetriever(library, scoring)
        if reranker is not None:
            retriever = RerankingRetriever(retriever, reranker)
        quotes = ExtractiveAnswerer(library)
        if generator is None:
            return cls(library, retriever, quotes, depth=depth)
        from qa.answering.language_model import LanguageModelAnswerer

        answerer = LanguageModelAnswerer(library, generator, quotes)
        return cls(library, retriever, answerer, depth=depth, rewriter=generator)

    def ask(self, question: str, history: Sequence[Turn] = (), *, where: Filter = EVERYTHING) -> Answer:
        """The answer, or the refusal, to one question, drawn from the articles that ``where`` allows."""
        for event in self.stream(question, history, where=where):
            if isinstance(event, Answer):
                return event
        raise RuntimeError(f"the answerer {self._answerer.name!r} ended without an answer")

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, where: Filter = EVERYTHING
    ) -> Iterator[Event]:
        """What ``ask`` does, as it happens: what was retrieved, pieces of text, and last the answer."""
        return self._events(self._understand(question, where), history)

    def search(self, question: str, k: int = 5, *, where: Filter = EVERYTHING) -> list[Hit]:
        """At most ``k`` passages that come closest to the question, best first."""
        if k < 1:
            raise InputError("search", f"k is {k}", "ask for at least one passage")
        return self._retriever.retrieve(self._understand(question, where), k)

    def _understand(self, question: str, where: Filter) -> Question:
        text = clean_question(question)
        languages = self.library.languages()
        if not languages:
            why = "the library holds no articles"
            mend = f"add some with: {command('add PATH', self.library.directory)}"
            raise LibraryError(f"cannot search {self.library.directory}", why, mend, code="library-empty")
        return Question(text, identify_question(text, languages), where)

    def _resolve(self, question: Question, history: Sequence[Turn]) -> Question:
        """The question as it stands alone, in the language it was asked in if that can be told.

        By rule where the rewriter fails; the answerer is told, which might wait for the same model again.
        """
        if not history:
            return question
        from qa.conversation import resolve

        failure = None
        try:
            text = resolve(question.text, question.language, history, self._rewriter)
        except GenerationError as error:
            text, failure = resolve(question.text, question.language, history), error
        if text == question.text:
            return question
        short = len(question.text.split()) <= _FRAGMENT and question.text.isascii()
        uncertain = short or question.language not in self.library.languages()
        language = identify_question(text, self.library.languages()) if uncertain else question.language
        return replace(question, text=text, language=language, failure=failure)

    def _events(self, asked: Question, history: Sequence[Turn]) -> Iterator[Event]:
        question = self._resolve(asked, history)
        hits = tuple(self._retriever.retrieve(question, self._depth))
        yield Retrieved(hits)
        notices = () if hits or asked.where == EVERYTHING else (nothing_fits(question.language),)
        for event in self._answerer.stream(question, hits, history):
            yield _finished(event, asked, question, notices) if isinstance(event, Answer) else event


def _finished(answer: Answer, asked: Question, understood: Question, notices: tuple[str, ...]) -> Answer:
    """With exact citations only, the question as it was asked, and further notices."""
    resolved = None if asked.text == understood.text else understood.text
    answer = verify_citations(answer)
    return replace(answer, question=asked.text, resolved=resolved, notices=answer.notices + notices)
