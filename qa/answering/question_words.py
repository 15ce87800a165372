"""The question words of English, Chinese and Vietnamese, and how to read the noun that they ask about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.folding import unaccented
from qa.answering.contacts import ASKED as CONTACTS_ASKED
from qa.answering.kinds import Asked, Kind
from qa.answering.nouns import class_of
from qa.answering.units import first_unit


@dataclass(frozen=True, slots=True)
class Rule:
    """``read`` makes of the folded text before and after the question words what is asked for."""

    words: re.Pattern[str]
    read: Callable[[str, str], Asked]


def _rule(words: str, kind: Kind) -> Rule:
    return Rule(re.compile(words), lambda _before, _after: Asked(kind))


# English

_AUXILIARY = "is|was|are|were|did|does|do|has|have|had|will|would|can|could|should|may|might"
_MONEY = (
    "money|cash|fund(?:s|ing)?|costs?|pa(?:y|ys|id)|spen[dt]|invest(?:s|ed|ment)?|aid|assistance"
    "|capital|dollars?|yuan"
    "|budget|rais(?:e|ed)|donat(?:e|ed)|worth|loans?|revenue|earn(?:ed|s)?|income|salary|financ(?:e|ial)"
)
_MEASURE = (
    "number|population|size|temperature|height|length|distance|rank(?:ing)?|point|depth"
    "|age|speed|total|amount"
)
_NOT_IN_NOUN = (
    rf"(?:{_AUXILIARY}|of|in|on|at|for|by|with|from|to|that|who|which|and|or|the|an?|its|their|[a-z]+ed)\b"
)
_NOUN = rf"((?: (?!{_NOT_IN_NOUN})[\w'’-]+){{1,6}})"
_CHOSEN = re.compile(rf"(?: (?:kinds?|types?|sorts?) of(?: an?\b)?)?{_NOUN}")
_NAMED = re.compile(
    rf"(?:['’]s| (?:is|was|are|were))(?: the\b)?(?: (?:full |first |last )?(name)s? of(?: the\b)?)?{_NOUN}"
)
_LAST_PLURAL = re.compile(r".*(?:s|people|men|women|children|media|staff)\b")


def _english_noun(_before: str, after: str) -> Asked:
    """*Which X*, or *what is the X*, where only a name or a noun of a known class is short."""
    if match := _CHOSEN.match(after):
        return _classed(match[1].strip(), "en", Kind.THING)
    match = _NAMED.match(after)
    return (
        _classed(match[2].strip(), "en", Kind.THING if match[1] else Kind.OTHER)
        if match
        else Asked(Kind.OTHER)
    )


def _english_counted(_before: str, after: str) -> Asked:
    match = re.match(_NOUN, after)
    words = match[1].strip() if match else ""
    plural = _LAST_PLURAL.match(words)
    return _counted(plural[0] if plural else words)


def _classed(noun: str, language: str, otherwise: Kind) -> Asked:
    return Asked(class_of(noun, language) or otherwise, noun, first_unit(noun))


def _counted(noun: str) -> Asked:
    return Asked(Kind.NUMBER, noun, first_unit(noun))


ENGLISH = (
    *(_rule(words[0], kind) for kind, words in CONTACTS_ASKED.items()),
    _rule(
        r"\b(?:what|which|how (?:much|many|large|big|great|high|small))(?: \w+){0,3}"
        r" (?:percent(?:age)?|per cent|proportion|fraction|ratio)\b|\bhow much of\b"
        r"|\b(?:what|how (?:large|big|great|small) an?)(?: \w+)? share\b",
        Kind.PERCENTAGE,
    ),
    _rule(
        r"\bhow (?:long|many (?:years|decades|months|weeks|days|hours|minutes)|much (?:\w+ )?time)\b",
        Kind.DURATION,
    ),
    _rule(
        rf"\bhow much (?=[^?]{{0,200}}\b(?:{_MONEY})\b)|\bhow many (?:\w+ ){{0,3}}(?:dollars|yuan|euros"
        rf"|rmb)\b"
        r"|\bwhat\b(?: \w+){1,4} (?:price|cost|budget|salary|revenue)\b",
        Kind.MONEY,
    ),
    Rule(re.compile(r"\bhow many\b"), _english_counted),
    _rule(
        rf"\bhow (?:much|far|tall|high|old|big|large|deep|wide|heavy|fast|often|hot|cold)\b"
        rf"|\b(?:what|which)(?: [\w'’]+){{0,4}} (?:{_MEASURE})\b",
        Kind.NUMBER,
    ),
    _rule(r"\b(?:what|which|when)(?: \w+){0,2} years?\b", Kind.YEAR),
    _rule(
        r"\b(?:what|which)(?: \w+){0,3} (?:dates?|day|month|decade|century|time|period)\b"
        rf"|\bwhen (?:{_AUXILIARY})\b|\bwhen\W*$|^when\b(?![^?]*,)",
        Kind.DATE,
    ),
    _rule(r"\bwho(?:m|se|['’]s)?\b(?!.*\bwhat\W*$)", Kind.PERSON),
    _rule(r"\bwhere\b", Kind.PLACE),
    Rule(re.compile(r"\b(?:what|which)\b"), _english_noun),
    _rule(r"\b(?:how|why)\b", Kind.OTHER),
)  # fmt: skip

# Chinese, simplified

_PERIOD = "年|天|小时|分钟|个月|个?星期|周|个?世纪"
_CLASSIFIER = "[个名位家篇份件种项座所只条届次支本场部类款]"
_CUT = re.compile(r"[\W的是在对被和与为从里于有了]")


def _chinese_counted(_before: str, after: str) -> Asked:
    noun = _CUT.split(after[:10])[0]
    return Asked(Kind.NUMBER, re.sub(f"^{_CLASSIFIER}", "", noun)[:4], first_unit(noun))


def _chinese_noun(_before: str, after: str) -> Asked:
    noun = _CUT.split(re.sub(f"^[一两三几些]?{_CLASSIFIER}?(?:样的)?", "", after)[:10])[0]
    return _classed(noun, "zh", Kind.THING if noun else Kind.OTHER)


def _chinese_name(before: str, _after: str) -> Asked:
    return Asked(class_of(_CUT.split(before)[-1][-12:], "zh") or Kind.THING)


def _chinese_own_name(before: str, after: str) -> Asked:
    """Of somebody, unless what is named is a thing."""
    asked, noun = _chinese_name(before, after), _CUT.split(before)[-1]
    is_somebody = asked.kind is Kind.THING and (not noun or noun[-1] in "人者员家师他她谁")
    return Asked(Kind.PERSON) if is_somebody else asked


CHINESE = (
    *(_rule(words[1], kind) for kind, words in CONTACTS_ASKED.items()),
    _rule(
        r"百分之[几多]|(?:百分比|比例|比率|比重|占比|份额|率)[^，,。]{0,6}?(?:多少|几|多大|多高"
        r"|[为是]\??$)"
        r"|(?:多大|多少|什么|多高)的?(?:百分比|比例|比率|比重|份额)|占[^，。?]{0,12}?(?:多少|几)|几成"
        r"|几分之",
        Kind.PERCENTAGE,
    ),
    _rule(rf"多久|多长时间|多少时间|多少(?:{_PERIOD})|(?<![这近好十前后数哪])几(?:{_PERIOD})", Kind.DURATION),
    _rule(
        r"多少(?:钱|[^\W\d名个人项]{0,4}(?:资金|经费|款项)|美元|欧元|人民币|[亿万]?元|贷款|投资|拨款"
        r"|捐款|财政)|几[亿万]?元"
        r"|(?:资金|经费|金额|投资额?|费用|价格|成本|收入|预算|贷款|花费|耗资|造价|拨款|捐款|售价|工资"
        r"|薪[水资]|月薪|销售额|营业额)[^，。?]{0,4}?多少(?!个|名|人|家|项)",
        Kind.MONEY,
    ),
    _rule(r"哪[一几]?年|何年|什么年份|哪个年份|年份[是为]", Kind.YEAR),
    _rule(
        r"什么时[候间]|何[时日]|几[时月号日]|哪[一几]?[天日月]|哪个(?:月|日期|世纪|年代|时期)"
        r"|什么(?:日期|年代|日子)|日期是",
        Kind.DATE,
    ),
    _rule(r"谁|何人|什么人|哪[些个]?人|哪[一两几]?[位名]", Kind.PERSON),
    _rule(r"哪里|哪儿|何[处地]|什么地[方区]|哪些?个?地[方区]|哪一?国|在哪(?=\?|$)", Kind.PLACE),
    Rule(re.compile(r"的?名字[是叫]什么|叫(?:什么|啥)名字"), _chinese_own_name),
    Rule(re.compile(r"叫(?:什么|啥|做什么)|称[为作]?什么"), _chinese_name),
    Rule(
        re.compile(r"多少|(?<![这近好十前后数])几(?![乎近何经])|多[大高远重快深宽](?!的?比)|第几"),
        _chinese_counted,
    ),
    _rule(r"为什么|为何|怎么|怎样|如何|什么是|是什么样|何以", Kind.OTHER),
    Rule(re.compile(r"哪|[什甚]么|何种"), _chinese_noun),
)  # fmt: skip

# Vietnamese

_COUNTED = re.compile(
    r"(?: (?!(?:của|ở|trong|đã|được|sẽ|có|tại|đến|từ|là|cho|tham|trên|vào|khi|với|bị|không|còn|cua"
    r"|trong|da|duoc|se|co|tai"
    r"|den|tu|la|vao|voi|bi)\b)\w+){1,4}"
)

_BEFORE_NOUN = re.compile(
    r"(?<!\w)(?:ở|tại|với|của|trên|vào|do|trong|những|các|là|bởi|theo|cho|về|điều|cái|việc|o|tai|voi"
    r"|cua|tren|vao|trong"
    r"|nhung|cac|la|boi|dieu|cai)(?!\w)"
)


def _vietnamese_counted(_before: str, after: str) -> Asked:
    match = _COUNTED.match(after)
    return _counted(match[0].strip() if match else "")


def _vietnamese_noun(before: str, _after: str) -> Asked:
    """*X nào*, with X in the last words before; *tên (của) X là gì*, with X in the first."""
    clause = re.split(r"[,;:(]", before)[-1].strip()
    if clause.endswith((" là", " la")):
        named = re.search(r"\b(?:tên|ten)\b", clause)
        return Asked(class_of(clause, "vi", first=True) or Kind.THING) if named else _classed_head(clause)
    noun = _BEFORE_NOUN.split(" ".join(clause.split()[-4:]))[-1].strip()
    return _classed(noun, "vi", Kind.THING if noun else Kind.OTHER)


def _classed_head(clause: str) -> Asked:
    return Asked(class_of(" ".join(clause.split()[:2]), "vi", first=True) or Kind.OTHER)


_VIETNAMESE_RULES: tuple[tuple[str, Kind | Callable[[str, str], Asked]], ...] = (
    *((words[2], kind) for kind, words in CONTACTS_ASKED.items()),
    (
        r"bao nhiêu (?:phần|%)|mấy phần|(?:tỷ|tỉ) lệ(?: [^\W\d]+){0,12} (?:bao nhiêu|mấy)"
        r"|(?:tỷ|tỉ) lệ (?:nào|gì)",
        Kind.PERCENTAGE,
    ),
    (r"bao lâu|(?:bao nhiêu|mấy) (?:năm|tháng|ngày|giờ|phút|tuần|thời gian|thập kỷ)(?! nào)", Kind.DURATION),
    (
        r"bao nhiêu (?:(?:triệu|tỷ|nghìn) )?(?:tiền|vốn|kinh phí|ngân sách|đồng|đô la|đô|usd"
        r"|nhân dân tệ|tệ|euro)\b"
        r"|\b(?:vốn|giá|chi phí|kinh phí|ngân sách|doanh thu|số tiền"
        r"|lương)(?: [^\W\d]+){0,8} bao nhiêu(?! người)",
        Kind.MONEY,
    ),
    (r"năm (?:nào|mấy|bao nhiêu|gì)", Kind.YEAR),
    (
        r"(?:khi|lúc|hồi|hôm) nào|bao giờ"
        r"|(?:ngày|tháng|thời gian|thời điểm|thế kỷ|thập niên|thập kỷ)(?: tháng)?(?: năm)? (?:nào|mấy"
        r"|bao nhiêu|gì)",
        Kind.DATE,
    ),
    (r"bao nhiêu|\bmấy (?=\w)", _vietnamese_counted),
    (r"bao xa|\bsố (?:lượng|hiệu)[^?]{0,80} là gì", Kind.NUMBER),
    (r"\bai\b", Kind.PERSON),
    (r"(?:ở|tại|từ|đến|về|là) đâu\b|\bđâu\W*$|(?:nơi|chỗ|địa điểm) nào", Kind.PLACE),
    (r"tại sao|vì sao|(?:như )?thế nào|làm sao|ra sao|bằng cách nào|làm gì", Kind.OTHER),
    (r"\b(?:nào|gì)\b", _vietnamese_noun),
)  # fmt: skip
VIETNAMESE = tuple(
    _rule(words, read) if isinstance(read, Kind) else Rule(re.compile(words), read)
    for words, read in _VIETNAMESE_RULES
)
BARE_VIETNAMESE = tuple(Rule(re.compile(unaccented(rule.words.pattern)), rule.read) for rule in VIETNAMESE)
