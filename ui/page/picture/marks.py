"""The pieces that both drawings are made of: the mark of an article, the key of a kind, text in a drawing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from embeddings.library.records import ArticleRecord
from ui.page.languages import language_name, shown_date
from ui.page.picture.kinds import SHAPES, Kinds
from ui.page.rendering.markup import escape

Place = tuple[float, float]
_SHARE, _LEAST = 0.36, 2.2
"""A mark's radius: as a share of the distance to the next, and the least that shows its shape."""
_EMPHASIS = 1.25


@dataclass(frozen=True, slots=True)
class Pen:
    """How marks are drawn for a reader: in their kinds, ``distance`` apart, ``cited`` ones emphasised."""

    kinds: Kinds
    distance: float
    language: str
    cited: Collection[str] = frozenset()

    def mark(self, article: ArticleRecord, place: Place) -> str:
        """An article as a button of the drawing, with what a tooltip says of it."""
        about = byline(article, self.language)
        title = article.title or article.id
        chosen = " pc-cited" if article.id in self.cited else ""
        return (
            f'<g class="pc-mark pc-kind-{self.kinds[article.language]}{chosen}" role="button" tabindex="-1"'
            f' transform="translate({at(place)})" data-article="{escape(article.id)}"'
            f' data-title="{escape(title)}" data-about="{escape(about)}"'
            f' data-language="{escape(article.language)}" aria-label="{escape(f"{title} ({about})")}">'
            f'<circle class="pc-reach" r="{self.distance / 2:.1f}"/>{self._shape(article)}</g>'
        )

    def _shape(self, article: ArticleRecord) -> str:
        radius = max(_LEAST, self.distance * _SHARE) * (_EMPHASIS if article.id in self.cited else 1)
        return f'<path d="{SHAPES[self.kinds[article.language]]}" transform="scale({radius:.2f})"/>'


def byline(article: ArticleRecord, language: str) -> str:
    """Publisher, date and language in one line."""
    parts = (article.source, shown_date(article.date, language), language_name(article.language, language))
    return " · ".join(part for part in parts if part)


def swatch(outline: str, name: str) -> str:
    """A shape as it stands in a key."""
    box = 'viewBox="-1.5 -1.5 3 3" aria-hidden="true"'
    return f'<svg class="pc-swatch {name}" {box}><path d="{outline}"/></svg>'


def drawing(name: str, size: tuple[float, float], label: str, pieces: Iterable[str]) -> str:
    """An SVG of that size in its own units, with a name for those who do not see it."""
    width, height = size
    return (
        f'<svg class="pc-drawing {name}" viewBox="0 0 {width:.0f} {height:.0f}" role="group"'
        f' aria-label="{escape(label)}">{"".join(pieces)}</svg>'
    )


def line(name: str, start: Place, end: Place) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def text(name: str, place: Place, words: str, attributes: str = "") -> str:
    """Words at a place, of which the class says how they stand to it."""
    x, y = place
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}"{attributes}>{escape(words)}</text>'


def at(place: Place) -> str:
    """A place as SVG writes it."""
    return f"{place[0]:.1f} {place[1]:.1f}"
