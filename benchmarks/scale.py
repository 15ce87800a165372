"""Search in a large library: speed, recall, memory and the cost of one more article; JSON on standard output.

    python benchmarks/scale.py [--passages 1000 10000 100000 1000000] [--runs 5] [--folder DIR] > scale.json

Passages are made up: vectors in clusters of clusters that vary in 24 directions of their own, and a sentence
of words by Zipf's law each. They go into a library by the functions that ``polycite add`` uses, without being
encoded. Queries are other members of the clusters. ``--folder`` keeps the library of one size and uses one
that is there.
To be run with the Python that Polycite is installed in, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from corpus.types import Article, Passage, Span, article_id, passage_id
from embeddings import FaissIndex, Library, Vectors, add_paths
from embeddings.library import FileState, Filter, Indexed
from embeddings.library.building import kind_for
from embeddings.nearest import NEAREST, Neighbours

DIM = 384
LANGUAGES = {"en": 0.5, "zh-Hans": 0.3, "vi": 0.2}
PASSAGES_PER_ARTICLE, ARTICLES_AT_ONCE = 20, 200
TOPICS, SUBJECTS, BASES, DIRECTIONS = 2000, 50, 64, 24
QUERIES, BLOCK = 200, 20_000
WORDS, WORDS_PER_PASSAGE = 50_000, 12
COMMON = 100
"""Words so frequent that questions would leave them out."""
LANGUAGE, MONTH = Filter(languages=frozenset({"vi"})), Filter(since="2003-05", until="2003-05")


class Made:
    """Made-up vectors: clusters of clusters whose members vary in a few directions and, a little, in all."""

    def __init__(self) -> None:
        source = np.random.default_rng(0)
        subjects = source.normal(size=(SUBJECTS, DIM))
        topics = subjects[source.integers(0, SUBJECTS, TOPICS)] + source.normal(size=(TOPICS, DIM))
        self._topics = unit(topics.astype(np.float32))
        self._bases = source.normal(size=(BASES, DIRECTIONS, DIM)).astype(np.float32) / np.float32(DIM**0.5)
        weights = 1 / np.sqrt(np.arange(1, TOPICS + 1))
        self._weights = weights / weights.sum()

    def vectors(self, count: int, source: np.random.Generator) -> Vectors:
        """Unit float32 ``(count, DIM)``."""
        topics = source.choice(TOPICS, count, p=self._weights)
        places = source.normal(scale=0.2, size=(count, DIRECTIONS)).astype(np.float32)
        rows = self._topics[topics] + blur(count, 0.3, source)
        for number, basis in enumerate(self._bases):
            own = topics % BASES == number
            rows[own] += places[own] @ basis
        return unit(rows)


class MadeUpEncoder:
    """An ``Encoder`` that gives each text a vector of its own, and counts the seconds that it takes."""

    name = "made-up"
    revision = "1"
    prefixes = ("", "")
    dim = DIM
    max_tokens = 512
    seconds = 0.0

    def __init__(self) -> None:
        self._made = Made()

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        start = time.perf_counter()
        rows = [self._made.vectors(1, np.random.default_rng(seed(text))) for text in texts]
        self.seconds += time.perf_counter() - start
        return np.concatenate([np.empty((0, DIM), np.float32), *rows])

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        parts = [[text[s.start : s.end] for s in own] for text, own in zip(texts, spans, strict=True)]
        return self.encode_passages(texts), [self.encode_passages(own) for own in parts]

    def count_tokens(self, text: str, /) -> int:
        return len(text.split())


def articles(passages: int, made: Made, source: np.random.Generator) -> Iterator[Indexed]:
    """Articles of 20 passages of a sentence each, so many passages in all."""
    words = Words(source)
    tags = source.choice(list(LANGUAGES), p=list(LANGUAGES.values()), size=passages)
    for first in range(0, passages, PASSAGES_PER_ARTICLE):
        sentences = [words.sentence() for _ in range(min(PASSAGES_PER_ARTICLE, passages - first))]
        text = " ".join(sentences)
        identifier, language = article_id(text), str(tags[first])
        date = f"{2000 + first // 40 % 25}-{1 + first // 20 % 12:02}"
        article = Article(identifier, sentences[0][:40], text, language, "Made up", date, None)
        ends = np.cumsum([len(sentence) + 1 for sentence in sentences]) - 1
        spans = [Span(int(end) - len(own), int(end)) for end, own in zip(ends, sentences, strict=True)]
        vectors = made.vectors(len(spans), source)
        near = unit(vectors + blur(len(vectors), 0.3, source))[:, None]
        yield Indexed(
            article,
            vectors[0],
            [
                Passage(passage_id(identifier, s.start, s.end), identifier, s.start, s.end, own, language)
                for s, own in zip(spans, sentences, strict=True)
            ],
            vectors,
            [[span] for span in spans],
            list(near),
            list(near),
        )


class Words:
    """Sentences and questions of made-up words, by Zipf's law."""

    def __init__(self, source: np.random.Generator) -> None:
        ranks = 1 / np.arange(1, WORDS + 1)
        self._weights, self._source = ranks / ranks.sum(), source
        self._drawn: list[int] = []

    def sentence(self) -> str:
        return " ".join(word(self._next()) for _ in range(WORDS_PER_PASSAGE)) + "."

    def question(self) -> str:
        ranks = [rank for _ in range(10 * WORDS_PER_PASSAGE) if (rank := self._next()) >= COMMON]
        return " ".join(map(word, ranks[:6])) + "?"

    def _next(self) -> int:
        if not self._drawn:
            self._drawn = self._source.choice(WORDS, 1 << 18, p=self._weights).tolist()
        return self._drawn.pop()


