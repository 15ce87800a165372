"""Photo captions and paragraphs that only repeat their neighbour."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from statistics import median

from corpus.cleaning.paragraphs import ends_sentence, is_prose, width
from corpus.cleaning.pinyin import HAN

_WIDEST_CAPTION = 400
_MOST_SENTENCES = 2
_NARROWEST_REPEAT = 20
_WIDEST_BARE = 90
_NEAR = 2

_CREDIT = re.compile(
    r"\((?:[^()]{0,20}\s)?(?:Ảnh|Nguồn ảnh|(?:Photo|Image|Picture)s?(?: credit)?)"
    r"(?:\s*[:/]| by | courtesy)[^()]{1,60}\)$"
    r"|\((?:图|图片|圖|圖片|摄影|攝影|资料图|資料圖|图片来源|圖片來源)(?:\s*[:/][^()]{1,40})?\)$"
    r"|(?:^|[.!?…)。]\s*|\s[-–—|]\s)(?:Ảnh|Nguồn ảnh|(?:Photo|Image|Picture)s?(?: credit)?)"
    r"\s*:\s*(?-i:(?![a-zà-ÿđ\d\s]))[^:.!?]{2,80}\.?$"
    r"|(?:^|[.!?…)]\s+)Photos? (?:by|courtesy of) (?-i:(?![a-zà-ÿđ\d\s]))[^:.!?]{2,60}$"
    rf"|(?:^|[\s。(])[{HAN}]{{0,6}}(?:记者|記者)\s?[{HAN}·]{{2,4}}\s?[摄攝]\)?$"
    rf"|(?:^|[\s。(])[{HAN}·]{{2,4}}(?<!拍)[摄攝]\)?$|[。(][{HAN}·]{{2,12}}供[图圖]\)?$"
    r"|(?:图源|圖源|图片来源|圖片來源)\s*:\s*\S{1,30}$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:图为|圖為)[^。]+。?|[^,。!?;]*(?:现场|現場)(?:图|圖|照片)?。?|[^,。!?;]*(?:的|与|與|和)[^,。!?;]*合影。?"
    r"|(?:Quang cảnh|Toàn cảnh) [^,.!?;]+\.?|[^,.!?;]* chụp ảnh lưu niệm\.?"
    r"|(?:a |an )?(?:file photo|general view|group photo) of [^,.!?;]+\.?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|$)")


def has_credit(paragraph: str) -> bool:
    """Whether ``paragraph`` is a caption by its photo credit: one or two sentences, then who took it."""
    if width(paragraph) > _WIDEST_CAPTION:
        return False
    plain = unicodedata.normalize("NFKC", paragraph).strip()
    credit = _CREDIT.search(plain)
    return credit is not None and len(_SENTENCE_END.findall(plain[: credit.start() + 1])) <= _MOST_SENTENCES


def is_bare_caption(paragraph: str, prose_width: float) -> bool:
    """Whether ``paragraph`` names a scene as captions do, far narrower than the prose around it.

    A body might hold such a line too: only to be asked about a page that is known to be a saved one.
    """
    columns = width(paragraph)
    if columns > min(_WIDEST_BARE, prose_width / 2):
        return False
    return _BARE.fullmatch(unicodedata.normalize("NFKC", paragraph)) is not None


def typical_width(paragraphs: Sequence[str]) -> float:
    """Median width of the prose among ``paragraphs``, 0 if there is none."""
    widths = [width(paragraph) for paragraph in paragraphs if is_prose(paragraph)]
    return median(widths) if widths else 0


def repeats(paragraphs: Sequence[str]) -> list[int]:
    """Positions of sentences whose every character stands, in one piece, in a paragraph next to them.

    Of two equal neighbours the second repeats. Headings, and exclamations of a few words, do not count.
    """
    return [at for at in range(len(paragraphs)) if _repeats_neighbour(paragraphs, at)]


def _repeats_neighbour(paragraphs: Sequence[str], at: int) -> bool:
    own = paragraphs[at]
    if width(own) < _NARROWEST_REPEAT or not ends_sentence(own):
        return False
    before = paragraphs[max(0, at - _NEAR) : at]
    after = paragraphs[at + 1 : at + 1 + _NEAR]
    return own in before or any(own != other and own in other for other in (*before, *after))
