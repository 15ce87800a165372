"""``ask`` and ``search``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.notices import notice
from ui.cli.options import (
    ArticlesOption,
    ContextOption,
    JsonOption,
    LanguagesOption,
    LibraryOption,
    ModelOption,
    RerankOption,
    SinceOption,
    SourcesOption,
    UntilOption,
)
from ui.cli.output import print_json, prose_width, result_console, show
from ui.cli.progress import waiting
from ui.cli.reply import show_reply
from ui.rendering import hit_list
from ui.threads import one_thread_a_product

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from embeddings.library import Filter
    from qa.assistant import Assistant
    from qa.types import Turn

NOTHING_FOUND = 3

QuestionArgument = Annotated[str, typer.Argument(metavar="QUESTION", help="A question in any language.")]
AfterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--after",
        metavar="QUESTION",
        help="A question asked before, which this one may lean on; it is answered first, unseen. "
        "Repeat for more, the oldest first.",
    ),
]


def ask(  # noqa: PLR0913 - a command's options are its arguments
    question: QuestionArgument,
    library: LibraryOption,
    *,
    after: AfterOption = None,
    model: ModelOption = None,
    context: ContextOption = None,
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
    answered in its own language; in any other, the quotes stand as they are in an English presentation. What
    a language model writes is checked against the sources. The exit code is 3 if the articles hold no answer.
    """
    from qa.assistant import Assistant

    where = _filter(language, source, article, since, until)
    assistant = Assistant.open(library, reranker=rerank, model=model, context=context)
    with assistant.library, one_thread_a_product():
        history = _answered(assistant, after, where) if after else []
        if json:
            with waiting("answering"):
                answer = assistant.ask(question, history, where=where)
        else:
            answer = show_reply(assistant.stream(question, history, where=where))
    for line in answer.notices:
        notice(line)
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
    from qa.answering.notices import nothing_fits
    from qa.assistant import Assistant

    where = _filter(language, source, article, since, until)
    assistant = Assistant.open(library, reranker=rerank)
    with assistant.library, one_thread_a_product(), waiting("searching"):
        hits = assistant.search(question, k, where=where)
    if json:
        print_json({"hits": [hit.to_dict() for hit in hits]})
    elif hits:
        show(hit_list(hits, prose_width(result_console())))
    else:
        notice(nothing_fits("en"))
    return 0 if hits else NOTHING_FOUND


def _answered(assistant: Assistant, questions: Sequence[str], where: Filter) -> list[Turn]:
    """The conversation that these questions begin."""
    from qa.types import Turn

    history: list[Turn] = []
    with waiting("answering what was asked before"):
        for question in questions:
            history.append(Turn(question, assistant.ask(question, history, where=where).text))
    return history


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
