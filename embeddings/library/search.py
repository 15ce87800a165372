"""Finds and ranks a library's passages: candidates of each language, what speaks for them, one order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.types import Passage, primary_language
from embeddings.fairness import Centroids, Part
from embeddings.lexical import Stated, coverage, lacking, stated
from embeddings.library.live_index import LiveIndex
from embeddings.library.store import Candidates, Store
from embeddings.protocols import Ids, Vectors
from embeddings.scoring import Scoring, fair_scores, fair_scores_of_more, in_agreement

_CANDIDATES = 20
"""How many passages of each language are looked at with their sentences, and say how much it crowds."""

Sought = dict[str, list[int]]
"""Rows by language."""
_UNWEIGHED = np.empty((5, 0), np.float32)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: its vector, the share of each of its words, what it states, and what counts."""

    query: Vectors
    shares: Mapping[str, float]
    stated: Stated
    scoring: Scoring

    @property
    def terms(self) -> frozenset[str]:
        return self.stated.terms.union(self.shares)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Candidates of one language with what ``fair_scores`` takes for them: float32 ``(5, n)``.

    ``sentences`` are those that lie in them, float32 ``(m, dim)``, ``owners`` their places in ``rows``.
    """

    language: str
    rows: list[int]
    evidence: Vectors
    sentences: Vectors
    owners: Ids

    def best_of_sentences(self, query: Vectors) -> Vectors:
        """Each row's greatest cosine of a sentence with ``query``, ``-inf`` without one: float32 ``(n,)``."""
        best = np.full(len(self.rows), -np.inf, np.float32)
        np.maximum.at(best, self.owners, self.sentences @ query)
        return best

    def answering_sentence(self, row: int, query: Vectors) -> Vectors | None:
        """The vector of the sentence of ``rows[row]`` nearest to ``query``, if it holds a whole one."""
        own = self.sentences[self.owners == row]
        return own[int((own @ query).argmax())] if len(own) else None


