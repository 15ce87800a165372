"""The settings dialog as HTML: what ``Facts`` say, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from embeddings.library import LibraryInfo
from ui.page.languages import READER_LANGUAGES, in_language, language_name, reader_language, shown_number
from ui.page.rendering.markup import escape, options
from ui.page.settings.facts import Choice, Facts, Writer
from ui.page.settings.words import WORDS, Words

KEYS = ("Enter", "Shift + Enter", "Enter", "Esc")


def settings(facts: Facts, language: str) -> str:
    """What stands in the dialog."""
    reader = reader_language(language)
    words = in_language(WORDS, reader)
    close = f'<button type="button" class="pc-close" data-close aria-label="{escape(words.close)}">×</button>'
    return (
        f'<header><h2 id="pc-settings-title" tabindex="-1">{escape(words.title)}</h2>{close}</header>'
        + _section(words.page, _page(words, reader))
        + _section(words.answers, _answers(facts, words, reader))
        + _section(words.privacy, _privacy(facts, words))
        + _section(words.library, _library(facts, words, reader))
        + _section(words.keys, _keys(words))
        + _section(words.versions, _pairs((name, escape(one)) for name, one in facts.info.versions.items()))
    )


def _section(heading: str, body: str) -> str:
    return f"<section><h3>{escape(heading)}</h3>{body}</section>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """``dl``; the second of each pair is HTML."""
    return f"<dl>{''.join(f'<div><dt>{escape(term)}</dt><dd>{body}</dd></div>' for term, body in pairs)}</dl>"


def _page(words: Words, reader: str) -> str:
    shades = {"system": words.system, "light": words.light, "dark": words.dark}
    return (
        '<div class="pc-settings-choices">'
        + _select("language", words.language, options(READER_LANGUAGES, chosen=reader, own_names=True))
        + _select("theme", words.appearance, options(shades))
        + "</div>"
    )


def _select(name: str, label: str, items: str) -> str:
    return f'<label>{escape(label)}<select class="pc-field" name="{name}">{items}</select></label>'


def _answers(facts: Facts, words: Words, reader: str) -> str:
    said = {Writer.QUOTES: words.by_quotes, Writer.LOCAL: words.by_local, Writer.SERVER: words.by_server}
    model = f"<code>{escape(facts.model or '')}</code>"
    choices = "".join(_way(choice, facts.writer, words) for choice in facts.choices)
    threshold = shown_number(facts.threshold, reader)
    return (
        f"<p>{escape(said[facts.writer]).format(model)}</p>"
        f"<p>{escape(words.confidence).format(threshold)}</p>"
        f"<details><summary>{escape(words.choose)}</summary><p>{escape(words.restart)}</p>"
        f"<ul>{choices}</ul></details>"
    )


def _way(choice: Choice, current: Writer, words: Words) -> str:
    names = {Writer.QUOTES: words.quotes, Writer.LOCAL: words.local, Writer.SERVER: words.server}
    badge = f' <span class="pc-badge">{escape(words.current)}</span>' if choice.writer is current else ""
    missing = ""
    if choice.missing:
        install = _copyable(f"pip install {' '.join(choice.missing)}", words)
        missing = f"<p>{escape(words.install)}</p>{install}"
    return f"<li><p>{escape(names[choice.writer])}{badge}</p>{_copyable(choice.command, words)}{missing}</li>"


def _copyable(text: str, words: Words) -> str:
    label = f"{words.copy}: {text}"
    return (
        f'<span class="pc-copyable"><code>{escape(text)}</code>'
        f'<button type="button" class="pc-button" data-kind="quiet" data-copied="{escape(words.copied)}"'
        f' aria-label="{escape(label)}">{escape(words.copy)}</button></span>'
    )


def _privacy(facts: Facts, words: Words) -> str:
    host = f"<strong>{escape(facts.host or '')}</strong>"
    where = escape(words.sent).format(host) if facts.host else escape(words.stays)
    return f"<p>{where}</p><p>{escape(words.kept)}</p>"


def _library(facts: Facts, words: Words, reader: str) -> str:
    info = facts.info
    dimensions = escape(words.dimensions.format(shown_number(info.dim, reader)))
    changed = f'<time datetime="{escape(info.changed)}">{escape(info.changed)}</time>'
    return _pairs(
        [
            (words.folder, _copyable(info.directory, words)),
            (words.articles, shown_number(info.articles, reader)),
            (words.passages, shown_number(info.passages, reader)),
            (words.languages, _languages(info, reader)),
            (words.size, f"{shown_number(round(info.bytes / 1e6, 1), reader)} MB"),
            (words.changed, changed),
            (words.access, escape(words.read_only if facts.read_only else words.writable)),
            (words.encoder, f"{_copyable(info.encoder, words)}<span>{dimensions}</span>"),
        ]
    )


def _languages(info: LibraryInfo, reader: str) -> str:
    named = (
        f"{escape(language_name(tag, reader))} {shown_number(count, reader)}"
        for tag, count in info.languages.items()
    )
    return " · ".join(named)


def _keys(words: Words) -> str:
    does = (words.sends, words.breaks, words.opens, words.closes)
    rows = (
        f"<div><dt>{_key(key)}</dt><dd>{escape(what)}</dd></div>"
        for key, what in zip(KEYS, does, strict=True)
    )
    return f'<dl class="pc-keys">{"".join(rows)}</dl>'


def _key(key: str) -> str:
    return " + ".join(f"<kbd>{escape(one)}</kbd>" for one in key.split(" + "))
