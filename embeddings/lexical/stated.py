"""What a question states, and a passage that answers it should hold: names, numbers and dates."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from embeddings.lexical.names import names_in
from embeddings.lexical.terms import passage_terms, quantity_terms
from embeddings.protocols import Vectors

_SPELLED = frozenset(f"#{number}" for number in range(11))


@dataclass(frozen=True, slots=True)
class Stated:
    """A question's names, each as the terms of what it may stand for; and its numbers and dates as terms."""

    names: tuple[frozenset[str], ...]
    quantities: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """All terms that are looked for."""
        return self.quantities.union(*self.names)

    def lacking(self, held: AbstractSet[str]) -> float:
        """The share of the names that are not among the terms ``held``, and 1 if any quantity is not."""
        missing = sum(name.isdisjoint(held) for name in self.names)
        return missing / max(len(self.names), 1) + (not self.quantities <= held)


def stated(question: str) -> Stated:
    """The names that are known in several languages, and the numbers and dates, of a question.

    Whole numbers up to ten are left out: an article may well spell them out.
    """
    names: dict[tuple[int, int], set[str]] = {}
    for name in names_in(question):
        names.setdefault((name.start, name.end), set()).add(name.term)
    return Stated(tuple(map(frozenset, names.values())), frozenset(quantity_terms(question)) - _SPELLED)


def lacking(asked: Stated, passages: Iterable[AbstractSet[str]], contexts: Iterable[str]) -> Vectors:
    """How much of what is ``stated`` each passage's terms lack, with its context: float32 ``(n,)``.

    In [0, 2]: see ``Stated.lacking``. ``contexts`` are texts, such as the article's title and date; one is
    only read where the passage lacks something.
    """
    both = zip(passages, contexts, strict=True)
    return np.array([_lacking(asked, terms, context) for terms, context in both], np.float32)


def _lacking(asked: Stated, terms: AbstractSet[str], context: str) -> float:
    missing = asked.lacking(terms)
    return asked.lacking(terms | held_terms(context)) if missing and context else missing


@lru_cache(maxsize=4096)
def held_terms(text: str) -> frozenset[str]:
    """The terms that a passage, or what it stands in, holds."""
    return frozenset(passage_terms(text))
