"""The page on speed is drawn from whatever was measured."""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SPREAD = {"median": 2.0, "min": 1.0, "max": 3.0}
P = {"p50": 1.0, "p95": 2.0}
LIBRARY = {
    "milliseconds": {"k = 8": P},
    "resident_mib": {"k = 8": {"all": 10, "own": 5}},
    "open_seconds": 0.1,
    "added_article_seconds": [0.1, 0.2, 0.3],
}
SCALE = {
    "passages": 1000,
    "raw_vectors_mib": 5.0,
    "index": {
        "kind": "flat",
        "recall@10": 1.0,
        "times_as_fast": 1.0,
        "milliseconds": {"exact": P, "approximate": P},
    },
    "library": [LIBRARY],
}
PEER = {
    "quality": {name: {"mean": 0.5, "interval": [0.4, 0.6]} for name in ("ndcg@10", "cross_language_mrr@10")},
    "query_milliseconds": {"p50": SPREAD, "p95": SPREAD},
    **dict.fromkeys(("passages_per_second", "cold_seconds", "build_peak_mib", "ask_peak_mib"), SPREAD),
    "index_bytes": SPREAD,
}
RATES = {"f32": 900.0, "bf16": 3000.0}
RESULTS: dict[str, Any] = {
    "embedding": {"engines": {"openvino": {"tokens_per_second": SPREAD}}},
    "scale": {"sizes": [SCALE]},
    "scale-million": {**SCALE, "passages": 1_000_000},
    "peers": {"engines": {"polycite": PEER, "bm25s": PEER}},
    "limits": {
        "gigaflops": {"f32": SPREAD},
        "gigabytes_per_second": {"read": SPREAD},
        "operations_per_token": 5e7,
        "tokens_per_second": RATES,
        "exact_milliseconds": {"1000": 0.1},
    },
    "figures": {"import sentence_transformers / polycite ask": 8.0},
    "answering": {"answer_milliseconds": P},
    "indexing": {"ratio": SPREAD},
    **{
        name: json.loads((BENCHMARKS / "results" / f"{name}.json").read_text("utf-8"))
        for name in ("quality", "conformance")
    },
}
SECTIONS = {
    "embedding": "Passages in bulk",
    "peers": "Beside peers",
    "scale": "From a thousand to a million passages",
    "limits": "The limits",
    "quality": "No speed is bought with quality",
    "conformance": "The same vectors on every engine",
}


@pytest.fixture
def plots(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    return import_module("plots")


def _pages(plots: Any, of: int) -> list[tuple[tuple[str, ...], str]]:
    template = (BENCHMARKS / "speed_page.md").read_text("utf-8")
    chosen = combinations(RESULTS, of)
    return [(names, plots.page(template, {n: RESULTS[n] for n in names}, "images")) for names in chosen]


@pytest.mark.parametrize("of", range(len(RESULTS) + 1))
def test_the_page_holds_the_sections_that_were_measured_and_no_others(plots: Any, of: int) -> None:
    for names, page in _pages(plots, of):
        measured = {"scale" if name.startswith("scale") else name for name in names}
        titles = [title for name, title in SECTIONS.items() if name in measured]
        assert re.findall(r"^## (.+)$", page, re.MULTILINE) == titles
        assert "Not measured" not in page
        assert "<!--" not in page


@pytest.mark.parametrize("of", [0, 1, len(RESULTS)])
def test_every_plot_on_the_page_is_drawn(
    plots: Any, of: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in combinations(RESULTS, of):
        folder = tmp_path / ("-".join(names) or "nothing")
        folder.mkdir()
        for name in names:
            (folder / f"{name}.json").write_text(json.dumps(RESULTS[name]), "utf-8")
        page, images = folder / "speed.md", folder / "images"
        monkeypatch.setattr(sys, "argv", ["plots.py", str(folder), str(images), "--page", str(page)])
        plots.main()
        shown = set(re.findall(r"\(images/(\w+\.svg)\)", page.read_text("utf-8")))
        assert shown == {image.name for image in images.iterdir()}


def test_the_page_in_the_docs_is_what_was_measured(plots: Any) -> None:
    files = sorted((BENCHMARKS / "results").glob("*.json"))
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in files}
    template = (BENCHMARKS / "speed_page.md").read_text("utf-8")
    assert plots.page(template, results, "images") == Path(BENCHMARKS.parent, "docs/speed.md").read_text(
        "utf-8"
    )
