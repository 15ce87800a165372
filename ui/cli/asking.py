"""``ask`` and ``search``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from ui.cli.options import (
    ArticlesOption,
    JsonOption,
    LanguagesOption,
    LibraryOption,
    RerankOption,
    SinceOption,
    SourcesOption,
    UntilOption,
)
from ui.cli.output import print_json, prose_width, result_console, show
from ui.cli.progress import waiting
from ui.rendering import Wrapper, hit_list, printable, source_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embeddings.library import Filter
    from qa.types import Answer, Event

NOTHING_FOUND = 3

QuestionArgument = Annotated[str, typer.Argument(metavar="QUESTION", help="A question in any language.")]


def ask(  # noqa: PLR0913 - a command's options are its arguments
    question: QuestionArgument,
    library: LibraryOption,
    *,
    language: LanguagesOption = None,
    source: SourcesOption = None,
    article: ArticlesOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    rerank: RerankOption = None,
    json: JsonOption = False,
) -> int:
    """Answer a question, quoting the articles.

    The articles may be in any language. A question in English, Chinese (either script) or Vietnamese is
    answered in its own language; in any other, the quotes stand as they are in an English presentation. The
    exit code is 3 if the articles hold no answer.
    """
    from qa.assistant import Assistant

    where = _filter(language, source, article, since, until)
    assistant = Assistant.open(library, reranker=rerank)
    with assistant.library:
        if json:
            answer = assistant.ask(question, where=where)
        else:
            answer = _stream(assistant.stream(question, where=where))
    if json:
        print_json(answer.to_dict())
    return NOTHING_FOUND if answer.refused else 0


def search(  # noqa: PLR0913 - a command's options are its arguments
    question: QuestionArgument,
    library: LibraryOption,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages at most.")] = 5,
    *,
    language: LanguagesOption = None,
    source: SourcesOption = None,
    article: ArticlesOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    rerank: RerankOption = None,
    json: JsonOption = False,
) -> int:
    """Find the passages nearest to a question.

    The exit code is 3 if there are none.
    """
    from qa.assistant import Assistant

    where = _filter(language, source, article, since, until)
    assistant = Assistant.open(library, reranker=rerank)
    with assistant.library, waiting("searching"):
        hits = assistant.search(question, k, where=where)
    if json:
        print_json({"hits": [hit.to_dict() for hit in hits]})
    elif hits:
        show(hit_list(hits, prose_width(result_console())))
    return 0 if hits else NOTHING_FOUND


def _filter(
    languages: Iterable[str] | None,
    sources: Iterable[str] | None,
    articles: Iterable[str] | None,
    since: str | None,
    until: str | None,
) -> Filter:
    from embeddings.library import Filter

    return Filter(
        languages=frozenset(languages or ()),
        sources=frozenset(sources or ()),
        articles=frozenset(articles or ()),
        since=since,
        until=until,
    )


def _stream(events: Iterator[Event]) -> Answer:
    """Writes the answer as it arrives, then its sources."""
    from qa.types import Answer, Delta

    width = prose_width(result_console())
    wrapper = Wrapper(width)
    with waiting("searching"):
        next(events)
    for event in events:
        if isinstance(event, Delta):
            _write(wrapper.feed(printable(event.text)))
        elif isinstance(event, Answer):
            _write(wrapper.flush() + "\n")
            sources = source_list(event, width)
            if sources:
                show(Text("\n") + sources)
            return event
    raise RuntimeError("the answerer ended without an answer")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
