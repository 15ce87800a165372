"""What a language model is shown before it is asked: a small one cites and refuses once shown how."""

from __future__ import annotations

from dataclasses import dataclass

SOURCES = """\
<source>
[1] “Đèn biển Marren” (Hải Đăng, 3 May 2011, in Vietnamese)
Đèn biển Marren cao 31 mét và được xây dựng năm 1887.
</source>

<source>
[2] “The harbour of Marren” (Gazette, 2015, in English)
The harbour was closed in 1990, when the last ferry left for Ostby.
</source>

"""
"""Sources about a place that does not exist, in two languages."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question that ``SOURCES`` answer, its answer with the marker, and a question that they do not."""

    question: str
    answer: str
    unanswerable: str


EXAMPLES = {
    "en": Example(
        "How tall is the lighthouse of Marren?",
        "The lighthouse of Marren is 31 metres tall [1].",
        "Who is the mayor of Marren?",
    ),
    "zh-Hans": Example("马伦的灯塔有多高？", "马伦的灯塔高31米[1]。", "马伦的市长是谁？"),
    "zh-Hant": Example("馬倫的燈塔有多高？", "馬倫的燈塔高31公尺[1]。", "馬倫的市長是誰？"),
    "vi": Example(
        "Cảng Marren đóng cửa năm nào?",
        "Cảng Marren đóng cửa năm 1990 [2].",
        "Ai là thị trưởng của Marren?",
    ),
}
"""By the language of the question; none for others, lest the answer come in the wrong one."""
