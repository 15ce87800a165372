from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.types import Article, Passage
from qa.citations import is_exact, verify_citations
from qa.types import Answer, Citation, Hit

ARTICLE = Article("a", "Title", "One fine day. Two fine days. Three.", "en")
HIT = Hit(Passage("a:0-28", "a", 0, 28, ARTICLE.text[0:28], "en"), ARTICLE, 0.5, 1)
GOOD = Citation(1, "a:0-28", "a", "Two fine days.", 14, 28)


def test_an_exact_citation_of_a_retrieved_passage_holds() -> None:
    assert is_exact(GOOD, [HIT])


@pytest.mark.parametrize(
    "broken",
    [
        replace(GOOD, quote="Two nice days."),
        replace(GOOD, start=13),
        replace(GOOD, quote="", end=14),
        replace(GOOD, quote="Three.", start=29, end=35),
        replace(GOOD, passage_id="a:0-35"),
        replace(GOOD, article_id="b"),
        replace(GOOD, start=14 - len(ARTICLE.text), end=28 - len(ARTICLE.text)),
    ],
    ids=["other words", "shifted", "empty", "outside its passage", "passage", "article", "negative"],
)
def test_a_citation_that_is_not_exact_is_dropped(broken: Citation) -> None:
    answer = Answer("q", "en", "text [1] [2]", (GOOD, broken), (HIT,), False, 0.9, "test")
    verified = verify_citations(answer)
    assert verified == replace(answer, citations=(GOOD,), dropped=1)
    assert [cited["quote"] for cited in verified.to_dict()["citations"]] == ["Two fine days."]


def test_a_sound_answer_is_left_as_it_is() -> None:
    answer = Answer("q", "en", "text [1]", (GOOD,), (HIT,), False, 0.9, "test")
    assert verify_citations(answer) is answer
