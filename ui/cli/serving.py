"""``demo`` and ``serve``: the chat page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import InputError
from ui.cli.notices import notice
from ui.cli.options import (
    AllowHostOption,
    ConcurrencyOption,
    ContextOption,
    FeedbackOption,
    HostOption,
    LibraryOption,
    ModelOption,
    NoAuthOption,
    PortOption,
    QueueSizeOption,
    ReadOnlyOption,
    RootPathOption,
    UploadLimitOption,
    UsersOption,
    path_named,
)
from ui.settings import demo_cache

HOST, PORT = "127.0.0.1", 7860

DemoLibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=path_named,
        show_default="the user's cache directory",
        help="Where the library of sample articles is kept.",
    ),
]


def demo(  # noqa: PLR0913 - a command's options are its arguments
    library: DemoLibraryOption = None,
    *,
    host: HostOption = HOST,
    port: PortOption = PORT,
    users: UsersOption = None,
    no_auth: NoAuthOption = False,
    read_only: ReadOnlyOption = False,
    model: ModelOption = None,
    context: ContextOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the chat page on the sample articles.

    Makes a library of them first, where there is none yet.
    """
    from ui.cli.samples import cached_sample_library, fill
    from ui.page.context import PageOptions
    from ui.page.visitors import Visitors

    visitors = Visitors(users, anyone=no_auth)
    directory = fill(library) if library else cached_sample_library(demo_cache())
    _serve(
        directory,
        host=host,
        port=port,
        visitors=visitors,
        options=PageOptions(read_only=read_only),
        model=model,
        context=context,
        open_browser=browser and sys.stdout.isatty(),
    )


def serve(  # noqa: PLR0913 - a command's options are its arguments
    library: LibraryOption,
    *,
    host: HostOption = HOST,
    port: PortOption = PORT,
    users: UsersOption = None,
    no_auth: NoAuthOption = False,
    allow_host: AllowHostOption = None,
    root_path: RootPathOption = "",
    read_only: ReadOnlyOption = False,
    upload_limit: UploadLimitOption = 50_000_000,
    queue_size: QueueSizeOption = 64,
    concurrency: ConcurrencyOption = None,
    feedback: FeedbackOption = None,
    model: ModelOption = None,
    context: ContextOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Serve the library as a chat page.

    Ctrl-C stops it. Where other machines can reach its address it wants to know who may use it: name a file
    of users, which polycite user add makes, or say that anyone may.
    """
    from ui.page.context import PageOptions
    from ui.page.visitors import Visitors

    options = PageOptions(read_only, upload_limit, _writable(feedback), concurrency, queue_size)
    visitors = Visitors(users, no_auth, tuple(allow_host or ()), root_path)
    _serve(
        library,
        host=host,
        port=port,
        visitors=visitors,
        options=options,
        model=model,
        context=context,
        open_browser=browser,
    )


def _writable(feedback: Path | None) -> Path | None:
    if feedback and (feedback.is_dir() or not feedback.absolute().parent.is_dir()):
        raise InputError(
            f"feedback {feedback}", "no file can be made there", "name a file in a folder that is"
        )
    return feedback


def _serve(library: Path, **options: Any) -> None:
    from ui.page import serve as serve_page

    serve_page(library, **options)
    notice("stopped")
