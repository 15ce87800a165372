"""Finds how often a statement is given a source that supports it, and one that does not, from parallel news.

usage: python benchmarks/attribution.py NTREX_FOLDER [EVERY]

NTREX_FOLDER is that of ``support_floor.py``. Four lines, in one language of four, make a passage; the first
half of a line is a question, its second half what a model answers without a marker. The eight passages
nearest to the question are retrieved, in whatever language. *Supported* statements have their line among them
(others are left out). *Unsupported* ones have it taken out, so that what stands around it remains; *astray*
ones too, and answer the question of the line before. *Miscited* are supported ones that cite the nearest
passage which does not hold their line.

Printed for each floor of ``UNPROMPTED``, then for the one in use by the languages of statement and line: the
shares that ``Checker.source`` gives the right source and another; and of the miscited how many pass the check
as they are, are put right, and put wrong. News repeats itself: many an unsupported number does stand in the
source. A question that is half of its line is nearer to it than questions are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
from support_floor import LANGUAGES, halved

from corpus.types import Article, Passage, Span, primary_language
from embeddings import DEFAULT_ENCODER, Vectors, open_encoder
from embeddings.fairness import Centroids
from qa.checking.claims import Sentence
from qa.checking.support import UNPROMPTED, Checker, Unprompted
from qa.types import Hit

FLOORS = (
    UNPROMPTED,
    Unprompted(0.62, -1, -1),
    Unprompted(0.55, 0.65, 0.62),
    Unprompted(0.4, 0.65, 0.62),
    Unprompted(0.5, 0.7, 0.66),
    Unprompted(0.5, 0.6, 0.58),
)
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
    given: dict[tuple[str, ...], list[str]] = defaultdict(list)
    checkers = {floors: Checker(news, unprompted=floors) for floors in FLOORS}
    for tag in LANGUAGES:
        for line in range(1, news.count, int(every)):
            pair = f"{primary_language(tag)} from {primary_language(news.language[line])}"
            for kind, asked, without in (
                ("supported", line, None),
                ("unsupported", line, line),
                ("astray", line - 1, line),
            ):
                question, _ = halved(news.texts[tag][asked])
                _, statement = halved(news.texts[tag][line])
                hits = news.retrieved(question, tag, without)
                right = [hit.rank for hit in hits if str(line) in hit.passage.id.split()]
                if without is None and not right:
                    continue
                sentence = Sentence(0, len(statement), statement)
                for floors, checker in checkers.items():
                    marker = checker.source(sentence, hits, tag, question)
                    given[kind, str(tuple(floors))].append(_verdict(marker, right))
                given[kind, pair].append(
                    _verdict(checkers[UNPROMPTED].source(sentence, hits, tag, question), right)
                )
                if right:
                    given["miscited", pair].append(
                        _put_right(checkers[UNPROMPTED], sentence, hits, tag, question, right)
                    )
        print(f"{tag} done", file=sys.stderr)
    for (kind, of), verdicts in sorted(given.items()):
        shares = (
            f"{verdict} {verdicts.count(verdict) / len(verdicts):.3f}" for verdict in sorted(set(verdicts))
        )
        print(f"{kind}, {of}: {', '.join(shares)}, of {len(verdicts)}")


def _verdict(marker: int | None, right: list[int]) -> str:
    return "none" if marker is None else "right" if marker in right else "wrong"


def _put_right(
    checker: Checker, sentence: Sentence, hits: list[Hit], tag: str, question: str, right: list[int]
) -> str:
    """What becomes of a sentence that cites the first hit which is not right."""
    cited = sentence.citing(next(hit.rank for hit in hits if hit.rank not in right))
    checked = checker.check(cited, hits, tag, question)
    if checked is None or checked.claim.supported:
        return "passes"
    return _verdict(checker.source(cited, hits, tag, question), right)


if __name__ == "__main__":
    main(*sys.argv[1:])
