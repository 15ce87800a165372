"""Matching by words: terms that are the same in question and passage, across scripts and partly languages."""

from embeddings.lexical.fusion import fuse
from embeddings.lexical.index import TABLES, LexicalIndex, analysed, coverage
from embeddings.lexical.names import Name, names_in
from embeddings.lexical.stated import Stated, held_terms, lacking, stated

__all__ = [
    "TABLES",
    "LexicalIndex",
    "Name",
    "Stated",
    "analysed",
    "coverage",
    "fuse",
    "held_terms",
    "lacking",
    "names_in",
    "stated",
]
