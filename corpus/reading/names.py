"""File names and embedded titles as people read them."""

from __future__ import annotations

import re
from pathlib import Path

_FILE_LIKE = re.compile(
    r"untitled.*|microsoft word - .*|\S*\.(docx?|odt|pdf|rtf|txt|html?|indd|tex|dvi)", re.I
)
_LANGUAGE_SUFFIX = re.compile(r"\.(?:[a-z]{2,3}(?:-[A-Za-z]{2,4})?)$")


def shown(path: Path) -> str:
    """The path for a one-line message: undecodable bytes and control characters become ``?``."""
    return printable(str(path))


def printable(text: str) -> str:
    """``text`` with ``?`` for undecodable bytes and control characters."""
    text = text.encode("utf-8", "replace").decode()
    return "".join(char if char.isprintable() else "?" for char in text)


def title_from_name(path: Path) -> str:
    """A title made of the file's stem: ``flood-report_2021.en.md`` is ``flood report 2021``."""
    stem = _LANGUAGE_SUFFIX.sub("", shown(Path(path.name).with_suffix("")))
    return " ".join(re.split(r"[\s_-]+", stem)).strip() or "untitled"


def embedded_title(title: str | None) -> str | None:
    """The title a document carries, unless it is empty or what the writing program put there."""
    title = " ".join((title or "").split())
    return title if title and not _FILE_LIKE.fullmatch(title) else None