class Search:
    """Searches one library as its index and its database stand."""

    def __init__(self, store: Store, index: LiveIndex, centroids: Centroids, dim: int) -> None:
        self._store = store
        self._index = index
        self._centroids = centroids
        self._dim = dim

    def best(
        self, query: Vectors, k: int, question: str, scoring: Scoring, allowed: Ids | None = None
    ) -> list[tuple[Passage, float]]:
        """The ``k`` best passages, of the ``allowed`` rows if given; see ``Library.search``."""
        shares = self._store.lexical.shares(question) if scoring.words else {}
        rows, scores = self._scored(_Asked(query, shares, stated(question), scoring), k, allowed)
        best = np.argsort(-scores, kind="stable")[:k]
        passages = self._store.passages([rows[place] for place in best])
        return [(passages[rows[place]], float(scores[place])) for place in best if rows[place] in passages]

    def _scored(self, asked: _Asked, k: int, allowed: Ids | None) -> tuple[list[int], Vectors]:
        """Rows among which are the ``k`` best, and their scores, float32 ``(n,)``."""
        usual = self._weighed(asked, self._candidates(asked, _CANDIDATES))
        scores = fair_scores([of.evidence for of in usual], asked.scoring)
        found = list(zip(usual, scores, strict=True))
        if allowed is not None or k > _CANDIDATES:
            found += self._more(asked, usual, max(k, _CANDIDATES), allowed)
        if asked.scoring.agreement:
            found = _in_agreement(asked, _best(usual, scores), found)
        rows = [row for of, _ in found for row in of.rows]
        joined = np.concatenate([np.empty(0, np.float32), *(of_language for _, of_language in found)])
        kept = np.arange(len(rows)) if allowed is None else np.flatnonzero(np.isin(rows, allowed))
        return [rows[place] for place in kept], joined[kept]

    def _more(
        self, asked: _Asked, usual: list[_Weighed], depth: int, allowed: Ids | None
    ) -> list[tuple[_Weighed, Vectors]]:
        """Further candidates that are allowed, each scored as if it alone stood beside the usual ones."""
        known = {row for of in usual for row in of.rows}
        sought = self._candidates(asked, depth, allowed)
        tags = [of.language for of in usual]
        others = {tag: _without(sought.get(tag, ()), known) for tag in dict.fromkeys([*tags, *sought])}
        usual = usual + self._weighed(asked, {tag: [] for tag in others if tag not in tags})
        more = self._weighed(asked, others)
        beside, evidence = ([of.evidence for of in languages] for languages in (usual, more))
        return list(zip(more, fair_scores_of_more(beside, evidence, asked.scoring), strict=True))

    def _candidates(self, asked: _Asked, depth: int, allowed: Ids | None = None) -> Sought:
        """Per language the rows nearest to the question, and those that hold most of its words."""
        candidates = self._index.candidates(self._towards_raw(asked), depth, allowed)
        by_words = self._store.lexical.candidates(asked.shares, depth, allowed)
        for row, tag in self._store.languages(by_words):
            if row not in (rows := candidates.setdefault(tag, [])):
                rows.append(row)
        return candidates

    def _towards_raw(self, asked: _Asked) -> Vectors:
        return self._centroids.towards_raw(asked.query) if asked.scoring.centring else asked.query

    def _weighed(self, asked: _Asked, sought: Sought) -> list[_Weighed]:
        """Those of each language's rows that still exist, each with what speaks for it."""
        whole = asked.scoring.sentences or asked.scoring.agreement
        held = self._store.candidates(sought, self._dim, asked.terms, sentences=whole)
        if asked.scoring.centring:
            held = self._centred(held)
        return [_weighed(asked, tag, candidates) for tag, candidates in held.items()]

    def _centred(self, held: Mapping[str, Candidates]) -> dict[str, Candidates]:
        parts: list[Part] = []
        for tag, of in held.items():
            parts += ("passages", tag, of.vectors), ("passages", tag, of.title_vectors)
            parts.append(("sentences", tag, of.sentences))
        fair = iter(self._centroids.centred(parts))
        return {
            tag: replace(of, vectors=next(fair), title_vectors=next(fair), sentences=next(fair))
            for tag, of in held.items()
        }


def _weighed(asked: _Asked, language: str, held: Candidates) -> _Weighed:
    passages, context = held.vectors @ asked.query, held.title_vectors @ asked.query
    found = _Weighed(language, held.rows, _UNWEIGHED, held.sentences, held.owners)
    best = found.best_of_sentences(asked.query)
    best = np.where(np.isfinite(best), best, passages)
    words = coverage(asked.shares, held.terms) if asked.shares else np.zeros_like(passages)
    lacks = lacking(asked.stated, held.terms, held.titles)
    return replace(found, evidence=np.stack([passages, best, context, words, lacks]))


def _best(
    languages: Sequence[_Weighed], scores: Sequence[Vectors]
) -> tuple[_Weighed, int, np.float32] | None:
    """The best candidate: its language's, its place there, and its score."""
    found = [
        (of, int(own.argmax()), own.max()) for of, own in zip(languages, scores, strict=True) if len(own)
    ]
    return max(found, key=lambda entry: entry[2]) if found else None


def _in_agreement(
    asked: _Asked,
    best: tuple[_Weighed, int, np.float32] | None,
    found: list[tuple[_Weighed, Vectors]],
) -> list[tuple[_Weighed, Vectors]]:
    """With what agrees in other languages with the best passage moved up to it."""
    answer = best and best[0].answering_sentence(best[1], asked.query)
    if best is None or answer is None:
        return found
    return [
        (of, scores)
        if primary_language(of.language) == primary_language(best[0].language)
        else (of, in_agreement(scores, np.maximum(of.best_of_sentences(answer), -1), best[2]))
        for of, scores in found
    ]


def _without(rows: Iterable[int], known: Collection[int]) -> list[int]:
    return [row for row in rows if row not in known]
