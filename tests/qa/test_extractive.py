from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from corpus.types import Article, Passage, Span
from embeddings.library import Library
from embeddings.protocols import Vectors
from qa.answering.evidence import confidence, sentence_scores
from qa.answering.extractive import ExtractiveAnswerer
from qa.types import Answer, Hit, Question

TEXT = "Same words. Best words. Other words. Same words."
ARTICLES = {id_: Article(id_, f"Title {id_}", TEXT, "en") for id_ in ("a", "b")}
SPANS = [Span(0, 11), Span(12, 23), Span(24, 36), Span(37, 48)]
SIMILARITIES = [0.6, 0.8, 0.5, 0.6]
QUESTION = Question("Which words?", "en")


class _Sentences:
    """A library whose passages have given sentences, each with a given similarity to every question."""

    def query(self, text: str, language: str) -> Vectors:
        return np.ones(1, dtype=np.float32)

    def sentences(self, passage: Passage) -> tuple[list[Span], Vectors]:
        held = [
            (span, similarity)
            for span, similarity in zip(SPANS, SIMILARITIES, strict=True)
            if passage.start <= span.start and span.end <= passage.end
        ]
        return [span for span, _ in held], np.array([[s] for _, s in held], dtype=np.float32).reshape(-1, 1)


def _hit(article: str, start: int, end: int, score: float, rank: int) -> Hit:
    passage = Passage(f"{article}:{start}-{end}", article, start, end, TEXT[start:end], "en")
    return Hit(passage, ARTICLES[article], score, rank)


def _answer(*hits: Hit, threshold: float = 0.1) -> Answer:
    answerer = ExtractiveAnswerer(cast(Library, _Sentences()), threshold=threshold)
    *_, answer = answerer.stream(QUESTION, hits, ())
    assert isinstance(answer, Answer)
    return answer


def test_a_sentence_of_overlapping_passages_or_repeated_in_a_text_is_quoted_once() -> None:
    answer = _answer(_hit("a", 0, 36, 0.1, 1), _hit("a", 12, 48, 0.05, 2))
    assert [citation.quote for citation in answer.citations] == ["Best words.", "Same words.", "Other words."]
    assert answer.text.count("“Title a”") == 1


def test_a_sentence_of_a_better_passage_is_preferred() -> None:
    answer = _answer(_hit("a", 12, 23, 0.0, 2), _hit("b", 0, 11, 0.3, 1))
    assert [(citation.article_id, citation.quote) for citation in answer.citations] == [
        ("b", "Same words."),
        ("a", "Best words."),
    ]
    assert answer.text.index("Title b") < answer.text.index("Title a")


def test_only_sentences_that_reach_the_threshold_are_quoted() -> None:
    answer = _answer(_hit("a", 0, 48, 0.0, 1), threshold=0.7)
    assert [citation.quote for citation in answer.citations] == ["Best words."]
    assert answer.confidence == pytest.approx(0.8)


def test_below_the_threshold_the_answer_is_a_refusal_that_keeps_its_confidence() -> None:
    answer = _answer(_hit("a", 0, 48, 0.0, 1), threshold=0.9)
    assert answer.refused
    assert answer.confidence == pytest.approx(0.8)
    assert answer.citations == ()


def test_a_piece_of_one_long_sentence_is_quoted_whole() -> None:
    answer = _answer(_hit("a", 2, 9, 0.5, 1))
    assert [citation.quote for citation in answer.citations] == [TEXT[2:9]]


def test_confidence_is_the_score_within_bounds() -> None:
    scores = sentence_scores(np.array([-0.5, 0.25, 0.9], dtype=np.float32), np.float32(0.25))
    assert [confidence(score) for score in scores.tolist()] == [0.0, 0.5, 1.0]
