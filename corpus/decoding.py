"""Bytes to text, and text to its normal form: encodings, mojibake, characters nobody should see."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

from corpus.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# On a tie the earlier wins. cp950 is Big5 as Windows and the WHATWG Encoding Standard read it.
_CANDIDATES = ("gb18030", "cp950", "cp1258", "cp1252", "utf-16-le", "utf-16-be")
_SAMPLE = 20_000  # characters judged when encodings are compared
_IMPLAUSIBLE = 0.6  # mean penalty above which a candidate is not believed
_MAX_CONTROLS = 0.05  # share of control characters above which bytes are no text

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # but for white space
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls other than tab and line feed
    "\u00ad\ufeff"  # soft hyphen, byte order mark
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\ufff9-\ufffb\ufffe\uffff\ufdd0-\ufdef"  # interlinear annotation, noncharacters
    "\U000e0000-\U000e007f"  # tags
    "]"
)


def decode(data: bytes, *, name: str) -> str:
    """The text in ``data``, whatever encoding it was saved in.

    A byte order mark decides; then UTF-8 (a few damaged bytes become U+FFFD); then the most plausible
    of GB18030, Big5, windows-1258, windows-1252 and UTF-16 without a mark, judged by the characters
    each would give; then whatever charset-normalizer believes. ``name`` is what an error calls the data.

    Raises:
        ReadError: the data is empty or no text.
    """
    if not data.strip():
        raise ReadError(name, "is empty", code="file-empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    text = _as_utf8(data) or _most_plausible(data) or _detected(data)
    if text is None:
        raise ReadError(
            name, "is binary data, not text", "give it the ending of its real format", code="file-binary"
        )
    return text


def normalise(text: str) -> str:
    r"""``text`` repaired and in one form, otherwise as its author wrote it.

    Mojibake is undone (ftfy), line breaks become ``\n``, characters are composed (NFC); controls, bidi
    overrides, tag characters and soft hyphens go; a lone surrogate becomes U+FFFD. Full-width forms,
    curly quotes, ligatures, entities and zero-width joiners stay.
    """
    repaired = text if text.isascii() and "\x1b" not in text else _undo_mojibake(text)
    return in_one_form(repaired)


def in_one_form(text: str) -> str:
    """``normalise`` without the repair, which may find more to repair in what it wrote; done again it changes
    nothing.
    """
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _BREAKS.sub("\n", text)))


def _undo_mojibake(text: str) -> str:
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return fix_text(text, config)


def _as_utf8(data: bytes) -> str | None:
    """The UTF-8 reading if at most one character beyond ASCII in twenty is damaged."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if damaged * 20 <= beyond_ascii and _is_text(text) else None


def _most_plausible(data: bytes) -> str | None:
    readings = [text for encoding in _CANDIDATES if (text := _strictly(data, encoding)) is not None]
    best = min(readings, key=_implausibility, default=None)
    return best if best is not None and _implausibility(best) < _IMPLAUSIBLE else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _is_text(text) else None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None and _is_text(str(best)) else None


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) <= _MAX_CONTROLS * len(sample)


def _implausibility(text: str) -> float:
    """Mean penalty of the characters beyond ASCII: near 0 in Chinese, Vietnamese or European text."""
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    neighbours = zip(" " + sample, sample, sample[1:] + " ", strict=False)
    penalties = [_penalty(*three) for three in neighbours if not three[1].isascii()]
    return sum(penalties) / len(penalties) if penalties else 0.0


def _penalty(before: str, char: str, after: str) -> float:
    category = unicodedata.category(char)
    if category in ("Mn", "Cc", "Cn", "Co"):  # a mark that no letter takes, or nothing anyone types
        return 3.0
    if "\u3400" <= char <= "\u9fff":
        return (not _is_frequent(char)) + 0.5 * (_is_small_ascii(before) + _is_small_ascii(after))
    if category.startswith("L"):
        return _letter_penalty(before, char)
    return 0.1


def _letter_penalty(before: str, char: str) -> float:
    if not unicodedata.name(char, "").startswith("LATIN"):
        return 0.5
    accented_pair = before.isalpha() and not before.isascii()
    return 1.0 * (char.isupper() and before.islower()) + 0.8 * accented_pair


def _is_small_ascii(char: str) -> bool:
    return "a" <= char <= "z"


@lru_cache(maxsize=8192)
def _is_frequent(hanzi: str) -> bool:
    """Whether GB 2312 or Big5 lists the character in its first level, that of everyday use."""
    simplified, traditional = hanzi.encode("gb2312", "ignore"), hanzi.encode("big5", "ignore")
    return b"\xb0" <= simplified[:1] < b"\xd8" or b"\xa4" <= traditional[:1] < b"\xc7"
