from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.types import Article, Passage, Span, passage_id
from qa.assistant import Assistant
from qa.questions import clean_question
from qa.restoring import LostCitation, answer_from_dict, article_ids, lost_citations
from qa.types import Answer, Citation, Claim, Hit

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SHARES = st.floats(0, 1).map(lambda share: round(share, 4))
LANGUAGES = st.sampled_from(["en", "vi", "zh-Hans", "zh-Hant", "und"])
QUESTIONS = TEXTS.map(lambda text: clean_question(f"Q{text}"))
ARTICLE = Article(
    "a", "Title", "One fine day. Two fine days. Three.", "en", "Gazette", "2020", "https://e.org"
)
HIT = Hit(Passage("a:0-28", "a", 0, 28, ARTICLE.text[0:28], "en"), ARTICLE, 0.5, 1)
CITATION = Citation(1, "a:0-28", "a", "Two fine days.", 14, 28, Span(14, 17), 0.75)
ANSWER = Answer(
    *("Q?", "en", "It says “Two fine days.” [1]", (CITATION,), (HIT,), False, 0.9, "test"),
    claims=(Claim(0, 5, (1,), supported=False, missing=("17",)),),
    notices=("A notice.",),
    resolved="Which question?",
)


@st.composite
def spans(draw: st.DrawFn, within: Span, smallest: int = 0) -> Span:
    start = draw(st.integers(within.start, within.end - smallest))
    return Span(start, draw(st.integers(start + smallest, within.end)))


@st.composite
def hits(draw: st.DrawFn, article: Article) -> Hit:
    span = draw(spans(Span(0, len(article.text)), 1))
    id_, text = passage_id(article.id, span.start, span.end), article.text[span.start : span.end]
    score = round(draw(st.floats(-10, 10)), 6)
    passage = Passage(id_, article.id, span.start, span.end, text, draw(LANGUAGES))
    return Hit(passage, article, score, draw(st.integers(1, 99)))


@st.composite
def citations(draw: st.DrawFn, hit: Hit) -> Citation:
    span = draw(spans(Span(hit.passage.start, hit.passage.end), 1))
    quote = hit.article.text[span.start : span.end]
    answer, confidence = draw(st.none() | spans(span)), draw(st.none() | SHARES)
    of = hit.passage.id, hit.article.id, quote, span.start, span.end
    return Citation(draw(st.integers(1, 9)), *of, answer, confidence)


@st.composite
def claims(draw: st.DrawFn, length: int) -> tuple[Claim, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    markers, missing = st.lists(st.integers(1, 9), max_size=3), st.lists(TEXTS, max_size=2)
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(
        Claim(*pair, tuple(draw(markers)), draw(st.booleans()), tuple(draw(missing)), draw(st.booleans()))
        for pair in pairs
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    texts = draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=3))
    articles = [Article(f"a{n}", draw(TEXTS), text, draw(LANGUAGES)) for n, text in enumerate(texts)]
    found = [draw(hits(article)) for article in articles]
    cited = draw(st.lists(st.sampled_from(found), max_size=4))
    text = draw(TEXTS)
    return Answer(
        question=draw(QUESTIONS),
        language=draw(LANGUAGES),
        text=text,
        citations=tuple(draw(citations(hit)) for hit in cited),
        hits=tuple(found),
        refused=draw(st.booleans()),
        confidence=draw(SHARES),
        answerer=draw(TEXTS),
        claims=draw(claims(len(text))),
        notices=tuple(draw(st.lists(TEXTS, max_size=2))),
        resolved=draw(st.none() | QUESTIONS),
    )


def _articles(answer: Answer) -> dict[str, Article]:
    return {hit.article.id: hit.article for hit in answer.hits}


@given(answers())
@settings(deadline=None)
def test_an_answer_comes_back_from_its_json(answer: Answer) -> None:
    sent = json.loads(json.dumps(answer.to_dict()))
    assert article_ids(sent) == set(_articles(answer))
    assert answer_from_dict(sent, _articles(answer)) == answer
    assert answer_from_dict(answer.to_dict(), _articles(answer)) == answer


@pytest.mark.parametrize("question", ["QÂ\u20ac?", "QÃ\u201a\u20ac?", "Straße für “Kräne” ‘€’?"])
def test_a_question_is_not_repaired_again(question: str) -> None:
    """What a repair leaves can look like something to repair."""
    kept = replace(ANSWER, question=question, resolved=question).to_dict()
    restored = answer_from_dict(kept, {"a": ARTICLE})
    assert (restored.question, restored.resolved) == (question, question)
    forged = answer_from_dict({**kept, "question": "Who\n\u202eis \x00 it?"}, {"a": ARTICLE})
    assert forged.question == "Who is it?"


