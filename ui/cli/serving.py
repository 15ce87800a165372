"""``demo`` and ``serve``: the chat page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.notices import notice
from ui.cli.options import ContextOption, HostOption, LibraryOption, ModelOption, PortOption, path_named
from ui.cli.samples import cached_sample_library, fill
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


def demo(
    library: DemoLibraryOption = None,
    host: HostOption = HOST,
    port: PortOption = PORT,
    model: ModelOption = None,
    context: ContextOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the chat page on the sample articles.

    Makes a library of them first, where there is none yet.
    """
    directory = fill(library) if library else cached_sample_library(demo_cache())
    shown = browser and sys.stdout.isatty()
    _serve(directory, host, port, model=model, context=context, open_browser=shown)


def serve(
    library: LibraryOption,
    host: HostOption = HOST,
    port: PortOption = PORT,
    model: ModelOption = None,
    context: ContextOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Serve the library as a chat page.

    Ctrl-C stops it. The page has no password: served on another address than 127.0.0.1, it can be read by
    others on the network.
    """
    _serve(library, host, port, model=model, context=context, open_browser=browser)


def _serve(library: Path, host: str, port: int, **options: Any) -> None:
    from ui.page import serve as serve_page

    serve_page(library, host=host, port=port, **options)
    notice("stopped")
