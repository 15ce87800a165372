"""Who may use a served page: a file with a name and the Argon2id hash of a password a line."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from corpus.errors import InputError, PolyciteError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST_NAME = 64
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 1024
_PATIENCE = 5.0


class UsersError(PolyciteError):
    """A file of users that cannot be read or written."""


class Users:
    """The users in ``path``, read again whenever the file changes.

    Names and passwords are compared in Unicode's form C, whatever keyboard they were typed on (RFC 8265).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, ...], Mapping[str, str]] | None = None

    def names(self) -> list[str]:
        """Every name, in order; raises ``UsersError``."""
        return sorted(self._hashes())

    def hash_of(self, name: str) -> str | None:
        """The hash that ``name`` has now, which changes with the password; raises ``UsersError``."""
        return self._hashes().get(_composed(name))

    def verify(self, name: str, password: str) -> bool:
        """Whether it is that user's password, told in the same time where there is no such user."""
        from argon2.exceptions import VerificationError

        known = self.hash_of(name)
        try:
            _hasher().verify(known or _nobody(), _secret(password[:LONGEST_PASSWORD]))
        except VerificationError:
            return False
        return known is not None

    def put(self, name: str, password: str) -> None:
        """Adds a user, or gives one a new password; raises ``InputError`` where either will not do."""
        named, secret = _composed(name), _secret(password)
        if not 0 < len(named) <= LONGEST_NAME or not _is_one_word(named):
            why = f"it has {LONGEST_NAME} characters at most, and no space or colon"
            raise InputError(f"user {name!r}", "that cannot be a name", why)
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            why = f"it has {len(password)} characters, not {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}"
            raise InputError("password", why, "choose another; a few words make a good one")
        hashed = _hasher().hash(secret)
        with self._changing():
            hashes = self._hashes() if self.path.exists() else {}
            self._write({**hashes, named: hashed})

    def remove(self, name: str) -> None:
        """Removes a user, whose visits end at once."""
        with self._changing():
            hashes = dict(self._hashes())
            if hashes.pop(_composed(name), None) is None:
                raise InputError(f"user {name!r}", f"no such user in {self.path}", "see polycite user list")
            self._write(hashes)

    def _hashes(self) -> Mapping[str, str]:
        try:
            stat = self.path.stat()
            state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if self._read is None or self._read[0] != state:
                self._read = (state, _parsed(self.path))
        except (OSError, UnicodeDecodeError) as error:
            why = (error.strerror if isinstance(error, OSError) else "") or "it is not UTF-8"
            mend = f"make it with polycite user add NAME --users {self.path}"
            raise UsersError(f"users {self.path}", why, mend) from error
        return self._read[1]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """While nobody else changes the file; what the system refuses is told of the file by its own name."""
        target = self.path.resolve()
        if not target.parent.is_dir():
            raise UsersError(f"users {self.path}", "there is no such folder", "make it, or name another file")
        try:
            with FileLock(f"{target}.lock", timeout=_PATIENCE, mode=0o600):
                yield
        except Timeout as error:
            raise UsersError(f"users {self.path}", "another program is changing it", "try again") from error
        except OSError as error:
            why, mend = error.strerror or str(error), "check the folder's permissions"
            raise UsersError(f"users {self.path}", why, mend) from error

    def _write(self, hashes: Mapping[str, str]) -> None:
        """Replaces the file in one step; only its owner may read it."""
        target = self.path.resolve()
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")  # mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.writelines(f"{user}:{hashed}\n" for user, hashed in hashes.items())
                file.flush()
                os.fsync(descriptor)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _parsed(path: Path) -> dict[str, str]:
    from argon2 import extract_parameters
    from argon2.exceptions import InvalidHashError

    hashes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _, hashed = line.partition(":")
        try:
            extract_parameters(hashed)
        except InvalidHashError as error:
            why = f"line {number} is not a name, a colon and an Argon2 hash"
            raise UsersError(f"users {path}", why, "make it with polycite user add") from error
        hashes[_composed(name)] = hashed
    return hashes


def _is_one_word(name: str) -> bool:
    return name.isprintable() and ":" not in name and len(name.split()) == 1 and name == name.strip()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _secret(password: str) -> bytes:
    return _composed(password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the library's parameters (RFC 9106, section 4, second choice)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password is known for."""
    return _hasher().hash(os.urandom(32))
