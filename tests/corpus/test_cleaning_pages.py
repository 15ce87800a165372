"""Each rule on a page of our own: what it takes, and what it must leave to an ordinary text."""

from __future__ import annotations

import pytest

from corpus.cleaning import Cleaned, clean
from corpus.types import RawArticle

EN = (
    "The village council met on Monday to choose a site for the new water tower.",
    "Nobody spoke against the hill above the school, which belongs to the parish.",
    "Work begins in spring, and the pipes will follow the old road to the mill.",
)
ZH = (
    "村委会星期一开会，讨论新水塔的地点，并听取了工程师的意见，会议持续了三个小时。",
    "没有人反对学校后面的山坡，那块地属于村里，去年秋天已经完成了测量和登记工作。",
    "工程将于春天开始，水管沿着旧路一直铺到磨坊，预计当年秋收以前就能够投入使用。",
)
VI = (
    "Hội đồng xã họp hôm thứ Hai để chọn địa điểm xây tháp nước mới cho cả ba thôn.",
    "Không ai phản đối ngọn đồi phía sau trường học, vốn là đất công của xã từ lâu.",
    "Công trình khởi công vào mùa xuân, đường ống đi theo con đường cũ tới cối xay.",
)


def page(*lines: str, **known: str) -> Cleaned:
    return clean(RawArticle("\n\n".join(lines), **known))


def whys(result: Cleaned) -> dict[str, str]:
    return {removed.text: removed.why for removed in result.removed}


FURNITURE = [
    ("Home > News > Villages", "breadcrumb", EN),
    ("您的位置：小村新闻网首页 > 要闻", "breadcrumb", ZH),
    ("Trang chủ » Thời sự", "breadcrumb", VI),
    ("Share this article on Facebook", "share line", EN),
    ("Facebook | Twitter | E-mail", "share line", EN),
    ("分享到：微信 微博", "share line", ZH),
    ("Chia sẻ bài viết", "share line", VI),
    ("12 Comments", "comment line", EN),
    ("3条评论 立即评论", "comment line", ZH),
    ("Bình luận (3)", "comment line", VI),
    ("1,234 views", "view counter", EN),
    ("浏览次数：1.2万次", "view counter", ZH),
    ("Lượt xem: 345", "view counter", VI),
    ("Published on March 5, 2020 at 9:30 AM", "date line", EN),
    ("2020年3月5日 09:30 星期四", "date line", ZH),
    ("PV - 09:30, 05/03/2020", "date line", VI),
    ("Source: Village Gazette", "source line", EN),
    ("来源：小村日报", "source line", ZH),
    ("Nguồn: Báo Làng", "source line", VI),
    ("By Ann Miller and Ben Baker, Village Gazette", "byline", EN),
    ("文/图 张三 李四", "byline", ZH),
    ("文︱张三 李四", "byline", ZH),
    ("本报记者 张三", "byline", ZH),
    ("Tác giả: Nguyễn An", "byline", VI),
    ("Advertisement", "advertisement", EN),
]


@pytest.mark.parametrize(
    ("line", "why", "body"), FURNITURE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_furniture_leaves_between_title_and_body(line: str, why: str, body: tuple[str, ...]) -> None:
    if line.startswith("文/图"):
        line = line.replace("图 ", "图：")
    result = page("A water tower for three villages", line, *body)
    assert whys(result) == {"A water tower for three villages": "title", line: why}
    assert result.text == "\n\n".join(body)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("[小村新闻网编辑：张三]", ZH),
        ("（责任编辑：李四）", ZH),
        ("責任編輯：李四", ZH),
        ("Biên tập: Nguyễn An", VI),
        ("Editor: Ann Miller", EN),
    ],
)
def test_the_editors_signature_leaves_below_the_body(line: str, body: tuple[str, ...]) -> None:
    result = page("Water tower", *body, line)
    assert whys(result) == {"Water tower": "title", line: "editor's signature"}


