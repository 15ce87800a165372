"""From an article to what is stored of it: cut by itself, encoded together with others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np

from corpus.chunking import ChunkSettings, chunk
from corpus.fitting import split_to_fit
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span
from embeddings.contextual import read
from embeddings.library.errors import LibraryError
from embeddings.library.records import Indexed
from embeddings.protocols import Encoder, Vectors


@dataclass(frozen=True, slots=True)
class Cut:
    """An article's passages, and the sentences lying in each whole: offsets into the article."""

    article: Article
    passages: list[Passage]
    sentences: list[list[Span]]


def cut(article: Article, encoder: Encoder, chunking: ChunkSettings) -> Cut:
    """Passages and sentences that ``encoder`` reads whole."""
    count_tokens = cache(encoder.count_tokens)
    passages = chunk(article, count_tokens, chunking)
    sentences = [
        part
        for sentence in split_sentences(article.text)
        for part in split_to_fit(article.text, sentence, count_tokens, chunking.max_tokens)
    ]
    return Cut(article, passages, [_lying_in(passage, sentences) for passage in passages])


def encoded(cuts: Sequence[Cut], encoder: Encoder) -> list[Indexed]:
    """The articles ready to store, in order; together they take much less time than one by one.

    Raises LibraryError for vectors that are not finite.
    """
    found = read(
        encoder,
        [passage.text for each in cuts for passage in each.passages],
        [
            [Span(span.start - passage.start, span.end - passage.start) for span in spans]
            for each in cuts
            for passage, spans in zip(each.passages, each.sentences, strict=True)
        ],
        [each.article.title for each in cuts],
    )
    for vectors in (found.lines, found.texts, *found.alone, *found.in_context):
        finite(encoder, vectors)
    indexed = []
    ends = accumulate(len(each.passages) for each in cuts)
    for each, title, end in zip(cuts, found.lines, ends, strict=True):
        own = slice(end - len(each.passages), end)
        sentences = each.sentences, found.alone[own], found.in_context[own]
        indexed.append(Indexed(each.article, title, each.passages, found.texts[own], *sentences))
    return indexed


def finite(encoder: Encoder, vectors: Vectors) -> Vectors:
    """The vectors; LibraryError if one of their numbers is not finite."""
    if not np.isfinite(vectors).all():
        why = "some of their numbers are not finite"
        raise LibraryError(f"cannot use the vectors of {encoder.name}", why, "choose another encoder")
    return vectors


def _lying_in(passage: Passage, sentences: Sequence[Span]) -> list[Span]:
    """Those of an article's sentences, in order, that lie in the passage whole."""
    first = bisect_left(sentences, passage.start, key=lambda span: span.start)
    last = bisect_right(sentences, passage.end, key=lambda span: span.end)
    return list(sentences[first:last])
