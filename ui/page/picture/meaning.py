"""The map by meaning: one mark for each article, and the question as a star among them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from embeddings.protocols import Vectors
from ui.page.languages import shown_number
from ui.page.picture.kinds import STAR, kinds
from ui.page.picture.labels import labels
from ui.page.picture.marks import Pen, Place, at, drawing, line, text
from ui.page.picture.plane import Canvas, Fit, apart, beside, distance
from ui.page.picture.survey import Asked, Survey
from ui.page.picture.words import Words
from ui.page.rendering.markup import escape

WIDE, NARROW = Canvas(760, 420), Canvas(360, 320, margin=20)
_MOST_LABELLED = 40
_STAR_SIZE = 12
_FINE = 10
"""Marks nearer than that to each other have fine outlines."""


def meaning_map(survey: Survey, asked: Asked | None, words: Words, *, narrow: bool, language: str) -> str:
    """The map as SVG."""
    canvas = NARROW if narrow else WIDE
    articles, places = survey.articles, _places(survey, canvas)
    star = _star_place(survey, asked, canvas) if asked else None
    cited = asked.cited if asked else frozenset()
    gap = distance(len(places), canvas)
    pen = Pen(kinds(article.language for article in articles), gap, language, cited)
    placed = list(zip(articles, places, strict=True))
    marks = [pen.mark(article, place) for article, place in placed if article.id not in cited]
    chosen = [pen.mark(article, place) for article, place in placed if article.id in cited]
    label = words.map_label.format(count=shown_number(len(placed), language))
    rays = _rays(survey, places, star, cited)
    titles = _titles(survey, places, star, canvas)
    pieces = [titles, *marks, rays, *chosen, _star(asked, star, words) if asked and star else ""]
    return drawing(
        "pc-map pc-fine" if gap < _FINE else "pc-map", (canvas.width, canvas.height), label, pieces
    )


@lru_cache(maxsize=4)
def _places(survey: Survey, canvas: Canvas) -> tuple[Place, ...]:
    fitted = Fit.of(survey.points, canvas)(survey.points)
    return _pairs(apart(fitted, distance(len(fitted), canvas), canvas))


def _pairs(places: Vectors) -> tuple[Place, ...]:
    return tuple((float(x), float(y)) for x, y in places)


def _star_place(survey: Survey, asked: Asked, canvas: Canvas) -> Place:
    """Where the question lies, or as near to that as no mark stands."""
    there = Fit.of(survey.points, canvas)(asked.point[np.newaxis])[0]
    marks = np.array(_places(survey, canvas), np.float32).reshape(-1, 2)
    return _pairs(beside(there, marks, distance(len(marks), canvas), canvas)[np.newaxis])[0]


def _rays(survey: Survey, places: Sequence[Place], star: Place | None, cited: frozenset[str]) -> str:
    """From the question to the articles that its answer cites."""
    found = [
        line("pc-ray", star, place)
        for article, place in zip(survey.articles, places, strict=True)
        if star and article.id in cited
    ]
    return "".join(found)


def _titles(survey: Survey, places: Sequence[Place], star: Place | None, canvas: Canvas) -> str:
    """The titles that there is room for; each mark tells its own to those who do not see them."""
    if len(places) > _MOST_LABELLED:
        return ""
    titles = [article.title for article in survey.articles]
    found = labels(
        titles,
        places,
        distance(len(places), canvas),
        canvas,
        longest=0.03 * canvas.width + 20,
        kept_free=[star] if star else [],
    )
    written = (
        text("pc-name", label.place, label.words, f' lang="{escape(survey.articles[label.number].language)}"')
        for label in found
    )
    return f'<g aria-hidden="true">{"".join(written)}</g>'


def _star(asked: Asked, place: Place, words: Words) -> str:
    label = escape(words.question_label.format(question=asked.text))
    return (
        f'<g class="pc-star" role="img" aria-label="{label}" transform="translate({at(place)})">'
        f'<path d="{STAR}" transform="scale({_STAR_SIZE})"/></g>'
    )
