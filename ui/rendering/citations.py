"""A citation to paste elsewhere, as plain text, Markdown or BibTeX: pure functions of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from corpus.types import Article
from ui.rendering.markdown import escaped

_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_URL_CHARACTERS = "!#$%&'*+,/:;=?@[]~"
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_LANGID = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "pt": "portuguese",
    "ru": "russian",
    "th": "thai",
    "tr": "turkish",
    "vi": "vietnamese",
    "zh-Hans": "chinese-simplified",
    "zh-Hant": "chinese-traditional",
}
"""The language names of Babel, which biblatex's ``langid`` takes (biblatex manual, section 2.2.3)."""


def plain(article: Article, quotes: Sequence[str] = ()) -> str:
    """``Title. Publisher, 2021-12-09. https://… “Quote”``, on one line."""
    details = ", ".join(filter(None, (_line(article.source), _line(article.date or ""))))
    title = _line(article.title)
    parts = [_ended(title), _ended(details), web_address(article.url), *(f"“{_line(one)}”" for one in quotes)]
    return " ".join(filter(None, parts))


def markdown(article: Article, quotes: Sequence[str] = ()) -> str:
    """The quotes as block quotes, then title (a link, if the article has an address), publisher and date."""
    title = escaped(_line(article.title))
    url = web_address(article.url)
    named = f"[{title}](<{url}>)" if url else title
    details = (escaped(_line(text)) for text in (article.source, article.date or ""))
    attribution = "— " + ", ".join(filter(None, (named, *details)))
    return "\n\n".join([*map(_block_quote, quotes), attribution])


def bibtex(article: Article, quotes: Sequence[str] = ()) -> str:
    """An entry in UTF-8 for biblatex, whose key depends on the article's text alone.

    ``@online`` asks for an address (biblatex manual, section 2.1.1); what has none is ``@misc``.
    Both name the publisher in ``organization``.
    """
    url = web_address(article.url)
    date = article.date if article.date and _ISO_DATE.fullmatch(article.date) else ""
    fields = {
        "title": f"{{{_escaped_tex(article.title)}}}",
        "organization": f"{{{_escaped_tex(article.source)}}}" if _line(article.source) else "",
        "date": date,
        "url": url,
        "langid": _LANGID.get(article.language, ""),
        "note": " ".join(f"“{_escaped_tex(one)}”" for one in quotes),
    }
    stated = "".join(f"  {name:<12} = {{{value}}},\n" for name, value in fields.items() if value)
    key = re.sub(r"[^0-9A-Za-z]", "", article.id)
    return f"@{'online' if url else 'misc'}{{polycite-{key},\n{stated}}}\n"


def web_address(url: str | None) -> str:
    """``url`` with whatever could end it percent-encoded, if it is an address on the web; else nothing."""
    try:
        parts = urlsplit(url or "")
        on_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return percent_encoded(parts.geturl(), safe=_URL_CHARACTERS, errors="replace") if on_web else ""


def _line(text: str) -> str:
    """``text`` on one line, without control characters and lone surrogates."""
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    shown = (" " if one.isspace() else one for one in encodable if one.isspace() or category(one) != "Cc")
    return " ".join("".join(shown).split())


def _ended(text: str) -> str:
    return text + "." if text and not text.endswith((".", "?", "!", "。", "？", "！", "…")) else text


def _block_quote(text: str) -> str:
    lines = [_line(line) for line in text.strip().splitlines()]
    return "\n".join(f"> {escaped(line)}".rstrip() for line in lines)


def _escaped_tex(text: str) -> str:
    """BibTeX counts braces even behind a backslash, so those become commands."""
    return "".join(_TEX.get(character, character) for character in _line(text))
