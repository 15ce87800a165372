"""The whole picture as HTML: the map with its key, the timeline, and what must be said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ui.page.languages import in_language, language_name, shown_number
from ui.page.picture.kinds import OTHERS, SHAPES, STAR, Kinds, kinds
from ui.page.picture.marks import Pen, swatch
from ui.page.picture.meaning import meaning_map
from ui.page.picture.survey import Asked, Survey
from ui.page.picture.timeline import TIMELINE_GAP, Dated, dated, has_long, timeline
from ui.page.picture.words import WORDS, Words
from ui.page.rendering.markup import escape


def picture(survey: Survey, asked: Asked | None = None, *, narrow: bool = False, language: str = "en") -> str:
    """The articles of ``survey`` and the question, for a reader of ``language``, on a wide or narrow page."""
    words = in_language(WORDS, language)
    heading = f"<h2>{escape(words.heading)}</h2>"
    if not survey.articles:
        return heading + _note(words.empty)
    known = kinds(article.language for article in survey.articles)
    capped = _newest(survey, words, language) if survey.total > len(survey.articles) else ""
    return (
        f"{heading}{capped}"
        f"<h3>{escape(words.map_heading)}</h3>"
        f"{_key(survey, known, asked, words, language)}"
        f"{meaning_map(survey, asked, words, narrow=narrow, language=language)}"
        f"{_caption(survey, words)}"
        f"<h3>{escape(words.timeline_heading)}</h3>"
        f"{_timeline(survey, known, asked, words, narrow=narrow, language=language)}"
        f'<div class="pc-picture-list" hidden data-close="{escape(words.close)}"></div>'
        '<div class="pc-tip" aria-hidden="true" hidden></div>'
    )


def _key(survey: Survey, known: Kinds, asked: Asked | None, words: Words, language: str) -> str:
    """The languages, in the order of their kinds, each with its mark and how many articles are in it."""
    counted: Counter[int] = Counter(known[article.language] for article in survey.articles)
    names = {kind: language_name(tag, language) for tag, kind in known.items() if kind != OTHERS}
    items = [
        f"<li>{swatch(SHAPES[kind], f'pc-kind-{kind}')}{escape(names.get(kind, words.other_languages))}"
        f" <small>{shown_number(counted[kind], language)}</small></li>"
        for kind in sorted(counted)
    ]
    if asked:
        star = swatch(STAR, "pc-star")
        items.append(
            f'<li class="pc-key-question">{star}{escape(words.question)}'
            f' <span dir="auto">{escape(asked.text)}</span></li>'
        )
    return f'<ul class="pc-key">{"".join(items)}</ul>'


def _caption(survey: Survey, words: Words) -> str:
    told = [words.map_caption]
    if survey.components.share < 0.995:
        told.append(words.flattened.format(share=f"{survey.components.share:.0%}"))
    return _note(" ".join(told))


def _timeline(
    survey: Survey, known: Kinds, asked: Asked | None, words: Words, *, narrow: bool, language: str
) -> str:
    found = dated(survey.articles)
    cited = asked.cited if asked else frozenset()
    drawn = timeline(found, Pen(known, TIMELINE_GAP, language, cited), words, narrow=narrow)
    remark = _note(words.stretch) if has_long(found) else ""
    return (drawn or _note(words.none_dated)) + _undated(survey, found, words, language) + remark


def _undated(survey: Survey, found: Sequence[Dated], words: Words, language: str) -> str:
    """How many stand on no timeline, as a button that lists them."""
    placed = {one.article.id for one in found}
    left = [article.id for article in survey.articles if article.id not in placed]
    if not left:
        return ""
    title = escape(words.undated.format(count=shown_number(len(left), language)))
    ids = escape(" ".join(left))
    return (
        f'<p><button type="button" class="pc-undated" data-articles="{ids}" data-title="{title}">'
        f"{title}</button></p>"
    )


def _newest(survey: Survey, words: Words, language: str) -> str:
    shown, total = (shown_number(count, language) for count in (len(survey.articles), survey.total))
    return _note(words.newest.format(shown=shown, total=total))


def _note(text: str) -> str:
    return f'<p class="pc-picture-note">{escape(text)}</p>'
