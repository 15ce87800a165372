from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Passage, Span
from embeddings.lexical import held_terms
from embeddings.library import Contents, Library
from embeddings.protocols import Vectors
from qa.answering.evidence import confidence, fitted, sentence_scores, shortfall
from qa.answering.extractive import ExtractiveAnswerer
from qa.types import Answer, Hit, Question

TEXT = "Same words. Best words. Other words. Same words."
ARTICLES = {id_: Article(id_, f"Title {id_}", TEXT, "en") for id_ in ("a", "b")}
SPANS = [Span(0, 11), Span(12, 23), Span(24, 36), Span(37, 48)]
SIMILARITIES = [0.7, 0.8, 0.5, 0.7]
QUESTION = Question("Which words?", "en")


class _Sentences:
    """A library whose passages have given sentences, each with a given similarity to every question."""

    def query(self, text: str, language: str) -> Vectors:
        return np.ones(1, dtype=np.float32)

    def word_shares(self, question: str) -> dict[str, float]:
        return {}

    def held(self, passage: Passage) -> list[tuple[Span, float]]:
        return [
            (span, similarity)
            for span, similarity in zip(SPANS, SIMILARITIES, strict=True)
            if passage.start <= span.start and span.end <= passage.end
        ]

    def contents(self, passages: Sequence[Passage]) -> list[Contents]:
        """Of passages whose own vectors are near to no question."""
        return [
            Contents(
                tuple(span for span, _ in self.held(passage)),
                held_terms(passage.text),
                np.zeros(1, np.float32),
                np.array([similarity for _, similarity in self.held(passage)], np.float32).reshape(-1, 1),
            )
            for passage in passages
        ]


class _Whole(_Sentences):
    """A library whose passages are pieces of long sentences."""

    def held(self, passage: Passage) -> list[tuple[Span, float]]:
        return []


def _hit(article: str, start: int, end: int, score: float, rank: int) -> Hit:
    passage = Passage(f"{article}:{start}-{end}", article, start, end, TEXT[start:end], "en")
    return Hit(passage, ARTICLES[article], score, rank)


def _said(text: str, score: float, rank: int, *, language: str = "en") -> Hit:
    """An article that is one sentence."""
    article = Article(f"id {rank}", f"Title {rank}", text, language)
    return Hit(Passage(f"p{rank}", article.id, 0, len(text), text, language), article, score, rank)


def _answer(
    *hits: Hit, threshold: float = 0.1, question: Question = QUESTION, library: object = None
) -> Answer:
    answerer = ExtractiveAnswerer(cast(Library, library or _Sentences()), threshold=threshold)
    *_, answer = answerer.stream(question, hits, ())
    assert isinstance(answer, Answer)
    return answer


def test_a_sentence_of_overlapping_passages_or_repeated_in_a_text_is_quoted_once() -> None:
    answer = _answer(_hit("a", 0, 36, 0.1, 1), _hit("a", 12, 48, 0.05, 2))
    assert [citation.quote for citation in answer.citations] == ["Best words.", "Same words."]
    assert answer.text.count("“Title a”") == 1


def test_a_sentence_of_a_better_passage_is_preferred() -> None:
    answer = _answer(_hit("a", 12, 23, 0.0, 2), _hit("b", 0, 11, 0.3, 1))
    assert [(citation.article_id, citation.quote) for citation in answer.citations] == [
        ("b", "Same words."),
        ("a", "Best words."),
    ]
    assert answer.text.index("Title b") < answer.text.index("Title a")


def test_every_sentence_has_the_confidence_of_its_citation() -> None:
    hits = [_hit("a", 0, 36, 0.1, 1), _hit("a", 12, 48, 0.05, 2)]
    sure = ExtractiveAnswerer(cast(Library, _Sentences())).confidences(QUESTION, hits)
    cited = {citation.quote: citation.confidence for citation in _answer(*hits).citations}
    assert {quote: sure[quote] for quote in cited} == cited
    assert sure.keys() == {
        hit.article.text[s.start : s.end] for hit in hits for s, _ in _Sentences().held(hit.passage)
    }


