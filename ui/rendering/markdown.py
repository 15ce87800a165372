"""Text as CommonMark that shows it as it is."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$#@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_LINE_START = re.compile(r"^(\d+(?=[.)]))|^(?=[-+=])")


def escaped(line: str) -> str:
    """A line with a backslash before whatever Markdown could read as more than itself (CommonMark 2.4).

    Nor does it become one of the bare links of GitHub's Markdown (GFM, section 6.9).
    """
    return _LINE_START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", line))