def test_real_answers_come_back(assistant: Assistant) -> None:
    for question in ("How many cranes has the harbour of Westlake?", "Who won the tournament of 1986?"):
        answer = assistant.ask(question)
        kept = answer.to_dict()
        articles = assistant.library.articles_by_id(article_ids(kept))
        restored = answer_from_dict(kept, articles)
        assert restored.to_dict() == kept
        assert (restored.hits[0].article, restored.refused) == (answer.hits[0].article, answer.refused)


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("en", "The library no longer holds all that this answer rested on; left out: quotes 1, passages 1."),
        ("zh-Hans", "文库中已没有这个回答所依据的部分内容；略去引文1处、段落1个。"),
        ("zh-Hant", "文庫中已沒有這個回答所依據的部分內容；略去引文1處、段落1個。"),
        ("vi", "Thư viện không còn giữ mọi căn cứ của câu trả lời này; đã bỏ 1 trích dẫn và 1 đoạn."),
    ],
)
def test_what_the_library_no_longer_holds_is_left_out_and_told(language: str, notice: str) -> None:
    kept = replace(ANSWER, language=language).to_dict()
    for articles in ({}, {"a": replace(ARTICLE, text=ARTICLE.text.replace("Two", "2"))}):
        restored = answer_from_dict(kept, articles)
        assert (restored.citations, restored.hits, restored.dropped) == ((), (), 1)
        assert restored.notices == ("A notice.", notice)


def test_what_was_quoted_of_an_article_that_is_gone_can_still_be_told() -> None:
    kept = json.loads(json.dumps(ANSWER.to_dict()))
    assert lost_citations(kept, {"a": ARTICLE}) == ()
    assert lost_citations(kept, {}) == (LostCitation(1, "Title", "Gazette", "2020", "en", "Two fine days."),)
    kept["citations"].append({**kept["citations"][0], "article_id": "never found"})
    assert len(lost_citations(kept, {})) == 1
    for wrong in ({"title": 1}, {"quote": "q" * 5_001}, {"language": "<b>"}, {"marker": 0}):
        with pytest.raises(InputError):
            lost_citations({**kept, "citations": [{**kept["citations"][0], **wrong}]}, {})


@pytest.mark.parametrize(
    "forged",
    [{"quote": "Two nice days."}, {"start": 13}, {"passage_id": "a:0-35"}, {"article_id": "b"}],
    ids=["quote", "offsets", "passage", "article"],
)
def test_a_forged_citation_is_left_out(forged: dict[str, Any]) -> None:
    kept = ANSWER.to_dict()
    kept["citations"][0].update(forged)
    restored = answer_from_dict(kept, {"a": ARTICLE})
    assert (restored.citations, len(restored.hits)) == ((), 1)
    assert restored.notices[-1].endswith("quotes 1, passages 0.")


def _set(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(kept: Any) -> None:
        for key in path[:-1]:
            kept = kept[key]
        kept[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "field"),
    [
        *(
            (_set(key, value=17), key)
            for key in ("question", "language", "answer", "answerer", "notices", "hits")
        ),
        (_set("question", value="  "), "question"),
        (_set("answer", value="\ud800"), "answer"),
        (_set("answer", value="a" * 20_001), "answer"),
        (_set("question", value="a" * 2_001), "question"),
        (_set("notices", value=["a" * 2_001]), "notices"),
        (_set("hits", 0, "text", value="a" * 5_001), "text"),
        (_set("citations", value=[ANSWER.to_dict()["citations"][0]] * 51), "citations"),
        (_set("citations", 0, "quote", value="a" * 5_001), "quote"),
        (_set("claims", value=[{**ANSWER.claims[0].to_dict(), "end": 0}] * 201), "claims"),
        (_set("language", value="<b>"), "language"),
        (_set("refused", value=0), "refused"),
        *((_set("confidence", value=value), "confidence") for value in (2, math.nan, True, "1", 10**400)),
        (_set("resolved", value=[]), "resolved"),
        (_set("notices", value=["a", 1]), "notices"),
        (_set("hits", value=[ANSWER.to_dict()["hits"][0]] * 51), "hits"),
        (_set("hits", 0, value="hit"), "hits"),
        (_set("hits", 0, "score", value=math.inf), "score"),
        (_set("hits", 0, "rank", value=0), "rank"),
        (_set("hits", 0, "start", value=-1), "start"),
        (_set("hits", 0, "end", value=1.5), "end"),
        (_set("citations", value={}), "citations"),
        (_set("citations", 0, "marker", value=True), "marker"),
        (_set("citations", 0, "span", value={"start": 0, "end": 3}), "span"),
        (_set("citations", 0, "span", value=[14, 17]), "span"),
        (_set("citations", 0, "confidence", value=-1), "confidence"),
        (_set("claims", 0, "end", value=999), "start"),
        (_set("claims", 0, "markers", value=["1"]), "markers"),
        (_set("claims", 0, "supported", value=None), "supported"),
        (_set("claims", 0, "attributed", value="yes"), "attributed"),
        (_set("claims", value=[ANSWER.claims[0].to_dict()] * 2), "start"),
    ],
)
def test_what_no_answer_says_is_told_in_one_line(change: Callable[[Any], None], field: str) -> None:
    kept = ANSWER.to_dict()
    change(kept)
    with pytest.raises(InputError) as caught:
        answer_from_dict(kept, {"a": ARTICLE})
    assert field in str(caught.value)
    assert len(str(caught.value)) < 200


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*ANSWER.to_dict(), "start"]), inner),
    )
)
def test_no_json_is_too_strange(data: Any) -> None:
    assert isinstance(article_ids(data), set)
    with pytest.raises(InputError):
        answer_from_dict(data, {"a": ARTICLE})
