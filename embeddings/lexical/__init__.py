"""Matching by words: terms that are the same in question and passage, across scripts and partly languages."""

from embeddings.lexical.fusion import fuse
from embeddings.lexical.index import TABLES, LexicalIndex, analysed, coverage

__all__ = ["TABLES", "LexicalIndex", "analysed", "coverage", "fuse"]