def word(rank: int) -> str:
    """The word of a rank: syllables in place of digits."""
    syllables = ["ba", "du", "ke", "lo", "mi", "na", "po", "ra", "se", "tu"]
    return "".join(syllables[int(digit)] for digit in str(rank))


def unit(rows: Vectors) -> Vectors:
    """Rows of length 1."""
    scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def blur(count: int, length: float, source: np.random.Generator) -> Vectors:
    """Vectors of about this length in any direction: float32 ``(count, DIM)``."""
    return source.normal(scale=length / DIM**0.5, size=(count, DIM)).astype(np.float32)


def seed(text: str) -> int:
    """A number of its own for each text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def make(folder: Path, passages: int) -> dict[str, float]:
    """Makes the library; seconds that storing and indexing took."""
    start = time.perf_counter()
    batch: list[Indexed] = []
    number = 0
    with Library.create(folder, MadeUpEncoder()) as library:
        with library.writing():
            for article in articles(passages, Made(), np.random.default_rng(1)):
                batch.append(article)
                if len(batch) == ARTICLES_AT_ONCE:
                    put(library, batch, number := number + 1)
                    batch = []
            put(library, batch, number + 1)
            stored = time.perf_counter()
        done = time.perf_counter()
    return {"stored_seconds": round(stored - start, 1), "indexed_seconds": round(done - stored, 1)}


def put(library: Library, batch: Sequence[Indexed], number: int) -> None:
    """Stores articles as those of one file."""
    file = FileState(Path(f"/made-up/{number}.jsonl"), 0, 0, str(number))
    library.put(file, batch, [], [item.article.id for item in batch])


# Measuring


def compared(passages: int) -> dict[str, Any]:
    """Exact and approximate search among so many vectors in one index."""
    made, source = Made(), np.random.default_rng(2)
    kind = kind_for(passages)
    exact, approximate = FaissIndex(DIM), FaissIndex(DIM, kind)
    queries = made.vectors(QUERIES, np.random.default_rng(3))
    known = Neighbours.of(queries)
    start = time.perf_counter()
    if sample := approximate.sample_size:
        approximate.train(made.vectors(sample, np.random.default_rng(4)))
    seconds = time.perf_counter() - start
    for first in range(0, passages, BLOCK):
        vectors = made.vectors(min(BLOCK, passages - first), source)
        ids = np.arange(first, first + len(vectors))
        exact.add(ids, vectors)
        known = known.beside(ids, vectors)
        start = time.perf_counter()
        approximate.add(ids, vectors)
        seconds += time.perf_counter() - start
    slow: list[float] = []
    quick: list[float] = []
    for query in queries:
        slow += timings(lambda q=query: exact.search(q[None], NEAREST))
        quick += timings(lambda q=query: approximate.search(q[None], NEAREST), 5)
    return {
        "kind": kind,
        "lists_probed": approximate.effort,
        "recall@10": round(known.recall(approximate), 4),
        "made_seconds": round(seconds, 1),
        "milliseconds": {"exact": quantiles(slow), "approximate": quantiles(quick)},
        "times_as_fast": round(statistics.median(slow) / statistics.median(quick), 1),
    }


def searched(folder: Path, runs: int) -> dict[str, Any]:
    """One process that opens the library, asks it ``QUERIES`` questions and adds ``runs`` articles to it."""
    encoder, words = MadeUpEncoder(), Words(np.random.default_rng(5))
    texts = [words.question() for _ in range(QUERIES)]
    asked = list(zip(encoder.encode_queries(texts), texts, strict=True))
    before, start = resident(), time.perf_counter()
    with Library.open(folder, encoder=encoder) as library:
        opened = time.perf_counter() - start
        searches = {
            "first": lambda query, text: library.search(query, 8, text),
            "k = 8": lambda query, text: library.search(query, 8, text),
            "k = 1000": lambda query, text: library.search(query, 1000, text),
            "one language": lambda query, text: library.search(query, 8, text, where=LANGUAGE),
            "one month": lambda query, text: library.search(query, 8, text, where=MONTH),
        }
        counts = {"first": 1, "k = 8": QUERIES}
        milliseconds, memory = {}, {"before": before}
        for name, search in searches.items():
            each = [timings(lambda s=search, a=a: s(*a))[0] for a in asked[: counts.get(name, 20)]]
            milliseconds[name] = quantiles(each)
            memory[name] = resident()
        added = [added_seconds(library, encoder, number) for number in range(runs)]
        facts = library.info()
    return {
        "open_seconds": round(opened, 3),
        "milliseconds": milliseconds,
        "resident_mib": memory | {"added": resident()},
        "added_article_seconds": added,
        "indexes": facts.indexes,
        "bytes": facts.bytes,
    }


def added_seconds(library: Library, encoder: MadeUpEncoder, number: int) -> float:
    """Seconds of adding one article of 30 sentences, less what encoding it takes."""
    words = Words(np.random.default_rng([6, number, time.time_ns()]))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "one.txt"
        path.write_text("\n\n".join(words.sentence() for _ in range(30)), encoding="utf-8")
        before, start = encoder.seconds, time.perf_counter()
        list(add_paths(library, [path]))
        return round(time.perf_counter() - start - (encoder.seconds - before), 3)


def timings(run: Callable[[], Any], times: int = 1) -> list[float]:
    """Milliseconds of each of so many runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return found


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile, and of how many."""
    return {
        "p50": round(float(np.median(values)), 2),
        "p95": round(float(np.percentile(values, 95)), 2),
        "runs": len(values),
    }


def resident() -> dict[str, int]:
    """MiB of this process in memory: in all, its own, and of mapped files (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    facts = dict(line.split(":", 1) for line in lines if ":" in line)
    names = {"all": "VmRSS", "own": "RssAnon", "files": "RssFile"}
    return {name: int(facts[key].split()[0]) // 1024 for name, key in names.items()}


def in_its_own_process(folder: Path, runs: int) -> dict[str, Any]:
    """What ``searched`` gives, of a fresh process."""
    command = [sys.executable, __file__, "--search", "--folder", str(folder), "--runs", str(runs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def measured(folder: Path, passages: int, runs: int) -> dict[str, Any]:
    """All figures of one size, of a library in ``folder``."""
    made = {} if folder.exists() else make(folder, passages)
    return {
        "passages": passages,
        "raw_vectors_mib": round(passages * DIM * 4 / 2**20, 1),
        "made": made,
        "index": compared(passages),
        "library": [in_its_own_process(folder, runs) for _ in range(2)],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--search", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.search:
        print(json.dumps(searched(options.folder, options.runs)))
        return
    if options.folder and len(options.passages) > 1:
        parser.error("--folder holds a library of one size: name one with --passages")
    load, sizes = os.getloadavg()[0], []
    for passages in options.passages:
        print(f"{passages} passages", file=sys.stderr)
        with tempfile.TemporaryDirectory() as name:
            sizes.append(measured(options.folder or Path(name) / "library", passages, options.runs))
    facts = {
        "machine": platform.platform(),
        "processors": os.cpu_count(),
        "load_average": [round(load, 1), round(os.getloadavg()[0], 1)],
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("polycite", "faiss-cpu", "numpy")},
    }
    print(json.dumps(facts | {"sizes": sizes}, indent=1))


if __name__ == "__main__":
    main()
