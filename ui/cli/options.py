"""Options that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ui.settings import LIBRARY_VARIABLE, MODEL_VARIABLE, default_library


def path_named(text: str | Path) -> Path:
    """A path as it was typed, whatever is there; ``''`` is a usage error, not the current folder."""
    if not str(text):
        raise typer.BadParameter("a path must not be empty")
    return Path(text)


def size_named(text: str | int) -> int:
    """Bytes: ``50MB`` is fifty million; a number is bytes already."""
    told = re.fullmatch(r"(\d{1,9}) ?([kmg]?)b?", str(text).strip().lower())
    if told is None or not int(told[1]):
        raise typer.BadParameter(f"{str(text)!r} is not a size such as 500KB, 50MB or 2GB")
    return int(told[1]) * {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}[told[2]]


def host_named(text: str) -> str:
    """A host's name as it stands in an address, without scheme, port or path (RFC 1123, section 2.1)."""
    if not re.fullmatch(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*", text):
        raise typer.BadParameter(f"{text!r} is not a host's name such as articles.example.org")
    return text


def root_path_named(text: str) -> str:
    """``/polycite`` of ``/polycite/``; nothing of ``/``."""
    path = text.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", path):
        raise typer.BadParameter(f"{text!r} is not a path such as /polycite")
    return path


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
UsersFileOption = Annotated[
    Path,
    typer.Option("--users", metavar="FILE", parser=path_named, help="The file of users."),
]
UsersOption = Annotated[
    Path | None,
    typer.Option(
        "--users",
        metavar="FILE",
        parser=path_named,
        help="Ask for a name and password: those in this file, which polycite user add makes.",
    ),
]
NoAuthOption = Annotated[
    bool,
    typer.Option(
        "--no-auth", help="Let anyone on the network use the page, where --host is not this machine."
    ),
]
AllowHostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        parser=host_named,
        help="A name by which visitors call the page, beside its address. Repeat for more.",
    ),
]
RootPathOption = Annotated[
    str,
    typer.Option(
        "--root-path",
        metavar="PATH",
        parser=root_path_named,
        show_default=False,
        help="The path under which a reverse proxy shows the page, such as /polycite.",
    ),
]
ReadOnlyOption = Annotated[
    bool, typer.Option("--read-only", help="Let visitors ask and read, but not add or remove articles.")
]
UploadLimitOption = Annotated[
    int,
    typer.Option(
        "--upload-limit",
        metavar="SIZE",
        parser=size_named,
        show_default="50MB",
        help="The largest file that can be added: 500KB, 50MB, 2GB.",
    ),
]
QueueSizeOption = Annotated[
    int,
    typer.Option(
        "--queue-size", metavar="N", min=1, help="How many questions may wait; more are told to try again."
    ),
]
ConcurrencyOption = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        metavar="N",
        min=1,
        show_default="one for each processor; 8 with a language model",
        help="How many questions are answered at once.",
    ),
]
FeedbackOption = Annotated[
    Path | None,
    typer.Option(
        "--feedback",
        metavar="FILE",
        parser=path_named,
        show_default="feedback.jsonl beside the library",
        help="Where readers' ratings of answers are written.",
    ),
]
