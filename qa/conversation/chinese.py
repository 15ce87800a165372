"""How Chinese questions lean on the conversation; they are folded, so simplified."""

from __future__ import annotations

from qa.conversation.cues import Cues

_THING = r"[个次场里些年天届位家种时儿边篇份项]"
_COMMA = r"[,，、\s]"
_AND = rf"(?:(?:那么|那(?!{_THING}|不勒斯|曲)|而且|而|但是|但|可是|还有|以及|另外|请问)?{_COMMA}*)"
_IT = (
    r"(?:它|牠|他(?![国人])|她|其中|其(?![他它实余次])|此(?!外)|这|上述|前者|后者|当地"
    rf"|那(?={_THING})|那(?=是))"
)
_COUNTED = r"[一几两三四]?[个次场些位家种类篇份项座笔届所条批部首支段群件]"
_NO_NOUN = r"[是在的有由对和与跟为怎什么谁哪几多能会让使也都不要就还将被把从向给了吗呢可应]"
_ASK = (
    r"(?:多少|几|什么时候|什么|何时|何地|为何|如何|哪一?[年个次位些里儿家天]|哪|谁|为什么|怎么样|怎样|怎么"
    r"|是不是|有没有|吗)"
)
_FILLER = r"[的了在有于呢啊呀都也还被由从到最共约大人个名位次些年去来]"
_BEFORE = r"(?:在|对|从|由|与|和|跟|除了|关于|为什么|怎么|如何|何时|谁|是|有)"

CHINESE = Cues.of(
    ellipses=(
        rf"{_AND}(?P<new>.+?)(?:又|的情况)?呢",
        rf"(?:那么|那(?!{_THING})|还有|以及){_COMMA}*(?P<new>.+?)(?:又?(?:怎么样|如何)呢?)?",
        rf"{_AND}(?P<new>.+?)(?:又|也)?有(?:多少|几个)呢?",
    ),
    leanings=(
        rf"{_AND}{_BEFORE}?{_IT}.*",
        rf"{_AND}[^,，、]{{1,9}}(?:它|牠|他|她)们?",
        rf"{_AND}(?:是|共|一共|总共|大约|{_FILLER})?{_ASK}(?:{_FILLER}|{_ASK}|钱){{0,6}}[^\W\d_a-z是]{{0,2}}(?:{_FILLER}|呢){{0,2}}",
    ),
    pointing=(
        rf"(?:(?:这|那){_COUNTED}|(?:^|[，,]){_AND}{_BEFORE}?[该本](?:{_COUNTED})?|上述)"
        rf"(?P<noun>会议|(?:(?!{_NO_NOUN})\w){{1,2}})"
    ),
    alone=rf"{_AND}这[些几](?:年|天|个?月|周)|{_AND}该不该",
    identifying=(
        rf"{_AND}(?:难道)?[这那](?:就|也|可|不|真的?|难道)?是|{_AND}(?:在|对|关于)[他她它]们?的?[^,，]{{1,12}}[,，]"
    ),
    reversal=rf"{_AND}(?:反过来|倒过来|反之|相反)(?:的话|的情况)?{_COMMA}*(?:又?(?:怎么样|如何))?呢?",
    never_new=rf"{_ASK}|^{_IT}",
    asking=rf"(?:有|是)?{_ASK}个?",
    locative=r"(?:在|于|对于|关于|对|从|和|跟|与|驻)",
)
