"""``ask`` and ``search``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.options import JsonOption, LibraryOption
from ui.cli.output import print_json, prose_width, result_console, show
from ui.cli.progress import waiting
from ui.rendering import Wrapper, hit_list, printable, source_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.types import Answer, Event

NOTHING_FOUND = 3

QuestionArgument = Annotated[str, typer.Argument(metavar="QUESTION", help="A question in any language.")]


def ask(question: QuestionArgument, library: LibraryOption, json: JsonOption = False) -> int:
    """Answer a question from the library's articles, with quotes that can be checked.

    The answer comes in the language of the question; the articles may be in any other. The exit code is 3 if
    they hold no answer.
    """
    from qa import Assistant

    assistant = Assistant.open(library)
    if json:
        answer = assistant.ask(question)
        print_json(answer.to_dict())
    else:
        answer = _stream(assistant.stream(question))
    return NOTHING_FOUND if answer.refused else 0


def search(
    question: QuestionArgument,
    library: LibraryOption,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages at most.")] = 5,
    json: JsonOption = False,
) -> int:
    """Find the passages nearest to a question, best first.

    The exit code is 3 if there are none.
    """
    from qa import Assistant

    with waiting("searching"):
        hits = Assistant.open(library).search(question, k=k)
    if json:
        print_json({"hits": [hit.to_dict() for hit in hits]})
    elif hits:
        show(hit_list(hits, prose_width(result_console())))
    return 0 if hits else NOTHING_FOUND


def _stream(events: Iterator[Event]) -> Answer:
    """Writes the answer as it arrives, then its sources."""
    from qa.types import Answer, Delta, Retrieved

    width = prose_width(result_console())
    wrapper = Wrapper(width)
    with waiting("searching"):
        found = next(events)
    for event in events: ...
