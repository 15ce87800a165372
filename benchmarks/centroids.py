"""Makes the centroids that Polycite ships for an encoder, from parallel news lines.

usage: python benchmarks/centroids.py NTREX_FOLDER ENCODER OUT.npz

NTREX_FOLDER holds one file a language (``en.txt``, ``zh-Hans.txt`` …), the same news sentence on each line
(NTREX-128, Federmann et al. 2022, CC BY-SA 4.0). OUT.npz holds ``query_<tag>`` and ``passage_<tag>``, float16
``(dim,)``: the mean unit vector of the language's lines, as questions and as passages; and the encoder's name
and revision, by which Polycite knows whether they fit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from embeddings import open_encoder


def main(folder: str, name: str, out: str) -> None:
    """Encodes every language's lines twice and writes the means."""
    encoder = open_encoder(name)
    arrays = {"name": np.array(encoder.name), "revision": np.array(encoder.revision)}
    for path in sorted(Path(folder).glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        arrays[f"query_{path.stem}"] = encoder.encode_queries(lines).mean(axis=0).astype(np.float16)
        arrays[f"passage_{path.stem}"] = encoder.encode_passages(lines).mean(axis=0).astype(np.float16)
        print(f"{path.stem}: {len(lines)} lines", file=sys.stderr)
    np.savez_compressed(out, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main(*sys.argv[1:])
