"""What a language's follow-ups look like; ``english``, ``chinese`` and ``vietnamese`` say it of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from corpus.folding import unaccented


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns for questions in lower case without their closing marks.

    ``ellipses`` match a whole question that only names something new to ask of, in the group ``new``;
    ``leanings`` one that speaks of what came before, or says next to nothing. ``never_new`` finds words that
    nothing new consists of, ``asking`` those that only ask, and ``locative`` matches what stands before a
    place or a year.
    """

    ellipses: tuple[re.Pattern[str], ...]
    leanings: tuple[re.Pattern[str], ...]
    never_new: re.Pattern[str]
    asking: re.Pattern[str]
    locative: re.Pattern[str]

    @classmethod
    def of(
        cls,
        *,
        ellipses: Iterable[str],
        leanings: Iterable[str],
        never_new: str,
        asking: str,
        locative: str,
    ) -> Self:
        """The cues of a language, from regular expressions."""
        return cls(
            tuple(map(re.compile, ellipses)),
            tuple(map(re.compile, leanings)),
            re.compile(never_new),
            re.compile(asking),
            re.compile(locative),
        )

    def without_accents(self) -> Self:
        """The same cues as they are typed without accents."""
        return self.of(
            ellipses=(unaccented(pattern.pattern) for pattern in self.ellipses),
            leanings=(unaccented(pattern.pattern) for pattern in self.leanings),
            never_new=unaccented(self.never_new.pattern),
            asking=unaccented(self.asking.pattern),
            locative=unaccented(self.locative.pattern),
        )
