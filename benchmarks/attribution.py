"""Finds how often a source is given to a statement that none supports, from parallel news lines.

usage: python benchmarks/attribution.py NTREX_FOLDER [EVERY]

NTREX_FOLDER is that of ``support_floor.py``. Four lines, in one language of four, make a passage; the first
half of a line is a question, its second half what a model answers without a marker. The eight passages
nearest to the question are retrieved, in whatever language. *Supported* statements have their line among them
(others are left out). *Unsupported* ones have it taken out, so that what stands around it remains; *astray*
ones too, and answer the question of the line before.

Printed for each floor: the shares of the statements with numbers or dates, of those without, and of all, that
``Checker.source`` gives a source. News repeats itself: many an unsupported number does stand in the source.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
from support_floor import LANGUAGES, halved

from corpus.types import Article, Passage, Span
from embeddings import DEFAULT_ENCODER, Vectors, open_encoder
from embeddings.fairness import Centroids
from qa.checking.claims import Sentence
from qa.checking.quantities import stated
from qa.checking.support import Checker
from qa.types import Hit

FLOORS = (0.50, 0.56, 0.60, 0.62, 0.64, 0.68)
LINES, HITS = 4, 8


class News:
    """Passages of news lines, each in one language, as ``Checker`` asks for them."""

    def __init__(self, folder: Path) -> None:
        self._encoder = open_encoder(DEFAULT_ENCODER)
        self._centroids = Centroids.of(self._encoder)
        texts = {tag: (folder / f"{tag}.txt").read_text(encoding="utf-8").splitlines() for tag in LANGUAGES}
        self.count = len(texts[LANGUAGES[0]]) // LINES * LINES
        tags = np.random.default_rng(0).choice(LANGUAGES, self.count // LINES)
        self.language = [str(tags[line // LINES]) for line in range(self.count)]
        self.texts = texts
        self.vectors = np.stack(
            [self.passage_vector(texts[tag][line], tag) for line, tag in enumerate(self.language)]
        )
        self.passage_vector = cache(self.passage_vector)  # type: ignore[method-assign]

    def passage_vector(self, text: str, language: str) -> Vectors:
        vector: Vectors = self._centroids.centred_passages(self._encoder.encode_passages([text]), language)[0]
        return vector

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        lines = [int(line) for line in passage.id.split()]
        ends = np.cumsum([len(self.texts[passage.language][line]) + 1 for line in lines]).tolist()
        return [Span(start, end - 1) for start, end in zip([0, *ends], ends, strict=False)], self.vectors[
            lines
        ]

    def retrieved(self, question: str, language: str, without: int | None) -> list[Hit]:
        """The passages nearest to a question by their nearest line, a line left out."""
        near = self.vectors @ self.passage_vector(question, language)
        if without is not None:
            near[without] = -1
        best = np.argsort(-near.reshape(-1, LINES).max(axis=1), kind="stable")[:HITS]
        return [self._hit(int(block), without, rank) for rank, block in enumerate(best, start=1)]

    def _hit(self, block: int, without: int | None, rank: int) -> Hit:
        lines = [line for line in range(block * LINES, (block + 1) * LINES) if line != without]
        tag = self.language[lines[0]]
        text = "\n".join(self.texts[tag][line] for line in lines)
        name = " ".join(map(str, lines))
        return Hit(Passage(name, name, 0, len(text), text, tag), Article(name, "", text, tag), 0.0, rank)


def main(folder: str, every: str = "4") -> None:
    """Asks for every n-th line in four languages and prints the shares."""
    news = News(Path(folder))
    shares: dict[tuple[float, str, bool], list[bool]] = defaultdict(list)
    checkers = {floor: Checker(news, unprompted=floor) for floor in FLOORS}
    for tag in LANGUAGES:
        for line in range(1, news.count, int(every)):
            for kind, asked, without in (
                ("supported", line, None),
                ("unsupported", line, line),
                ("astray", line - 1, line),
            ):
                question, _ = halved(news.texts[tag][asked])
                _, statement = halved(news.texts[tag][line])
                hits = news.retrieved(question, tag, without)
                if without is None and not any(str(line) in hit.passage.id.split() for hit in hits):
                    continue
                sentence = Sentence(0, len(statement), statement)
                for floor, checker in checkers.items():
                    given = checker.source(sentence, hits, tag, question) is not None
                    shares[floor, kind, bool(stated(statement))].append(given)
        print(f"{tag} done", file=sys.stderr)
    for kind in ("supported", "unsupported", "astray"):
        print(f"{kind}: floor, with numbers, without, all")
        for floor in FLOORS:
            numbers, none = (shares[floor, kind, has] for has in (True, False))
            print(
                f"{floor:.2f}",
                *(f"{np.mean(some):.3f} of {len(some)}" for some in (numbers, none, numbers + none)),
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
