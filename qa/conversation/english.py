"""How English questions lean on the conversation."""

from __future__ import annotations

from qa.conversation.cues import Cues

_AND = r"(?:(?:and|but|or|so|then|also|ok|okay|well|now)[,\s]+)"
_HOW = r"how(?: (?:many|much|long|old|far|often|big|large|high|tall|come))?"
_WH = rf"(?:{_HOW}|what|which|who|whom|whose|when|where|why)"
_BE = r"(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|may|might|must)"
_THEY = r"(?:it|he|she|they|his|her|its|their|this|that|these|those)"
_THEM = r"(?:it|him|her|them|this|that|these|those)"
_IN = r"(?:in|for|at|from|during|by|of|on|to|with|about|among|since|before|after|until|under|against|through)"
_EXPLETIVE = r"(?:called when|true|possible|common|said|known|necessary|take|takes|took|mean|determined)"
_NOT_ANAPHORIC = (
    rf"(?!(?:has|have|had) (?:its|their|his|her|that)\b|[a-z]+ it {_EXPLETIVE}\b"
    r"|[a-z]+ (?:those|that) (?:who|that)\b|[a-z]+ this (?:year|month|week)\b)"
)
_VAGUE = r"(?:else|exactly|not|so|then|ones?|others?|next|time|year|day|country|place)"
_THEN = r"(?:(?<!are )(?<!is )(?<!were )(?<!was )there|then|afterwards|next|(?:before|after) that)"
_MORE = r"(?:more|go on|such as|for example|like what|why not|how so)"

ENGLISH = Cues.of(
    ellipses=(
        rf"{_AND}*(?:what|how) (?:about|of) (?P<new>.+)",
        rf"{_AND}*(?:the )?same (?:question )?(?:for|in|about|with) (?P<new>.+)",
        rf"{_AND}+(?:how (?:many|much) )?(?P<new>.+)",
        r"(?:how many|how much|who|when|where|what) (?P<new>(?:in|for|at|from|during|by) .+)",
    ),
    leanings=(
        rf"{_AND}*(?:{_IN} )?(?:{_WH}(?: [a-z-]+){{0,3}}? )?{_NOT_ANAPHORIC}{_BE} {_THEY}\b.*",
        rf"{_AND}*(?:{_IN} )?(?:what|who|where|when|how|why)'s (?:it|he|she|that|this|his|her|its|their)\b.*",
        rf"{_AND}*(?:{_IN} )?{_WH} {_IN} {_THEM}\b.*",
        rf"{_AND}*{_WH}(?: (?!the\b|a\b|an\b)[a-z]+){{1,4}} {_THEM}",
        rf"{_AND}*(?:{_IN} )?{_WH}(?: {_VAGUE})*",
        rf"{_AND}*{_WH} [a-z]+",
        rf"{_AND}*{_WH} (?:[a-z]+ ){{1,3}}{_THEN}",
        rf"{_AND}*how (?:many|much) {_BE}(?! (?:there|you)\b)(?: [a-z]+){{0,3}}",
        rf"{_AND}*(?:who|what|where) else\b.*",
        rf"{_AND}*(?:any|some)(?:thing|one|body|where)? (?:else|more|others?)",
        rf"{_AND}*(?:tell me |say )?{_MORE}(?: about {_THEM})?",
        rf"{_AND}*(?:this|that|these|those|the same|the former|the latter|it|they|he|she) [a-z]+\b.*",
    ),
    never_new=rf"\b(?:{_WH}|{_BE}|be|been|being|am)\b|^(?:{_IN} )?(?:they|she|he|{_THEM})$",
    asking=rf"^{_AND}*(?:{_IN} )?{_WH}(?: (?:{_BE})\b)?(?: the\b)?",
    locative=rf"{_IN} (?:the )?(?:years? |provinces? of |city of )?",
)
