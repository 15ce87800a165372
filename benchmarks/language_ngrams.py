"""Makes ``corpus/ngrams/model.npz`` from the model of the installed py3langid.

usage: python benchmarks/language_ngrams.py OUT.npz

py3langid's automaton has a transition for each state and byte. Those that lengthen the n-gram read so far are
its trie, from which the others follow: they lead to the longest known ending of what was read.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import expand_nextmove, load_model

from corpus.language import ambiguous_languages

_STARTING = 0


def main(out: str) -> None:
    """Writes the figures of the languages that ``corpus.language`` chooses between."""
    likelihoods, priors, classes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    columns = [place for place, language in enumerate(classes) if language in ambiguous_languages()]
    table = likelihoods[:, columns]
    usual = np.array([_most_frequent(column) for column in table.T])
    exceptional = table != usual
    keys, states = _trie(np.asarray(expand_nextmove(moves, rows)).reshape(-1, 256))
    np.savez(
        out,
        allow_pickle=False,
        languages=np.array([classes[place] for place in columns]),
        priors=priors[columns],
        usual=usual,
        keys=keys,
        features=np.asarray(features, np.int32)[states],
        counts=exceptional.sum(axis=1).astype(np.uint8),
        exceptions=exceptional.nonzero()[1].astype(np.uint8),
        likelihoods=table[exceptional],
    )


def _most_frequent(values: Any) -> Any:
    distinct, counts = np.unique(values, return_counts=True)
    return distinct[counts.argmax()]


def _trie(moves: Any) -> tuple[Any, Any]:
    """``keys`` as in ``NgramModel``, and each node's state; ``moves`` is ``(states, 256)``."""
    states, keys = [_STARTING], []
    known = np.zeros(len(moves), bool)
    known[_STARTING] = True
    for parent, state in enumerate(states):
        for byte in np.flatnonzero(~known[moves[state]]):
            following = int(moves[state, byte])
            known[following] = True
            states.append(following)
            keys.append(parent << 8 | int(byte))
    return np.array(keys, np.uint32), np.array(states)


if __name__ == "__main__":
    main(*sys.argv[1:])
