"""How to reach somebody: telephone numbers, e-mail and web addresses, streets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.types import Span
from qa.answering.kinds import Kind

ASKED = {
    Kind.PHONE: (
        r"(?:\bwhat\b[^?]{0,40})?\b(?:(?:tele)?phone|fax|mobile|hotline) numbers?\b",
        r"(?:电话|传真|手机|热线)(?:号码?)?(?:是|为|多少|几)|(?:电话|传真|手机)号码",
        r"số (?:điện thoại|fax|hotline)|\bđường dây nóng",
    ),
    Kind.EMAIL: (
        r"(?:\bwhat\b[^?]{0,40})?\be-?mail address(?:es)?\b|\bwhat\b[^?]{0,40}\be-?mail\b",
        r"电子邮[件箱]|电邮|邮箱",
        r"(?:địa chỉ )?(?:\be-?mail\b|thư điện tử)",
    ),
    Kind.LINK: (
        r"(?:\bwhat\b[^?]{0,40})?\b(?:web ?site|web address|url|home ?page)\b",
        r"网址|网站(?:是|地址)|官网(?:是|地址)",
        r"(?:địa chỉ )?(?:trang web|\bwebsite\b|\bweb\b)",
    ),
    Kind.ADDRESS: (
        r"\bwhat(?:'s| is| was) [^?]{0,40}\baddress\b|\b(?:what|which) (?:street|road|(?:\w+ )?address)\b",
        r"地址(?:是|在|为)|哪一?[条个]?(?:街|路|大道)|门牌",
        r"\bđịa chỉ\b|\b(?:đường|(?<!thành )phố) nào\b|\bsố nhà\b",
    ),
}
"""For each kind the folded words that ask for it in English, Chinese and Vietnamese."""
_WRITTEN = {
    Kind.PHONE: re.compile(r"(?<![\d.,])(?!\d{4}-\d{4}(?!\d))\+?\(?\d(?:[ ()-]?\d){6,14}(?![\d.,]?\d)"),
    Kind.EMAIL: re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    Kind.LINK: re.compile(r"https?://\S{3,200}|\bwww\.\S{3,200}|\b[\w-]{1,63}\.(?:com|org|net|gov|edu)\b"),
    Kind.ADDRESS: re.compile(
        r"\b\d{1,5},? (?:[\w'’.-]+ ){1,4}(?:street|road|avenue|boulevard|lane|square|st\.|rd\.)"
        r"|\w{2,8}(?:路|街|大道|巷|胡同)(?:\d{1,5}|[一二三四五六七八九十百]{1,5})号"
        r"|\b(?:số )?\d{1,5}[\w/]{0,6},? (?:đường|phố) [\w ]{2,30}"
    ),
}


def contacts(folded: str, kind: Kind) -> Iterator[Span]:
    """Where folded text has contacts of ``kind``, in order."""
    return (Span(*match.span()) for match in _WRITTEN[kind].finditer(folded))
