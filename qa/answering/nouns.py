"""Nouns that tell a person, a place or an organisation, as questions name them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpus.folding import unaccented
from qa.answering.kinds import Kind

_PERSON = (
    "person|people|man|men|woman|president|vice-president|premier|governor|mayor|minister|secretary|director"
    "|head|chief|chair(?:man|woman|person)?|ceo|founder|leader|king|queen|emperor|general|ambassador"
    "|consul(?:-general)?"
    "|envoy|representative|spokes(?:man|woman|person)|speaker|professor|scholar|expert|author|writer"
    "|poet|artist"
    "|painter|actor|actress|singer|composer|musician|player|athlete|coach|scientist|physicist|chemist"
    "|engineer"
    "|official|officer|lawyer|judge|doctor|economist|philosopher|historian|pope|bishop|theologian"
    "|inventor|explorer"
    "|architect|journalist|reporter|politician|senator|captain|commander|manager|executive|chancellor"
    "|daughter|son"
    "|wife|husband|father|mother|brother|sister|granddaughter|grandson|successor|winner|student|teacher"
    "|mathematician"
    "|designer|producer|khan|dynast|count|duke|prince|princess",
    "人物|主席|总统|总理|首相|省长|市长|县长|州长|部长|局长|主任|书记|会长|院长|校长|司长|处长|总裁"
    "|董事长|经理"
    "|首席执行官|创始人|领导人|领导者|国王|女王|皇帝|将军|大使|领事|特使|代表|发言人|教授|学者|专家"
    "|作者|作家|诗人|画家"
    "|演员|歌手|作曲家|音乐家|球员|运动员|教练|科学家|物理学家|化学家|工程师|官员|律师|法官|医生"
    "|经济学家|哲学家|历史学家"
    "|教皇|主教|发明家|探险家|建筑师|记者|政治家|议员|议长|船长|指挥官|负责人|女儿|儿子|妻子|丈夫|父亲"
    "|母亲|继任者|次长"
    "|秘书长|行长|公使|参赞|先生|女士|总干事",
    "người|phụ nữ|(?<!địa )vị(?! (?:trí|thế|trị|giác))|chủ tịch(?: nước)?|tổng thống|thủ tướng|bộ trưởng"
    "|thứ trưởng|tỉnh trưởng|thị trưởng|thống đốc"
    "|bí thư|giám đốc|tổng giám đốc|cục trưởng|vụ trưởng|trưởng|hiệu trưởng|viện trưởng|nhà sáng lập"
    "|nhà lãnh đạo"
    "|lãnh đạo|vua|hoàng đế|tướng|đại sứ|tổng lãnh sự|lãnh sự|đặc phái viên|đại diện|phát ngôn viên"
    "|giáo sư|học giả"
    "|chuyên gia|tác giả|nhà văn|nhà thơ|họa sĩ|diễn viên|ca sĩ|nhà soạn nhạc|nhạc sĩ|cầu thủ|vận động viên"
    "|huấn luyện viên|nhà khoa học|nhà vật lý|nhà hóa học|kỹ sư|quan chức|luật sư|thẩm phán|bác sĩ"
    "|nhà kinh tế"
    "|triết gia|nhà sử học|giáo hoàng|giám mục|nhà phát minh|kiến trúc sư|nhà báo|phóng viên"
    "|chính trị gia|nghị sĩ"
    "|thuyền trưởng|chỉ huy|con gái|con trai|vợ|chồng|cha|mẹ|cháu gái|ông|bà|nhà toán học",
)
_PLACE = (
    "city|cities|town|towns|village|villages|province|provinces|county|counties|country|countries|state"
    "|states"
    "|nation|nations|continent|region|regions|area|areas|district|districts|place|places|location|venue"
    "|capital"
    "|island|river|lake|sea|ocean|mountain|port|street|municipality|prefecture|territory|colony|park"
    "|desert|valley",
    "城市|城镇|市镇|县城|国家|省份|省|市(?!场)|县|区(?!别)|州|镇|乡|村|地区|地方|地点|大洲|大陆|首都"
    "|省会|岛|河|江|湖|海|洋|山|港口"
    "|街道|街|国(?!际|内|外)",
    "thành phố|thị trấn|thị xã|làng|thôn|xã|tỉnh|huyện|quận|đất nước|nước|quốc gia|bang|châu lục|châu|khu vực"
    "|vùng|địa phương|nơi|địa điểm|thủ đô|tỉnh lỵ|đảo|sông|hồ|biển|đại dương|núi|cảng|đường phố|phố",
)
_ORGANISATION = (
    "organi[sz]ations?|agency|agencies|company|companies|firms?|institutions?|institutes?|university"
    "|universities"
    "|college|school|bank|foundation|fund|ministry|department|bureau|office|committee|commission"
    "|council|party|parties"
    "|newspaper|publisher|network|union|association|alliance|team|club|group|entity|court|church|body"
    "|bodies|centre"
    "|center|manufacturer|band|museum|embassy|army|tribe|corporation|outlet|broadcaster",
    "公司|企业|集团|机构|组织|大学|学院|学校|银行|基金会|基金|部门|部委|委员会|政党|党派|报纸|报社|媒体"
    "|出版社|协会|联盟"
    "|球队|队伍|俱乐部|团体|法院|教会|中心|乐队|博物馆|使馆|军队|实体|单位|电视台|部落|局|部|社|平台",
    "tổ chức(?! (?:hội|lễ|cuộc|sự|ở|tại|vào|trong))|cơ quan|công ty|doanh nghiệp|tập đoàn|viện"
    "|trường đại học|đại học|(?<!hội |thị |môi )trường|ngân hàng|quỹ|bộ(?! (?:phim|phận|máy|trưởng|sưu"
    "|đội|luật|óc|lạc|môn))|(?<!cơ )sở"
    "|ủy ban|hội đồng|đảng|tờ báo|(?<!bài )báo|nhà xuất bản|hiệp hội|liên minh|đội|câu lạc bộ|nhóm"
    "|tòa án|giáo hội|trung tâm"
    "|ban nhạc|bảo tàng|đại sứ quán|quân đội|đơn vị|đài truyền hình|hãng|bộ lạc",
)


_NOUNS = {Kind.PERSON: _PERSON, Kind.PLACE: _PLACE, Kind.ORGANISATION: _ORGANISATION}


def _patterns(spell: Callable[[tuple[str, str, str]], str]) -> dict[Kind, re.Pattern[str]]:
    return {kind: re.compile(spell(names)) for kind, names in _NOUNS.items()}


CHINESE_TITLES = _PERSON[1]
_CLASSES = {
    "en": _patterns(lambda names: rf"\b(?:{names[0]})\b"),
    "zh": _patterns(lambda names: names[1]),
    "vi": _patterns(lambda names: rf"\b(?:{names[2]})\b"),
    "vi without accents": _patterns(lambda names: rf"\b(?:{unaccented(names[2])})\b"),
}


@lru_cache(maxsize=4096)
def class_of(noun: str, language: str, *, first: bool = False) -> Kind | None:
    """Whether a folded noun phrase in ``language`` (en, zh, vi) means a person, a place or an organisation.

    By its last such word, which is the head in English and Chinese and stands next to *nào* in Vietnamese; of
    two that end alike the longer counts. ``first`` takes the first one instead.
    """
    classes = _CLASSES["vi without accents" if language == "vi" and noun.isascii() else language]
    found = [(match.span(), kind) for kind, words in classes.items() for match in words.finditer(noun)]
    if not found:
        return None
    return min(found, key=lambda entry: _order(*entry[0], first=first))[1]


def _order(start: int, end: int, *, first: bool) -> tuple[int, int]:
    return (start, -end) if first else (-end, start)
