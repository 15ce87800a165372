"""Markdown (.md, .markdown) with YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.decoding import decode
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits
from corpus.reading.reflow import MAX_WRAP, columns, glue
from corpus.types import RawArticle

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KEYS = ("title", "source", "date", "url", "language")
_MAX_FRONT_MATTER = 64 * 1024  # characters
_FRONT_MATTER = re.compile(r"\s*^-{3,}[ \t]*(\n.*?)^-{3,}[ \t]*$", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)


def read(data: bytes, name: str, _limits: Limits) -> Contents:
    """One article: its front matter (title, source, date, url, language) and the text without markup.

    Where the front matter has no title, a first-level heading is one.
    """
    text = decode(data, name=name).replace("\r\n", "\n")
    metadata, body, notes = split_front_matter(text)
    heading, blocks = _parse(body)
    article = RawArticle(text="\n\n".join(blocks), **{"title": heading, **metadata})
    return Contents((article,), tuple(notes))


def split_front_matter(text: str) -> tuple[dict[str, str], str, list[str]]:
    """The known keys of the front matter, the text after it, and notes on what could not be used."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        return {}, text, []
    body = text[front.end() :]
    try:
        values = _load(front[1])
    except FrontMatterError as error:
        return {}, body, [f"front matter ignored: {error}"]
    if not isinstance(values, dict):  # a text between two rules, not metadata
        return {}, text, []
    odd = [key for key in KEYS if isinstance(values.get(key), list | dict)]
    notes = [f"front matter: {key} ignored: it is not a single value" for key in odd]
    return {key: values[key] for key in KEYS if _says_something(values.get(key))}, body, notes


class FrontMatterError(ValueError):
    """Front matter that is not usable YAML."""


def _load(block: str) -> object:
    import yaml

    if len(block) > _MAX_FRONT_MATTER:
        raise FrontMatterError(f"it has {len(block)} characters, the limit is {_MAX_FRONT_MATTER}")
    try:
        # Scalars stay strings: YAML 1.1 would read the language "no" as false and dates as objects.
        return yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 (builds no objects at all)
    except RecursionError:
        raise FrontMatterError("it is nested too deeply") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter two of a \U escape
        raise FrontMatterError(_reason(error)) from error


def _says_something(value: object) -> bool:
    return isinstance(value, str) and value.strip() not in ("", "~", "null")


def _reason(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    where = f"line {mark.line + 1}: " if mark else ""
    return where + (problem or "not YAML")


@cache
def _parser() -> MarkdownIt:
    """Threads may share it once it has parsed something: its rules are made ready then."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.parse("")
    return parser


def _parse(body: str) -> tuple[str | None, list[str]]:
    """The first first-level heading, and the text of each block in order."""
    tokens = _parser().parse(body)
    headings = [
        _inline(inline.children or ())
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h1"
    ]
    return next(iter(headings), None), [block for block in _blocks(tokens) if block]


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " | ".join(row)
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline(token.children or ()))
        elif token.type == "inline":
            yield _inline(token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content.strip()
        elif token.type == "html_block":
            yield " ".join(_TAG.sub(" ", token.content).split())


def _inline(tokens: Sequence[Token]) -> str:
    """The text of one block; a line break stays if it is a hard one or ends an overlong line."""
    lines = [[""]]
    for token in tokens:
        if token.type == "hardbreak" or (token.type == "softbreak" and columns(lines[-1][-1]) > MAX_WRAP):
            lines.append([""])
        elif token.type == "softbreak":
            lines[-1].append("")
        elif token.type in ("text", "code_inline", "image"):
            lines[-1][-1] += token.content
    return "\n".join(map(glue, lines)).strip()
