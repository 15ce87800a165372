"""Follow-ups that exchange roles: *And the other way round?*, 反过来呢？, *Còn ngược lại thì sao?*"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from embeddings.lexical.dates import find_dates
from qa.conversation.substitution import Named, named_in

_LINKING = re.compile(
    r"(?:\W|\b(?:in|at|by|from|of|for|to|with|the|ở|tại|từ|với|của|sang|cho|đối|nước|tỉnh)\b|[在于从对驻向给由])*"
)


def exchanged(question: str) -> str | None:
    """The question with its two names in each other's place; None where it does not have just two."""
    names = _roles(question)
    return _put(question, names, [names[1], names[0]], question) if len(names) == 2 else None


def asked_of_two(question: str, element: str) -> str | None:
    """The question asked of the two names of ``element``: *And France to Uganda?*, 那中国向越南呢？

    They take the places of the question's two in their order, if the second stands behind the same word as
    there, and no other word before the first says that it is another role. Else None.
    """
    names, new = _roles(question), _roles(element)
    if len(names) != 2 or len(new) != 2:
        return None
    (first, second), (new_first, new_second) = names, new
    same = second.preposition == new_second.preposition != ""
    fits = not (first.preposition and new_first.preposition) or first.preposition == new_first.preposition
    return _put(question, names, new, element) if same and fits else None


def repeats(question: str, element: str) -> bool:
    """Whether ``element`` consists of names that the question has."""
    rest = element
    for name in reversed(_roles(element)):
        rest = rest[: name.span.start] + " " + rest[name.span.end :]
    there, new = ({_called(name, text) for name in _roles(text)} for text in (question, element))
    return bool(new) and new <= there and _LINKING.fullmatch(fold(rest)) is not None


def changes_roles(question: str, element: str) -> bool:
    """Whether ``element`` puts one of the question's two names behind another preposition, or behind none.

    In what role it is asked about now, nothing tells: *And Kenya?* after *What did Germany lend to Kenya?*
    """
    names = _roles(question)
    roles = {_called(name, question): name.preposition for name in names}
    return len(names) == 2 and any(
        roles.get(_called(name, element), name.preposition) != name.preposition for name in _roles(element)
    )


def _called(name: Named, text: str) -> str:
    return name.place or fold(text[name.span.start : name.span.end])


def _roles(text: str) -> list[Named]:
    dates = find_dates(fold(text))
    return [
        name
        for name in named_in(text)
        if not any(date.start < name.span.end and name.span.start < date.end for date in dates)
    ]


def _put(question: str, names: Sequence[Named], new: Sequence[Named], source: str) -> str:
    for name, other in reversed(list(zip(names, new, strict=True))):
        written = source[other.span.start : other.span.end]
        question = question[: name.span.start] + written + question[name.span.end :]
    return question
