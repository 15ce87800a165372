"""From what a reader found in a file to the body of an article and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import dropwhile, takewhile

from corpus.cleaning import captions, metadata, pinyin
from corpus.cleaning.dates import parse_date
from corpus.cleaning.furniture import Furniture, furniture, is_byline, is_clock, is_related_label
from corpus.cleaning.paragraphs import is_heading, is_prose, split_paragraphs
from corpus.cleaning.result import Cleaned, Removed
from corpus.types import RawArticle

_BYLINE = Furniture("byline", False)
_MOST_ROUNDS = 50
_BUTTONS = {"share line", "comment line", "view counter", "advertisement"}


def clean(raw: RawArticle) -> Cleaned:
    """The body of ``raw`` without its page, and its metadata; what the reader knows beats what the page says.

    Only lines above the first sentences, lines below the last one, captions and repetitions can leave; a
    text without a sentence stays whole. Cleaning a cleaned text again, its title given, removes nothing.
    """
    damaged = pinyin.is_damaged(raw.text)
    if damaged:
        raw = _repaired(raw)
    page = _Page(split_paragraphs(raw.text), _filled(raw.title))
    page.sift()
    return Cleaned(
        text="\n\n".join(page.kept()),
        title=page.title,
        source=_filled(raw.source) or page.source(),
        date=parse_date(raw.date or "") or page.date(day_first=not _is_english(raw)),
        url=_filled(raw.url),
        language=None if damaged else _filled(raw.language),
        removed=tuple(Removed(page.lines[at], why) for at, why in sorted(page.left.items())),
    )


class _Page:
    """The paragraphs of one page while they are sifted; ``left`` tells of each that left why it did."""

    def __init__(self, lines: list[str], title: str | None) -> None:
        self.lines = lines
        self.title = title
        self.sentences = {at for at, line in enumerate(lines) if is_prose(line)}
        self.credited = {at for at, line in enumerate(lines) if captions.has_credit(line)}
        self.left: dict[int, str] = {}
        self.furniture: dict[int, Furniture] = {}
        self.is_saved = False
        self._look_up = cache(furniture)

    def sift(self) -> None:
        """Lets every line go that a rule claims, until no rule claims another (a page takes few rounds)."""
        for _ in range(_MOST_ROUNDS):
            claims = self._claims()
            if not claims:
                break
            self.left |= claims

    def kept(self) -> list[str]:
        return [self.lines[at] for at in self._staying()]

    def source(self) -> str | None:
        """The publisher that a line of the page names, else the one that opens the report."""
        named = (self.furniture[at].source for at in sorted(self.furniture))
        return next((source for source in named if source), None) or metadata.lead_source(self._lead())

    def date(self, *, day_first: bool) -> str | None:
        """The article's own date line, else the date that opens the report, else a line above the title."""
        title_at = self._title_at()
        dated = [at for at in sorted(self.furniture) if not is_clock(self.lines[at]) or at > title_at >= 0]
        lines = {at: parse_date(self.lines[at], day_first=day_first) for at in dated}
        own = next((day for at, day in lines.items() if day and at > title_at), None)
        body = "\n".join(self.kept())
        above = next((day for day in lines.values() if day), None)
        return own or metadata.lead_date(self._lead(), self.title, body) or above

    def _claims(self) -> dict[int, str]:
        """What the first rule that claims anything claims; nothing that would leave no sentence standing."""
        for rule in (
            self._credited,
            self._furniture,
            self._titles,
            self._sections,
            self._related,
            self._repeats,
            self._bare_captions,
        ):
            claims = dict(rule())
            if claims and self.sentences - self.left.keys() - claims.keys():
                return claims
        return {}

    def _staying(self) -> list[int]:
        return [at for at in range(len(self.lines)) if at not in self.left]

    def _prose(self) -> list[int]:
        return sorted(self.sentences - self.left.keys())

    def _title_at(self) -> int:
        return min((at for at, why in self.left.items() if why == "title"), default=-1)

    def _lead(self) -> str:
        return next((self.lines[at] for at in self._prose()), "")

    def _credited(self) -> Iterator[tuple[int, str]]:
        for at in self.credited - self.left.keys():
            self.is_saved = True
            yield at, "photo caption"

    def _furniture(self) -> Iterator[tuple[int, str]]:
        prose = self._prose()
        for at in self._staying() if prose else ():
            found = self._look_up(self.lines[at]) or (_BYLINE if at and is_byline(self.lines[at]) else None)
            if found and self._may_leave(found, at, prose):
                self.furniture[at] = found
                self.is_saved |= found.of_site
                yield at, found.why

    def _may_leave(self, found: Furniture, at: int, prose: list[int]) -> bool:
        """All above the first sentence may; below a standfirst or the last sentence, all but mere dates."""
        if at < prose[0]:
            return True
        if at > prose[-1]:
            return found.why != "date line"
        below_standfirst = at < prose[1] and (found.of_site or found is _BYLINE)
        return below_standfirst or (self.is_saved and found.why in _BUTTONS)

    def _titles(self) -> Iterator[tuple[int, str]]:
        staying, prose = self._staying(), self._prose()
        if self.title is None and prose:
            headings = takewhile(is_heading, (self.lines[at] for at in staying))
            chosen = metadata.choose_title(list(headings), is_page=self.is_saved)
            chosen = chosen or metadata.asking_title(self.kept())
            self.title = metadata.title_of(chosen) if chosen else None
        on_top, why = True, "repeated title" if self._title_at() >= 0 else "title"
        for at in staying if self.title else ():
            line = self.lines[at]
            same = metadata.same_title(line, self.title or "")
            on_top = on_top and same
            if same and (on_top or at not in self.sentences):
                yield at, why
                why = "repeated title"

    def _sections(self) -> Iterator[tuple[int, str]]:
        title_at = self._title_at()
        for at in self._staying():
            if self.is_saved and at < title_at and metadata.looks_like_section(self.lines[at]):
                yield at, "page header"

    def _related(self) -> Iterator[tuple[int, str]]:
        last = max(self._prose(), default=0)
        below = [at for at in self._staying() if at > last]
        yield from (
            (at, "related links") for at in dropwhile(lambda at: not is_related_label(self.lines[at]), below)
        )

    def _repeats(self) -> Iterator[tuple[int, str]]:
        staying = self._staying()
        yield from ((staying[at], "repeated paragraph") for at in captions.repeats(self.kept()))

    def _bare_captions(self) -> Iterator[tuple[int, str]]:
        typical = captions.typical_width(self.kept())
        for at in self._staying() if self.is_saved else ():
            if captions.is_bare_caption(self.lines[at], typical):
                yield at, "photo caption"


def _repaired(raw: RawArticle) -> RawArticle:
    title = pinyin.repair(raw.title) if raw.title else raw.title
    return replace(raw, text=pinyin.repair(raw.text), title=title)


def _filled(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _is_english(raw: RawArticle) -> bool:
    """Whether dates may stand month first: declared English, or letters that are all but ASCII."""
    if raw.language:
        return raw.language.lower().startswith("en")
    letters = re.findall(r"[^\W\d_]", raw.text[:5000])
    return sum(map(str.isascii, letters)) >= 0.99 * len(letters)
