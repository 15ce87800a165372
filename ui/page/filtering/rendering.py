"""The filter as HTML: the row that says what is chosen, and the form to choose in."""

from __future__ import annotations

from collections.abc import Iterable

from ui.page.filtering.choices import Choice, Choices
from ui.page.filtering.words import WORDS, Words
from ui.page.filters import BOUNDS, Bounds
from ui.page.languages import in_language, language_name, shown_number
from ui.page.rendering.markup import escape

_SEARCHABLE = 8
"""More sources than this can be searched."""


def filter_panel(found: Choices, *, language: str) -> str:
    """Row and form; an empty string where there is nothing to choose between."""
    words = in_language(WORDS, language)
    sections = (
        _languages(found, words, language) + _sources(found, words, language) + _dates(found, words, language)
    )
    return _row(words, in_language(BOUNDS, language)) + _form(sections, words) if sections else ""


def _row(words: Words, bounds: Bounds) -> str:
    told = {
        "all": words.everything,
        "some": words.heading,
        "remove": words.remove,
        "since": bounds.since,
        "until": bounds.until,
    }
    data = "".join(f' data-{name}="{escape(text)}"' for name, text in told.items())
    return (
        f'<div class="pc-filter" role="group" aria-label="{escape(words.heading)}"{data}>'
        '<button type="button" class="pc-filter-open" popovertarget="pc-filter-form" aria-haspopup="dialog">'
        f"{escape(words.everything)}</button>"
        '<ul class="pc-filter-chips"></ul>'
        f'<button type="button" class="pc-filter-clear" hidden>{escape(words.clear)}</button></div>'
    )


def _form(sections: str, words: Words) -> str:
    return (
        '<form id="pc-filter-form" class="pc-filter-form" popover role="dialog" autocomplete="off"'
        f' aria-label="{escape(words.heading)}">{sections}'
        '<button type="button" class="pc-filter-done" popovertarget="pc-filter-form"'
        f' popovertargetaction="hide">{escape(words.done)}</button></form>'
    )


def _languages(found: Choices, words: Words, reader: str) -> str:
    if len(found.languages) < 2:
        return ""
    named = ((choice, language_name(choice.value, reader)) for choice in found.languages)
    return _fieldset(words.languages, _boxes("languages", named, reader))


def _sources(found: Choices, words: Words, reader: str) -> str:
    if not found.sources or found.sources[0].articles == found.articles:
        return ""
    search, more = "", ""
    if len(found.sources) > _SEARCHABLE:
        hint = escape(words.find_source)
        search = f'<input type="search" class="pc-filter-find" placeholder="{hint}" aria-label="{hint}">'
        search += f'<p class="pc-filter-none" role="status" data-text="{escape(words.no_such_source)}"></p>'
    if found.all_sources > len(found.sources):
        more = _line(words.some_sources.format(count=shown_number(len(found.sources), reader)))
    boxes = _boxes("sources", ((choice, choice.value) for choice in found.sources), reader)
    return _fieldset(words.sources, search + boxes + more)


def _dates(found: Choices, words: Words, reader: str) -> str:
    if found.undated == found.articles:
        return ""
    fields = "".join(
        f'<label>{escape(label)} <input type="date" name="{name}" max="9999-12-31"'
        ' aria-describedby="pc-filter-note"></label>'
        for name, label in (("since", words.since), ("until", words.until))
    )
    undated = words.undated.format(count=shown_number(found.undated, reader)) if found.undated else ""
    note = (
        f'<p id="pc-filter-note" class="pc-filter-note" role="status" data-undated="{escape(undated)}"'
        f' data-reversed="{escape(words.reversed)}"></p>'
    )
    return _fieldset(words.dates, f'<div class="pc-filter-dates">{fields}</div>{note}')


def _boxes(name: str, named: Iterable[tuple[Choice, str]], reader: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{escape(choice.value)}">'
        f'<span dir="auto">{escape(label)}</span> <small>{count}</small></label>'
        for choice, label in named
        for count in [shown_number(choice.articles, reader)]
    )
    return f'<div class="pc-filter-boxes" data-boxes="{name}">{boxes}</div>'


def _fieldset(legend: str, inner: str) -> str:
    return f"<fieldset><legend>{escape(legend)}</legend>{inner}</fieldset>"


def _line(text: str) -> str:
    return f'<p class="pc-filter-note">{escape(text)}</p>'
