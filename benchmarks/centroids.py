"""Makes the centroids that Polycite ships for an encoder, from parallel news lines.

usage: python benchmarks/centroids.py NTREX_FOLDER ENCODER OUT.npz

NTREX_FOLDER holds one file a language (``en.txt``, ``zh-Hans.txt`` …), the same news sentence on each line
(NTREX-128, Federmann et al. 2022, CC BY-SA 4.0). OUT.npz holds ``query_<tag>``, ``passage_<tag>`` and
``sentence_<tag>``, float16 ``(dim,)``: the mean unit vector of the language's lines, as questions, as
passages, and in the context of the lines beside them (``embeddings.contextual``); ``emphasis``, float16
``(dim, dim)`` (``embeddings.fairness.emphasis``); and the encoder's name and revision, by which Polycite
knows whether they fit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from embeddings import open_encoder
from embeddings.contextual import in_context
from embeddings.fairness import emphasis
from embeddings.protocols import Vectors


def main(folder: str, name: str, out: str) -> None:
    """Encodes every language's lines, as questions and as passages, and writes what they say."""
    encoder = open_encoder(name)
    vectors: dict[str, Vectors] = {}
    sentences: dict[str, Vectors] = {}
    for path in sorted(Path(folder).glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        vectors[f"query_{path.stem}"] = encoder.encode_queries(lines)
        vectors[f"passage_{path.stem}"] = encoder.encode_passages(lines)
        sentences[f"sentence_{path.stem}"] = in_context(encoder, lines).mean(axis=0)
        print(f"{path.stem}: {len(lines)} lines", file=sys.stderr)
    write(out, encoder.name, encoder.revision, vectors, sentences)


def write(
    out: str, name: str, revision: str, vectors: dict[str, Vectors], sentences: dict[str, Vectors]
) -> None:
    """Writes the means of ``vectors``, each ``(lines, dim)``, with the emphasis of their parallel lines, and
    ``sentences``.
    """
    means = {key: of_lines.mean(axis=0) for key, of_lines in vectors.items()}
    meaning = np.mean([_unit(of_lines - means[key]) for key, of_lines in vectors.items()], axis=0)
    arrays = {**means, **sentences, "emphasis": emphasis(meaning)}
    labels = {"name": np.array(name), "revision": np.array(revision)}
    halves = {key: array.astype(np.float16) for key, array in arrays.items()}
    np.savez_compressed(out, allow_pickle=False, **labels, **halves)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    main(*sys.argv[1:])
