"""How Vietnamese questions lean on the conversation, typed with accents or without."""

from __future__ import annotations

from qa.conversation.cues import Cues

_AND = r"(?:(?:và|vậy thì|thế thì|vậy|thế|nhưng|rồi|hay),? )"
_THEN = r"thì (?:sao|thế nào|như thế nào)"
_SO = rf"(?:{_THEN}|thế nào|ra sao|thì|sao)(?: ạ| nhỉ| vậy| hả)?"
_IT = r"(?:nó|họ(?! của| tên)|chúng(?! ta| tôi)|(?:ông|bà|anh|cô|chị) (?:ấy|ta)|người (?:đó|này|ấy))"
_THERE = r"(?:ở|tại|trong|số|điều|việc|chuyện|vấn đề|khi|lúc|người|cái|trước|từ|nơi|chỗ|ông|bà|anh|chị|cô|em)"
_THAT = r"(?:đó|này|ấy|đấy)"
_ASK = (
    r"(?:bao nhiêu|bao giờ|bao lâu|bao xa|khi nào|lúc nào|ở đâu|đâu|như thế nào|thế nào|tại sao|vì sao|sao"
    r"|mấy|ai|gì|nào|có phải)"
)
_FILLER = r"(?:người|vào|ở|từ|có|là|đã|được|do|bởi|cái|vậy|thế|cho|với)"
_BEFORE = rf"(?:{_ASK}|trong|từ|ở|tại|theo|trước|sau|với|cho|của|vào|do|vì|có)"

VIETNAMESE = Cues.of(
    ellipses=(
        rf"{_AND}*còn (?:đối với |về )?(?P<new>.+?)(?: {_SO})?",
        rf"{_AND}*(?P<new>.+?) {_THEN}(?: ạ| nhỉ| vậy| hả)?",
        r"(?:và|hay|nhưng) (?P<new>.+)",
    ),
    leanings=(
        rf"{_AND}*(?:còn )?(?:{_BEFORE} ){{0,2}}{_IT}\b.*",
        rf"{_AND}*(?:[^\s,]+ ){{0,3}}{_THERE} {_THAT}\b.*",
        rf"{_AND}*(?:[^\s,]+ ){{1,5}}{_IT}",
        rf"{_AND}*{_ASK}(?: [^\s,]+){{1,7}} {_THERE} {_THAT}",
        rf"{_AND}*(?:tại |vì )?sao (?:lại )?(?:[^\s,]+ ){{1,3}}(?:thế|vậy)",
        rf"{_AND}*(?:{_FILLER} )?{_ASK}(?: {_FILLER}){{0,2}}(?: (?!là\b|{_FILLER}\b)[^\s,]+){{0,2}}",
        rf"{_AND}*(?:còn )?(?:ai|gì|nơi nào|ở đâu|cái nào) (?:nữa|khác)",
        rf"{_AND}*(?:nói|kể) thêm(?: đi)?",
    ),
    pointing=rf"(?<!\S)(?P<noun>(?:[^\s,]+ )?(?!(?:{_THERE}|sau|do|năm|tháng|tuần|ngày) )[^\s,]+) {_THAT}\b",
    alone=rf"{_AND}*(?:trong )?(?:những|các|mấy) (?:năm|tháng|tuần|ngày) này\b",
    identifying=rf"{_AND}*(?:đây|đó) (?:có phải )?(?:là|chính là)\b",
    reversal=rf"{_AND}*(?:còn )?(?:theo )?(?:chiều |hướng )?ngược lại(?: {_SO})?",
    never_new=rf"\b{_ASK}\b|^{_IT}$",
    asking=rf"\b(?:(?:có |là )?{_ASK}|phải không|hay không)\b",
    locative=r"(?:(?:ở|tại|trong|vào|cho|với|của|từ|về|đối với|năm|tỉnh|nước|thành phố) ){1,2}",
)
BARE_VIETNAMESE = VIETNAMESE.without_accents()
