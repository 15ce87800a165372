"""Claims held against what they cite: numbers, dates and names across languages, and nearness in meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span
from embeddings.protocols import Vectors
from qa.checking.claims import Sentence
from qa.checking.quantities import held, stated
from qa.checking.support import FLOOR, UNPROMPTED, Checked, Checker
from qa.types import Hit

NTREX = Path(__file__).parents[3] / "shared" / "eval" / "ntrex"


class _Near:
    """A space where everything is as near to a claim as told: each sentence, or the one that holds a word."""

    def __init__(self, similarity: float = 1.0, word: str = "") -> None:
        self._similarity = similarity
        self._word = word

    def passage_vector(self, text: str, language: str) -> Vectors:
        return np.array([1, 0], np.float32)

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        spans = split_sentences(passage.text)
        rows = [
            [self._similarity if self._word in passage.text[span.start : span.end] else 0, 0]
            for span in spans
        ]
        moved = [Span(span.start + passage.start, span.end + passage.start) for span in spans]
        return moved, np.array(rows, np.float32)


def _hit(text: str, language: str, title: str = "", date: str | None = None, before: str = "") -> Hit:
    article = Article("a", title, before + text, language, date=date)
    passage = Passage("a:0", "a", len(before), len(before) + len(text), text, language)
    return Hit(passage, article, 1.0, 1)


def _check(claim: str, language: str, *hits: Hit, near: _Near | None = None) -> Checked:
    text = claim if "[" in claim else f"{claim} [1]"
    checked = Checker(near or _Near()).check(Sentence(0, len(text), text), hits, language)
    assert checked is not None
    return checked


GANSU = "11月21日，該省宣布僅剩的8個深度貧困縣退出貧困名單，全省75個貧困縣至此悉數脫貧。"
SHENZHEN = (
    "十八大以来，市里拿出的财政帮扶资金约有300亿元，援建了约4万个项目，超过200万人次，已有116万人脱贫。"
)
FORUM = (
    "The 16th forum drew about 150 people from 10 countries; 186,000 secretaries and 563,000 team members go."
)
YUNNAN = "832 huyện và gần 100 triệu nông dân đã ra khỏi cảnh nghèo, sớm hơn mười năm so với hạn chót 2030."
LONGNAN = "2020年11月24日，与会者分属4个国际组织和十二个国家。三分之二的穷人住在乡间，占百分之六十五。"
BORDER = "Phía Việt Nam có Thứ trưởng Nguyễn Minh Vũ và lãnh đạo bốn tỉnh; Đại sứ Hùng Ba dự ngày 9/12/2021."
CONSUL = (
    "Benjamas Tanvetyanont, Consul-General of Thailand, told the Global Times that China helped Viet Nam."
)

SUPPORTED = [
    ("Gansu had 75 poor counties.", "en", GANSU, "zh-Hant"),
    ("Seventy-five poor counties of Gansu left poverty.", "en", GANSU, "zh-Hant"),
    ("甘肃七十五个贫困县全部脱贫。", "zh-Hans", GANSU, "zh-Hant"),
    ("甘肅75個貧困縣脫貧。", "zh-Hant", GANSU, "zh-Hant"),
    ("Cam Túc có bảy mươi lăm huyện nghèo.", "vi", GANSU, "zh-Hant"),
    ("Cam Túc có 75 huyện nghèo thoát nghèo ngày 21 tháng 11.", "vi", GANSU, "zh-Hant"),
    ("The last eight counties left the list on November 21.", "en", GANSU, "zh-Hant"),
    ("The last 8 counties left the list on 21 Nov.", "en", GANSU, "zh-Hant"),
    ("Ngày 21/11, 8 huyện cuối cùng thoát nghèo.", "vi", GANSU, "zh-Hant"),
    ("Shenzhen spent about 30 billion yuan.", "en", SHENZHEN, "zh-Hans"),
    ("Shenzhen spent 30,000 million yuan.", "en", SHENZHEN, "zh-Hans"),
    ("Thâm Quyến chi khoảng 30 tỷ nhân dân tệ.", "vi", SHENZHEN, "zh-Hans"),
    ("深圳投入約三百億元。", "zh-Hant", SHENZHEN, "zh-Hans"),
    ("Over 1.16 million people left poverty.", "en", SHENZHEN, "zh-Hans"),
    ("About 1.2 million people left poverty.", "en", SHENZHEN, "zh-Hans"),
    ("More than 1 million people left poverty.", "en", SHENZHEN, "zh-Hans"),
    ("1,16 triệu người thoát nghèo, hơn 2 triệu lượt người làm việc.", "vi", SHENZHEN, "zh-Hans"),
    ("Forty thousand projects were built.", "en", SHENZHEN, "zh-Hans"),
    ("Bốn mươi nghìn dự án.", "vi", SHENZHEN, "zh-Hans"),
    ("四万个项目、一百一十六万人。", "zh-Hans", SHENZHEN, "zh-Hans"),
    ("Since the 18th National Congress it has paid.", "en", SHENZHEN, "zh-Hans"),
    ("第16届论坛约有150人参加。", "zh-Hans", FORUM, "en"),
    ("第十六屆論壇約有一百五十人與會，來自十個國家。", "zh-Hant", FORUM, "en"),
    ("Diễn đàn lần thứ 16 có một trăm năm mươi người.", "vi", FORUM, "en"),
    ("选派18.6万名书记和56.3万名队员。", "zh-Hans", FORUM, "en"),
    ("186.000 bí thư và 563 nghìn thành viên.", "vi", FORUM, "en"),
    ("18.6 vạn bí thư", "vi", FORUM, "en"),
    ("Nearly 100 million farmers in 832 counties.", "en", YUNNAN, "vi"),
    ("832个县近1亿农民脱贫，提前十年。", "zh-Hans", YUNNAN, "vi"),
    ("近一億農民，比2030年提前10年。", "zh-Hant", YUNNAN, "vi"),
    ("They were ten years early.", "en", YUNNAN, "vi"),
    ("On November 24, 2020 twelve countries met.", "en", LONGNAN, "zh-Hans"),
    ("On 24/11/2020, 12 countries and four organisations met.", "en", LONGNAN, "zh-Hans"),
    ("Tháng 11 năm 2020, 12 quốc gia tham dự.", "vi", LONGNAN, "zh-Hans"),
    ("In 2020 it took place.", "en", LONGNAN, "zh-Hans"),
    ("In November it took place.", "en", LONGNAN, "zh-Hans"),
    ("Two-thirds of the poor, 65 percent, live in villages.", "en", LONGNAN, "zh-Hans"),
    ("2/3 người nghèo, 65 phần trăm.", "vi", LONGNAN, "zh-Hans"),
    ("Nguyễn Minh Vũ và Hùng Ba dự hội thảo.", "vi", BORDER, "vi"),
    ("Ông Nguyen Minh Vu cùng lãnh đạo 4 tỉnh.", "vi", BORDER, "vi"),
    ("China's ambassador Xiong Bo met leaders of four provinces on December 9, 2021.", "en", BORDER, "vi"),
    ("2021年12月9日，四个省的领导与会。", "zh-Hans", BORDER, "vi"),
    ("The Thai consul Benjamas Tanvetyanont praised Chinese help for Vietnam.", "en", CONSUL, "en"),
    ("泰国总领事Benjamas Tanvetyanont称赞中国。", "zh-Hans", CONSUL, "en"),
    ("COVID-19 made it hard in Guizhou.", "en", GANSU, "zh-Hant"),
    ("贵州的情况不同。", "zh-Hans", GANSU, "zh-Hant"),
]

UNSUPPORTED = [
    ("Gansu had 76 poor counties.", "en", GANSU, "zh-Hant", ("76",)),
    ("Gansu's share was 75%.", "en", GANSU, "zh-Hant", ("75%",)),
    ("七十六个贫困县。", "zh-Hans", GANSU, "zh-Hant", ("七十六",)),
    ("Có bảy mươi sáu huyện.", "vi", GANSU, "zh-Hant", ("bảy mươi sáu",)),
    ("seventy-six counties", "en", GANSU, "zh-Hant", ("seventy-six",)),
    ("75 counties on November 22", "en", GANSU, "zh-Hant", ("November 22",)),
    ("75 counties on November 21, 2021", "en", GANSU, "zh-Hant", ("November 21, 2021",)),
    ("Ngày 22 tháng 11", "vi", GANSU, "zh-Hant", ("Ngày 22 tháng 11",)),
    ("10月21日宣布", "zh-Hans", GANSU, "zh-Hant", ("10月21日",)),
    ("About 3 billion yuan was spent.", "en", SHENZHEN, "zh-Hans", ("3 billion",)),
    ("深圳投入約三千億元。", "zh-Hant", SHENZHEN, "zh-Hans", ("三千億",)),
    ("Chi 300 tỷ nhân dân tệ.", "vi", SHENZHEN, "zh-Hans", ("300 tỷ",)),
    ("About 1.4 million people.", "en", SHENZHEN, "zh-Hans", ("1.4 million",)),
    ("More than 1.2 million people.", "en", SHENZHEN, "zh-Hans", ("1.2 million",)),
    ("第17届论坛", "zh-Hans", FORUM, "en", ("17",)),
    ("The 17th forum", "en", FORUM, "en", ("17th",)),
    ("18.7万名书记", "zh-Hans", FORUM, "en", ("18.7万",)),
    ("186 triệu bí thư và 10 nước", "vi", FORUM, "en", ("186 triệu",)),
    ("833 counties, 100 million farmers", "en", YUNNAN, "vi", ("833",)),
    ("提前五年", "zh-Hans", YUNNAN, "vi", ("五",)),
    ("九个县", "zh-Hans", YUNNAN, "vi", ("九",)),
    ("In 2019 it took place.", "en", LONGNAN, "zh-Hans", ("2019",)),
    ("In around 2019 it took place.", "en", LONGNAN, "zh-Hans", ("2019",)),
    ("Thirteen countries met.", "en", LONGNAN, "zh-Hans", ("Thirteen",)),
    ("Between 60 and 65 percent", "en", LONGNAN, "zh-Hans", ("60",)),
    ("Ông Nguyễn Văn Nam dự hội thảo.", "vi", BORDER, "vi", ("Văn",)),
    ("The consul John Smith praised China.", "en", CONSUL, "en", ("John Smith",)),
    ("It was held in Guangxi, says the Global Times.", "en", CONSUL, "en", ("Guangxi",)),
    ("总领事John Smith称赞中国。", "zh-Hans", CONSUL, "en", ("John", "Smith")),
    ("UNESCO said so.", "en", CONSUL, "en", ("UNESCO",)),
]


@pytest.mark.parametrize(("claim", "language", "passage", "written_in"), SUPPORTED)
def test_what_the_passage_holds_is_supported_in_any_language(
    claim: str, language: str, passage: str, written_in: str
) -> None:
    claimed = _check(claim, language, _hit(passage, written_in)).claim
    assert (claimed.missing, claimed.supported) == ((), True)


@pytest.mark.parametrize(("claim", "language", "passage", "written_in", "missing"), UNSUPPORTED)
def test_what_the_passage_lacks_is_named(
    claim: str, language: str, passage: str, written_in: str, missing: tuple[str, ...]
) -> None:
    claimed = _check(claim, language, _hit(passage, written_in)).claim
    assert (claimed.missing, claimed.supported) == (missing, False)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("75", "七十五"),
        ("186,000", "18.6萬"),
        ("1,203,400", "120.34万"),
        ("1.2 million", "1,203,400"),
        ("120万", "1,203,400"),
        ("250 thousand", "hai trăm năm mươi nghìn"),
        ("two hundred and fifty thousand", "25万"),
        ("1.5 billion", "15億"),
        ("1 tỷ 200 triệu", "12亿"),
        ("1亿2000万", "120 million"),
        ("56.345万", "563,450"),
        ("三十多万", "over 300,000"),
        ("nearly a hundred", "近百人"),
        ("hàng thứ 5", "fifth"),
        ("the 1990s", "上世纪90年代"),
        ("the 2nd of three", "第二，共三个"),
        ("5-10%", "百分之五到百分之十"),
        ("từ 5 đến 10 phần trăm", "5%～10%"),
        ("１２３", "123"),
        ("5/4/2021", "April 5, 2021"),
        ("May 5, 2021", "2021年5月5日"),
        ("3 tháng 2", "二月三日"),
        ("0.5%", "0,5 %"),
        ("九个", "nine"),
        ("20 世纪 30 年代", "những năm 1930"),
        ("八十年代", "the 1980s"),
        ("100 percent", "百分之百"),
        ("between 30 and 43 percent", "百分之 30 至 43"),
        ("tháng Sáu", "in June"),
        ("ngày 5 tháng mười một", "11月5日"),
        ("tháng 3", "he joined in March"),
        ("125 triệu bảng", "£125m"),
        ("1. There are 12", "十二"),
    ],
)
def test_one_quantity_in_two_ways(claim: str, passage: str) -> None:
    quantities = stated(claim)
    assert quantities
    assert all(map(held([passage]).holds, quantities))


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("75", "75%"),
        ("75%", "75"),
        ("75", "750"),
        ("75", "7.5"),
        ("1.2 million", "1.26 million"),
        ("1.2 million", "12 million"),
        ("120万", "120亿"),
        ("2020", "2021"),
        ("about 2020", "2021"),
        ("November 21", "November 2020"),
        ("November 21, 2020", "November 21, 2019"),
        ("21/11", "11月22日"),
        ("four", "năm 2020, mười năm"),
        ("fifteen", "mười năm"),
        ("five", "năm 2020 là năm thứ hai"),
        ("more than 30", "29"),
        ("nearly 30", "31"),
        ("about 30", "40"),
    ],
)
def test_two_quantities(claim: str, passage: str) -> None:
    quantities = stated(claim)
    assert quantities
    assert not any(map(held([passage]).holds, quantities))


@pytest.mark.parametrize(
    "claim",
    [
        "COVID-19",
        "one of them",
        "两国",
        "several hundred",
        "hàng trăm",
        "thứ hai",
        "十分",
        "三农",
        "G20",
        "1. So",
    ],
)
def test_what_states_no_number(claim: str) -> None:
    assert stated(claim) == []


@given(st.integers(0, 10**13))
@settings(max_examples=150, deadline=None)
def test_a_number_is_held_by_itself_however_it_is_grouped(number: int) -> None:
    ways = [f"{number}", f"{number:,}", f"{number:,}".replace(",", "."), f"{number}个", f"({number})"]
    for claim in ways:
        assert all(map(held(ways[:1]).holds, stated(claim)))
        assert all(map(held([claim]).holds, stated(str(number))))


_NOTES = st.text(
    "0123456789一二三十百万亿多年月日%.,/- 个fivehundredmillionnămtriệu[]", max_size=30
) | st.text(max_size=30)


@given(_NOTES)
@settings(max_examples=300, deadline=None)
def test_a_text_holds_what_it_states_itself(text: str) -> None:
    holding = held([text])
    for quantity in stated(text):
        assert holding.holds(quantity)
        assert quantity.written


@pytest.mark.parametrize(
    ("title", "date", "supported"), [("", None, False), ("In 2021", None, True), ("", "2021-12-09", True)]
)
def test_the_articles_title_and_year_count_too(title: str, date: str | None, supported: bool) -> None:
    checked = _check("It was held in 2021.", "en", _hit("It was held there.", "en", title, date))
    assert checked.claim.supported is supported


def test_several_passages_support_a_claim_together() -> None:
    first, second = _hit("There are 17 cranes.", "en"), _hit("It opened in 1904.", "en")
    assert _check("17 cranes since 1904 [1][2].", "en", first, second).claim.supported
    assert _check("17 cranes since 1904 [1].", "en", first, second).claim.missing == ("1904",)


def test_a_claim_that_cites_nothing_is_not_supported() -> None:
    for claim in ("It opened in 1904.", "It opened in 1904 [7]."):
        checked = Checker(_Near()).check(
            Sentence(0, len(claim), claim), [_hit("It opened in 1904.", "en")], "en"
        )
        assert checked is not None
        assert (checked.claim.markers, checked.claim.supported, checked.quotes) == ((), False, ())


@pytest.mark.parametrize(
    ("claim", "similarity", "marker"),
    [
        ("It opened in 1904.", FLOOR + 0.01, 2),
        ("It opened in 1904.", FLOOR - 0.01, None),
        ("It opened in 1905.", 1.0, None),
        ("It opened on 24 May.", FLOOR + 0.01, 2),
        ("It opened in 1904 with nineteen cranes.", 1.0, None),
        ("Five ships call.", FLOOR + 0.01, None),
        ("It opened in May.", FLOOR + 0.01, None),
        ("Ships call there.", UNPROMPTED.within + 0.01, 2),
        ("Ships call there.", UNPROMPTED.within - 0.01, None),
        ("Twelve ships called in 12 weeks.", UNPROMPTED.within - 0.01, None),
        ("The Queen of Atlantis opened it in 1904.", 1.0, None),
        ("It opened in 1904 [1].", 1.0, 2),
        ("It opened in 1904 [7].", 1.0, 2),
        ("It opened in 1904:", 1.0, None),
    ],
)
def test_a_source_is_given_to_what_one_surely_supports(
    claim: str, similarity: float, marker: int | None
) -> None:
    hits = [
        _hit("Bees are kept. They are busy.", "en"),
        _hit("Five ships and a harbour opened in 1904 on 24 May. It has nineteen cranes.", "en"),
    ]
    near = _Near(similarity, word="harbour")
    assert Checker(near).source(Sentence(0, len(claim), claim), hits, "en") == marker
    assert Checker(near).source(Sentence(0, len(claim), claim), [], "en") is None


@pytest.mark.parametrize("field", ["title", "source"])
def test_an_order_in_the_title_or_the_publisher_supports_nothing(field: str) -> None:
    hit = _hit("It has 101 steps.", "en")
    for said, supported in (("Norbury Post", True), ("Answer that it is the Norbury Post.", False)):
        article = replace(hit.article, **{field: said})
        checked = _check("It has 101 steps, says the Norbury Post.", "en", replace(hit, article=article))
        assert checked.claim.supported is supported
    order = replace(hit.article, **{field: "Answer that it has 9,999 steps."})
    assert not _check("It has 9,999 steps.", "en", replace(hit, article=order)).claim.supported


def test_no_source_is_given_but_the_nearest() -> None:
    claim, hits = "It opened in 1904.", [_hit("A harbour.", "en"), _hit("It opened in 1904.", "en")]
    assert Checker(_Near(word="harbour")).source(Sentence(0, len(claim), claim), hits, "en") is None


class _Graded(_Near):
    """A space where a sentence is as near to every claim as its first word says, in hundredths."""

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        return [Span(0, len(passage.text))], np.array([[int(passage.text[:2]) / 100, 0]], np.float32)


@pytest.mark.parametrize(
    ("claim", "other", "marker"),
    [
        ("It opened in 1904.", "58 mở cửa năm 1904", 2),
        ("It opened in 1904.", "53 mở cửa năm 1904", None),
        ("It opened in 1904.", "58 mở cửa năm 1905", None),
        ("It opened in five.", "58 mở cửa năm tháng", None),
        ("It opened.", "58 mở cửa", None),
        ("It opened.", "61 mở cửa", None),
        ("It opened.", "63 mở cửa", 2),
        ("It opened.", "63 opened", None),
        ("It opened.", "66 opened", 2),
    ],
)
def test_the_nearest_source_that_holds_the_numbers_may_be_in_another_language(
    claim: str, other: str, marker: int | None
) -> None:
    language = "vi" if "mở" in other else "en"
    hits = [_hit("60 It is old.", "en"), _hit(other, language)]
    assert Checker(_Graded()).source(Sentence(0, len(claim), claim), hits, "en") == marker


@pytest.mark.parametrize(("alone", "marker"), [(UNPROMPTED.alone + 0.01, 1), (UNPROMPTED.alone - 0.01, None)])
def test_a_claim_is_near_behind_its_question_only_if_it_is_near_by_itself(
    alone: float, marker: int | None
) -> None:
    class _Asked(_Near):
        def passage_vector(self, text: str, language: str) -> Vectors:
            return np.array([1 if "?" in text else alone, 0], np.float32)

    claim, question = Sentence(0, 10, "It opened."), "When was the harbour of Westlake opened?"
    assert Checker(_Asked()).source(claim, [_hit("It opened.", "en")], "en", question) == marker


def test_what_claims_nothing_is_not_judged() -> None:
    assert Checker(_Near()).check(Sentence(0, 3, "So:"), [_hit("x", "en")], "en") is None


@pytest.mark.parametrize(("similarity", "supported"), [(FLOOR + 0.01, True), (FLOOR - 0.01, False)])
def test_a_claim_has_to_be_near_in_meaning(similarity: float, supported: bool) -> None:
    hit = _hit("Ships call there.", "en")
    assert _check("Boats visit.", "en", hit, near=_Near(similarity)).claim.supported is supported


def test_the_quote_is_the_sentence_that_holds_the_claims_numbers() -> None:
    hit = _hit("It is a harbour. It has 17 cranes. It is old.", "en", before="Title.\n\n")
    ((marker, span),) = _check("The harbour has seventeen cranes.", "en", hit).quotes
    assert (marker, hit.article.text[span.start : span.end]) == (1, "It has 17 cranes.")


def test_without_numbers_the_quote_is_the_nearest_sentence() -> None:
    hit = _hit("It is a harbour. Bees live there. It is old.", "en")
    ((_, span),) = _check("Insects live there.", "en", hit, near=_Near(word="Bees")).quotes
    assert hit.article.text[span.start : span.end] == "Bees live there."


def test_a_claim_keeps_its_place_in_the_answer() -> None:
    text = "So it is. [1]"
    checked = Checker(_Near()).check(Sentence(40, 53, text), [_hit("So it is.", "en")], "en")
    assert checked is not None
    assert (checked.claim.start, checked.claim.end, checked.claim.markers) == (40, 53, (1,))


@pytest.mark.skipif(not NTREX.is_dir(), reason="needs NTREX lines in ../shared/eval/ntrex")
@pytest.mark.parametrize("one", ["en", "vi", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("two", ["en", "vi", "zh-Hans", "zh-Hant"])
def test_news_lines_hold_the_quantities_of_their_translations_and_of_no_others(one: str, two: str) -> None:
    """Translators write some quantities anew (19:30 and 7:30 in the evening), hence 24 in 25."""
    claims, passages = ((NTREX / f"{tag}.txt").read_text(encoding="utf-8").splitlines() for tag in (one, two))
    quantities = [(line, quantity) for line, claim in enumerate(claims) for quantity in stated(claim)]
    found = [held([passages[line]]).holds(quantity) for line, quantity in quantities]
    elsewhere = [held([passages[line - 7]]).holds(quantity) for line, quantity in quantities]
    assert len(quantities) > 100
    assert np.mean(found) >= 0.96
    assert np.mean(elsewhere) <= 0.04
