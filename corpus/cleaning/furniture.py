"""Recognises the lines of a saved web page that are the site's, not the article's.

A line is furniture when nothing is left of it once dates, counters, buttons, bylines and the like are
taken out. So each pattern may be simple, and a line that says anything more is safe.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.cleaning.dates import without_dates
from corpus.cleaning.paragraphs import LONGEST_TITLE, ends_sentence, width
from corpus.cleaning.pinyin import HAN


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a line is furniture, and the publisher it names; ``of_site`` if only a web page has such a line."""

    why: str
    of_site: bool
    source: str | None = None


_TIME = (
    r"T?\b\d{1,2}[:h]\d{2}\b(?::\d{2})?(?:\.\d+)?\s*(?:[AP]\.?M\b\.?|Z)?"
    r"(?:\s*\(?(?:GMT|UTC)?\s*[+-]\d+(?::?\d\d)?\)?)?"
)
_NETWORK = (
    r"(?:\b(?:Facebook|Twitter|X|WhatsApp|LinkedIn|Telegram|Zalo|WeChat|Weibo|Reddit|E-?mail|Print|Save|Tweet)\b"
    r"|微信|微博|QQ空间|朋友圈|收藏|打印|列印)"
)
_NUMBER = r"\d[\d.,]*\s*(?:[KkMmWw+]|万|萬)*"

_PLACE_LABEL = r"(?:您?(?:的|现在的|現在的)?(?:当前)?位置|當前位置|目前位置|您在这里|You are here|Bạn đang ở)"
_HOME = r"(?:首页|首頁|主页|Home|Trang chủ)"
_BREADCRUMB = re.compile(rf"(?:{_PLACE_LABEL}\s*:.*|[^>»›→]{{0,20}}{_HOME}\s*[>»›→/].*)", re.IGNORECASE)
_HOME_OF = re.compile(rf"(?:^|[:\s])([{HAN}\w]{{2,20}}?)(?:首页|首頁)")

_PERSON = rf"(?:[{HAN}·]{{1,12}}|[^\W\d_][^\W\d]*)"
_PEOPLE = rf"{_PERSON}(?:[\s、,/&]+{_PERSON}(?![{HAN}\w·:]))*"
_EDITOR_LABEL = r"(?:责任编辑|責任編輯|责编|責編|编辑|編輯|审核|審核|校对|校對|监制|編審|编审)"
_AUTHOR_LABEL = (
    r"(?:文字|文|图文|圖文|图|圖|撰文|作者|记者|記者|摄影|攝影|通讯员|通訊員)"
    r"(?:/(?:图|圖|摄|攝|摄影|攝影))?"
)
_SOURCE_LABEL = r"(?:(?:文章|信息|新闻|本文)?(?:来源|來源|稿源)|Source|Nguồn(?: tin)?)"
_SOURCE = re.compile(
    rf"{_SOURCE_LABEL}\s*:\s*(?P<source>[{HAN}][^\s|:()\[\]]{{1,29}}|[^\W\d_{HAN}][^|:;()\[\]{HAN}]{{1,59}})",
    re.IGNORECASE,
)

