"""A scraper's damage, and lines that an editor or a mail program broke."""

from __future__ import annotations

import textwrap

import pytest

from corpus.cleaning import clean
from corpus.types import RawArticle

DAMAGED = (
    "鄉(xiāng)村的學(xué)校在國(guó)內(nèi)很有名,孩子們(men)每天坐車(chē)來上課(kè),"
    "老師(shī)對(duì)他們(men)很親(qīn)切,伴隨著鐘(zhōng)聲回家。"
)
REPAIRED = "乡村的学校在国内很有名,孩子们每天坐车来上课,老师对他们很亲切,伴随着钟声回家。"


def text_of(text: str, **known: str) -> str:
    return clean(RawArticle(text, **known)).text


def test_every_gloss_leaves_and_the_text_is_of_one_script() -> None:
    assert text_of(DAMAGED) == REPAIRED


def test_full_width_brackets_are_glosses_too() -> None:
    assert text_of(DAMAGED.replace("(", "（").replace(")", "）")) == REPAIRED


def test_other_brackets_of_a_damaged_text_stay() -> None:
    assert (
        text_of(f"聯(lián)合國(guó)(UN)說(2020)好(見圖)。{DAMAGED}")
        == f"联合国(UN)说(2020)好(见图)。{REPAIRED}"
    )


def test_the_title_is_mended_with_the_text_and_a_declared_script_no_longer_holds() -> None:
    result = clean(RawArticle(DAMAGED, title="鄉(xiāng)村學(xué)校", language="zh-Hant"))
    assert (result.title, result.language) == ("乡村学校", None)


@pytest.mark.parametrize(
    "text",
    [
        "聯合國(UN)在國內(nèi)設立了辦事處。",
        "他姓尉遲(yù chí),名不詳,國籍不明。",
        "臺灣的學校(School)很多,國(guó)字難寫,體育(P.E.)課不少。",
        "你(nǐ)好(hǎo)吗?我(wǒ)很(hěn)好(hǎo),谢(xiè)谢(xie)。",
        "繁體字的報紙沒有任何括號。",
        "The word guó (国) and the word xué (学) are taught first.",
    ],
)
def test_a_text_that_is_not_damaged_stays_to_the_character(text: str) -> None:
    assert text_of(text) == text


PARAGRAPHS = [
    "The village council met on Monday to choose a site for the new water tower, and after three hours of "
    "talk it settled on the hill above the school, which has belonged to the parish for as long as anyone "
    "remembers.",
    "Work begins in spring. The pipes will follow the old road to the mill, where a pump is to be set up in "
    "the summer after that.",
]
CHINESE = (
    "村委会星期一开会，讨论新水塔的地点，并听取了工程师的意见，会议持续了三个小时，"
    "最后大家一致同意把水塔建在学校后面的山坡上，那块地属于村里，"
    "去年秋天已经完成了测量和登记工作，工程将于春天开始，水管沿着旧路一直铺到磨坊。"
)


@pytest.mark.parametrize("columns", [60, 72, 80])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_hard_wrapped_lines_are_joined(columns: int, between: str) -> None:
    wrapped = between.join(textwrap.fill(paragraph, columns) for paragraph in PARAGRAPHS)
    assert text_of(wrapped) == "\n\n".join(PARAGRAPHS)


def test_one_break_in_lower_case_is_a_wrap_and_no_title() -> None:
    result = clean(RawArticle("The village council met on Monday to choose a site\nfor the new water tower."))
    assert (result.title, result.text.count("\n")) == (None, 0)


def test_hard_wrapped_chinese_is_joined_without_spaces() -> None:
    assert text_of(
        "\n".join(CHINESE[at : at + 30] for at in range(0, len(CHINESE), 30)) + "\n\n他们散会。"
    ) == (f"{CHINESE}\n\n他们散会。")


def test_a_list_inside_a_wrapped_text_stays_a_list() -> None:
    items = ["- a tower on the hill", "- a pump at the mill"]
    wrapped = "\n\n".join([textwrap.fill(PARAGRAPHS[0], 72), "\n".join(items)])
    assert text_of(wrapped).split("\n\n")[1:] == items


@pytest.mark.parametrize(
    "lines",
    [
        [
            "One sentence stands here.",
            "A second, rather longer sentence stands here.",
            "Third.",
            "And the fourth one.",
        ],
        [
            "Row, row, row your boat",
            "Gently down the stream",
            "Merrily, merrily, merrily",
            "Life is but a dream.",
        ],
        ["12 Mill Road", "Greenford", "Westshire", "The end."],
        [paragraph * 2 for paragraph in PARAGRAPHS],
    ],
)
def test_lines_that_are_paragraphs_stay_apart(lines: list[str]) -> None:
    result = clean(RawArticle("\n".join(lines), title="none of them"))
    assert result.text == "\n\n".join(lines)


def test_blank_lines_and_edges_are_trimmed() -> None:
    assert text_of("\n\n  One.  \n \n\n\tTwo.\n") == "One.\n\nTwo."


def test_a_line_of_a_lone_quotation_mark_is_a_paragraph() -> None:
    assert text_of('“\n"\n“') == '“\n\n"\n\n“'
