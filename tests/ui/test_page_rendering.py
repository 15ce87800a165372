"""The page's HTML: no text is lost, none becomes markup, quotes and markers stand where they belong."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.samples import sample_questions
from corpus.types import Article, Passage, Span, article_id, passage_id
from qa.types import Answer, Citation, Claim, Delta, Event, Hit, Restart, Retrieved, Turn
from ui.page import rendering
from ui.page.conversation import View, converse
from ui.page.examples import FAVOURITES, choose
from ui.page.exchanges import Exchange

if TYPE_CHECKING:
    from qa.assistant import Assistant

INJECTIONS = (
    "<script>alert(1)</script>",
    "<img src=https://example.org/beacon.png onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</blockquote></section><style>*{display:none}</style>",
    "<a href=javascript:alert(1)>x</a>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% raw %}",
    "![x](https://example.org/x.png) [y](javascript:alert(1)) $$\\href{javascript:alert(1)}{z}$$",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<!-- --><iframe srcdoc='<script>1</script>'></iframe>",
)
TAGS = {
    *("article", "blockquote", "button", "code", "details", "div", "h1", "h2", "h3", "header", "li"),
    *("mark", "p", "section", "span", "strong", "summary", "time", "ul"),
}
ATTRIBUTES = {
    *("aria-busy", "aria-label", "class", "data-exchange", "data-marker", "data-markers", "data-reveal"),
    *("datetime", "dir", "lang", "role", "tabindex", "type"),
}


class Page(HTMLParser):
    """Reads HTML into its tags, attributes, visible text and marked text; fails on tags that do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._open.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def article(text: str, *, title: str = "Title", language: str = "en", source: str = "Source") -> Article:
    return Article(article_id(text), title, text, language, source, "2021-12-09")


def hit(found: Article, rank: int = 1, *, start: int = 0, end: int | None = None) -> Hit:
    end = len(found.text) if end is None else end
    passage = Passage(
        passage_id(found.id, start, end), found.id, start, end, found.text[start:end], found.language
    )
    return Hit(passage, found, 1 / rank, rank)


def citation(of: Hit, quote: str, marker: int = 1) -> Citation:
    start = of.article.text.index(quote)
    return Citation(marker, of.passage.id, of.article.id, quote, start, start + len(quote))


def answer(
    text: str, hits: tuple[Hit, ...] = (), citations: tuple[Citation, ...] = (), *, refused: bool = False
) -> Answer:
    return Answer("question", "en", text, citations, hits, refused, 0.5, "test")


def assert_harmless(source: str) -> Page:
    page = Page(source)
    assert page.tags <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    return page


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_text_becomes_markup(evil: str) -> None:
    found = hit(article(f"Before. {evil} After.", title=evil, language=evil, source=evil))
    quote = citation(found, evil)
    text = f"It says “{evil}” [1] {evil}"
    given_answer = replace(
        answer(text, (found,), (replace(quote, answer=Span(quote.start + 1, quote.end)),)),
        claims=(Claim(0, len(text), (1,), supported=False, missing=(evil,)),),
        notices=(evil,),
        resolved=evil,
    )
    thread = assert_harmless(
        rendering.thread([Exchange(evil, evil), Exchange(evil, given_answer.text, given_answer)])
    )
    assert thread.text.count(evil) == 8
    sources = assert_harmless(rendering.answer_sources(given_answer, exchange=0))
    assert sources.marked == [evil]
    assert f"Before. {evil} After." in sources.text
    for other in (
        rendering.found_passages([found], exchange=0),
        rendering.library_contents([found.article]),
        rendering.notice(evil),
        rendering.welcome(0, 0, evil),
    ):
        assert_harmless(other)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
