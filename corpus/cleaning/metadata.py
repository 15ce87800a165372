"""Title, publisher and date, as far as the page itself tells them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.cleaning.dates import parse_date
from corpus.cleaning.paragraphs import LONGEST_TITLE, width
from corpus.cleaning.pinyin import HAN
from corpus.sentences import split_sentences

_LEAD = 80
_DAYS = {"day", "then", "soon"}
_SHORT_WORDS, _SHORT_WIDTH = 3, 15

_OUTLET = rf"[{HAN}]{{1,12}}(?:网|網|社|报|報|台|臺|新闻|新聞)"
_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_REPORTER = r"\([^()]{0,40}(?:记者|記者|通讯员|通訊員)[^()]{0,40}\)"
_CHINESE_LEAD = re.compile(
    rf"^(?P<outlets>[{HAN}\w•·/、]{{2,40}}?)(?:(?P<day>{_DAY})[讯訊电電]"
    rf"|(?<![通资資])[讯訊电電]\s*(?:{_REPORTER}\s*(?P<then>{_DAY})?|(?P<soon>{_DAY})))"
)
_ENGLISH_LEAD = re.compile(
    r"^(?P<place>[A-Z][\w.'’/ -]{1,40}),\s*(?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?\s*"
    r"\((?P<agency>[A-Z][\w .'’-]{1,30})\)\s*[-–—]"
)


def same_title(line: str, title: str) -> bool:
    """Whether both say the same, marks, spaces and letter case aside."""
    return _letters(line) == _letters(title) != ""


def title_of(line: str) -> str:
    """A title line without its Markdown marks."""
    return " ".join(re.sub(r"^#{1,6}\s+|\s+#+$", "", line).split())


def choose_title(headings: Sequence[str], *, is_page: bool) -> str | None:
    """The title among the ``headings`` above an article's first sentence.

    It is the first of them; on a saved page the first that is not a site's or a section's name, which are
    of a few words or in capitals. A heading that stands there twice is the title.
    """
    titles = [line for line in headings if not (is_page and looks_like_section(line))]
    return next(iter([*_repeated(headings), *titles, *headings]), None)


def asking_title(paragraphs: Sequence[str]) -> str | None:
    """The first of ``paragraphs`` if it is a title that asks or exclaims: ``Who pays for the pier?``.

    It is one sentence of some length above a wider paragraph, and no other paragraph is of its kind:
    dialogues and lists of questions have no such title.
    """
    first, *body = paragraphs
    if not body or not _asks(first) or looks_like_section(first) or len(split_sentences(first)) > 1:
        return None
    return first if width(body[0]) > width(first) and not any(map(_asks, body)) else None


def _asks(paragraph: str) -> bool:
    return paragraph.endswith(("?", "？", "!", "！")) and width(paragraph) <= LONGEST_TITLE


def _repeated(headings: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for line in headings:
        letters = _letters(line)
        if letters in seen:
            yield line
        elif letters:
            seen.add(letters)


def looks_like_section(heading: str) -> bool:
    """Whether ``heading`` could be a site's or a section's name: a few words, or all in capitals."""
    if re.search(f"[{HAN}]", heading):
        return width(heading) < _SHORT_WIDTH
    return heading.isupper() or len(heading.split()) <= _SHORT_WORDS


def lead_source(paragraph: str) -> str | None:
    """The outlet whose name opens a news report: ``某某网9月21日讯``, ``NANNING, June 28 (Agency) --``."""
    lead = _plain_lead(paragraph)
    if english := _ENGLISH_LEAD.match(lead):
        return english["agency"]
    chinese = _CHINESE_LEAD.match(lead)
    names = re.split("[•·/、]", chinese["outlets"]) if chinese else []
    outlets = [match[0] for name in names if (match := re.match(_OUTLET, name))]
    return next((outlet for outlet in outlets if not outlet.startswith(("本", "据", "據"))), None)


def lead_date(paragraph: str, title: str | None, body: str) -> str | None:
    """The date that opens a news report.

    One without a year takes that of the title, if the title has one year only and the body writes the
    same year and month in full: a yearly report of January bears the year before in its title.
    """
    lead = _plain_lead(paragraph)
    match = _CHINESE_LEAD.match(lead) or _ENGLISH_LEAD.match(lead)
    if match is None:
        return None
    day = next((found for name, found in match.groupdict().items() if found and name in _DAYS), "")
    return parse_date(day) or _with_year_of(title, day, body)


def _with_year_of(title: str | None, day: str, body: str) -> str | None:
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", title or ""))
    month = re.match(r"(\d{1,2})月", day)
    if month is None or len(years) != 1:
        return None
    year = years.pop()
    confirmed = re.search(rf"{year}\s?年\s?0?{int(month[1])}\s?月", body)
    return parse_date(f"{year}年{day}") if confirmed else None


def _plain_lead(paragraph: str) -> str:
    return unicodedata.normalize("NFKC", paragraph[: 2 * _LEAD])[:_LEAD]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
