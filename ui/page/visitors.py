"""Who may visit a served page, and by which names they reach it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Set
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Visitors:
    """``users`` is a file that ``ui.users`` reads; without one everyone who reaches the page may use it.

    Beyond this machine that has to be wanted: ``anyone``. ``hosts`` are names by which a visitor's browser
    calls the page, beside its address, and ``root_path`` is the path under which a reverse proxy shows it.
    """

    users: Path | None = None
    anyone: bool = False
    hosts: tuple[str, ...] = ()
    root_path: str = ""


_visitor: ContextVar[str] = ContextVar("visitor", default="")


def visitor() -> str:
    """Who sent the request at hand: the user who has logged in, else the network; empty outside of one."""
    return _visitor.get()


class KnownVisitors:
    """ASGI middleware after which ``visitor`` tells whose request it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user, client = scope.get("user"), scope.get("client")
        token = _visitor.set(f"user {user}" if user else f"address {network(client[0])}" if client else "")
        try:
            await self.app(scope, receive, send)
        finally:
            _visitor.reset(token)


def network(address: str) -> str:
    """An IPv6 visitor has 2 to the 64th addresses, of one network (RFC 4291, section 2.5.4)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    ip = getattr(ip, "ipv4_mapped", None) or ip  # where one socket listens for both
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on ``host``."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_shared(host: str, visitors: Visitors) -> bool:
    """Whether others than who runs the page may visit it, directly or through a proxy."""
    known = visitors.users is not None or bool(visitors.hosts or visitors.root_path)
    return known or visitors.anyone or not is_loopback(host)


def is_address(host: str) -> bool:
    """Whether it is an IP address, which no website can point elsewhere."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def names_of(host: str, visitors: Visitors) -> Set[str]:
    """The names by which a page that listens on ``host`` may be called."""
    own = socket.gethostname().lower()
    ours = LOOPBACK_NAMES if is_loopback(host) else {"localhost", own, f"{own}.local"}
    return {*ours, host.lower(), *(name.lower() for name in visitors.hosts)}