@settings(max_examples=150)
def test_marking_keeps_the_text_and_marks_every_span(text: str, bounds: list[tuple[int, int]]) -> None:
    spans = [Span(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in bounds]
    marked = rendering.marked(text, spans)
    assert html.unescape(re.sub("</?mark>", "", marked)) == text
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert "".join(
        html.unescape(part) for part in re.findall("<mark>(.*?)</mark>", marked, re.DOTALL)
    ) == "".join(text[at] for at in sorted(inside))


def test_a_lone_surrogate_is_replaced() -> None:
    assert rendering.escape("a\ud800b") == "a?b"


def test_the_quote_is_highlighted_inside_its_passage_and_tagged_with_its_language() -> None:
    found = hit(
        article("開頭。全省75個縣脫貧。結尾。", title="標題", language="zh-Hant", source="新華社"),
        start=3,
        end=13,
    )
    source = rendering.answer_sources(
        answer("x [1]", (found,), (citation(found, "全省75個縣脫貧。"),)), exchange=0
    )
    page = assert_harmless(source)
    assert page.marked == ["全省75個縣脫貧。"]
    assert ("lang", "zh-Hant") in page.attributes
    for shown in ("標題", "新華社", "2021-12-09", "繁體中文"):
        assert shown in page.text
    assert "開頭" not in page.text


def test_a_quote_that_leaves_its_passage_is_shown_whole() -> None:
    found = hit(article("One two three four."), start=4, end=7)
    page = Page(
        rendering.answer_sources(answer("[1]", (found,), (citation(found, "two three"),)), exchange=0)
    )
    assert page.marked == ["two three"]


def test_a_quote_of_a_passage_that_was_not_retrieved_is_shown_by_its_article() -> None:
    found = hit(article("One two three four."), start=0, end=3)
    elsewhere = hit(found.article, start=8, end=18)
    page = Page(rendering.answer_sources(answer("[1]", (found,), (citation(elsewhere, "four"),)), exchange=0))
    assert page.marked == ["four"]


def test_quotes_of_one_passage_share_a_card_and_other_passages_fold_away() -> None:
    first, second = hit(article("One. Two. Three.")), hit(article("Elsewhere."), 2)
    both = (citation(first, "One."), citation(first, "Three.", 2))
    source = rendering.answer_sources(answer("[1] [2]", (first, second), both), exchange=0, reveal=2)
    assert 'data-markers="1 2" data-reveal' in source
    assert source.count("<article") == 2
    cited, folded = source.split("<details>")
    assert Page(cited + "</section>").marked == ["One.", "Three."]
    assert "Elsewhere." in folded
    assert "1 more passage" in folded


def test_markers_are_buttons_only_where_a_citation_bears_them() -> None:
    found = hit(article("See [1] and [7] in the text."))
    text = "It says “See [1] and [7]” [1]. Also [2]."
    source = rendering.answer_text(answer(text, (found,), (citation(found, "See [1] and [7]"),)), 3)
    assert source.count("<button") == 1
    assert 'data-exchange="3" data-marker="1"' in source
    assert assert_harmless(source).text == "It says “See [1] and [7]” 1. Also [2]."


def test_a_marker_is_a_button_wherever_it_stands_but_in_a_quote() -> None:
    found = hit(article("It says “this” [1] and “that” [2]. Another [2] one."))
    first = citation(found, "It says “this” [1] and “that” [2].")
    second = citation(found, "Another [2] one.", 2)
    text = f"So it is[1][2]. “{first.quote}” [1] 「{second.quote}」[2]；[2] 与 [1]。In [2020] [3]."
    source = rendering.answer_text(answer(text, (found,), (first, second)), 0)
    assert re.findall(r'data-marker="(\d)"', source) == ["1", "2", "1", "2", "2", "1"]
    assert assert_harmless(source).text == (
        f"So it is12. “{first.quote}” 1 「{second.quote}」2；2 与 1。In [2020] [3]."
    )


def test_a_refusal_reads_as_an_answer_with_what_came_closest() -> None:
    refusal = answer("The articles do not say.", (hit(article("Near.")),), refused=True)
    thread = Page(rendering.thread([Exchange("q", refusal.text, refusal)]))
    assert "The articles do not say." in thread.text
    assert "No answer found" in thread.text
    assert "Closest passages" in rendering.answer_sources(refusal, exchange=0)
    assert "No passage comes near" in rendering.answer_sources(answer("No.", refused=True), exchange=0)


def test_an_empty_library_says_how_to_fill_it() -> None:
    page = Page(rendering.welcome(0, 0, "/data/my library"))
    assert "This library is empty" in page.text
    assert "polycite add PATH… --library '/data/my library'" in page.text
    assert "No articles yet" in rendering.library_contents([])


def test_a_long_library_is_cut_with_a_count() -> None:
    articles = [article(f"{number}", title=f"T{number}") for number in range(53)]
    page = Page(rendering.library_contents(articles))
    assert "T49" in page.text
    assert "T50" not in page.text
    assert "and 3 more" in page.text


class Scripted:
    """An assistant that plays back events, or raises; keeps the history it was given."""

    def __init__(self, *events: Event | Exception) -> None:
        self.events = events
        self.history: list[Turn] = []

    def stream(self, question: str, history: list[Turn]) -> Iterator[Event]:
        self.history = history
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


def play(assistant: Scripted, question: str = "q", past: tuple[Exchange, ...] = ()) -> list[View]:
    return list(converse(cast("Assistant", assistant), question, past))


def test_a_conversation_shows_the_question_the_passages_the_text_and_the_answer() -> None:
    found = hit(article("Yes, it is."))
    final = answer("Yes [1]", (found,), (citation(found, "Yes"),))
    before = Exchange("earlier", "reply", answer("reply"))
    assistant = Scripted(Retrieved((found,)), Delta("Yes"), Delta(" [1]"), final)
    views = play(assistant, "q", (before,))
    assert [view.exchanges[0] for view in views] == [before] * 5
    assert [view.exchanges[1].text for view in views] == ["", "", "Yes", "Yes [1]", "Yes [1]"]
    assert [view.box for view in views] == ["", None, None, None, None]
    assert views[-1].exchanges[1].answer is final
    assert "<mark>Yes</mark>" in (views[-1].sources or "")
    assert assistant.history == [Turn("earlier", "reply")]


def test_withdrawn_text_leaves_the_page() -> None:
    final = answer("Quoted")
    views = play(Scripted(Retrieved(()), Delta("Inven"), Delta("ted"), Restart(), Delta("Quoted"), final))
    assert [view.exchanges[0].text for view in views[2:]] == ["Inven", "Invented", "", "Quoted", "Quoted"]


def test_a_bad_question_is_told_kindly_and_stays_in_its_field() -> None:
    before = (Exchange("earlier", "reply", answer("reply")),)
    last = play(Scripted(InputError("question", "it is empty", "type a question")), " ", before)[-1]
    assert last == View(before, notice="Question: it is empty (type a question).", box=" ")


def test_an_unforeseen_failure_shows_no_detail_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    last = play(Scripted(Delta("half"), RuntimeError("secret")))[-1]
    assert last.exchanges == ()
    assert last.notice
    assert "secret" not in last.notice
    assert "secret" in caplog.text
    assert "Traceback" not in caplog.text


def test_examples_go_across_articles_and_languages_and_skip_what_is_not_held() -> None:
    def line(question: str, language: str, *articles: str) -> dict[str, Any]:
        return {"id": question, "question": question, "language": language, "articles": articles}

    lines = [
        line("unanswerable", "en"),
        line("not held", "en", "absent"),
        line("same language", "en", "english"),
        line("across but long", "en", "chinese"),
        line("across", "en", "chinese"),
        line("used already", "vi", "chinese"),
        line("fresh", "vi", "english"),
        line("no such badge", "fr", "english"),
    ]
    held = {"english": "en", "chinese": "zh-Hans"}
    assert choose(lines, held) == ["across", "fresh"]
    assert choose(lines, {}) == []
    favourite = {**line("a favourite", "en", "english"), "id": "adopted-counties.en"}
    assert choose([*lines, favourite], held)[0] == "a favourite"


def test_favourite_examples_are_sample_questions() -> None:
    lines = sample_questions().read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} >= FAVOURITES


def test_quotes_that_touch_are_marked_each_and_quotes_that_overlap_as_one() -> None:
    assert rendering.marked("甲。乙。", [Span(0, 2), Span(2, 4)]) == "<mark>甲。</mark><mark>乙。</mark>"
    assert rendering.marked("abcd", [Span(0, 3), Span(1, 4)]) == "<mark>abcd</mark>"
