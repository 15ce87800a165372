"""Claims about the sample articles, held against them with the real encoder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from corpus.reading import read_file
from corpus.samples import sample_articles
from corpus.sentences import split_sentences
from corpus.types import Passage, Span
from embeddings.encoders import BundledEncoder
from embeddings.fairness import Centroids
from embeddings.protocols import Vectors
from qa.checking.claims import Sentence
from qa.checking.support import Checked, Checker
from qa.types import Hit

COUNTIES = "How many poor counties in Gansu were lifted out of poverty?"
SPENT = "Thâm Quyến đã chi bao nhiêu tiền?"


class _Space:
    """What a library does, for passages that are in none."""

    def __init__(self) -> None:
        self._encoder = BundledEncoder()
        self._centroids = Centroids.of(self._encoder)

    def passage_vector(self, text: str, language: str) -> Vectors:
        (vector,) = self._centroids.centred_passages(self._encoder.encode_passages([text]), language)
        return np.asarray(vector, np.float32)

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        spans = split_sentences(passage.text)
        texts = [passage.text[span.start : span.end] for span in spans]
        vectors = self._centroids.centred_passages(self._encoder.encode_passages(texts), passage.language)
        return [Span(span.start + passage.start, span.end + passage.start) for span in spans], vectors


def _paragraphs() -> Iterator[Hit]:
    for path in sorted(sample_articles().glob("*.md")):
        (article,) = read_file(path).articles
        for paragraph in article.text.split("\n\n"):
            start = article.text.index(paragraph)
            end = start + len(paragraph)
            passage = Passage(f"{article.id}:{start}", article.id, start, end, paragraph, article.language)
            yield Hit(passage, article, 1.0, 1)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(_Space())


def _check(checker: Checker, language: str, question: str, claim: str, holding: str) -> tuple[Checked, Hit]:
    """The verdict on a claim that cites the paragraph that holds the words."""
    hit = next(hit for hit in _paragraphs() if holding in hit.passage.text)
    checked = checker.check(Sentence(0, len(claim) + 3, f"{claim}[1]"), [hit], language, question)
    assert checked is not None
    return checked, hit


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "question", "claim", "holding"),
    [
        ("en", COUNTIES, "All 75 poor counties of Gansu have left poverty.", "75個"),
        ("en", COUNTIES, "Seventy-five.", "75個"),
        ("vi", "Bao nhiêu huyện nghèo của Cam Túc đã thoát nghèo?", "75 huyện.", "75個"),
        ("zh-Hans", "甘肃有多少个贫困县脱贫？", "七十五个。", "75個"),
        ("en", "Where was it held?", "The 2020 seminar was held in Longnan, Gansu.", "迎來一場"),
        ("zh-Hans", "中国驻越南大使是谁？", "中国驻越南大使是熊波。", "Đại sứ Hùng Ba và"),
        ("vi", "Trung tâm được thành lập khi nào?", "Trung tâm thành lập năm 2005.", "2005年成立"),
        ("vi", SPENT, "Khoảng 30 tỷ nhân dân tệ.", "300亿"),
        ("zh-Hant", "論壇有多少人參加？", "約有一百五十人參加。", "150 people"),
        ("en", "How many escaped poverty?", "832 counties and nearly 100 million farmers.", "832 huyện"),
    ],
)  # fmt: skip
def test_true_claims_are_supported(
    checker: Checker, language: str, question: str, claim: str, holding: str
) -> None:
    checked, hit = _check(checker, language, question, claim, holding)
    assert (checked.claim.missing, checked.claim.supported) == ((), True)
    ((_, span),) = checked.quotes
    assert hit.passage.start <= span.start < span.end <= hit.passage.end
    assert holding in hit.article.text[span.start : span.end]


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "question", "claim", "holding"),
    [
        ("en", COUNTIES, "All 57 poor counties of Gansu have left poverty.", "75個"),
        ("en", COUNTIES, "All 75 poor counties of Gansu have left poverty.", "832 huyện"),
        ("vi", SPENT, "Khoảng 300 tỷ nhân dân tệ.", "300亿"),
        ("zh-Hans", "甘肃有多少个贫困县脱贫？", "甘肃的苹果很甜。", "2005年成立"),
        ("en", "Who is the ambassador?", "The capital of France is Paris.", "2005年成立"),
        ("en", "Who praised China?", "Consul-General Maria Delgado praised China's work.", "Tanvetyanont"),
    ],
)
def test_false_claims_are_not(
    checker: Checker, language: str, question: str, claim: str, holding: str
) -> None:
    checked, _ = _check(checker, language, question, claim, holding)
    assert not checked.claim.supported


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "question", "claim", "holding"),
    [
        ("en", COUNTIES, "All 75 poor counties of Gansu have left poverty.", "75個"),
        ("zh-Hans", "甘肃有多少个贫困县脱贫？", "甘肃75个贫困县全部脱贫。", "75個"),
        ("zh-Hans", "中国国际扶贫中心成立于哪一年？", "中国国际扶贫中心成立于2005年。", "2005年成立"),
        ("en", COUNTIES, "All 57 poor counties of Gansu have left poverty.", None),
        ("en", COUNTIES, "Yes, they were.", None),
        ("vi", SPENT, "Các nguồn không nói đến điều này.", None),
        ("zh-Hans", "甘肃有多少个贫困县脱贫？", "甘肃的苹果很甜。", None),
    ],
)  # fmt: skip
def test_what_cites_nothing_is_given_its_source_or_none(
    checker: Checker, language: str, question: str, claim: str, holding: str | None
) -> None:
    hits = list(_paragraphs())
    marker = checker.source(Sentence(0, len(claim), claim), hits, language, question)
    assert (marker is not None) is (holding is not None)
    assert marker is None or (holding and holding in hits[marker - 1].passage.text)
