"""What a language's follow-ups look like; ``english``, ``chinese`` and ``vietnamese`` say it of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from corpus.folding import unaccented


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns for questions in lower case without their closing marks.

    ``ellipses`` match a whole question that only names something new to ask of, in the group ``new``;
    ``leanings`` one that speaks of what came before, or says next to nothing. ``pointing`` finds *this
    forum*, with what it points to in the group ``noun``: it leans if the question before speaks of one.
    ``alone`` matches the beginning of a question whose pronoun stands for nothing (*Is it true that*),
    ``identifying`` of one that says itself what its pronoun is, if it names something (*Is this the first
    time that Laos*). ``reversal`` matches a whole question for the one before with its roles exchanged.
    ``never_new`` finds words that nothing new consists of, ``asking`` those that only ask, and ``locative``
    matches what stands before a place or a year.
    """

    ellipses: tuple[re.Pattern[str], ...]
    leanings: tuple[re.Pattern[str], ...]
    pointing: re.Pattern[str]
    alone: re.Pattern[str]
    identifying: re.Pattern[str]
    reversal: re.Pattern[str]
    never_new: re.Pattern[str]
    asking: re.Pattern[str]
    locative: re.Pattern[str]

    @classmethod
    def of(cls, *, ellipses: Iterable[str], leanings: Iterable[str], **others: str) -> Self:
        """The cues of a language, from regular expressions."""
        compiled = {name: re.compile(pattern) for name, pattern in others.items()}
        return cls(tuple(map(re.compile, ellipses)), tuple(map(re.compile, leanings)), **compiled)

    def without_accents(self) -> Self:
        """The same cues as they are typed without accents."""
        patterns = {field.name: getattr(self, field.name) for field in fields(self)}
        ellipses, leanings = patterns.pop("ellipses"), patterns.pop("leanings")
        return self.of(
            ellipses=(unaccented(pattern.pattern) for pattern in ellipses),
            leanings=(unaccented(pattern.pattern) for pattern in leanings),
            **{name: unaccented(pattern.pattern) for name, pattern in patterns.items()},
        )
