"""Serves the chat page on one address until it is interrupted."""

from __future__ import annotations

import contextlib
import errno
import socket
import webbrowser
from pathlib import Path
from threading import Thread

import typer

from corpus.errors import PolyciteError

SECONDS_TO_FINISH = 2


class ServeError(PolyciteError):
    """The page cannot be served at this address."""


def serve(library: Path, *, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = False) -> None:
    """Serves the library in ``library`` as a chat page, prints its address, and returns on Ctrl-C.

    Raises ``ServeError`` where the address cannot be had and ``LibraryError`` where the library cannot be
    opened. Port 0 takes any free port.
    """
    with _listen(host, port) as listener:
        import uvicorn

        from qa.assistant import Assistant
        from ui.page.application import application
        from ui.page.layout import build_page

        app = application(build_page(Assistant.open(library)), host=host)
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=SECONDS_TO_FINISH)
        address = _address(host, listener.getsockname()[1])
        typer.echo(f"Polycite answers at {address} (Ctrl-C stops it)")
        if open_browser:
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket: taken before anything slow is imported, so that a taken port is told at once."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "the port is taken" if taken else str(error)
        mend = (
            "stop what uses it, or choose another with --port" if taken else "choose another --host or --port"
        )
        raise ServeError(_address(host, port), why, mend) from error


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
