"""The whole report: one file without script that fetches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.rendering.evaluation import cases, sections
from ui.rendering.evaluation.markup import escape, number, section

_STYLE = Path(__file__).parent / "report.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report_page(results: Mapping[str, Any]) -> str:
    """The HTML of ``report.html`` from what ``report.json`` holds."""
    body = (
        sections.measures(results),
        sections.baseline(results),
        sections.languages(results),
        sections.ablation(results),
        sections.passages(results),
        cases.worst(results),
        cases.answered(results),
        section("What was measured", _facts(results["measured"])),
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>Polycite: evaluation</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{_heading(results)}{''.join(body)}</main></body></html>\n"
    )


def _heading(results: Mapping[str, Any]) -> str:
    measured = results["measured"]
    facts = (f"{results['questions']} questions", measured["encoder"], measured["date"][:10])
    return f"<header><h1>Evaluation</h1><p>{' · '.join(map(escape, facts))}</p></header>"


def _facts(facts: Mapping[str, Any]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{_fact(value)}</dd>" for name, value in facts.items())
    return f"<dl>{rows}</dl>"


def _fact(value: Any) -> str:
    return _facts(value) if isinstance(value, Mapping) else escape(number(value))
