"""The sources panel and the article viewer as HTML: no text is lost or becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Passage, Span, article_id, passage_id
from qa.restoring import LostCitation
from qa.types import Answer, Citation, Claim, Hit
from ui.page.languages import READER_LANGUAGES
from ui.page.proof.reading import BLOCK, article_page, article_text, missing_page
from ui.page.proof.rendering import answer_sources, found_passages, library_contents, searching
from ui.page.proof.requests import LONGEST_HIT, MOST_HITS, requested_article, requested_hits
from ui.page.proof.words import WORDS
from ui.page.rendering.markup import byline, emphasised, link, marked

INJECTIONS = (
    "<script>alert(1)</script>",
    "<img src=https://example.org/beacon.png onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</blockquote></section><style>*{display:none}</style>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% raw %}",
    "![x](https://example.org/x.png) [y](javascript:alert(1))",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<!-- --><iframe srcdoc='<script>1</script>'></iframe>",
)
TAGS = {
    *("a", "article", "blockquote", "button", "details", "div", "footer", "h2", "h3", "header", "li", "mark"),
    *("meter", "p", "section", "span", "strong", "summary", "time", "ul"),
}
ATTRIBUTES = {
    *("aria-busy", "aria-keyshortcuts", "aria-label", "class", "data-article", "data-copied", "data-copy"),
    *("data-exchange", "data-failed", "data-hit", "data-hits", "data-markers", "data-open", "data-quote"),
    *("data-step", "data-top", "data-view", "datetime", "dir", "hidden", "lang", "max", "min", "role"),
    *("tabindex", "title", "type", "value"),
}
TEXTS = st.text(alphabet="ab<&\n。中\r ", max_size=60)
BOUNDS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4)


class Markup(HTMLParser):
    """Reads HTML into its tags, attributes, visible and marked text; fails on tags that do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
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

    def values(self, name: str) -> list[str | None]:
        return [value for attribute, value in self.attributes if attribute == name]


def article(text: str, *, title: str = "Title", language: str = "en", source: str = "Source") -> Article:
    return Article(article_id(text), title, text, language, source, "2021-12-09")


def hit(found: Article, rank: int = 1, *, start: int = 0, end: int | None = None) -> Hit:
    end = len(found.text) if end is None else end
    passage = Passage(
        passage_id(found.id, start, end), found.id, start, end, found.text[start:end], found.language
    )
    return Hit(passage, found, 1 / rank, rank)


def citation(of: Hit, quote: str, marker: int = 1, confidence: float | None = None) -> Citation:
    start = of.article.text.index(quote)
    return Citation(marker, of.passage.id, of.article.id, quote, start, start + len(quote), None, confidence)


def answer(
    hits: tuple[Hit, ...] = (), citations: tuple[Citation, ...] = (), *, refused: bool = False
) -> Answer:
    return Answer("question", "en", "It is so [1].", citations, hits, refused, 0.5, "test")


def sources(given: Answer, language: str = "en") -> Markup:
    return Markup(answer_sources(given, exchange=0, language=language))


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_text_becomes_markup(evil: str) -> None:
    found = hit(article(f"Before. {evil} After.", title=evil, language=evil, source=evil))
    whole = replace(found.article, date=evil, url=evil)
    quote = citation(found, evil)
    told = replace(
        answer((found,), (replace(quote, answer=Span(quote.start + 1, quote.end)),)),
        text=evil,
        claims=(Claim(0, len(evil), (1,), supported=False, missing=(evil,)),),
    )
    shown = [
        answer_sources(told, exchange=evil, language=evil),
        answer_sources(answer(), exchange=0, language="vi", lost=[LostCitation(1, *[evil] * 5)]),
        found_passages([found], exchange=0, language="en"),
        library_contents([whole], language="en"),
        article_page(whole, [Span(quote.start, quote.end)], file=evil, language="en"),
    ]
    for html in shown:
        page = Markup(html)
        assert set(page.tags) <= TAGS - {"a"}
        assert {name for name, _ in page.attributes} <= ATTRIBUTES
        assert evil in page.text


@given(TEXTS, BOUNDS, BOUNDS)
def test_marking_keeps_the_text_and_marks_every_quote(
    text: str, quoted: list[tuple[int, int]], likely: list[tuple[int, int]]
) -> None:
    quotes, answers = ([Span(min(pair), max(pair)) for pair in pairs] for pairs in (quoted, likely))
    page = Markup(
        marked(text, quotes, answers, names=[str(at) for at in range(len(quotes))]).replace("\r", "\\r")
    )
    assert page.text == text.replace("\r", "\\r")
    inside = {at for span in quotes for at in range(span.start, min(span.end, len(text)))}
    assert "".join(page.marked) == "".join(text[at] for at in sorted(inside)).replace("\r", "\\r")


