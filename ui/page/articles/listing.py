"""Which articles the list shows: found, filtered, sorted, and a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from corpus.folding import fold, unaccented
from embeddings.library import ArticleRecord

PAGE = 50
SORTS = ("added", "date", "title")
_MAX_QUERY = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked the list for; ``page`` counts from 0, an empty ``language`` is every one."""

    query: str = ""
    language: str = ""
    sort: str = "added"
    page: int = 0

    @classmethod
    def of(cls, payload: Any) -> Self:
        """What a browser sent, which may be anything, as far as it makes sense."""
        query, language, sort, page = (payload.get(key) for key in ("query", "tag", "sort", "page"))
        return cls(
            query[:_MAX_QUERY] if isinstance(query, str) else "",
            language if isinstance(language, str) else "",
            sort if sort in SORTS else "added",
            max(0, page) if isinstance(page, int) else 0,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was found: ``first`` counts from 0 into ``found`` of the library's ``held`` articles.

    ``languages`` counts the articles of the whole library by language, the most frequent first.
    """

    records: tuple[ArticleRecord, ...]
    first: int
    found: int
    held: int
    languages: tuple[tuple[str, int], ...]


def listing(records: Sequence[ArticleRecord], asked: Asked) -> Listing:
    """The page of ``records`` (oldest first) that was asked for, or the last one if there are fewer."""
    terms = _folded(asked.query).split()
    fitting = [record for record in records if asked.language in ("", record.language)]
    found = _sorted([record for record in fitting if _holds(record, terms)], asked.sort)
    first = min(asked.page, max(0, len(found) - 1) // PAGE) * PAGE
    languages = Counter(record.language for record in records).most_common()
    return Listing(tuple(found[first : first + PAGE]), first, len(found), len(records), tuple(languages))


def _holds(record: ArticleRecord, terms: Sequence[str]) -> bool:
    words = _folded(f"{record.title} {record.source}")
    return all(term in words for term in terms)


def _sorted(records: Sequence[ArticleRecord], sort: str) -> list[ArticleRecord]:
    newest = list(reversed(records))
    if sort == "date":
        return sorted(newest, key=lambda record: record.date or "", reverse=True)
    if sort == "title":
        return sorted(newest, key=lambda record: _folded(record.title))
    return newest


@lru_cache(maxsize=50_000)
def _folded(text: str) -> str:
    """One spelling for upper and lower case, accents left out, Chinese in either script."""
    return unaccented(fold(text))
