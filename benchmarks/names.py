"""Makes the part of the gazetteer that comes from the Unicode CLDR: territories and large cities.

usage: python benchmarks/names.py > embeddings/lexical/gazetteer/cldr.tsv

Needs the package Babel, which carries the CLDR. What is written alike in English and Vietnamese stands once,
Chinese in simplified characters. Forms that would be wrong more often than right are left out; the other
files of the gazetteer hold what stands for them.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable

from babel import Locale

from corpus.folding import simplified

ENGLISH, VIETNAMESE = Locale.parse("en"), Locale.parse("vi")
CHINESE = [Locale.parse(tag) for tag in ("zh_Hans", "zh_Hant", "zh_Hant_HK")]
REGIONS = "002 003 005 009 011 013 014 015 019 029 030 034 035 039 142 143 145 150 151 154 155 202 419"
NO_TERRITORIES = "CP CQ DG EA EZ HK MO QO XA XB ZZ"
NO_CITIES = (
    "Adak Antigua Bahia_Banderas Belize Calcutta Canary Casey Cayman Chagos Chatham Christmas Cocos Creston"
    " Davis Dawson Dawson_Creek Easter Gambier Hong_Kong Katmandu Kirov Knox Macau Madeira Nome Oral Palmer"
    " Porto_Velho Rangoon Regina Resolute Saigon San_Juan San_Luis Shanghai Stanley Swift_Current Troll"
    " Unknown Urumqi Vatican Wake Wallis"
)
DROPPED = (
    "中美|中非|马利|东加|卡达|狮子山|自由城|自由市|里加|昭和|道森|多米尼加|圣路易|格兰场|鹅湾|Trung Phi"
    "|Jersey|Chad|Jordan|Georgia|Pháp|Đức|Nga|Ý|Áo|Bỉ|Síp|Séc"
)
GENERIC = re.compile(
    r"\b(?:Châu|Quần đảo|Đảo|Miền|Vùng|Lãnh thổ|Cộng hòa|Vương quốc|Thành|Các|Tiểu|Minh|Thống nhất)\b"
)


def main() -> None:
    """Writes a line per name: what it stands for, and its forms in English, Chinese and Vietnamese."""
    territories = [code for code in sorted(ENGLISH.territories) if code.isalpha() or code in REGIONS.split()]
    for code in territories:
        if code not in NO_TERRITORIES.split():
            english = ENGLISH.territories[code]
            chinese = (locale.territories[code] for locale in CHINESE)
            _line(_slug(english) if code.isdigit() else code, english, chinese, VIETNAMESE.territories[code])
    known = {ENGLISH.territories[code] for code in territories}
    for zone in sorted(CHINESE[0].time_zones):
        area, _, city = zone.rpartition("/")
        english = _city(ENGLISH, zone) or city.replace("_", " ")
        if area.split("/")[0] in ("Antarctica", "Arctic", "Etc") or city in NO_CITIES.split():
            continue
        if "," not in english and english not in known:
            chinese = (_city(locale, zone) for locale in CHINESE)
            _line(_slug(english), english, chinese, _city(VIETNAMESE, zone))


def _city(locale: Locale, zone: str) -> str:
    return str(locale.time_zones.get(zone, {}).get("city", ""))


def _line(id_: str, english: str, chinese: Iterable[str], vietnamese: str) -> None:
    lowered = GENERIC.sub(lambda word: word[0].lower(), vietnamese)
    columns = (
        _forms([english, english.replace("&", "and")]),
        _forms(simplified(form) for form in chinese),
        _forms([lowered] if vietnamese != english else []),
    )
    print(id_, *columns, sep="\t")


def _forms(forms: Iterable[str]) -> str:
    return "|".join(
        dict.fromkeys(form for form in forms if form and form not in DROPPED.split("|") and "(" not in form)
    )


def _slug(english: str) -> str:
    bare = unicodedata.normalize("NFD", english.replace("’", "")).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "-", bare.lower()).strip("-")


if __name__ == "__main__":
    sys.exit(main())
