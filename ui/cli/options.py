"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.settings import LIBRARY_VARIABLE, MODEL_VARIABLE, default_library


def path_named(text: str | Path) -> Path:
    """A path as it was typed, whatever is there; ``''`` is a usage error, not the current folder."""
    if not str(text):
        raise typer.BadParameter("a path must not be empty")
    return Path(text)


LibraryOption = Annotated[
    Path,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=path_named,
        default_factory=default_library,
        show_default=f"${LIBRARY_VARIABLE}, else the user's data directory",
        help="The library directory.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME",
        help="multilingual-e5-small (bundled), or a sentence-transformers model: hub id or local folder.",
    ),
]
LanguagesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        metavar="TAG",
        help="Only articles in this language: en, vi, zh (both scripts), zh-Hant. Repeat for more.",
    ),
]
SourcesOption = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Only articles of this publisher. Repeat for more."),
]
ArticlesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--article",
        metavar="ID",
        help="Only this article: its id, the start of it, or its file's name up to the first dot. "
        "Repeat for more.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only articles dated 2022, 2022-05 or 2022-05-28 or later."),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only articles dated then or earlier.")
]
RerankOption = Annotated[
    str | None,
    typer.Option(
        "--rerank",
        metavar="MODEL",
        help="Order what is found by this cross-encoder of sentence-transformers: hub id or local folder.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="SPEC",
        envvar=MODEL_VARIABLE,
        help="Have a language model write the answers: transformers:MODEL (hub id, folder or GGUF file), or "
        "openai:MODEL@BASE_URL (any OpenAI-compatible server).",
    ),
]
ContextOption = Annotated[
    int | None,
    typer.Option(
        "--context",
        metavar="TOKENS",
        min=1,
        help="What the language model reads and writes in all, if not what it says itself (a server: 4096).",
    ),
]
HostOption = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen on.")]
