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
_TIME = r"(?:years?|months?|weeks?|days?|time|morning|afternoon|evening|century|decade)"
_EXPLETIVE = (
    r"(?:called when|true|possible|common|said|known|necessary|take|takes|took|mean|determined|rain\w*"
    r"|snow\w*|be that|(?:[a-z]+ ){0,3}(?:that|whether|if)\b|(?:help|cost|matter)(?: [a-z]+){0,3} (?:to|if)"
    r"|(?:easy|hard|difficult|safe|legal|allowed|important|better|worth|cheaper|usual)"
    r"(?: for(?: [a-z]+){1,3})? to|(?:the |an? )?(?:[a-z'-]+ ){1,4}(?:who|that|which))"
)
_NOT_ANAPHORIC = r"(?!(?:has|have|had) (?:its|their|his|her|that)\b|[a-z]+ (?:those|that) (?:who|that)\b)"
_NO_NOUN = (
    r"(?:[a-z]+ed|the|an?|all|true|enough|good|bad|right|wrong|correct|possible|so|not|also|only|still|really|because"
    r"|why|how|when|where|what|who|which|that|in|at|on|for|by|from|to|with|of|about|after|before|done|made|said"
    r"|held|seen|known|new|old|normal|common|important|different|similar|better|worse|more|less|and|or|is|are"
    r"|was|were|has|have|had|will|would|can|could|do|does|did|mean|happen|affect|work)"
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
        rf"{_AND}*{_WH} (?:[a-z]+ ){{1,5}}{_THEN}",
        rf"{_AND}*(?:{_IN} )?(?:which|what) ones?\b.*",
        rf"{_AND}*how (?:many|much) {_BE}(?! (?:there|you)\b)(?: [a-z]+){{0,3}}",
        rf"{_AND}*(?:who|what|where) else\b.*",
        rf"{_AND}*(?:any|some)(?:thing|one|body|where)? (?:else|more|others?)",
        rf"{_AND}*(?:tell me |say )?{_MORE}(?: about {_THEM})?",
        rf"{_AND}*(?:this|that|these|those|the same|the former|the latter|it|they|he|she) [a-z]+\b.*",
        rf"{_AND}*why (?:so|only|not)(?: [a-z]+){{1,2}}",
    ),
    pointing=(
        rf"(?:\b(?:this|these|those)|(?:^|\b{_BE} )that) (?!{_NO_NOUN}\b|{_TIME}\b)"
        r"(?P<noun>[a-z-]+(?: [a-z-]+)?)\b(?= |$)"
    ),
    alone=(
        rf"{_AND}*(?:(?:{_IN} )?(?:{_WH} )?(?:[a-z]+ ){{0,2}}?{_BE} it|it {_BE}) {_EXPLETIVE}\b"
        rf"|{_AND}*what (?:time|day|date|season) {_BE} it\b|{_AND}*(?:those|that|they) (?:who|that|which)\b"
        rf"|{_AND}*(?:{_BE} )?(?:this|these) {_TIME}\b"
    ),
    identifying=rf"{_AND}*(?:{_BE} (?:this|that)|(?:this|that) {_BE}) (?:really )?(?:the|[a-z]+'s)\b",
    reversal=(
        rf"{_AND}*(?:(?:what|how) about )?(?:(?:the )?other way a?round|vice versa|conversely|back(?: again)?"
        r"|(?:the )?(?:reverse|opposite|inverse)|in (?:the )?(?:other|opposite|reverse) direction)"
    ),
    never_new=rf"\b(?:{_WH}|{_BE}|be|been|being|am)\b|^(?:{_IN} )?(?:they|she|he|{_THEM})$",
    asking=rf"^{_AND}*(?:{_IN} )?{_WH}(?: (?:{_BE})\b)?(?: the\b)?",
    locative=rf"{_IN} (?:the )?(?:years? |provinces? of |city of )?",
)
