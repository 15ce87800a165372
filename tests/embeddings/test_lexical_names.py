"""Names that languages write differently."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.folding import simplified
from embeddings.lexical.names import named, names_in, take_names, written
from embeddings.lexical.terms import passage_terms, query_terms

LINES = [
    line
    for resource in files("embeddings.lexical").joinpath("gazetteer").iterdir()
    if resource.name.endswith(".tsv")
    for line in resource.read_text(encoding="utf-8").splitlines()
]
LATIN_FORMS = [
    form.lstrip("=!")
    for line in LINES
    for column in (1, 3)
    for form in line.split("\t")[column].split("|")
    if form
]
NO_NAMES = {form for line in LINES if line[0] == "-" for form in line.split("\t")[2].split("|")}
CHINESE_FORMS = [form for line in LINES for form in line.split("\t")[2].split("|") if form]


def _found(text: str) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.id) for name in names_in(text)]


def _ids(text: str) -> list[str]:
    return [name.id for name in names_in(text)]


@pytest.mark.parametrize(
    ("id_", "texts"),
    [
        ("CN", ("in China's villages", "在中国", "在中國", "ở Trung Quốc", "o Trung Quoc", "Sino-US")),
        ("VN", ("in Vietnam", "Viet Nam", "越南", "ở Việt Nam", "Vietnamese provinces")),
        ("US", ("the USA", "the U.S. said", "and US aid", "American", "美國", "Hoa Kỳ", "với Mỹ", "nước Mỹ")),
        ("GB", ("the UK", "Britain", "英國", "nước Anh", "với Anh", "Vương quốc Anh")),
        ("KR", ("South Korea", "韩国", "南韓", "Hàn Quốc")),
        ("KP", ("North Korea", "朝鲜", "北韓", "Triều Tiên")),
        ("LA", ("Laos", "老挝", "寮國", "老撾", "nước Lào")),
        ("NZ", ("New Zealand", "新西兰", "紐西蘭")),
        ("IT", ("Italian", "意大利", "義大利", "Italia")),
        ("CH", ("Swiss", "瑞士", "Thụy Sĩ", "Thuỵ Sĩ", "Thuy Si")),
        ("CN-GS", ("Gansu", "GANSU", "甘肃省", "甘肅", "Cam Túc", "Cam Tuc", "gansu")),
        ("CN-GZ", ("Guizhou", "贵州", "貴州", "Quý Châu")),
        ("CN-GX", ("Guangxi", "广西壮族自治区", "廣西", "Quảng Tây")),
        ("shenzhen", ("Shenzhen", "深圳市", "Thâm Quyến")),
        ("longnan", ("Longnan", "陇南", "隴南", "Lũng Nam")),
        ("nanning", ("Nanning", "南宁", "南寧", "Nam Ninh")),
        ("xian", ("Xi'an", "Xi’an", "西安", "Tây An")),
        ("VN-HN", ("Hanoi", "河内", "河內", "Hà Nội", "Ha Noi")),
        ("VN-SG", ("Ho Chi Minh City", "胡志明市", "TP.HCM", "Thành phố Hồ Chí Minh")),
        ("VN-71", ("Dien Bien", "奠边", "奠邊", "Điện Biên")),
        ("moscow", ("Moscow", "莫斯科", "Mát-xcơ-va", "Matxcơva")),
        ("rome", ("Rome", "罗马", "羅馬", "Rô-ma")),
        ("dubai", ("Dubai", "迪拜", "杜拜")),
        ("UN", ("the UN", "United Nations", "联合国", "聯合國", "Liên Hợp Quốc", "Liên hợp quốc", "LHQ")),
        ("asean", ("ASEAN", "Asean", "东盟", "東協", "联合国UNDP和ASEAN论坛")),
        ("wfp", ("WFP", "World Food Programme", "世界粮食计划署", "Chương trình Lương thực Thế giới")),
        ("ifad", ("IFAD", "国际农业发展基金", "國際農業發展基金", "Quỹ Phát triển Nông nghiệp Quốc tế")),
        ("who", ("the WHO", "世卫组织", "Tổ chức Y tế Thế giới")),
        ("world-bank", ("World Bank", "世界银行", "Ngân hàng Thế giới")),
        ("EU", ("the EU", "欧盟", "Liên minh châu Âu", "European Union")),
        ("red-cross", ("Red Cross", "红十字会", "Hội Chữ thập đỏ")),
        ("belt-and-road", ("Belt and Road", "一带一路", "Vành đai và Con đường")),
        ("xi-jinping", ("Xi Jinping", "習近平", "Tập Cận Bình")),
        ("africa", ("African farmers", "非洲", "châu Phi", "Châu Phi")),
    ],
)  # fmt: skip
def test_a_name_is_one_thing_however_it_is_written(id_: str, texts: tuple[str, ...]) -> None:
    assert {text: id_ in _ids(text) for text in texts} == dict.fromkeys(texts, True)


@pytest.mark.parametrize(
    "text",
    [
        "Malignant growth", "Chinatown", "Indiana2 and Chadwick", "of us and who we are",
        "the turkey was eaten", "a guinea pig", "发展中国家", "沿海地区", "更加纳入", "大理石", "出海口",
        "昨日本报讯", "生活中越来越好", "其中共有五人", "非常", "I ran home and a ten-day rest",
        "anh ấy đẹp", "Anh hùng dân tộc", "Tuấn Anh", "Ý kiến của ông Đức", "biện pháp tư pháp",
        "Pháp luật", "vào chủ nhật", "Mỹ thuật", "thẩm mỹ", "Bộ Lao động",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in South Korea", [("South Korea", "KR")]),
        ("the South China Sea", [("South China Sea", "south-china-sea")]),
        ("中国国际扶贫中心", [("中国", "CN")]),
        ("南京市长江大桥", [("南京", "nanjing"), ("长江", "yangtze")]),
        ("黄河南岸", []),
        ("上海南部", [("上海", "CN-SH")]),
        ("其中越南最多", [("越南", "VN")]),
        ("中越減貧研討會", [("中", "CN"), ("越", "VN")]),
        ("quan hệ Việt - Trung", [("Việt", "VN"), ("Trung", "CN")]),
        ("Trung Quốc - ASEAN", [("Trung Quốc", "CN"), ("ASEAN", "asean")]),
        ("Tổng thống Mỹ Joe Biden", [("Mỹ", "US"), ("Joe Biden", "joe-biden")]),
        ("How many counties in guizhou?", [("guizhou", "CN-GZ")]),
        ("trung quoc co bao nhieu tinh?", [("trung quoc", "CN")]),
        ("tỉnh Hà Nam", [("Hà Nam", "CN-HA"), ("Hà Nam", "VN-63")]),
        ("Georgia", [("Georgia", "GE"), ("Georgia", "US-GA")]),
        ("Tirana", [("Tirana", "tirane")]),
        ("ＵＮＤＰ", [("ＵＮＤＰ", "undp")]),
        ("Longnan (隴南)", [("Longnan", "longnan"), ("隴南", "longnan")]),
    ],
)
def test_the_longest_name_is_found_where_it_stands(text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(_found(text)) == sorted(found)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How many poor counties in Gansu?", "甘肅全省75個貧困縣"),
        ("Tỉnh trưởng Cam Túc là ai?", "Gansu's governor"),
        ("甘肃省省长是谁？", "tỉnh trưởng Cam Túc"),
        ("Which Malaysian fruit?", "馬來西亞榴槤"),
    ],
)
def test_question_and_passage_share_the_name_across_languages(question: str, passage: str) -> None:
    assert query_terms(question).keys() & set(passage_terms(passage)) & {"@cn-gs", "@my"}


def test_a_name_counts_once_in_a_question_and_keeps_its_words_in_a_passage() -> None:
    assert query_terms("Gansu's governor") == {"@cn-gs": 1.0, "governor": 1.0, "~governor": 0.5}
    assert {"@cn-gs", "gansu"} <= set(passage_terms("Gansu's governor"))


def test_another_place_shares_nothing() -> None:
    assert not query_terms("贵州").keys() & set(passage_terms("Gansu, Cam Túc"))


def test_names_are_taken_from_the_text() -> None:
    assert take_names("Gansu and 甘肃") == (["@cn-gs", "@cn-gs"], "  and  ")
    assert take_names("nothing here") == ([], "nothing here")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gansu", "place"), ("Nanning", "place"), ("Việt Nam", "place"), ("the UN", "organisation"),
        ("the World Bank", "organisation"), ("歐盟", "group"), ("ASEAN", "group"), ("習近平", "person"),
        ("the Vietnam War", "thing"), ("COVID-19", "thing"),
    ],
)  # fmt: skip
def test_a_name_has_a_kind(text: str, kind: str) -> None:
    assert [name.kind for name in names_in(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("guangxi", ["CN-GX"]), ("quang tay", ["CN-GX"]), ("廣西", ["CN-GX"]), ("Mỹ", ["US"]), ("US", ["US"]),
        ("us", []), ("in Guangxi", []), ("", []), ("?", []), ("广", []), ("Ha Nam", ["CN-HA", "VN-63"]),
        ("发展中国家", []),
    ],
)  # fmt: skip
def test_a_whole_text_is_a_name(text: str, ids: list[str]) -> None:
    assert [name.id for name in named(text)] == ids


@pytest.mark.parametrize(
    ("id_", "language", "usual"),
    [
        ("LA", "en", "Laos"), ("LA", "vi", "Lào"), ("LA", "zh-Hans", "老挝"), ("LA", "zh-Hant", "寮國"),
        ("CN-GX", "zh-Hant", "廣西"), ("AO", "vi", "Angola"), ("UN", "en", "United Nations"),
    ],
)  # fmt: skip
def test_each_language_writes_a_name_its_way(id_: str, language: str, usual: str) -> None:
    assert written(id_, language)[0] == usual


def test_what_is_not_known_is_written_in_no_way() -> None:
    assert written("CN", "fr") == written("nowhere", "en") == ()


def test_every_line_of_the_gazetteer_is_well_formed() -> None:
    for line in LINES:
        columns = line.split("\t")
        assert len(columns) == 4, line
        assert columns[0].replace("-", "").isalnum() or columns[0] == "-", line
        assert columns[2] == simplified(columns[2])
        assert line == unicodedata.normalize("NFC", line)


def test_every_chinese_form_is_found() -> None:
    assert [form for form in CHINESE_FORMS if form not in NO_NAMES and not names_in(form)] == []


@given(
    st.lists(
        st.sampled_from([*LATIN_FORMS, *CHINESE_FORMS, " ", ", ", ". ", "và", "的", "x"])
        | st.text(max_size=4)
    )
)
@settings(max_examples=150, deadline=None)
def test_a_name_is_a_known_form_and_no_part_of_a_word(parts: list[str]) -> None:
    text = unicodedata.normalize("NFC", "".join(parts))
    ends: dict[int, int] = {}
    for name in names_in(text):
        assert 0 <= name.start < name.end <= len(text)
        assert ends.setdefault(name.start, name.end) == name.end
        assert set(_ids(text[name.start : name.end]) or [name.id]) & {name.id}
        for outside, inside in ((name.start - 1, name.start), (name.end, name.end - 1)):
            if 0 <= outside < len(text) and text[outside].isascii() and text[inside].isascii():
                assert not (text[outside].isalnum() and text[inside].isalnum())
    spans = sorted(ends.items())
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@given(st.sampled_from(LATIN_FORMS), st.sampled_from("abxyzéđ0"))
@settings(max_examples=100, deadline=None)
def test_no_name_is_found_inside_another_word(form: str, letter: str) -> None:
    inside = f"{letter}{form}{letter}" if " " not in form and form.isalpha() else f"{letter}x{letter}"
    assert _found(f"Q {inside} W") == []