def test_each_mark_tells_whose_quotes_it_is_of() -> None:
    assert marked("abcd", [Span(0, 3), Span(1, 4)], names=["1", "2"]) == (
        '<mark data-quote="1">a</mark><mark data-quote="1 2">bc</mark><mark data-quote="2">d</mark>'
    )
    assert marked("甲。乙。", [Span(0, 2), Span(2, 4)], [Span(1, 3)]) == (
        "<mark>甲<strong>。</strong></mark><mark><strong>乙</strong>。</mark>"
    )
    assert emphasised("abcd", [Span(0, 2), Span(1, 3)]) == "<strong>abc</strong>d"


def test_the_quote_stands_in_its_passage_and_in_its_language() -> None:
    found = hit(article("開頭。全省75個縣脫貧。結尾。", language="zh-Hant", source="新華社"), start=3, end=13)
    page = sources(answer((found,), (citation(found, "全省75個縣脫貧。"),)), "vi")
    assert page.marked == ["全省75個縣脫貧。"]
    assert "zh-Hant" in page.values("lang")
    assert page.values("datetime") == ["2021-12-09"]
    for shown in ("新華社", "9 tháng 12, 2021", "Tiếng Trung phồn thể", "… 全省", "Nguồn", "Mở bài viết"):
        assert shown in page.text
    assert "開頭" not in page.text


def test_a_quote_beyond_its_passage_or_of_one_not_retrieved_is_shown_whole() -> None:
    found = hit(article("One two three four."), start=4, end=7)
    assert sources(answer((found,), (citation(found, "two three"),))).marked == ["two three"]
    elsewhere = hit(found.article, start=14, end=18)
    assert sources(answer((found,), (citation(elsewhere, "four"),))).marked == ["four"]


def test_quotes_of_one_passage_share_a_card_and_other_passages_fold_away() -> None:
    first, second = hit(article("One. Two. Three.")), hit(article("Elsewhere."), 2)
    html = answer_sources(
        answer((first, second), (citation(first, "Three.", 2), citation(first, "One."))),
        exchange=7,
        language="en",
    )
    assert 'data-exchange="7"' in html
    assert f'data-markers="1 2" data-article="{first.article.id}" data-hits="0-4 10-16"' in html
    cited, folded = html.split("</article><details><summary>1 more")
    assert Markup(f"{cited}</article></section>").marked == ["One.", "Three."]
    assert "Elsewhere." in folded


@pytest.mark.parametrize(
    ("probability", "word"), [(0.95, "Very likely"), (0.7, "Likely"), (0.2, "Uncertain")]
)
def test_confidence_is_a_word_and_a_bar_with_the_figure(probability: float, word: str) -> None:
    found = hit(article("One. Two."))
    page = sources(answer((found,), (citation(found, "One.", 1, probability), citation(found, "Two.", 2))))
    assert word in page.text
    assert page.values("value") == [f"{probability:.3f}"]
    assert f"Confidence: {probability:.0%}" in page.values("title")


def test_an_unknown_confidence_is_not_shown() -> None:
    found = hit(article("One."))
    assert "meter" not in sources(answer((found,), (citation(found, "One."),))).tags


def test_a_source_is_flagged_where_what_cites_it_is_not_supported() -> None:
    first, second = hit(article("One.")), hit(article("Two."), 2)
    told = replace(
        answer((first, second), (citation(first, "One."), citation(second, "Two.", 2))),
        text="It is 75 [2]. It is one [1].",
        claims=(Claim(0, 13, (2,), supported=False, missing=("75",)), Claim(14, 28, (1,), supported=True)),
    )
    flagged = re.findall(
        r'data-markers="(\d)"[^§]*?(?:(pc-flag)|</article>)', answer_sources(told, exchange=0, language="en")
    )
    assert flagged == [("1", ""), ("2", "pc-flag")]
    assert "Not supported by the sources (missing: 75): “It is 75 [2].”" in sources(told).text


def test_a_refusal_shows_what_came_closest() -> None:
    hits = tuple(hit(article(f"Near {number}."), number) for number in range(1, 6))
    page = sources(answer(hits, refused=True))
    assert page.text.startswith("Closest passages")
    assert "2 more passages were found" in page.text
    assert "No passage comes near" in sources(answer(refused=True)).text


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_an_article_that_has_left_the_library_is_told_in_one_line_with_its_quote(language: str) -> None:
    lost = LostCitation(2, "Title", "Gazette", "2020", "vi", "One.")
    page = Markup(answer_sources(answer(), exchange=0, language=language, lost=[lost]))
    for text in (WORDS[language].lost, "Title", "Gazette", "2020", "One."):
        assert text in page.text
    assert page.values("data-markers") == ["2"]
    assert not page.values("data-open")
    assert Markup(missing_page(language)).text == WORDS[language].gone


