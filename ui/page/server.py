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
from ui.page.context import PageContext, PageOptions
from ui.page.visitors import Visitors, is_loopback, is_shared
from ui.threads import one_thread_a_product


class ServeError(PolyciteError):
    """The page cannot be served at this address."""


def serve(  # noqa: PLR0913 - what `polycite serve` may be told
    library: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    visitors: Visitors = Visitors(),  # noqa: B008 (frozen)
    options: PageOptions = PageOptions(),  # noqa: B008 (frozen)
    model: str | None = None,
    context: int | None = None,
    open_browser: bool = False,
) -> None:
    """Serves the library in ``library`` as a chat page, prints its address, and returns on Ctrl-C.

    Answers are written by ``model``, if one is named, as ``Assistant.open`` takes it. Raises ``ServeError``
    where the address cannot be had or would let in anyone unasked, ``UsersError`` where the visitors' file
    cannot be read, ``LibraryError`` where the library cannot be opened, and ``InputError`` for a model that
    cannot be used. Port 0 takes any free port.
    """
    _require_users(host, visitors)
    with _listen(host, port) as listener:
        from qa.assistant import Assistant

        assistant = Assistant.open(library, model=model, context=context)
        with contextlib.closing(assistant.library), contextlib.suppress(KeyboardInterrupt):
            from ui.page.application import PageServer
            from ui.page.layout import build_page

            shared = is_shared(host, visitors)
            page = build_page(PageContext(assistant, model, options, shared=shared))
            server = PageServer(page, host=host, visitors=visitors, options=options)
            address = _address(host, listener.getsockname()[1]) + visitors.root_path
            _announce(address, open_browser=open_browser)
            with one_thread_a_product():
                server.run(sockets=[listener])


def _require_users(host: str, visitors: Visitors) -> None:
    if visitors.users:
        from ui.users import Users, UsersError

        if not Users(visitors.users).names():
            mend = f"add one with polycite user add NAME --users {visitors.users}"
            raise UsersError(f"users {visitors.users}", "there are none", mend)
    elif not visitors.anyone and not is_loopback(host):
        why = "anyone on the network could use the page"
        mend = "name a file of users with --users FILE, or say --no-auth if that is meant"
        raise ServeError(f"--host {host}", why, mend)


def _announce(address: str, *, open_browser: bool) -> None:
    typer.echo(f"Polycite answers at {address} (Ctrl-C stops it)")
    if open_browser:
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket: taken before anything slow is imported, so that a taken port is told at once."""
    if not 0 <= port <= 65_535:
        raise ServeError(_address(host, port), "there is no such port", "choose --port from 0 to 65535")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            why, mend = "the port is taken", "stop what uses it, or choose another with --port"
        else:
            why, mend = str(error), "choose another --host or --port"
        raise ServeError(_address(host, port), why, mend) from error


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
