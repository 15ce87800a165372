"""Which passages hold a question's terms: an FTS5 index in the library's database, and how to ask it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

import numpy as np

from embeddings.lexical.terms import passage_terms, query_terms
from embeddings.protocols import Ids, Vectors

TABLES = """
CREATE VIRTUAL TABLE lexical USING fts5(
    terms, content=passages, content_rowid=row, detail=none, tokenize="ascii tokenchars '#@~.%-'"
);
CREATE VIRTUAL TABLE lexical_counts USING fts5vocab(lexical, row);
CREATE TRIGGER lexical_added AFTER INSERT ON passages
BEGIN INSERT INTO lexical (rowid, terms) VALUES (new.row, new.terms); END;
CREATE TRIGGER lexical_removed AFTER DELETE ON passages
BEGIN INSERT INTO lexical (lexical, rowid, terms) VALUES ('delete', old.row, old.terms); END;
"""
"""Indexes the column ``terms`` (``analysed``) of the table ``passages``, whose key is ``row``; follows it."""

_POSTINGS = 500
"""How many occurrences of a question's rarest terms are looked at to find candidates."""

_REMEMBERED = 50_000
"""Terms whose counts are kept in memory."""
_ALL = ""

_HOLDING = "SELECT rowid FROM lexical WHERE lexical MATCH ? {} LIMIT ?"
_AMONG = "AND +rowid IN (SELECT value FROM json_each(?))"
"""The ``+`` makes SQLite look each posting up among the rows, and not each row up in the index."""
_FEW = 5000
"""Up to how many rows that is done; among more, postings are read in their order until enough are allowed."""
_NEXT = "SELECT rowid FROM lexical WHERE lexical MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?"

Rows = Callable[[str, Sequence[Any]], list[Any]]


def analysed(text: str) -> str:
    """A passage's terms as its row stores them: each once, joined by spaces."""
    return " ".join(dict.fromkeys(passage_terms(text)))


def coverage(shares: Mapping[str, float], passages: Iterable[AbstractSet[str]]) -> Vectors:
    """How much of a question each passage's terms hold: float32 ``(n,)`` in [0, 1].

    How often a term occurs does not count, nor a passage's length: as one of several signals, that proved
    better than BM25 (docs/decisions/0005-lexical-index.md).
    """
    held = [sum(share for term, share in shares.items() if term in terms) for terms in passages]
    return np.minimum(np.array(held, dtype=np.float32), np.float32(1))


class LexicalIndex:
    """Asks the tables through ``rows``, which runs a query with parameters.

    It remembers counts for as long as ``stamp`` gives the same; without it, nothing.
    """

    def __init__(self, rows: Rows, stamp: Callable[[], Any] | None = None) -> None:
        self._rows = rows
        self._stamp = stamp
        self._seen: Any = None
        self._known: dict[str, int] = {}

    def shares(self, question: str) -> dict[str, float]:
        """Each of a question's terms with its share of what the question says, rarest first.

        A term says as much as it is rare: its inverse document frequency, as in BM25 (Robertson and Zaragoza
        2009, "The probabilistic relevance framework"). Terms that match loosely come on top of the whole.
        """
        weights = query_terms(question)
        counts = self._counts(weights)
        rarity = {term: _rarity(counts[term], counts[_ALL]) for term in weights}
        said = sum(rarity[term] for term, weight in weights.items() if weight == 1)
        rarest_first = sorted(rarity, key=lambda term: -rarity[term])
        return {term: weights[term] * rarity[term] / said for term in rarest_first} if said else {}

    def candidates(self, shares: Mapping[str, float], depth: int, allowed: Ids | None = None) -> list[int]:
        """At most ``depth`` rows that hold the most of a question's rarest terms, best first.

        Among the ``allowed`` rows, int64 ``(n,)`` ascending, if given.
        """
        held: Counter[int] = Counter()
        left = _POSTINGS
        for term, share in shares.items():
            found = list(islice(self._holding(term, left, allowed), left))
            held.update(dict.fromkeys(found, share))
            left -= len(found)
            if not left:
                break
        return [row for row, _ in held.most_common(depth)]

    def _holding(self, term: str, count: int, allowed: Ids | None) -> Iterator[int]:
        """The first rows that hold a term, ``count`` of them or more if there are."""
        if allowed is None or len(allowed) <= _FEW:
            query = _HOLDING.format("" if allowed is None else _AMONG)
            among = () if allowed is None else (json.dumps(allowed.tolist()),)
            yield from (row for (row,) in self._rows(query, (f'"{term}"', *among, count)))
            return
        last, found = 0, [0]
        while found:
            found = [row for (row,) in self._rows(_NEXT, (f'"{term}"', last, 4 * count))]
            places = np.minimum(np.searchsorted(allowed, found), len(allowed) - 1)
            yield from (row for row, held in zip(found, allowed[places].tolist(), strict=True) if row == held)
            last = found[-1] if found else last

    def _counts(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term stands; and under ``_ALL``, how many there are."""
        stamp = self._stamp and self._stamp()
        if stamp is None or stamp != self._seen or len(self._known) > _REMEMBERED:
            (total,) = self._rows("SELECT count(*) FROM passages", ())[0]
            self._known, self._seen = {_ALL: total}, stamp
        known = self._known
        query = "SELECT term, doc FROM lexical_counts WHERE term IN (SELECT value FROM json_each(?))"
        unknown = [term for term in terms if term not in known]
        if unknown:
            known |= dict.fromkeys(unknown, 0) | dict(self._rows(query, (json.dumps(unknown),)))
        return known


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))
