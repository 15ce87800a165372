"""What visitors send: files that Gradio has stored for them, and pasted text. All of it is untrusted."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.cleaning.dates import parse_date
from corpus.errors import InputError
from ui.page.articles.words import Words
from ui.page.context import MEGABYTE
from ui.page.languages import reader_language, shown_number

MAX_FILES = 1_000
MAX_FIELD = 500
"""Characters of a pasted text's title or source."""
_MAX_STEM, _MAX_SUFFIX = 180, 16
"""Bytes of a file's name: what every file system takes."""
UNNAMED = "untitled"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a folder of its own, which is deleted when the file has been read."""

    path: Path
    title: str = ""

    @property
    def name(self) -> str:
        """The name that its sender gave it, or a pasted text's title, made safe."""
        return self.title or self.path.name

    def known_as(self, library: Path) -> Path:
        """Where the library says it comes from; no file is kept there.

        The digest of its contents is part of it: another file of the same name never replaces it.
        """
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return library / "uploads" / digest[:12] / self.name

    def discard(self) -> None:
        """Deletes the file."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def claim(files: Any, stored: set[str]) -> list[Upload]:
    """Takes the files ``[{path, name}, …]`` out of Gradio's folder, each once.

    ``stored`` are the paths that Gradio gave to uploads; any other is refused, and then none is taken.
    """
    if not isinstance(files, list) or not 0 < len(files) <= MAX_FILES:
        raise InputError("cannot add the files", f"1 to {MAX_FILES} at a time can be added", "choose fewer")
    names = {path: name for path, name in map(_path_and_name, files) if path in stored}
    if len(names) < len({path for path, _ in map(_path_and_name, files)}):
        raise InputError("cannot add the files", "one was not uploaded to this page", "choose them again")
    taken = []
    for path, name in names.items():
        stored.discard(path)
        upload = _room_for(safe_name(name))
        shutil.move(path, upload.path)
        taken.append(upload)
    return taken


def _path_and_name(file: Any) -> tuple[str, Any]:
    path = file.get("path") if isinstance(file, Mapping) else None
    return (path, file.get("name")) if isinstance(path, str) else ("", None)


def pasted(fields: Mapping[str, Any], words: Words, *, limit: int) -> Upload:
    """A text with its title and, if given, source and date, as a file of one article.

    Raises ``InputError`` for a text that is missing or over ``limit`` bytes, and for a date that is none.
    """
    title, source = (_line(fields, name) for name in ("title", "source"))
    text, date = fields.get("text"), _line(fields, "date")
    if not isinstance(text, str) or not text.strip():
        raise InputError(words.cannot_add, words.no_text)
    if len(text.encode("utf-8", "replace")) > limit:
        raise too_long(words, limit, reader_language(fields.get("language")))
    when = parse_date(date) if date else None
    if date and when is None:
        raise InputError(words.cannot_add, words.bad_date.format(date=date))
    article = {"title": title or UNNAMED, "source": source, "date": when, "text": text}
    upload = replace(_room_for("pasted.jsonl"), title=safe_title(title))
    upload.path.write_text(json.dumps(article), encoding="utf-8")
    return upload


def too_long(words: Words, limit: int, language: str) -> InputError:
    """A pasted text of more than ``limit`` bytes."""
    return InputError(words.cannot_add, words.too_long.format(limit=megabytes(limit, language)))


def megabytes(size: int, language: str) -> str:
    """``size`` bytes for people: ``50 MB``."""
    return f"{shown_number(size / MEGABYTE, language)} MB"


def _line(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split())[:MAX_FIELD] if isinstance(value, str) else ""


def safe_name(name: Any) -> str:
    """The last part of a file's name in printable characters, short enough for any file system."""
    text = name.encode("utf-8", "replace").decode() if isinstance(name, str) else ""
    clean = Path(_clean(re.split(r"[/\\]", text)[-1]))
    stem, suffix = _cut(clean.stem, _MAX_STEM).rstrip(), _cut(clean.suffix, _MAX_SUFFIX)
    return f"{stem}{suffix}" or UNNAMED


def safe_title(title: str) -> str:
    """A pasted text's whole title as the name of a file, as short as ``safe_name`` makes one."""
    text = title.encode("utf-8", "replace").decode().replace("/", "∕").replace("\\", "∖")
    return _cut(_clean(text), _MAX_STEM).rstrip(". ") or UNNAMED


def _clean(text: str) -> str:
    """The printable characters of ``text``, composed, without a dot or a space at either end."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(char if char.isprintable() else " " for char in composed)
    return " ".join(printable.split()).strip(". ")


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def _room_for(name: str) -> Upload:
    return Upload(Path(tempfile.mkdtemp(prefix="polycite-")) / name)


def discard(uploads: Iterable[Upload]) -> None:
    """Deletes the files of those that were not read."""
    for upload in uploads:
        upload.discard()
