"""The timeline by date: a mark for each article while they are few, else bars of them by month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.library.records import ArticleRecord
from ui.page.languages import language_name, shown_number
from ui.page.picture.labels import drawn_width
from ui.page.picture.marks import Pen, Place, drawing, line, text
from ui.page.picture.periods import Period, Scale, period
from ui.page.picture.words import Words
from ui.page.rendering.markup import escape

_MOST_MARKS, _MOST_ROWS = 200, 8
TIMELINE_GAP = 20.0
"""Distance between the marks of a timeline."""
_AXIS, _TOP = 24.0, 10.0
_BARS_HIGH = 130.0


@dataclass(frozen=True, slots=True)
class Dated:
    """An article with the period that its date names."""

    article: ArticleRecord
    when: Period


@dataclass(frozen=True, slots=True)
class _Frame:
    """A drawing's width, the scale along it, and a margin before and after."""

    width: int
    scale: Scale
    margin: float = 32.0

    def x(self, moment: float) -> float:
        """Where a moment stands."""
        return self.margin + self.scale.share(moment) * (self.width - 2 * self.margin)


def dated(articles: Sequence[ArticleRecord]) -> list[Dated]:
    """Those of the articles that have a date, earliest first."""
    found = (Dated(article, when) for article in articles if (when := period(article.date)))
    return sorted(found, key=lambda one: (one.when.middle, one.article.id))


def timeline(found: Sequence[Dated], pen: Pen, words: Words, *, narrow: bool) -> str:
    """The timeline as SVG; an empty string for none."""
    if not found:
        return ""
    width = 360 if narrow else 760
    frame = _Frame(width, Scale.over([one.when for one in found], 4 if narrow else 6))
    rows = _rows([frame.x(one.when.middle) for one in found])
    if len(found) <= _MOST_MARKS and max(rows) < _MOST_ROWS:
        return _marks(found, rows, frame, pen, words)
    scale = Scale.over([one.when for one in found], 20 if narrow else 44)
    return _bars(found, _Frame(width, scale), frame.scale, pen, words)


def has_long(found: Sequence[Dated]) -> bool:
    """Whether a date names more than a day."""
    return any(one.when.is_long for one in found)


def _rows(across: Sequence[float]) -> list[int]:
    """For each place, in rising order, the lowest row in which it meets no earlier one."""
    last: list[float] = []
    rows = []
    for x in across:
        row = next((row for row, before in enumerate(last) if x - before >= TIMELINE_GAP), len(last))
        last[row : row + 1] = [x]
        rows.append(row)
    return rows


def _marks(found: Sequence[Dated], rows: Sequence[int], frame: _Frame, pen: Pen, words: Words) -> str:
    base = _TOP + TIMELINE_GAP * (max(rows) + 1)
    ground = base + 6
    heights = [base - TIMELINE_GAP * (row + 0.5) for row in rows]
    places = [(frame.x(one.when.middle), y) for one, y in zip(found, heights, strict=True)]
    stretches = [
        line("pc-stretch", (frame.x(one.when.start), y), (frame.x(one.when.end), y))
        for one, (_, y) in zip(found, places, strict=True)
        if one.when.is_long
    ]
    marks = [pen.mark(one.article, place) for one, place in zip(found, places, strict=True)]
    pieces = [*_axis(frame, ground, frame.scale, pen.language), *stretches, *marks]
    label = words.timeline_label.format(count=shown_number(len(found), pen.language))
    return drawing("pc-timeline", (frame.width, ground + _AXIS), label, pieces)


def _bars(found: Sequence[Dated], frame: _Frame, ticks: Scale, pen: Pen, words: Words) -> str:
    scale, ground = frame.scale, _TOP + _BARS_HIGH
    sizes = Counter(scale.division(one.when.middle) for one in found)
    highest = max(sizes.values())
    pieces = _axis(frame, ground, ticks, pen.language)
    pieces.append(line("pc-level", (frame.margin, _TOP), (frame.width - frame.margin, _TOP)))
    pieces.append(
        text("pc-tick pc-tick-end", (frame.margin - 5, _TOP + 4), shown_number(highest, pen.language))
    )
    for division in sorted(sizes):
        held = [one.article for one in found if scale.division(one.when.middle) == division]
        pieces += _bar(division, held, frame, pen, words, _BARS_HIGH / highest)
    label = words.timeline_label.format(count=shown_number(len(found), pen.language))
    return drawing("pc-timeline", (frame.width, ground + _AXIS), label, pieces)


def _bar(
    division: int, held: Sequence[ArticleRecord], frame: _Frame, pen: Pen, words: Words, high: float
) -> list[str]:
    """A division's articles, one on another by language, each ``high``."""
    scale = frame.scale
    start = scale.start + division * scale.step
    left, right = frame.x(start) + 1, frame.x(start + scale.step) - 1
    languages = sorted({article.language for article in held}, key=lambda tag: (pen.kinds[tag], tag))
    base, pieces = _TOP + _BARS_HIGH, []
    for tag in languages:
        own = [article for article in held if article.language == tag]
        base -= high * len(own)
        count = (
            words.articles.format(count=shown_number(len(own), pen.language))
            if len(own) > 1
            else words.one_article
        )
        title = f"{scale.name(division, pen.language)} · {language_name(tag, pen.language)} · {count}"
        pieces.append(_segment(own, tag, title, pen, ((left, base), (right - left, high * len(own)))))
    return pieces


def _segment(
    articles: Sequence[ArticleRecord], tag: str, title: str, pen: Pen, box: tuple[Place, Place]
) -> str:
    (x, y), (width, height) = box
    chosen = " pc-cited" if any(article.id in pen.cited for article in articles) else ""
    ids = " ".join(escape(article.id) for article in articles)
    return (
        f'<rect class="pc-mark pc-bar pc-kind-{pen.kinds[tag]}{chosen}" role="button" tabindex="-1"'
        f' data-articles="{ids}" data-title="{escape(title)}" aria-label="{escape(title)}"'
        f' x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    )


def _axis(frame: _Frame, ground: float, ticks: Scale, language: str) -> list[str]:
    """The ground line with the times at which divisions of ``ticks`` begin, named where there is room."""
    pieces = [line("pc-ground", (frame.margin, ground), (frame.width - frame.margin, ground))]
    free = 0.0
    for moment in range(ticks.start, ticks.end + 1, ticks.step):
        if not frame.scale.start <= moment <= frame.scale.end:
            continue
        x, words = frame.x(moment), ticks.tick(moment, language)
        pieces.append(line("pc-ground", (x, ground), (x, ground + 4)))
        half = drawn_width(words) / 2 + 2
        centre = min(max(x, half), frame.width - half)
        if centre - half >= free:
            pieces.append(text("pc-tick", (centre, ground + 17), words))
            free = centre + half
    return pieces
