"""JSON Lines (.jsonl): one article a line."""

from __future__ import annotations

import json

from corpus.decoding import decode
from corpus.errors import ReadError
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits
from corpus.types import RawArticle

KEYS = ("title", "source", "date", "url", "language")


class LineError(ValueError):
    """A line that holds no article."""


def read(data: bytes, name: str, _limits: Limits) -> Contents:
    """An article of each line: ``text`` (required), ``title``, ``source``, ``date``, ``url``, ``language``.

    A line that holds none, or a value of another kind than text, becomes a note.

    Raises:
        ReadError: no line holds an article.
    """
    articles: list[RawArticle] = []
    notes: list[str] = []
    for number, line in enumerate(decode(data, name=name).split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = _object(line)
            articles.append(RawArticle(text=_body(values), **_metadata(values)))
            notes += [f"line {number}: {key} ignored: it is not text" for key in _odd(values)]
        except LineError as error:
            notes.append(f"line {number}: {error}")
    if not articles:
        raise ReadError(name, f"no line holds an article: {notes[0]}", 'each needs {"text": "…"}')
    return Contents(tuple(articles), tuple(notes))


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except RecursionError:
        raise LineError("nested too deeply") from None
    except ValueError as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise LineError("not a JSON object")
    return value


def _body(values: dict[str, object]) -> str:
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LineError('no "text" in it' if "text" not in values else '"text" is empty or not text')
    return text


def _metadata(values: dict[str, object]) -> dict[str, str]:
    return {key: str(values[key]) for key in KEYS if _is_text(values.get(key))}


def _odd(values: dict[str, object]) -> list[str]:
    return [key for key in KEYS if values.get(key) is not None and not _is_text(values[key])]


def _is_text(value: object) -> bool:
    """Text, or a number: a year is a date, and a title may be one."""
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