@pytest.mark.parametrize("threshold", [confidence(0.1, 0, apart=0.1), confidence(0.7, 0, apart=0.7)])
def test_only_sentences_nearly_as_likely_as_the_best_are_quoted(threshold: float) -> None:
    answer = _answer(_hit("a", 0, 48, 0.0, 1), threshold=threshold)
    assert [citation.quote for citation in answer.citations] == ["Best words.", "Same words."]
    assert answer.confidence == pytest.approx(confidence(0.8, 0, apart=0.8))
    sure, other = (citation.confidence for citation in answer.citations)
    assert sure is not None
    assert other is not None
    assert other / (1 - other) > sure / (1 - sure) / 3


def test_below_the_threshold_the_answer_is_a_refusal_that_keeps_its_confidence() -> None:
    answer = _answer(_hit("a", 0, 48, 0.0, 1), threshold=confidence(0.9, 0, apart=0.9))
    assert answer.refused
    assert answer.confidence == pytest.approx(confidence(0.8, 0, apart=0.8))
    assert answer.citations == ()


def test_a_piece_of_one_long_sentence_is_quoted_whole() -> None:
    answer = _answer(_hit("a", 2, 9, 0.9, 1), library=_Whole())
    assert [citation.quote for citation in answer.citations] == [TEXT[2:9]]


COUNTIES = Question("How many poor counties in Gansu were there?", "en")
MEETING = _said("The forum in Gansu was long and the weather fine.", 0.62, 1)
FIGURE = _said("Gansu once had 75 poor counties, on paper.", 0.6, 2)
SAME = _said("甘肃七十五个贫困县全部脱贫。", 0.4, 3, language="zh-Hans")
LESS = _said("There were 58 poor counties in Gansu.", 0.58, 4)


def test_a_sentence_with_what_is_asked_for_comes_first_and_its_answer_is_marked() -> None:
    answer = _answer(MEETING, FIGURE, question=COUNTIES, library=_Whole(), threshold=0.05)
    first = answer.citations[0]
    assert first.quote == FIGURE.article.text
    assert first.answer is not None
    assert FIGURE.article.text[first.answer.start : first.answer.end] == "75"
    assert answer.to_dict()["citations"][0]["span"] == {"start": 15, "end": 17}
    assert len(answer.citations) == 1


def test_without_what_is_asked_for_in_the_best_sentence_those_that_have_it_are_quoted_too() -> None:
    best = replace(MEETING, score=0.9)
    answer = _answer(best, FIGURE, question=COUNTIES, library=_Whole(), threshold=0.05)
    assert [citation.article_id for citation in answer.citations] == ["id 1", "id 2"]
    assert [citation.answer is None for citation in answer.citations] == [True, False]


def test_a_less_clear_number_is_not_put_beside_a_clear_one() -> None:
    villages = _said("Gansu had 128 poor villages.", 0.7, 5)
    sure = ExtractiveAnswerer(cast(Library, _Whole())).confidences(COUNTIES, [FIGURE, villages])
    clear, unclear = sure[FIGURE.article.text], sure[villages.article.text]
    assert clear > unclear > clear / 2
    answer = _answer(FIGURE, villages, question=COUNTIES, library=_Whole(), threshold=0.05)
    assert [citation.article_id for citation in answer.citations] == ["id 2"]


def test_another_article_that_gives_the_same_number_is_the_second_source() -> None:
    answer = _answer(FIGURE, MEETING, SAME, question=COUNTIES, library=_Whole())
    assert [citation.article_id for citation in answer.citations[:2]] == ["id 2", "id 3"]
    assert "differ" not in answer.text


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("en", "The sources differ: [1] against [2]."),
        ("zh-Hans", "各来源说法不一：[1]与[2]。"),
        ("zh-Hant", "各來源說法不一：[1]與[2]。"),
        ("vi", "Các nguồn không thống nhất: [1] so với [2]."),
    ],
)
def test_articles_that_give_different_numbers_are_said_to_differ(reader: str, said: str) -> None:
    answer = _answer(FIGURE, LESS, question=Question(COUNTIES.text, reader), library=_Whole())
    assert answer.text.endswith(f"\n\n{said}")


def test_a_source_that_disputes_is_shown_though_it_is_far_less_likely() -> None:
    best, less = replace(FIGURE, score=1.0), replace(LESS, score=0.6)
    sure = ExtractiveAnswerer(cast(Library, _Whole())).confidences(COUNTIES, [best, less])
    assert sure[best.article.text] > 0.93
    assert 0.55 < sure[less.article.text] < 0.8
    answer = _answer(best, less, question=COUNTIES, library=_Whole(), threshold=0.5)
    assert [citation.article_id for citation in answer.citations] == ["id 2", "id 4"]
    assert answer.text.endswith("The sources differ: [1] against [2].")
    held = _answer(best, less, question=COUNTIES, library=_Whole(), threshold=0.85)
    assert [citation.article_id for citation in held.citations] == ["id 2"]