def test_a_line_of_many_parts_leaves_and_tells_source_and_date() -> None:
    line = "2020-03-05 09:43  来源：小村日报  责任编辑：张三  浏览：123次  分享到："
    result = page("新水塔选址确定", line, *ZH)
    assert (result.source, result.date) == ("小村日报", "2020-03-05")
    assert result.text == "\n\n".join(ZH)


def test_furniture_below_a_standfirst_leaves() -> None:
    result = page("Water tower", EN[0], "By Ann Miller", "March 5, 2020 09:30", *EN[1:])
    assert whys(result).keys() == {"Water tower", "By Ann Miller", "March 5, 2020 09:30"}
    assert result.date == "2020-03-05"


def test_buttons_inside_the_body_leave_only_a_saved_page() -> None:
    assert "Advertisement" in whys(page("Tower", "1,234 views", *EN[:2], "Advertisement", EN[2]))
    assert "Advertisement" in page("Tower", *EN[:2], "Advertisement", EN[2]).text


def test_links_to_other_articles_leave_below_the_body() -> None:
    result = page("Tower", *EN, "Related articles", "Mill reopens after flood", "School choir sings")
    assert result.text == "\n\n".join(EN)


def test_the_page_header_above_the_title_leaves() -> None:
    header = ["Search", "Thứ Sáu, ngày 6 tháng 03 năm 2020, 10:00:00", "CHUYÊN ĐỀ NÔNG THÔN HÔM NAY"]
    result = page(*header, "Ba thôn chọn nơi xây tháp nước", "PV - 09:30, 05/03/2020", *VI)
    assert list(whys(result).values()) == ["page header", "date line", "page header", "title", "date line"]
    assert (result.title, result.date) == ("Ba thôn chọn nơi xây tháp nước", "2020-03-05")


def test_the_clock_of_the_page_is_not_the_date_of_the_article() -> None:
    clock = "Friday, March 6, 2020, 10:00:00"
    assert page(clock, "A water tower for three villages", *EN).date is None
    assert page(clock, *EN, title="A water tower").date is None
    assert page("A water tower for three villages", clock, *EN).date == "2020-03-06"


def test_without_signs_of_a_page_a_heading_in_capitals_is_the_title() -> None:
    result = page("WATER TOWER", "A short history", *EN)
    assert (result.title, result.text) == ("WATER TOWER", "\n\n".join(["A short history", *EN]))


# Captions and repetitions


@pytest.mark.parametrize(
    "caption",
    [
        "The hill above the school. Photo: Courtesy of Ann Miller",
        "The hill above the school. (Photo by Ann Miller/Gazette)",
        "Ngọn đồi phía sau trường học. (Ảnh: Nguyễn An)",
        "Ngọn đồi phía sau trường học. Ảnh: TTXVN",
        "学校后面的山坡。（图片来源：小村日报）",
        "学校后面的山坡。小村日报记者 张三 摄",
    ],
)
def test_a_caption_with_its_credit_leaves(caption: str) -> None:
    result = page(EN[0], caption, EN[1], caption, EN[2])
    assert [removed.why for removed in result.removed] == ["photo caption"] * 2
    assert result.text == "\n\n".join(EN)


@pytest.mark.parametrize(
    "caption", ["会议现场。", "图为工程师讲解水塔图纸。", "参加会议的村民与工程师合影。"]
)
def test_a_bare_caption_leaves_a_saved_page_and_stays_elsewhere(caption: str) -> None:
    long = [line * 3 for line in ZH]
    assert caption in whys(page("水塔选址", "立即评论", long[0], caption, *long[1:]))
    assert caption in page("水塔选址", long[0], caption, *long[1:]).text


def test_a_sentence_that_its_neighbour_holds_leaves_but_loses_no_character() -> None:
    result = page("Tower", EN[0], f"GREENFORD, Monday. {EN[0]} {EN[1]}", EN[2])
    assert whys(result) == {"Tower": "title", EN[0]: "repeated paragraph"}
    assert EN[0] in result.text


