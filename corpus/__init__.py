"""Turns files into articles and articles into passages; knows nothing of vectors, models or questions."""

from corpus.chunking import ChunkSettings, chunk
from corpus.errors import InputError, PolyciteError, ReadError
from corpus.language import identify, identify_question
from corpus.reading import Document, Limits, Skipped, find_files, read_file
from corpus.samples import sample_articles, sample_questions
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, RawArticle, Span, article_id, passage_id

__all__ = [
    "Article",
    "ChunkSettings",
    "Document",
    "InputError",
    "Limits",
    "Passage",
    "PolyciteError",
    "RawArticle",
    "ReadError",
    "Skipped",
    "Span",
    "article_id",
    "chunk",
    "find_files",
    "identify",
    "identify_question",
    "passage_id",
    "read_file",
    "sample_articles",
    "sample_questions",
    "split_sentences",
]
