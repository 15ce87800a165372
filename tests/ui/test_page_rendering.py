"""The conversation's HTML: no text is lost, none becomes markup, markers stand where they belong."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest

from corpus.types import Article, Passage, Span, article_id, passage_id
from embeddings.library import Filter
from qa.answering.phrases import refusal
from qa.types import Answer, Citation, Claim, Hit
from ui.page.chat.answers import answer_text
from ui.page.chat.examples import Example
from ui.page.chat.exchanges import Exchange
from ui.page.chat.rendering import examples, section, welcome
from ui.page.chat.words import WORDS
from ui.page.languages import READER_LANGUAGES

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
TAGS = {"bdi", "button", "code", "div", "h2", "h3", "li", "p", "section", "span", "strong", "ul"}
ATTRIBUTES = {
    *("aria-busy", "aria-label", "class", "data-ask", "data-begin", "data-closest"),
    *("data-exchange", "data-kind", "data-marker", "data-view", "dir", "lang", "type"),
}


class Markup(HTMLParser):
    """Reads HTML into its tags, attributes and visible text; fails on tags that do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def article(text: str, *, title: str = "Title", language: str = "en", source: str = "Source") -> Article:
    return Article(article_id(text), title, text, language, source, "2021-12-09")


def hit(found: Article, rank: int = 1) -> Hit:
    end = len(found.text)
    passage = Passage(passage_id(found.id, 0, end), found.id, 0, end, found.text, found.language)
    return Hit(passage, found, 1 / rank, rank)


def citation(of: Hit, quote: str, marker: int = 1) -> Citation:
    start = of.article.text.index(quote)
    return Citation(marker, of.passage.id, of.article.id, quote, start, start + len(quote))


def answer(
    text: str, hits: tuple[Hit, ...] = (), citations: tuple[Citation, ...] = (), *, refused: bool = False
) -> Answer:
    return Answer("question", "en", text, citations, hits, refused, 0.5, "test")


def assert_harmless(source: str) -> Markup:
    page = Markup(source)
    assert page.tags <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    return page


@pytest.mark.parametrize("evil", INJECTIONS)
@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_no_text_becomes_markup(evil: str, language: str) -> None:
    found = hit(article(f"Before. {evil} After.", title=evil, language=evil, source=evil))
    quote = citation(found, evil)
    text = f"It says “{evil}” [1] {evil}"
    given_answer = replace(
        answer(text, (found,), (replace(quote, answer=Span(quote.start + 1, quote.end)),)),
        claims=(Claim(0, len(text), (1,), supported=False, missing=(evil,)),),
        notices=(evil,),
        resolved=evil,
    )
    done = assert_harmless(section(Exchange(evil, text, given_answer), 0, language))
    assert done.text.count(evil) == 6
    refused = replace(given_answer, refused=True)
    assert assert_harmless(section(Exchange(evil, text, refused), 0, language)).text.count(evil) == 6
    assert assert_harmless(section(Exchange(evil, evil), 0, language)).text.count(evil) == 2
    assert evil in assert_harmless(examples([Example(evil, language, evil)], language)).text
    assert evil in assert_harmless(examples([Example(evil, language)], language)).text
    assert_harmless(welcome(0, 0, evil, language))


def test_markers_are_buttons_only_where_a_citation_bears_them() -> None:
    found = hit(article("See [1] and [7] in the text."))
    text = "It says “See [1] and [7]” [1]. Also [2]."
    source = answer_text(answer(text, (found,), (citation(found, "See [1] and [7]"),)), 3, "en")
    assert source.count("<button") == 1
    assert 'data-exchange="3" data-marker="1"' in source
    assert assert_harmless(source).text == "It says “See [1] and [7]” 1. Also [2]."


