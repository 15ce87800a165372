from __future__ import annotations

import html
import json
import re
from dataclasses import asdict, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.types import Article, Passage
from embeddings.library import Filter
from qa.restoring import LostCitation
from qa.types import Answer, Citation, Claim, Hit
from ui.rendering.conversation import WORDS, Exchange, conversation_json, conversation_markdown, file_name
from ui.rendering.safety import printable

TEXT = "第一句。\n\n# Not a heading <img src=x>\n1. Not a list"
ARTICLE = Article(
    "a1", "*Tea* [hills](http://e.org)", TEXT, "zh-Hans", "山城日报", "2019-03", "https://e.org/a_b"
)
HIT = Hit(Passage(f"a1:0-{len(TEXT)}", "a1", 0, len(TEXT), TEXT, "zh-Hans"), ARTICLE, 0.5, 1)
ANSWER = Answer(
    *("How many *workers*?", "en", "It says so. [1]\n\nPerhaps 17.", (), (HIT,), False, 0.9, "test"),
    claims=(Claim(17, 28, (1,), supported=False),),
    notices=("A notice.",),
    resolved="How many in the hills?",
)
ANSWER = replace(ANSWER, citations=(Citation(1, HIT.passage.id, "a1", TEXT, 0, len(TEXT)),))
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MARKUP = st.lists(st.sampled_from([*"\\`*_[]()<>#+-.!|~&:@$=1 ax", "http://", "www.", "<b>", "](", "\n"]))


def _shown(markdown: str) -> str:
    """The text a reader sees of the first paragraph, blocks other than paragraphs being an error."""
    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)
    assert set(re.findall(r"</?(\w+)", rendered)) <= {"h1", "h2", "p", "br"}, rendered
    return html.unescape(re.sub(r"</?(?:h\d|p|br)\b ?/?>", "", rendered))


def test_a_conversation_in_markdown() -> None:
    assert (
        conversation_markdown("Tea & more", [Exchange(ANSWER)], "en")
        == r"""# Tea \& more

## How many \*workers\*?

Understood as: How many in the hills?

It says so. \[1\]

Perhaps 17.

Not supported by its sources: Perhaps 17.

Note: A notice.

### Sources

\[1\] **\*Tea\* \[hills\](http\://e.org)** · 山城日报 · 2019-03 · zh-Hans · characters 0–47 · <https://e.org/a_b>

> 第一句。
>
> \# Not a heading \<img src=x\>\
> 1\. Not a list
"""
    )


@pytest.mark.parametrize("language", WORDS)
def test_its_own_words_are_in_the_readers_language(language: str) -> None:
    markdown = conversation_markdown("T", [Exchange(ANSWER)], language)
    assert f"### {WORDS[language].sources}\n" in markdown
    assert WORDS[language].note.format(text="A notice.") in markdown


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    for url in ("javascript:alert(1)", "https://e.org/ a", "https://e.org/>x", "https://e.org/\u202e"):
        hit = replace(HIT, article=replace(ARTICLE, url=url))
        markdown = conversation_markdown("T", [Exchange(replace(ANSWER, hits=(hit,)))], "en")
        assert "<" not in re.sub(r"\\<", "", markdown), url


def test_a_quote_that_is_lost_stands_in_the_order_of_the_markers_and_is_no_markup() -> None:
    lost = LostCitation(0, "*T*", "<b>", None, "en", "# x")
    markdown = conversation_markdown("T", [Exchange(ANSWER, lost=(lost, replace(lost, title="")))], "en")
    shown = r"\<b\> · en · no longer in the library"
    assert (
        rf"""### Sources

\[0\] **\*T\*** · {shown}

> \# x

\[0\] {shown}

> \# x

\[1\] **"""
        in markdown
    )
    told = json.loads(conversation_json("T", [Exchange(ANSWER, lost=(lost,)), Exchange(ANSWER)]))["exchanges"]
    assert told[0]["lost"] == [asdict(lost)]
    assert "lost" not in told[1]


@settings(deadline=None)
@given(LINES | MARKUP.map("".join))
@example("    indented")
@example("- [ ] task\n***\n| a | b |\n|--|--|")
def test_text_from_elsewhere_is_shown_as_it_is(text: str) -> None:
    answer = replace(ANSWER, question="Q", text=text, citations=(), claims=(), notices=(), resolved=None)
    seen = _shown(conversation_markdown("T", [Exchange(answer)], "en")).split()
    assert seen == ["T", "Q", *(word for line in text.split("\n") for word in printable(line).split())]


def test_a_conversation_in_json_has_every_citation_with_its_url() -> None:
    document = json.loads(conversation_json("Tea", [Exchange(ANSWER), Exchange(ANSWER)]))
    first = document["exchanges"][0]
    assert (document["title"], len(document["exchanges"])) == ("Tea", 2)
    assert first["citations"] == [{**ANSWER.to_dict()["citations"][0], "url": "https://e.org/a_b"}]
    assert {key: first[key] for key in ("question", "answer")} == {
        "question": ANSWER.question,
        "answer": ANSWER.text,
    }


def test_the_filter_that_was_asked_with_is_told_and_one_that_was_not_is_not() -> None:
    where = Filter(frozenset({"vi", "en"}), frozenset({"*VOV*"}), since="2020", until="2021-03")
    markdown = conversation_markdown("T", [Exchange(ANSWER, where)], "en")
    assert "\n\nAsked of: en · vi · \\*VOV\\* · ≥ 2020 · ≤ 2021-03\n\n" in markdown
    assert "Asked of" not in conversation_markdown("T", [Exchange(ANSWER)], "en")
    told = json.loads(conversation_json("T", [Exchange(ANSWER, where), Exchange(ANSWER)]))["exchanges"]
    assert told[0]["where"] == {
        "languages": ["en", "vi"],
        "sources": ["*VOV*"],
        "since": "2020",
        "until": "2021-03",
    }
    assert "where" not in told[1]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("甘肃有多少个贫困县？", "甘肃有多少个贫困县.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("CON: a\nb\x00c\u202e", "CON-a-b-c.md"),
        ("...", "conversation.md"),
        ("a" * 200, "a" * 60 + ".md"),
    ],
)
def test_a_file_name_is_made_of_letters_and_digits(title: str, name: str) -> None:
    assert file_name(title, "md") == name
