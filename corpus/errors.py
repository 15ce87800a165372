"""The one exception family that a user of Polycite meets."""

from __future__ import annotations


class PolyciteError(Exception):
    """Something a person can mend, told in one line: what failed, why, and the mend.

    Raised by every package; the command line prints ``str(error)`` and exits with ``exit_code``. ``code``
    names the kind of those that people meet most, and ``values`` are what its line is filled in with: who
    speaks other languages has words of their own for it.
    """

    exit_code = 1

    def __init__(self, what: str, why: str, mend: str = "", *, code: str = "", **values: str | int) -> None:
        self.what, self.why, self.mend = what, why, mend
        self.code, self.values = code, values
        line = f"{what}: {why}" + (f" ({mend})" if mend else "")
        super().__init__(" ".join(line.split()))


class ReadError(PolyciteError):
    """A file that could not be turned into articles."""


class InputError(PolyciteError):
    """A question, option or question file that cannot be used."""