def test_the_second_of_two_equal_neighbours_leaves() -> None:
    assert page(EN[0], EN[1], EN[1], EN[2]).text == "\n\n".join(EN)


# What an ordinary text keeps

ORDINARY = [
    ["Share prices fell.", "1,234 views were counted that day.", "Comments were closed."],
    ["The credit reads Photo: Ann Miller on page three, which is wrong.", "See the photo (above)."],
    ["分享是一种美德。", "评论员认为，编辑：一个被低估的职业。", "现场的气氛非常热烈。"],
    ["Chia sẻ là hạnh phúc.", "Ảnh: một từ có nhiều nghĩa.", "Theo tôi, mọi chuyện đều ổn."],
    ["Yes.", "No.", "Yes.", "Yes."],
    ["记者：你们什么时候开工？", "村长：春天。", "记者：谁付钱？", "村长：大家。"],
    ["- milk", "- bread", "1. Wash it.", "2. Eat it."],
    ["https://example.org/a/b", "Ends here."],
    ["Dear Ann,", "I arrived on 5 March 2020.", "Yours", "Ben"],
    ["Source: the old well, which dried up in 1921."],
]


@pytest.mark.parametrize("lines", ORDINARY, ids=lambda lines: lines[0])
def test_an_ordinary_text_keeps_every_line(lines: list[str]) -> None:
    result = page(EN[0], *lines, EN[1])
    assert result.removed == ()
    assert result.text == "\n\n".join([EN[0], *lines, EN[1]])


@pytest.mark.parametrize("text", ["", "   \n", "分享", "Share\n\n12 Comments", "milk\nbread", "Only a title"])
def test_a_text_without_a_sentence_stays_whole(text: str) -> None:
    result = clean(RawArticle(text))
    assert (result.removed, result.title) == ((), None)
    assert result.text.split() == text.split()


def test_a_page_of_captions_only_keeps_them() -> None:
    assert page("The hill. Photo: Ann Miller").removed == ()


def test_section_headings_stay() -> None:
    lines = [EN[0], "The hill", EN[1], "## Next steps", EN[2]]
    result = page("Water tower", *lines)
    assert result.text == "\n\n".join(lines)


def test_diary_dates_inside_the_text_stay() -> None:
    result = page("2020-03-05", EN[0], "2020-03-06", EN[1], "2020-03-07")
    assert result.date == "2020-03-05"
    assert result.text == "\n\n".join([EN[0], "2020-03-06", EN[1], "2020-03-07"])


# Title


@pytest.mark.parametrize("mark", ["", "# ", "## "])
def test_the_first_line_is_the_title_if_it_looks_like_one(mark: str) -> None:
    result = page(f"{mark}Water tower", *EN)
    assert (result.title, result.text) == ("Water tower", "\n\n".join(EN))


@pytest.mark.parametrize(
    "first",
    [
        "They met on Monday.",
        "Agenda:",
        "- Water tower",
        "Who pays?",
        "12 34",
        "word " * 40,
        "他们开会了。会后散步",
    ],
)
def test_a_first_line_that_is_no_title_stays(first: str) -> None:
    result = page(first, *EN)
    assert result.title is None
    assert result.text.startswith(first.strip())


@pytest.mark.parametrize(
    "title", ["Who pays for the new water tower?", "谁来为村里的新水塔出钱？", "三个村终于用上了自来水！"]
)
def test_a_first_line_that_asks_or_exclaims_alone_is_the_title(title: str) -> None:
    result = page(title, *EN)
    assert (result.title, result.text) == (title, "\n\n".join(EN))


@pytest.mark.parametrize(
    "lines",
    [
        ["Who pays for the new water tower?", EN[0], "Who will mend the old one?", EN[1]],
        ["Who pays for the tower? Who mends it?", *EN],
        ["Who pays for the new water tower?", "Nobody knows.", *EN],
        ["Who pays for the new water tower?"],
    ],
)
def test_a_question_among_others_is_no_title(lines: list[str]) -> None:
    result = page(*lines)
    assert (result.title, result.text) == (None, "\n\n".join(lines))


