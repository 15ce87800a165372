"""Turns files into articles and articles into passages; knows nothing of vectors, models or questions."""

from corpus.errors import InputError, PolyciteError, ReadError
from corpus.types import Article, Passage, RawArticle, Span, article_id, passage_id

__all__ = [
    "Article",
    "InputError",
    "Passage",
    "PolyciteError",
    "RawArticle",
    "ReadError",
    "Span",
    "article_id",
    "passage_id",
]
