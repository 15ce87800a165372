"""Names in Chinese, by surname, suffix and the words beside them; text is folded, so simplified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.types import Span
from embeddings.lexical.numbers import HAN_RANGE
from qa.answering.kinds import Kind
from qa.answering.nouns import CHINESE_TITLES

_SURNAME = (
    "(?:欧阳|司马|诸葛|上官"
    "|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    ""
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文习项阮裴温欧])"
)
_FUNCTION = "的说指认称在将对向是为等和与及也都就从把被于给由到了"
_SECOND = rf"(?![{_FUNCTION}表介提宣出调会有不并还又通率])[{HAN_RANGE}]"
_FULL_NAME = rf"{_SURNAME}(?![{_FUNCTION}])[{HAN_RANGE}](?:{_SECOND})?"
_SAID = (
    "说|表示|指出|认为|介绍|称|提到|强调|透露|宣布|致辞|致词|发言|谈到|提醒|出席|当选|担任|看重|看好|主张|呼吁|希望"
    "|邀请|赞扬|赞|回应|解释|补充|分析|感谢|主持|率领|参加|访问|会见|讲话|演讲|讲述|回忆|建议|预计|警告|承认|否认"
    "|证实|发表"
)
_HAN = rf"(?![{_FUNCTION}])[{HAN_RANGE}]"
_ENDS = rf"(?=[^{HAN_RANGE}]|[{_FUNCTION}]|{_SAID}|$)"
_TRANSCRIBED = rf"(?:{_HAN}){{1,6}}(?:·(?:{_HAN}){{1,7}}?)+"
_OFFICE = "[省市县州部局会院校司处议署厅]长|主任|主席|总统|总理|首相|大使|书记|总裁|领事|教授|先生|女士"
_SUFFIX = "省|市|自治区|县|区|州|镇|乡|村|群岛|半岛|岛|港"
_HAPPENS = "举行|举办|召开|开幕|登场|闭幕|成立|落户|设立|发布|签署|建成|启动|进行|出生|去世|开设"
_ORGANISATION = (
    "中心|基金会|基金|委员会|(?<![全内干东南西北中])部(?![分门队长委署落])"
    "|(?<![格结布])局(?![长势面部])|计划署|署(?![名长])|厅(?!长)|大学|学院"
    "|银行|公司|集团|报社|[日商晚时]报|新闻社|协会|联盟|办公室|组织|研究[院所]|出版社|博物馆|医院|使馆"
    "|法院|政府|电视台|联合会|共产党"
)
_PATTERNS = {
    Kind.PERSON: (
        (rf"(?:{CHINESE_TITLES})({_FULL_NAME})", 1.0),
        (rf"(?:{CHINESE_TITLES})({_TRANSCRIBED}){_ENDS}", 1.0),
        (rf"({_TRANSCRIBED}){_ENDS}", 0.9),
        (rf"(?<![{HAN_RANGE}])({_SURNAME}[{HAN_RANGE}]{{1,2}}?)(?={_SAID})", 0.8),
        (rf"(?<![{HAN_RANGE}])({_SURNAME}(?:{_HAN}){{1,2}})(?={CHINESE_TITLES})", 0.9),
        (rf"(?:{_OFFICE})(?!{CHINESE_TITLES}|{_SAID})((?:{_HAN}){{2,5}}?){_ENDS}", 0.5),
    ),
    Kind.PLACE: (
        (rf"(?:[在于到赴抵自往])(?:(?:{_HAN}){{1,6}}的)?((?:{_HAN}){{2,7}}?)(?={_HAPPENS})", 0.9),
        (rf"((?:(?:{_HAN}){{2,4}}(?:省|自治区))?(?:{_HAN}){{2,5}}?(?:{_SUFFIX}))(?![长委别域场面])", 0.6),
        (rf"(?:来自|位于|坐落于?|设在|建在|前往|抵达|飞往|生于|总部在)((?:{_HAN}){{2,6}}?){_ENDS}", 0.8),
    ),
    Kind.ORGANISATION: ((rf"(?:即|包括|加上)?((?:(?![{_FUNCTION}])\w){{2,14}}(?:{_ORGANISATION}))", 0.7),),
    Kind.THING: ((r"([“「『《][^”」』》]{2,40}[”」』》])", 0.5),),
}
_GENERIC = re.compile(
    "(?:贫困|全|各|本|该|我|两|多|每|哪|外|别|邻|重点|有关|发展中|非贫困|地|社|园|城|山|农|都|超"
    "|.*大部分地)+(?:家)?[省市县区州镇乡村国]|.*[会台]上|期间|其中|[这那]里|当地|现场|线上|网上|此地"
)


def chinese_names(folded: str, kind: Kind) -> Iterator[tuple[Span, float]]:
    """The names in ``folded``, each with how sure it is one of ``kind``, in (0, 1]; the surest come first."""
    for pattern, sure in _patterns(kind):
        for match in pattern.finditer(folded):
            if not _GENERIC.fullmatch(match[1]):
                yield Span(*match.span(1)), sure


@cache
def _patterns(kind: Kind) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(pattern), sure) for pattern, sure in _PATTERNS[kind])
