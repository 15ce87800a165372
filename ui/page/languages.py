"""The reader's language: which of the page's four it is, and dates and languages as it calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as day
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from babel import Locale

T = TypeVar("T")

READER_LANGUAGES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "vi": "Tiếng Việt"}
"""The languages of the page's own words, each by its own name."""
_LOCALES = {"en": "en_GB", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW", "vi": "vi_VN"}
_SKELETONS = ("y", "yMMMM")
"""CLDR names of the forms of a date: a year alone, a year and a month."""
_OWN_NAMES = {
    ("vi", "zh-Hans"): "Tiếng Trung giản thể",
    ("vi", "zh-Hant"): "Tiếng Trung phồn thể",
}
"""Where CLDR (reader, language) is not what people write."""
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LEFTWARD_LANGUAGES = {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
_LEFTWARD_SCRIPTS = {"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"}


def reader_language(tag: Any) -> str:
    """What a browser sent, which may be anything, if it is one of the page's languages; else English."""
    return tag if isinstance(tag, str) and tag in READER_LANGUAGES else "en"


def in_language(table: Mapping[str, T], tag: Any) -> T:
    """The entry of ``table``, which has all of ``READER_LANGUAGES``, for a reader of ``tag``."""
    return table[reader_language(tag)]


def shown_date(date: str | None, language: str) -> str:
    """An ISO 8601 date, a year, or a year and month, as a reader of ``language`` writes it.

    >>> shown_date("2020-11-24", "en"), shown_date("2020-11", "zh-Hant"), shown_date("2020-11-24", "vi")
    ('24 November 2020', '2020年11月', '24 tháng 11, 2020')

    What is no such date stays as it is; no date is an empty string.
    """
    found = _ISO_DATE.fullmatch(date or "")
    numbers = [int(number) for number in found.groups() if number] if found else []
    try:
        when = day(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return date or ""
    from babel.dates import format_date, format_skeleton

    locale = _locale(reader_language(language))
    if len(numbers) == 3:
        return format_date(when, "long", locale)
    return format_skeleton(_SKELETONS[len(numbers) - 1], when, locale=locale)


def shown_number(number: float, language: str) -> str:
    """A number with the separators of a reader of ``language``.

    >>> shown_number(1234.5, "en"), shown_number(1234.5, "vi")
    ('1,234.5', '1.234,5')
    """
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(reader_language(language)))


def language_name(tag: str, reader: str) -> str:
    """What a reader of ``reader`` calls the language of a BCP 47 tag; the tag itself if it has no name.

    >>> language_name("vi", "en"), language_name("zh-Hant", "zh-Hans"), language_name("tlh", "vi")
    ('Vietnamese', '繁体中文', 'tlh')
    """
    reader = reader_language(reader)
    names = _locale(reader).languages
    name = (
        _OWN_NAMES.get((reader, tag))
        or names.get(tag.replace("-", "_"))
        or names.get(tag.partition("-")[0].lower(), tag)
    )
    return name[:1].upper() + name[1:] if name != tag else tag


def direction(tag: str) -> str:
    """``rtl`` for the tag of a language that is written from right to left, else ``ltr``."""
    language, *rest = tag.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    leftward = scripts[0] in _LEFTWARD_SCRIPTS if scripts else language in _LEFTWARD_LANGUAGES
    return "rtl" if leftward else "ltr"


@lru_cache(maxsize=len(_LOCALES))
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES[language])
