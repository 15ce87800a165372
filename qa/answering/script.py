"""Chinese in the script of the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.folding import converter
from corpus.language import SIMPLIFIED, TRADITIONAL, chinese_script

CHINESE = frozenset({SIMPLIFIED, TRADITIONAL})
_CONVERSION = {SIMPLIFIED: "t2s", TRADITIONAL: "s2tw"}
_QUOTED = re.compile('「[^「」]+」|『[^『』]+』|《[^《》]+》|“[^“”]+”|‘[^‘’]+’|"[^"]+"')


def in_script_of(language: str, text: str, sources: Iterable[str]) -> str:
    """``text`` in simplified or traditional characters where it is in the other ones than ``language``.

    What stands in quotation marks, and so in one of the ``sources``, stays as it is there. Mixed text is left
    alone if most of its telling characters are right: converted again, 里 and 后 would come out wrong.
    """
    conversion = _CONVERSION.get(language)
    if conversion is None or chinese_script(text) == language:
        return text
    convert: Callable[[str], str] = converter(conversion).convert
    said = list(sources)
    pieces = []
    end = 0
    for quote in _QUOTED.finditer(text):
        if any(quote[0][1:-1] in source for source in said):
            pieces += [convert(text[end : quote.start()]), quote[0]]
            end = quote.end()
    return "".join([*pieces, convert(text[end:])])
