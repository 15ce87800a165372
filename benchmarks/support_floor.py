"""Finds how near in meaning a claim has to be to a sentence that supports it, from parallel news lines.

usage: python benchmarks/support_floor.py NTREX_FOLDER [LINES]

NTREX_FOLDER holds one file a language, the same news sentence on each line (NTREX-128, Federmann et al. 2022,
CC BY-SA 4.0). The second half of a line stands for a claim and its first half for the question; the two
give the claim's vector as ``qa.checking`` makes it, and the line's translation supports it. Not supported are
the same claim where the line before or after is cited (mostly of one article), and the second half of the
line after where the translation of this one is cited, with this one's first half as the question.

Printed for each floor: the share of claims at or above it, supported, citing a neighbour, and of a neighbour,
between different languages and within one. ``FLOOR`` is the greatest that 99 in 100 supported claims between
languages reach.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from embeddings import DEFAULT_ENCODER, Vectors, open_encoder
from embeddings.fairness import Centroids

LANGUAGES = ("en", "vi", "zh-Hans", "zh-Hant")
FLOORS = np.arange(0.10, 0.61, 0.02)


def main(folder: str, count: str = "600") -> None:
    """Encodes the lines of four languages, whole and halved, and prints the shares."""
    encoder = open_encoder(DEFAULT_ENCODER)
    centroids = Centroids.of(encoder)
    lines, claims, strays = {}, {}, {}
    for tag in LANGUAGES:
        texts = (Path(folder) / f"{tag}.txt").read_text(encoding="utf-8").splitlines()[: int(count)]
        questions, statements = zip(*map(halved, texts), strict=True)
        others = [*statements[1:], statements[0]]
        astray = [f"{question} {other}" for question, other in zip(questions, others, strict=True)]
        whole, said, said_astray = (
            centroids.centred_passages(encoder.encode_passages(some), tag)
            for some in (texts, statements, astray)
        )
        lines[tag], claims[tag] = whole, _mean(said, whole)
        strays[tag] = _mean(np.roll(said, -1, axis=0), said_astray)
        print(f"{tag}: {len(texts)} lines", file=sys.stderr)
    for title, same in (("between languages", False), ("within one language", True)):
        pairs = [(one, two) for one in LANGUAGES for two in LANGUAGES if (one[:2] == two[:2]) is same]
        print(f"{title}: floor, supported, citing a neighbour, of a neighbour")
        _report(
            np.concatenate([_paired(claims[one], lines[two], 0) for one, two in pairs]),
            np.concatenate([_paired(claims[one], lines[two], by) for one, two in pairs for by in (1, -1)]),
            np.concatenate([_paired(strays[one], lines[two], 0) for one, two in pairs]),
        )


def _report(supported: Vectors, *unsupported: Vectors) -> None:
    for floor in FLOORS:
        shares = (f"{np.mean(some >= floor):.3f}" for some in (supported, *unsupported))
        print(f"{floor:.2f}", *shares)
    print(f"reached by 99 in 100: {np.quantile(supported, 0.01):.3f}")


def halved(line: str) -> tuple[str, str]:
    """The line cut at the space nearest to its middle, or in the middle where there is none near."""
    middle = len(line) // 2
    space = line.find(" ", middle)
    cut = space if middle <= space < middle + 20 else middle
    return line[:cut].strip() or line, line[cut:].strip() or line


def _mean(one: Vectors, two: Vectors) -> Vectors:
    mean: Vectors = np.mean([one, two], axis=0, dtype=np.float32)
    return mean


def _paired(claims: Vectors, lines: Vectors, distance: int) -> Vectors:
    """The similarity of each claim with the line so far behind its own: float32 ``(n,)``."""
    similarities: Vectors = np.einsum("ij,ij->i", claims, np.roll(lines, -distance, axis=0))
    return similarities


if __name__ == "__main__":
    main(*sys.argv[1:])