def test_a_title_said_several_times_on_top_leaves_at_once() -> None:
    result = page(*["Who pays?"] * 200, *EN, title="Who pays?")
    assert result.text == "\n\n".join(EN)


def test_a_title_among_very_many_headings_is_found() -> None:
    headings = [f"Village number {number}" for number in range(10_000)]
    assert page(*headings, headings[7], *EN).title == headings[7]


def test_a_known_title_is_kept_and_its_lines_leave() -> None:
    result = page("WATER  TOWER", EN[0], EN[1], "Water tower", EN[2], title=" Water tower ")
    assert (result.title, result.text) == ("Water tower", "\n\n".join(EN))
    assert list(whys(result).values()) == ["title", "repeated title"]


def test_a_known_title_leaves_other_headings_alone() -> None:
    result = page("A short history", *EN, title="Water tower")
    assert (result.title, result.removed) == ("Water tower", ())


def test_an_english_title_that_begins_with_by_stays_a_title() -> None:
    assert page("By Land And Sea", *EN).title == "By Land And Sea"


# Publisher and date


@pytest.mark.parametrize(
    ("lead", "source", "date"),
    [
        ("小村新闻网2020年3月5日讯（记者 张三）", "小村新闻网", "2020-03-05"),
        ("小村客户端•小村新闻网2020年3月5日讯 ", "小村新闻网", "2020-03-05"),
        ("新村社磨坊3月5日电（记者 张三）", "新村社", None),
        ("小村網/山坡線上訊（記者張三） 3月5日，", "小村網", None),
        ("本报讯（记者 张三）", None, None),
        ("国家电网电力供应充足，", None, None),
        ("互联网通讯 2020年3月5日", None, None),
    ],
)
def test_a_chinese_lead_tells_outlet_and_date(lead: str, source: str | None, date: str | None) -> None:
    result = page("水塔选址", lead + ZH[0], *ZH[1:])
    assert (result.source, result.date) == (source, date)
    assert result.text.startswith(lead)


def test_a_lead_takes_the_year_of_the_title_only_where_the_body_confirms_it() -> None:
    lead = f"小村网讯（记者 张三）3月5日，{ZH[0]}"
    assert page("2020小村水塔", lead, f"图纸于2020年3月完成，{ZH[1]}").date == "2020-03-05"
    assert page("2020小村水塔", lead, ZH[1]).date is None
    assert page("2019与2020小村水塔", lead, f"图纸于2020年3月完成，{ZH[1]}").date is None


def test_an_english_lead_tells_agency_and_date() -> None:
    result = page("Tower", f"GREENFORD, March 5, 2020 (Village Press) -- {EN[0]}", EN[1])
    assert (result.source, result.date) == ("Village Press", "2020-03-05")
    assert page("Tower", f"GREENFORD, March 5 (Village Press) -- {EN[0]}", EN[1]).date is None


def test_a_paper_mentioned_in_a_sentence_is_no_source() -> None:
    assert page("Tower", *EN, '"We are glad," she told the Village Gazette.').source is None


def test_what_the_reader_knows_beats_the_page() -> None:
    known = {"source": "Gazette", "date": "5 March 2020", "url": "https://example.org/a", "language": "en-GB"}
    result = page("Tower", "Source: Someone Else", "April 6, 2021", *EN, **known)
    assert (result.source, result.date) == ("Gazette", "2020-03-05")
    assert (result.url, result.language) == ("https://example.org/a", "en-GB")


def test_a_known_date_that_is_none_gives_way_to_the_page() -> None:
    assert page("Tower", "April 6, 2021", *EN, date="soon").date == "2021-04-06"


def test_an_english_page_leaves_day_and_month_open() -> None:
    assert page("Tower", "03/05/2020", *EN).date == "2020"
    assert page("Tháp nước", "03/05/2020", *VI).date == "2020-05-03"
    assert page("Tower", "03/05/2020", *EN, language="vi").date == "2020-05-03"