def test_before_a_question_the_newest_articles_are_listed() -> None:
    articles = [article(f"{number}", title=f"T{number}") for number in range(1200)]
    page = Markup(library_contents(articles, language="vi"))
    assert re.findall(r"T\d+", page.text) == [f"T{number}" for number in range(1199, 1191, -1)]
    assert "Tất cả 1.200 bài viết" in page.text
    assert page.values("data-view") == ["library"]
    assert not Markup(library_contents(articles[:8], language="en")).values("data-view")
    assert "no articles yet" in library_contents([], language="en")
    assert Markup(searching("zh-Hans")).values("aria-busy") == ["true"]


@given(TEXTS, BOUNDS)
def test_an_article_is_shown_to_the_character(text: str, bounds: list[tuple[int, int]]) -> None:
    hits = [Span(min(pair), max(pair)) for pair in bounds]
    page = Markup(article_text(text, hits).replace("\r", "\\r"))
    assert page.text == text.replace("\r", "\\r")
    inside = {at for span in hits for at in range(span.start, min(span.end, len(text)))}
    assert "".join(page.marked) == "".join(text[at] for at in sorted(inside)).replace("\r", "\\r")


def test_a_long_article_is_cut_into_blocks_and_a_hit_may_run_over_paragraphs() -> None:
    text = "A line of words.\n" * (BLOCK // 4)
    page = Markup(article_text(text, [Span(10, 30)]))
    assert page.tags.count("div") == -(-len(text) // BLOCK)
    assert page.marked == ["words.\n", "A line of wor"]
    assert page.values("data-quote") == ["0", "0"]


def test_the_viewer_shows_metadata_and_a_place_and_a_citation_for_each_hit() -> None:
    whole = replace(article("One. Two. Three.", language="vi"), url="https://example.org/a?b=1&c=2")
    page = Markup(article_page(whole, [Span(0, 4), Span(5, 9)], file="a.md", language="en"))
    for shown in (
        "Source",
        "9 December 2021",
        "Vietnamese",
        "example.org",
        "16 characters",
        "File: a.md",
        "2 of 2 passages of this article",
    ):
        assert shown in page.text
    assert page.values("href") == ["https://example.org/a?b=1&c=2"]
    assert page.values("rel") == ["noopener noreferrer"]
    assert page.values("data-hit") == ["0", "1", "0", "1"]
    assert sum("Two." in (text or "") for text in page.values("data-copy")) == 3
    alone = Markup(article_page(whole, [], file="", language="en"))
    assert not alone.values("data-step")
    assert len(alone.values("data-copy")) == 3


def test_only_an_address_on_the_web_is_a_link() -> None:
    assert link("javascript:alert(1)") == link("file:///etc/passwd") == link(None) == ""
    assert 'href="https://example.org/%3Ca%3E"' in link("https://example.org/<a>")


def test_a_byline_is_in_the_readers_form() -> None:
    assert (
        Markup(byline("新華社", "2020-11", "zh-Hant", "en")).text == "新華社November 2020Traditional Chinese"
    )
    assert Markup(byline("", None, "vi", "zh-Hans")).text == "越南语"


@pytest.mark.parametrize(
    ("listed", "spans"),
    [
        (None, []),
        ("0-4", []),
        ([[0, 4], [0, 4], [-5, 2], [3, 99]], [(0, 2), (0, 4), (3, 10)]),
        ([[4, 4], [5, 2], [99, 120], [1], [1, "2"], [1.0, 2], {"start": 0}, None], []),
        ([[at, at + 1] for at in range(MOST_HITS)] + [[0, 9]], [(at, at + 1) for at in range(10)]),
    ],
)
def test_hits_from_a_browser_are_clipped_to_the_text(listed: Any, spans: list[tuple[int, int]]) -> None:
    assert [(span.start, span.end) for span in requested_hits({"hits": listed}, 10)] == spans


def test_a_hit_that_no_passage_is_as_long_as_is_left_out() -> None:
    listed = [[0, 1_000_000], [7, 7 + LONGEST_HIT], [7, 8 + LONGEST_HIT]]
    assert requested_hits({"hits": listed}, 1_000_000) == [Span(7, 7 + LONGEST_HIT)]


@pytest.mark.parametrize("named", [None, 7, ["a"], "x" * 65])
def test_what_names_no_article_is_none(named: Any) -> None:
    assert requested_article({"article": named}) == ""


def test_every_language_has_every_place_for_a_value() -> None:
    assert WORDS.keys() == READER_LANGUAGES.keys()
    for name in WORDS["en"].__slots__:
        texts = [getattr(words, name) for words in WORDS.values()]
        assert len({text.count("{}") for text in texts}) == 1
        assert all(texts)
