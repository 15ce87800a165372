"""The part's HTML, and what became of each file in one line."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings.indexing import FileReport
from embeddings.library import ArticleRecord
from ui.page.articles.listing import PAGE, Asked, Listing
from ui.page.articles.uploads import megabytes
from ui.page.articles.words import WORDS, Words
from ui.page.error_words import WORDS as ERRORS
from ui.page.error_words import line
from ui.page.languages import in_language, language_name, shown_date, shown_number
from ui.page.rendering.markup import escape

_ALIASES = {".markdown", ".htm"}
_BIN = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9'
    'M7 7v4M9 7v4"/></svg>'
)


def panel(language: str, *, formats: Sequence[str], limit: int, read_only: bool) -> str:
    """The whole part but for the articles; what adds is left out where the page is ``read_only``."""
    words = in_language(WORDS, language)
    adding = "" if read_only else _buttons(words, formats, limit, language) + _form(words) + _progress(words)
    return f'<h2>{escape(words.heading)}</h2>{adding}{_tools(words)}<div class="pc-listing"></div>'


def shown_formats(formats: Sequence[str]) -> str:
    """The endings of file names, each format once: ``.html`` and no ``.htm``."""
    return " ".join(ending for ending in formats if ending not in _ALIASES)


def _buttons(words: Words, formats: Sequence[str], limit: int, language: str) -> str:
    drop = words.drop.format(formats=shown_formats(formats), limit=megabytes(limit, language))
    return (
        f'<div class="pc-drop"><button type="button" class="pc-primary" data-do="choose">'
        f"{escape(words.choose)}</button>"
        f'<button type="button" data-do="paste" aria-expanded="false">{escape(words.paste)}</button>'
        f'<p>{escape(drop)}</p><input type="file" multiple hidden accept="{escape(",".join(formats))}"></div>'
    )


def _form(words: Words) -> str:
    optional = f" <small>({escape(words.optional)})</small>"
    return (
        f'<form class="pc-paste" hidden aria-label="{escape(words.paste)}">'
        f'<label>{escape(words.title)}<input name="title" maxlength="500" autocomplete="off"></label>'
        f'<label>{escape(words.text)}<textarea name="text" rows="8" required></textarea></label>'
        f"<div><label><span>{escape(words.source)}{optional}</span>"
        f'<input name="source" maxlength="500" autocomplete="off"></label>'
        f"<label><span>{escape(words.date)}{optional}</span>"
        f'<input name="date" maxlength="40" autocomplete="off" placeholder="{escape(words.date_hint)}">'
        f"</label></div>"
        f'<p class="pc-problem" role="alert"></p>'
        f'<div><button class="pc-primary">{escape(words.add_text)}</button>'
        f'<button type="button" data-do="cancel">{escape(words.cancel)}</button></div></form>'
    )


def _progress(words: Words) -> str:
    return (
        f'<section class="pc-adding" hidden aria-label="{escape(words.progress)}"><div>'
        f'<p class="pc-stage"></p><button type="button" data-do="stop">{escape(words.stop)}</button>'
        f'<button type="button" data-do="dismiss" hidden>{escape(words.dismiss)}</button></div>'
        f'<progress max="1" value="0" aria-label="{escape(words.progress)}"></progress>'
        f'<ul tabindex="0" aria-label="{escape(words.results)}"></ul></section>'
    )


def _tools(words: Words) -> str:
    sorts = {"added": words.by_added, "date": words.by_date, "title": words.by_title}
    options = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in sorts.items())
    return (
        f'<div class="pc-finding" role="search"><input type="search" name="query" maxlength="200" '
        f'autocomplete="off" aria-label="{escape(words.search)}" placeholder="{escape(words.search)}">'
        f'<select name="tag" aria-label="{escape(words.language)}"></select>'
        f'<select name="sort" aria-label="{escape(words.sort)}">{options}</select></div>'
    )


def language_options(listing: Listing, asked: Asked, language: str) -> str:
    """The languages that the list can be held to, each with its number of articles."""
    words = in_language(WORDS, language)
    tags = [("", words.every_language)]
    tags += [
        (tag, f"{language_name(tag, language)} ({shown_number(count, language)})")
        for tag, count in listing.languages
    ]
    return "".join(
        f'<option value="{escape(tag)}"{" selected" if tag == asked.language else ""}>{escape(name)}</option>'
        for tag, name in tags
    )


def articles(listing: Listing, language: str, *, read_only: bool) -> str:
    """A page of articles, or why there is none."""
    words = in_language(WORDS, language)
    if not listing.held:
        return _empty(words, read_only=read_only)
    if not listing.records:
        return f'<p class="pc-nothing">{escape(words.nothing)}</p>'
    rows = "".join(_row(record, language, read_only=read_only) for record in listing.records)
    return f'<ul class="pc-articles">{rows}</ul>{_pages(listing, words, language)}'


def _row(record: ArticleRecord, language: str, *, read_only: bool) -> str:
    words = in_language(WORDS, language)
    title, tag = escape(record.title), escape(record.language)
    size = words.characters.format(count=shown_number(record.characters, language))
    details = [
        f'<span dir="auto">{escape(record.source)}</span>' if record.source else "",
        f'<time datetime="{escape(record.date)}">{escape(shown_date(record.date, language))}</time>'
        if record.date
        else "",
        f'<span class="pc-badge">{escape(language_name(record.language, language))}</span>',
        f"<span>{escape(size)}</span>",
    ]
    return (
        f'<li data-article="{escape(record.id)}"><button type="button" class="pc-open" data-do="open" '
        f'lang="{tag}" dir="auto">{title}</button><p class="pc-byline">{"".join(details)}</p>'
        f"{'' if read_only else _removal(record.title, words)}</li>"
    )


def _removal(title: str, words: Words) -> str:
    label, question = words.remove.format(title=title), words.confirm.format(title=title)
    return (
        f'<button type="button" class="pc-remove" data-do="remove" aria-label="{escape(label)}" '
        f'title="{escape(words.remove_it)}">{_BIN}</button>'
        f'<div class="pc-confirm" role="group" aria-label="{escape(question)}" hidden>'
        f'<p dir="auto">{escape(question)}</p>'
        f'<button type="button" class="pc-danger" data-do="remove-it">{escape(words.remove_it)}</button>'
        f'<button type="button" data-do="keep-it">{escape(words.keep_it)}</button></div>'
    )


def _pages(listing: Listing, words: Words, language: str) -> str:
    last = listing.first + len(listing.records)
    first, end, found = (
        shown_number(number, language) for number in (listing.first + 1, last, listing.found)
    )
    count = f"<p>{escape(words.range.format(first=first, last=end, found=found))}</p>"
    if listing.found <= PAGE:
        return f'<div class="pc-pages">{count}</div>'
    previous, following = (
        f'<button type="button" data-do="turn" data-page="{page}"{"" if fits else " disabled"}>'
        f"{escape(name)}</button>"
        for page, fits, name in (
            (listing.first // PAGE - 1, listing.first > 0, words.previous),
            (listing.first // PAGE + 1, last < listing.found, words.next),
        )
    )
    return f'<div class="pc-pages">{previous}{count}{following}</div>'


def _empty(words: Words, *, read_only: bool) -> str:
    heading = f"<h3>{escape(words.empty)}</h3>"
    if read_only:
        return f'<div class="pc-empty">{heading}<p>{escape(words.empty_read_only)}</p></div>'
    about = f"title: {words.example}\nsource: …\ndate: 2021-06-28"
    line = f'{{"title": "{words.example}", "source": "…", "date": "2021-06-28", "text": "…"}}'
    return (
        f'<div class="pc-empty">{heading}<p>{escape(words.invitation)}</p>'
        f"<dl><dt>.md</dt><dd><pre>---\n{escape(about)}\n---\n…</pre></dd>"
        f"<dt>.jsonl</dt><dd><pre>{escape(line)}</pre></dd></dl></div>"
    )


def outcome(report: FileReport, language: str) -> str:
    """What became of a file, in one line; not HTML."""
    words = in_language(WORDS, language)
    lines = {
        "added": words.added_one
        if len(report.articles) == 1
        else words.added.format(count=shown_number(len(report.articles), language)),
        "updated": words.updated,
        "unchanged": words.unchanged,
        "skipped": words.skipped.format(reason=_reason(report, language)),
    }
    notes = [words.note.format(notes="; ".join(report.notes))] if report.notes else []
    return "; ".join([lines[report.status], *notes])


def _reason(report: FileReport, language: str) -> str:
    known = report.error is not None and report.error.code in ERRORS
    return line(report.error, language) if report.error and known else report.reason