def test_a_marker_is_a_button_wherever_it_stands_but_in_a_quote() -> None:
    found = hit(article("It says “this” [1] and “that” [2]. Another [2] one."))
    first = citation(found, "It says “this” [1] and “that” [2].")
    second = citation(found, "Another [2] one.", 2)
    text = f"So it is[1][2]. “{first.quote}” [1] 「{second.quote}」[2]；[2] 与 [1]。In [2020] [3]."
    source = answer_text(answer(text, (found,), (first, second)), 0, "en")
    assert re.findall(r'data-marker="(\d)"', source) == ["1", "2", "1", "2", "2", "1"]
    assert assert_harmless(source).text == (
        f"So it is12. “{first.quote}” 1 「{second.quote}」2；2 与 1。In [2020] [3]."
    )


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_a_refusal_reads_as_an_answer_and_leaves_it_to_the_panel_to_name_what_is_close(language: str) -> None:
    near = article("Near.", title="So near")
    text = refusal([near], language)
    assert "So near" in text
    refused = replace(answer(text, (hit(near),), refused=True), language=language)
    page = assert_harmless(section(Exchange("q", text, refused), 0, language))
    assert page.text == f"q{refusal([], language)}{WORDS[language].closest}"
    assert ("data-closest", None) in page.attributes
    nothing = answer(refusal([], "en"), refused=True)
    assert assert_harmless(section(Exchange("q", nothing.text, nothing), 0, "en")).text == f"q{nothing.text}"
    said = answer("Nobody can say.", refused=True)
    assert "Nobody can say." in section(Exchange("q", said.text, said), 0, "en")


def test_the_filter_that_a_question_was_asked_with_stands_with_it() -> None:
    where = Filter(frozenset({"vi", "zh-Hant"}), frozenset({"<b>VOV"}), since="2020", until="2021-03-04")
    begun, done = Exchange("q", where=where), Exchange("q", "So.", answer("So."), where)
    for exchange in (begun, done):
        page = assert_harmless(section(exchange, 0, "en"))
        assert page.text.startswith("qTraditional ChineseVietnamese<b>VOVfrom 2020until 4 March 2021")
    assert "từ 2020" in section(done, 0, "vi")
    assert "<ul" not in section(Exchange("q"), 0, "en")
    many = replace(done, where=Filter(sources=frozenset(f"S{number:02}" for number in range(50))))
    assert "S07+42" in assert_harmless(section(many, 0, "en")).text


def test_an_answer_that_is_being_written_is_busy_and_ready_to_be_stopped() -> None:
    empty, begun = section(Exchange("q"), 0, "vi"), section(Exchange("q", "So far"), 0, "vi")
    assert WORDS["vi"].searching in empty
    assert WORDS["vi"].searching not in begun
    assert "So far" in begun
    for source in (empty, begun):
        assert 'aria-busy="true"' in source
        assert WORDS["vi"].stopped in source


def test_the_welcome_counts_what_there_is() -> None:
    assert "1 article in 1 language." in welcome(1, 1, "/d", "en")
    assert "5 articles in 4 languages." in welcome(5, 4, "/d", "en")
    assert "5 篇文章" in welcome(5, 4, "/d", "zh-Hant")


def test_an_empty_library_says_how_to_fill_it() -> None:
    page = assert_harmless(welcome(0, 0, "/data/my library", "en"))
    assert "This library is empty" in page.text
    assert "polycite add PATH… --library '/data/my library'" in page.text
    assert ("data-view", "library") in page.attributes


def test_examples_are_asked_and_articles_are_asked_about() -> None:
    shown = [Example("Title", "vi", "Câu hỏi?"), Example("标题", "en")]
    page = assert_harmless(examples(shown, "en"))
    assert ("data-ask", "Câu hỏi?") in page.attributes
    assert ("lang", "vi") in page.attributes
    assert ("data-begin", "“标题”: ") in page.attributes
    assert "Ask about “标题”" in page.text
    assert examples([], "en") == ""


def test_every_language_says_everything_and_leaves_the_same_gaps() -> None:
    assert WORDS.keys() == READER_LANGUAGES.keys()
    for field in fields(WORDS["en"]):
        said = [getattr(words, field.name) for words in WORDS.values()]
        assert all(said), field.name
        assert len({str(one).count("{}") for one in said}) == 1, field.name
