"""Decoding: every encoding on short and long texts, and repair that touches nothing sound."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.decoding import decode, normalise
from corpus.errors import ReadError

SHARED = Path(__file__).parents[2].parent / "shared"
TONES = "\u0300\u0301\u0303\u0309\u0323"

ENGLISH = "The ferry now stops twice a day at the island’s only pier – a café marks the spot."
GERMAN = "Die Fähre hält jetzt zweimal täglich an der Mole; für Schüler ist die Überfahrt günstiger."
SPANISH = "El transbordador llega mañana; según el capitán, ningún niño pagará el pasaje."
SIMPLIFIED = (
    "渡轮现在每天两次停靠岛上唯一的码头。",
    "村民们说：“孩子们终于可以坐船去对岸上学了！”",
    "县里投入３００万元修建新码头，预计明年六月完工。",
    "这座小岛上住着四十二户人家，多数以捕鱼为生。",
)
TRADITIONAL = (
    "渡輪現在每天兩次停靠島上唯一的碼頭。",
    "村民們說：「孩子們終於可以坐船去對岸上學了！」",
    "縣裡投入三百萬元修建新碼頭，預計明年六月完工。",
    "這座小島上住著四十二戶人家，多數以捕魚為生。",
)
VIETNAMESE = (
    "Chuyến phà nay ghé bến đảo mỗi ngày hai lần.",
    "Bà con nói rằng trẻ em cuối cùng đã được đi học ở bờ bên kia.",
    "Huyện đầu tư ba tỷ đồng để xây bến mới, dự kiến hoàn thành vào tháng sáu.",
    "Trên hòn đảo nhỏ này có bốn mươi hai hộ, phần lớn sống bằng nghề đánh cá.",
)
CJK = (*SIMPLIFIED, *TRADITIONAL)
ALL = (ENGLISH, GERMAN, SPANISH, *CJK, *VIETNAMESE)


def windows_1258(text: str) -> bytes:
    """As Vietnamese Windows saves it: a base letter, then its tone as a combining mark."""
    pieces = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in parts if mark in TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
        pieces.append(base + tone if tone else char)
    return "".join(pieces).encode("cp1258", "ignore")


def read(data: bytes) -> str:
    return normalise(decode(data, name="test"))


def scaled(text: str) -> list[str]:
    """A text as itself, short, and long."""
    return [text, text[: len(text) // 2], "\n".join([text] * 50)]


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_with_their_marks(text: str, encoding: str) -> None:
    for version in scaled(text):
        assert read(version.encode(encoding)) == version


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize(
    ("bom", "order"),
    [(codecs.BOM_UTF16_LE, "le"), (codecs.BOM_UTF16_BE, "be"), (b"", "le"), (b"", "be")],
)
def test_utf_16_with_and_without_a_mark(text: str, bom: bytes, order: str) -> None:
    for version in scaled(text):
        assert read(bom + version.encode(f"utf-16-{order}")) == version


@pytest.mark.parametrize("text", CJK)
def test_gb18030(text: str) -> None:
    for version in scaled(text):
        assert read(version.encode("gb18030")) == version


def test_gb18030_beyond_gbk() -> None:
    text = "地名用字𠮷野与㙍的生僻字，也要能读。" * 3
    assert read(text.encode("gb18030")) == text


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5(text: str) -> None:
    for version in scaled(text):
        assert read(version.encode("big5")) == version


def test_big5_reads_the_characters_windows_added() -> None:
    text = "衣服裏的恒溫墻，三～五度。"
    assert read(text.encode("cp950")) == text


@pytest.mark.parametrize("text", VIETNAMESE)
def test_windows_1258_comes_out_composed(text: str) -> None:
    for version in scaled(text):
        assert read(windows_1258(version)) == version


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, SPANISH])
def test_windows_1252(text: str) -> None:
    for version in (text, "\n".join([text] * 50)):
        assert read(version.encode("cp1252")) == version


def test_an_encoding_outside_the_list_is_detected_in_a_long_text() -> None:
    text = "Паром теперь дважды в день заходит на остров. Жители говорят, что дети смогут учиться. " * 5
    assert read(text.encode("cp1251")) == text


def _ntrex_lines(language: str) -> list[str]:
    path = SHARED / "eval" / "ntrex" / f"{language}.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path.read_text(encoding="utf-8").splitlines()[400:]  # the first lines served to set penalties


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("zh-Hans", "gb18030"),
        ("zh-Hant", "gb18030"),
        ("zh-Hant", "cp950"),
        ("vi", "cp1258"),
        ("de", "cp1252"),
    ],
)
@pytest.mark.parametrize(("length", "least"), [(16, 0.97), (32, 0.99), (10_000, 1.0)])
def test_share_of_news_sentences_read_right(language: str, encoding: str, length: int, least: float) -> None:
    right = judged = 0
    for line in _ntrex_lines(language):
        sample = line[:length]
        data = windows_1258(sample) if encoding == "cp1258" else sample.encode(encoding, "ignore")
        if not data.isascii():
            judged += 1
            right += read(data) == normalise(data.decode(encoding))
    assert judged > 50
    assert right >= least * judged


def test_a_few_damaged_bytes_leave_the_rest_of_utf_8_readable() -> None:
    data = bytearray("\n".join(SIMPLIFIED).encode())
    data[4] = 0xFF
    assert read(bytes(data)).endswith(SIMPLIFIED[-1])


def test_an_odd_last_byte_of_utf_16_is_no_obstacle() -> None:
    assert read("渡轮".encode("utf-16") + b"\x00").startswith("渡轮")


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_empty_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"notes\.txt: is empty"):
        decode(data, name="notes.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x90\x08\x06\x00\x00\x00"
        + bytes(range(256)),
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00>\x00\x01\x00\x00\x00" + bytes(200),
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)) * 4,
        bytes(range(256)) * 10,
        bytes(1000),
    ],
    ids=["png", "elf", "zip", "every byte", "zeros"],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.txt: is binary data, not text \(.+\)"):
        decode(data, name="a.txt")


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_become_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data, name="x")
    except ReadError:
        return
    normalise(text).encode()


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, SIMPLIFIED[1], TRADITIONAL[1], *VIETNAMESE])
@pytest.mark.parametrize("misread_as", ["latin-1", "sloppy-windows-1252"])
def test_mojibake_is_undone(text: str, misread_as: str) -> None:
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    damaged = text.encode().decode(misread_as)
    assert damaged != text
    assert normalise(damaged) == text


@pytest.mark.parametrize(
    "text",
    [
        "他说：“好，就这样！”（完）；ＡＢＣ１２３、《报告》——……",
        "「鉤括號」『雙鉤』〈書名〉～・",
        "It’s a ‘quoted’ “word” – ﬁne ﬂow … &amp; &lt;b&gt;",
        "ＦＵＬＬ　ＷＩＤＴＨ　ｶﾀｶﾅ ① ㎏ ½ x² ™",
        "می‌خواهم 👩‍👩‍👧 क्‍ष",
        "HÀ NỘI – TP. HỒ CHÍ MINH: “30 tỷ đồng”",
        "tab\tand line\nbreak",
    ],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans", "zh-Hant", "de", "ru", "ar", "th"])
def test_sound_news_sentences_stay_as_they_are(language: str) -> None:
    lines = _ntrex_lines(language)
    assert [line for line in lines if normalise(line) != unicodedata.normalize("NFC", line)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\fe", "a\nb\nc\nd\ne"),
        ("nul\x00 bell\x07 del\x7f c1\x81", "nul bell del c1"),
        ("it\x92s windows-1252", "it’s windows-1252"),
        ("pay \u202e001\u202c \u2066x\u2069", "pay 001 x"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("\ufeffmark soft\u00adhyphen", "mark softhyphen"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
    ],
)
def test_what_nobody_should_see_goes(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_normal_form_of_any_text(text: str) -> None:
    result = normalise(text)
    assert unicodedata.is_normalized("NFC", result)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in result)
    result.encode()
