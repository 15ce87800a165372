"""What a question can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What would answer. ``THING`` is something with a name, ``OTHER`` all that no short span answers."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    YEAR = "year"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    THING = "thing"
    PHONE = "telephone number"
    EMAIL = "e-mail address"
    LINK = "web address"
    ADDRESS = "street address"
    YES_NO = "yes or no"
    OTHER = "other"


QUANTITIES = frozenset({Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.DURATION})
TIMES = frozenset({Kind.DATE, Kind.YEAR})
NAMES = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})
CONTACTS = frozenset({Kind.PHONE, Kind.EMAIL, Kind.LINK, Kind.ADDRESS})
SHAPED = QUANTITIES | TIMES | NAMES | CONTACTS
"""The kinds that a sentence either holds or does not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    ``noun`` is what is counted or chosen from in the question's own folded words, as 'poor counties' in 'how
    many poor counties', empty where that cannot be told. ``unit`` names it whatever the language: it is
    ``counties`` for 县, and empty for what has no entry in ``qa.answering.units``.
    """

    kind: Kind
    noun: str = ""
    unit: str = ""
