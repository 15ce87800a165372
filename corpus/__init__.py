"""Turns files into articles and articles into passages; knows nothing of vectors, models or questions."""

from typing import TYPE_CHECKING

from corpus.chunking import ChunkSettings, chunk
from corpus.errors import InputError, PolyciteError, ReadError
from corpus.language import identify, identify_question
from corpus.samples import sample_articles, sample_questions
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, RawArticle, Span, article_id, passage_id

if TYPE_CHECKING:
    from corpus.reading import Document, Limits, Skipped, find_files, read_file
else:

    def __getattr__(name: str) -> object:
        """What reads files is imported once it is asked for: a question needs none of it."""
        if name not in __all__:
            raise AttributeError(f"module 'corpus' has no attribute {name!r}")
        from corpus import reading

        return getattr(reading, name)


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
