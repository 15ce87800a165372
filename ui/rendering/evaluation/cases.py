"""The questions that went wrong: what was expected, what was retrieved instead, what was answered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ui.rendering.evaluation.markup import badge, escape, foreign, note, section

SHOWN = 25
_OPEN = 3


def worst(results: Mapping[str, Any]) -> str:
    """Questions whose answer was not found, not found first, not given or given wrongly, worst first."""
    cases = [case for case in results.get("cases", ()) if case["expected"] and _went_wrong(case)]
    cases.sort(key=lambda case: (-(case["place"] or math.inf), -len(case["faults"])))
    return _listed("Worst questions", cases)


def answered(results: Mapping[str, Any]) -> str:
    """Questions that nothing answers and that were answered, the surest first."""
    cases = [case for case in results.get("cases", ()) if not case["expected"] and case["faults"]]
    cases.sort(key=lambda case: -(case["confidence"] or 0))
    return _listed("Answered though nothing answers", cases)


def _went_wrong(case: Mapping[str, Any]) -> bool:
    return bool(case["faults"]) or case["answer"] is None


def _listed(heading: str, cases: Sequence[Mapping[str, Any]]) -> str:
    shown = [_case(case, opened=number < _OPEN) for number, case in enumerate(cases[:SHOWN])]
    more = len(cases) - len(shown)
    return section(heading, *shown, note(f"{more} more are in report.json.") if more > 0 else "")


def _case(case: Mapping[str, Any], *, opened: bool) -> str:
    faults = "".join(badge(fault, "bad") for fault in case["faults"])
    place = badge(f"found at {case['place']}") if case["place"] else ""
    facts = f"<code>{escape(case['id'])}</code>{badge(case['language'])}{place}{faults}"
    parts = (
        _part("Expected", "".join(map(_expected, case["expected"]))),
        _part("Retrieved", _found(case["found"])),
        _part("Answered", _answer(case)),
    )
    return (
        f'<details class="case"{" open" if opened else ""}>'
        f"<summary>{foreign('strong', case['question'], case['language'])}"
        f'<span class="facts">{facts}</span></summary>'
        f"{''.join(parts)}</details>"
    )


def _part(heading: str, body: str) -> str:
    return f"<h3>{escape(heading)}</h3>{body}" if body else ""


def _expected(expected: Mapping[str, Any]) -> str:
    place = badge(f"at {expected['place']}") if expected["place"] else ""
    language = badge(expected["language"])
    if expected["name"]:
        pattern = f"<code>{escape(expected['text'])}</code>" if expected["text"] else ""
        return f'<p class="facts">{escape(expected["name"])}{language}{place}{pattern}</p>'
    sentence = foreign("blockquote", expected["text"], expected["language"])
    return f'<p class="facts">{language}{place}</p>{sentence}'


def _found(found: Sequence[Mapping[str, Any]]) -> str:
    return f"<ol>{''.join(map(_candidate, found))}</ol>" if found else ""


def _candidate(found: Mapping[str, Any]) -> str:
    answers = badge("answers", "good") if found["answers"] else ""
    title = foreign("cite", found["title"], found["language"]) if found["title"] else ""
    score = badge(f"score {found['score']:.3f}")
    facts = f"{title}{badge(found['language'])}{score}{answers}"
    return f'<li><p class="facts">{facts}</p>{foreign("blockquote", found["text"], found["language"])}</li>'


def _answer(case: Mapping[str, Any]) -> str:
    if case["answer"] is None:
        return ""
    confidence = badge(f"confidence {case['confidence']:.2f}")
    return f'<p class="facts">{confidence}</p>{foreign("blockquote", case["answer"], case["language"])}'
