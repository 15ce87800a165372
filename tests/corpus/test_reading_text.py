"""Plain text, Markdown and JSON Lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.reading import jsonl, markdown, text
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits
from corpus.reading.reflow import paragraphs, unwrap
from corpus.types import RawArticle


def read_markdown(source: str) -> Contents:
    return markdown.read(source.encode(), "a.md", Limits())


def read_lines(*lines: str) -> Contents:
    return jsonl.read("\n".join(lines).encode(), "a.jsonl", Limits())


WRAPPED = """\
The ferry to the island stops twice a day, in the morning and in the
evening. Those who miss it sleep at the harbour, where the keeper of
the light lets two rooms above the boathouse for very little money at
all.

In winter it comes only when the sea allows it.
"""


def test_plain_text_in_a_legacy_encoding() -> None:
    [article] = text.read(
        "渡轮现在每天两次停靠码头。\n村民很高兴。".encode("gb18030"), "a.txt", Limits()
    ).articles
    assert article == RawArticle("渡轮现在每天两次停靠码头。\n村民很高兴。")


def test_hard_wrapped_lines_are_joined() -> None:
    first, second = unwrap(WRAPPED).strip().split("\n\n")
    assert first == " ".join(WRAPPED.partition("\n\n")[0].split())
    assert second == "In winter it comes only when the sea allows it."


def test_hard_wrapped_chinese_is_joined_without_spaces() -> None:
    sentence = (
        "渡轮现在每天早晚两次停靠岛上唯一的码头村民们终于可以坐船去对岸的县城赶集看病孩子们也能按时上学" * 2
    )
    lines = [sentence[at : at + 20] for at in range(0, len(sentence), 20)]
    assert unwrap("\n".join(lines)) == sentence


@pytest.mark.parametrize(
    "source",
    [
        "A heading that is the widest line of all\nA short line.\nAnother short line.",
        "- bread and butter\n- milk and honey\n- tea and sugar\n- salt and pepper",
        "Roses are red,\nviolets are blue.\n\nAnd so on.",
        "x" * 200 + "\n" + "y" * 50 + " z",
        "",
    ],
)
def test_lines_that_nobody_wrapped_stay(source: str) -> None:
    assert unwrap(source) == source


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_unwrapping_loses_no_character(source: str) -> None:
    assert "".join(unwrap(source).split()) == "".join(source.split())


def test_lines_of_a_page_become_paragraphs() -> None:
    lines = [
        "A Bridge for Two Villages",
        "The bridge was opened on Monday by the oldest woman of the val-",
        "ley, who had waited for it since her childhood. It took four years",
        "to build.",
        "Nobody has to walk around the gorge any more. The way to school is",
        "an hour shorter.",
        "1. Costs were shared.",
        "2. Work was shared.",
    ]
    assert paragraphs(lines) == [
        "A Bridge for Two Villages",
        "The bridge was opened on Monday by the oldest woman of the valley, who had waited for it since her "
        "childhood. It took four years to build.",
        "Nobody has to walk around the gorge any more. The way to school is an hour shorter.",
        "1. Costs were shared.",
        "2. Work was shared.",
    ]


FRONT_MATTER = """\
---
title: "Đảo nhỏ có phà"
source: Báo Biển
date: 2021-05-06
url: https://example.org/a
language: vi
author: ignored
---
Chuyến phà **đầu tiên** cập bến.
"""


def test_front_matter_is_metadata() -> None:
    [article] = read_markdown(FRONT_MATTER).articles
    assert article == RawArticle(
        "Chuyến phà đầu tiên cập bến.",
        title="Đảo nhỏ có phà",
        source="Báo Biển",
        date="2021-05-06",
        url="https://example.org/a",
        language="vi",
    )


def test_front_matter_values_stay_as_written() -> None:
    [article] = read_markdown(
        "---\ntitle: 2022\ndate: 2022-99-99\nlanguage: no\nsource: ~\n---\nText."
    ).articles
    assert (article.title, article.date, article.language, article.source) == (
        "2022",
        "2022-99-99",
        "no",
        None,
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_front_matter_with_a_mark_and_either_line_ending(ending: str) -> None:
    source = "\ufeff" + FRONT_MATTER.replace("\n", ending)
    [article] = markdown.read(source.encode(), "a.md", Limits()).articles
    assert article.title == "Đảo nhỏ có phà"
    assert article.text == "Chuyến phà đầu tiên cập bến."


@pytest.mark.parametrize(
    ("block", "note"),
    [
        ("title: a: b: c", "line 2: mapping values are not allowed here"),
        ("title: [unclosed", "expected"),
        ("a: " + "[" * 5000, "nested too deeply"),
        ("a: &a [x]\nb: *missing", "undefined alias"),
        ("x: " + "y" * 70_000, "the limit is 65536"),
        ("? [a]\n: b", "unhashable"),
        ("a: \x07", "not YAML"),
        (r'title: "\U00110000"', "not YAML"),
        (r'title: "\UFFFFFFFF"', "not YAML"),
    ],
)
def test_unusable_front_matter_is_a_note_and_the_text_is_kept(block: str, note: str) -> None:
    contents = read_markdown(f"---\n{block}\n---\nThe text.")
    assert contents.articles == (RawArticle("The text."),)
    assert note in contents.notes[0]
    assert len(contents.notes[0]) < 200


def test_nested_aliases_do_not_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    contents = read_markdown(f"---\n{bomb}title: *u\n---\nThe text.")
    assert contents.articles == (RawArticle("The text."),)
    assert contents.notes == ("front matter: title ignored: it is not a single value",)


def test_a_python_tag_in_front_matter_runs_nothing() -> None:
    [article] = read_markdown(
        '---\ntitle: !!python/object/apply:os.system ["false"]\n---\nThe text.'
    ).articles
    assert article == RawArticle("The text.")


@pytest.mark.parametrize(
    "source",
    ["---\nA line between two rules\n---\nAnd the text.", "---\nOnly one rule: and text.", "----\n\ntext"],
)
def test_rules_are_no_front_matter(source: str) -> None:
    [article] = read_markdown(source).articles
    assert article.text.split() == [word for word in source.split() if set(word) != {"-"}]


def test_markup_is_left_out_and_every_word_kept() -> None:
    source = (
        "# The *bridge*\n\nIt [opened](https://example.org) on\nMonday.\\\nAll came.\n\n"
        "> Quoted `words`\n\n- one\n- two\n  still two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "<div><b>boxed</b></div>\n\n    indented\n\n![a photo](x.png)\n\n第一行\n第二行"
    )
    [article] = read_markdown(source).articles
    assert article.title == "The bridge"
    assert article.text.split("\n\n") == [
        "The bridge",
        "It opened on Monday.\nAll came.",
        "Quoted words",
        "one",
        "two still two",
        "a | b",
        "1 | 2",
        "boxed",
        "indented",
        "a photo",
        "第一行第二行",
    ]


def test_overlong_lines_of_markdown_are_paragraphs() -> None:
    first, second = "word " * 40, "another " * 30
    [article] = read_markdown(f"{first.strip()}\n{second.strip()}").articles
    assert article.text.split("\n") == [first.strip(), second.strip()]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_markdown_is_read(source: str) -> None:
    assert len(read_markdown("---\na" + source).articles) == 1


def test_json_lines() -> None:
    contents = read_lines(
        json.dumps(
            {
                "text": "One.",
                "title": "A",
                "source": "S",
                "date": 2021,
                "url": "https://e.org",
                "language": "en",
            }
        ),
        "",
        json.dumps({"text": "渡轮。\u2028", "extra": [1]}, ensure_ascii=False),
    )
    assert contents.articles == (
        RawArticle("One.", title="A", source="S", date="2021", url="https://e.org", language="en"),
        RawArticle("渡轮。\u2028"),
    )
    assert contents.notes == ()


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("not json", "line 1: not JSON: "),
        ("[" * 100_000, "line 1: nested too deeply"),
        ('{"text":' + '{"a":' * 100_000, "line 1: nested too deeply"),
        ('{"text": "x", "date": ' + "9" * 5000 + "}", "line 1: not JSON: "),
        ("[1, 2]", "line 1: not a JSON object"),
        ('"text"', "line 1: not a JSON object"),
        ('{"title": "t"}', 'line 1: no "text" in it'),
        ('{"text": 7}', 'line 1: "text" is empty or not text'),
        ('{"text": null}', 'line 1: "text" is empty or not text'),
        ('{"text": "  "}', 'line 1: "text" is empty or not text'),
    ],
)
def test_a_bad_line_is_a_note_and_the_others_are_kept(line: str, note: str) -> None:
    contents = read_lines(line, '{"text": "Good."}')
    assert contents.articles == (RawArticle("Good."),)
    assert contents.notes[0].startswith(note)
    assert len(contents.notes[0]) < 200


def test_metadata_of_another_kind_is_left_out_with_a_note() -> None:
    contents = read_lines('{"text": "Good.", "title": ["x"], "date": true, "source": null}')
    assert contents.articles == (RawArticle("Good."),)
    assert contents.notes == ("line 1: title ignored: it is not text", "line 1: date ignored: it is not text")


def test_no_usable_line_is_an_error() -> None:
    with pytest.raises(
        ReadError, match=r"a\.jsonl: no line holds an article: line 1: not a JSON object \(each needs"
    ):
        read_lines("1", "2")