def test_beside_a_source_that_agrees_one_that_disputes_is_shown() -> None:
    hits = [replace(FIGURE, score=1.0), replace(SAME, score=0.7), replace(LESS, score=0.6)]
    answer = _answer(*hits, question=COUNTIES, library=_Whole(), threshold=0.5)
    assert [citation.article_id for citation in answer.citations] == ["id 2", "id 3", "id 4"]
    assert answer.text.endswith("The sources differ: [1] [2] against [3].")


def test_an_article_that_gives_both_numbers_disputes_nothing() -> None:
    both = Article("both", "Both", f"{SAME.article.text} {LESS.article.text}", "en")
    border = len(SAME.article.text)
    spans = [Span(0, border), Span(border + 1, len(both.text))]
    parts = [
        Passage(f"both:{s.start}", "both", s.start, s.end, both.text[s.start : s.end], "en") for s in spans
    ]
    hits = [
        Hit(part, both, score, rank) for rank, (part, score) in enumerate(zip(parts, (0.7, 0.6), strict=True))
    ]
    answer = _answer(replace(FIGURE, score=1.0), *hits, question=COUNTIES, library=_Whole(), threshold=0.5)
    assert "differ" not in answer.text


def test_the_first_that_is_sure_enough_answers_though_another_ranks_higher() -> None:
    question = Question("How many poor counties in Gansu were there in 2019?", "en")
    higher = _said("Gansu once had 75 poor counties, on paper.", 1.0, 1)
    surer = _said("There were 58 poor counties in Gansu in 2019.", 0.6, 2)
    first, second = ExtractiveAnswerer(cast(Library, _Whole())).ranked(question, [higher, surer])
    assert first.quote == higher.article.text
    threshold = (first.confidence + second.confidence) / 2
    assert first.confidence < threshold < second.confidence
    answer = _answer(higher, surer, question=question, library=_Whole(), threshold=threshold)
    assert answer.citations[0].quote == surer.article.text
    assert answer.confidence == second.confidence
    refused = _answer(higher, surer, question=question, library=_Whole(), threshold=second.confidence + 0.01)
    assert refused.refused
    assert refused.confidence == first.confidence


def test_a_name_or_number_that_the_passage_lacks_makes_unsure() -> None:
    right = _answer(FIGURE, question=COUNTIES, library=_Whole())
    wrong = Question(COUNTIES.text.replace("Gansu", "Guizhou"), "en")
    assert _answer(FIGURE, question=wrong, library=_Whole()).confidence < right.confidence / 2
    there = Question("How many poor counties in Gansu were there in 2019?", "en")
    assert _answer(FIGURE, question=there, library=_Whole()).confidence < right.confidence


# Evidence as numbers


def test_the_sentence_with_the_words_that_tell_the_others_apart_is_short_of_nothing() -> None:
    short = shortfall({"iqbal": 0.4, "critic": 0.6}, [{"iqbal"}, {"iqbal", "lectures"}, {"critic"}])
    assert short.dtype == np.float32
    assert short.tolist() == pytest.approx([0.4, 0.4, 0])
    assert shortfall({}, [{"a"}, {"b"}]).tolist() == [0, 0]
    assert shortfall({"a": 1}, []).shape == (0,)


@given(st.floats(-3, 3), st.floats(0, 1), st.floats(0, 2))
def test_confidence_is_a_probability_that_grows_with_the_evidence(
    score: float, fit: float, lacking: float
) -> None:
    sure = confidence(fitted(score, fit), lacking)
    assert 0 < sure < 1
    assert confidence(fitted(score + 0.1, fit), lacking) > sure
    assert confidence(fitted(score, fit), lacking + 0.1) < sure
    assert confidence(fitted(score, fit), lacking, misses=True) < sure
    assert confidence(fitted(score, fit), lacking, apart=0.1) > sure
    assert fitted(score, fit) <= fitted(score, 1)


def test_scores_broadcast() -> None:
    similarities = np.array([0.2, 0.4], np.float32)
    scores = sentence_scores(similarities, np.float32(0.5), np.array([0.0, 0.2], np.float32))
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([0.7, 0.8])
