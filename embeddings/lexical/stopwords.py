"""Words of questions that say nothing of what is asked about; dropped from questions, never from passages."""

from __future__ import annotations

import re

_ENGLISH = (
    "a an the of to in on at for from by with as and or but is are was were be been being am do does did has"
    " have had can could will would shall should may might must that this these those there it its their his"
    " her them they he she we you i what which who whom whose when where why how many much if than then so"
)
_VIETNAMESE = (
    "là của và ở có được bị những các một trong với để đã đang sẽ cho từ về khi như thì mà này đó nào gì đâu"
    " ai sao mấy bao nhiêu thế tại vì ra vào đến do bởi hãy không"
)
STOPWORDS = frozenset((*_ENGLISH.split(), *_VIETNAMESE.split()))
CHINESE_STOPWORDS = re.compile(
    "是什么时候|什么时候|为什么|是什么|什么样|什么|是不是|有没有|有多少|是多少|多少|怎么样|怎样|怎么|如何|是谁"
    "|谁|是哪|哪里|哪儿|哪些|哪个|哪|几个|何时|何地|为何|[的了吗呢吧么是在与和及]"
)
"""In simplified characters."""