_PIECES: tuple[tuple[str, bool, re.Pattern[str]], ...] = tuple(
    (why, of_site, re.compile(pattern, re.IGNORECASE))
    for why, of_site, pattern in (
        (
            "view counter",
            True,
            rf"(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问|訪問|人气)(?:次数|次數|量|数|數)?\s*:?\s*{_NUMBER}\s*次?"
            rf"|{_NUMBER}\s*(?:次|人)?(?:浏览|瀏覽|阅读|閱讀|点击|點擊)(?:量)?"
            rf"|\b{_NUMBER}\s*(?:views?|reads?|shares?|lượt (?:xem|đọc))\b"
            rf"|\b(?:Views?|Reads?|Hits|(?:Số )?lượt (?:xem|đọc))\s*:\s*{_NUMBER}"
            r"|\b\d+[\s-]min(?:ute)?s? read\b",
        ),
        (
            "comment line",
            True,
            r"(?:\d+\s*)?[条條]?(?:评论|評論)\s*\(\d+\)|(?:\d+\s*)?[条條](?:评论|評論)"
            r"|(?:立即|发表|發表|我要|参与|參與)(?:评论|評論)"
            r"|\b\d+\s+comments?\b|\bcomments?\s*\(\d+\)"
            r"|\b(?:leave|post|add) a comment\b|\bno comments(?: yet)?\b"
            r"|\b\d+\s+bình luận\b|\bbình luận\s*\(\d+\)|\b(?:gửi|viết) bình luận\b",
        ),
        (
            "share line",
            True,
            r"分享(?:到|至|给朋友|給朋友)?|(?:打印|列印)本[页頁]|扫一扫[^。]{0,20}"
            r"|\bshare(?: this)?(?: (?:article|page|post|story))?(?: (?:on|to|via))?\b"
            r"|\bchia sẻ(?: bài viết)?(?: lên| qua)?\b|\b(?:lưu|in|gửi) bài viết\b"
            rf"|{_NETWORK}(?:[\s,|/·]+{_NETWORK})+",
        ),
        ("advertisement", True, r"\b(?:advertisement|quảng cáo)\b|广告|廣告"),
        (
            "editor's signature",
            True,
            rf"(?<![{HAN}])[{HAN}、·]{{0,20}}?{_EDITOR_LABEL}\s*[:/|—丨]\s*{_PEOPLE}",
        ),
        ("byline", False, rf"(?<![{HAN}]){_AUTHOR_LABEL}\s*[:/|—丨]\s*{_PEOPLE}"),
        ("byline", False, rf"(?<![{HAN}])[{HAN}]{{0,8}}(?:记者|記者|通讯员|通訊員)\s+{_PEOPLE}"),
        ("editor's signature", True, r"\b(?:Editor|Biên tập(?: viên)?|Thực hiện)\s*:\s*[^|:.!?;]{2,60}"),
        ("byline", False, r"\b(?:Author|Tác giả|Bài và ảnh|Bài, ảnh|Bài|Phóng viên)\s*:\s*[^|:.!?;]{2,60}"),
    )
)
_INCIDENTAL = re.compile(
    rf"{_NETWORK}|\bP\.?V\.?(?=\W|$)|评论|評論|字号|字號|字体|转发|轉發"
    r"|\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
    r"|\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b|(?:星期|周|週)[一二三四五六日天]"
    r"|\b(?:first |last )?(?:published|updated|posted|modified)(?: (?:on|at))?\b|\bgmt\b"
    r"|\b(?:date|time|at|on)\b"
    r"|\b(?:ngày(?: đăng)?|cập nhật(?: lúc)?|đăng lúc|lúc|giờ)\b"
    r"|(?:发布|發佈|發布|更新|发表|發表)?(?:时间|時間|日期|于|於)|(?:发布|發佈|發布|发表|發表)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:by|written by|edited by|reporting by|editing by)\s+([^.!?:;|,]{2,60}?)\s*(?:[|,;–—-].{0,80})?",
    re.IGNORECASE,
)
_JOINERS = frozenset({"and", "và", "de", "van", "von", "der", "bin", "al", "la", "di", "&"})
_RELATED = re.compile(
    r"(?:related(?: (?:articles?|news|stories|posts))?|read more|more from .{1,40}|recommended(?: for you)?"
    r"|(?:相关|相關)(?:新闻|新聞|阅读|閱讀|文章|报道|報道)|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀"
    r"|(?:tin|bài)(?: viết)? (?:liên quan|cùng chuyên mục|khác))\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"(?:day\b|thứ \w+|chủ nhật|(?:星期|周|週)[一二三四五六日天]).*{_TIME}", re.IGNORECASE)


def furniture(line: str) -> Furniture | None:
    """What kind of furniture ``line`` is, or ``None`` if it belongs to the article."""
    if width(line) > LONGEST_TITLE or ends_sentence(line):
        return None
    plain = unicodedata.normalize("NFKC", line).strip()
    if _BREADCRUMB.fullmatch(plain):
        return Furniture("breadcrumb", True, _home_of(plain))
    return _composed(plain)


def is_related_label(line: str) -> bool:
    """Whether ``line`` heads a list of links to other articles."""
    return width(line) <= LONGEST_TITLE and _RELATED.fullmatch(line.strip()) is not None


def is_byline(line: str) -> bool:
    """Whether ``line`` is an English ``By First Last``, perhaps with an office or a date behind it."""
    match = _BY.fullmatch(line.strip()) if width(line) <= LONGEST_TITLE else None
    names = [word for word in match[1].split() if word not in _JOINERS] if match else []
    return 1 < len(names) <= 10 and all(name[0].isupper() for name in names)


def is_clock(line: str) -> bool:
    """Whether ``line`` shows weekday, date and time, as a site's header shows the time of the visit."""
    return _CLOCK.search(unicodedata.normalize("NFKC", line)) is not None


def _composed(plain: str) -> Furniture | None:
    rest = without_dates(plain)
    dated = rest != plain
    rest, times = re.subn(_TIME, " ", rest, flags=re.IGNORECASE)
    kinds = []
    for why, of_site, pattern in _PIECES:
        rest, count = pattern.subn(" ", rest)
        kinds += [(why, of_site)] * min(count, 1)
    source = _source(rest)
    rest = _SOURCE.sub(" ", rest) if source else rest
    if re.search(r"\w", _INCIDENTAL.sub(" ", rest)):
        return None
    return _verdict(kinds, source, dated, times > 0)


def _source(rest: str) -> str | None:
    """The name behind a source label; running text behind one is none."""
    match = _SOURCE.search(rest)
    name = match["source"].strip(" -–—") if match else ""
    return name if name and not (name[0].islower() and " " in name) else None


def _verdict(kinds: list[tuple[str, bool]], source: str | None, dated: bool, timed: bool) -> Furniture | None:
    if source:
        kinds = [*kinds, ("source line", True)]
    if dated:
        kinds = [*kinds, ("date line", timed)]
    if not kinds:
        return None
    return Furniture(kinds[0][0], any(of_site for _, of_site in kinds), source)


def _home_of(breadcrumb: str) -> str | None:
    match = _HOME_OF.search(breadcrumb)
    return match[1] if match else None
