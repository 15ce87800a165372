"""Who is logged in, in memory: a restart ends every session."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ui.users import Users

IDLE_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """A user, the hash of the password that was given, and when the session ends unless it is used."""

    name: str
    hashed: str
    ends: float


class Sessions:
    """Sessions by their tokens. One ends when it is idle, and when its user is removed or gets a password."""

    def __init__(self, users: Users, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._users, self._clock = users, clock
        self._sessions: dict[str, Session] = {}

    def start(self, name: str) -> str:
        """A new session's token, which cannot be guessed (OWASP Session Management: 128 bits or more)."""
        now = self._clock()
        self._sessions = {token: session for token, session in self._sessions.items() if session.ends > now}
        token = secrets.token_urlsafe(32)
        self._sessions[token] = Session(name, self._users.hash_of(name) or "", now + IDLE_SECONDS)
        return token

    def user(self, token: str) -> str | None:
        """Whose session it is, which is thereby used; ``None`` where there is none, or none any more."""
        if not self.is_open(token):
            self.end(token)
            return None
        session = self._sessions[token]
        self._sessions[token] = replace(session, ends=self._clock() + IDLE_SECONDS)
        return session.name

    def is_open(self, token: str) -> bool:
        """Whether there is such a session; asking does not use it."""
        session = self._sessions.get(token)
        if session is None or session.ends <= self._clock():
            return False
        return self._users.hash_of(session.name) == session.hashed

    def end(self, token: str) -> None:
        """Ends a session, if it is one."""
        self._sessions.pop(token, None)
