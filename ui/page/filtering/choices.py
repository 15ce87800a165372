"""What a library's articles can be told apart by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.library.filters import same_name
from embeddings.library.records import ArticleRecord

MAX_SOURCES = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A language tag or a publisher's name, and how many articles have it."""

    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Languages and sources, those of most articles first; how many articles there are, dated and undated.

    ``sources`` are at most ``MAX_SOURCES`` of the ``all_sources`` that there are.
    """

    languages: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    all_sources: int
    articles: int
    undated: int


def choices(articles: Sequence[ArticleRecord]) -> Choices:
    """What ``articles`` can be told apart by; names that a ``Filter`` holds for the same are one source."""
    sources = _sources([article.source for article in articles if article.source])
    return Choices(
        languages=_by_size(Counter(article.language for article in articles)),
        sources=sources[:MAX_SOURCES],
        all_sources=len(sources),
        articles=len(articles),
        undated=sum(not article.date for article in articles),
    )


def _sources(names: Iterable[str]) -> tuple[Choice, ...]:
    """Each source under its most usual spelling."""
    spellings: dict[str, Counter[str]] = {}
    for name in names:
        spellings.setdefault(same_name(name), Counter())[name] += 1
    return _by_size({_by_size(counted)[0].value: counted.total() for counted in spellings.values()})


def _by_size(counted: dict[str, int]) -> tuple[Choice, ...]:
    found = (Choice(value, articles) for value, articles in counted.items())
    return tuple(sorted(found, key=lambda choice: (-choice.articles, choice.value)))
