"""The login page as HTML, and the language it is in."""

from __future__ import annotations

import re
from pathlib import Path

from ui.page.languages import READER_LANGUAGES
from ui.page.login.words import WORDS
from ui.page.rendering.markup import escape

STYLE = (Path(__file__).parent / "login.css").read_text(encoding="utf-8")
_TRADITIONAL = re.compile(r"hant|-(tw|hk|mo)\b")


def form(*, language: str, name: str = "", notice: str = "") -> str:
    """The page, with ``name`` filled in and ``notice`` above the fields."""
    words = WORDS[language]
    told = f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else ""
    focus = ("", " autofocus") if name else (" autofocus", "")
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{words.title} · Polycite</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Polycite</h1>
<form method="post" action="login?language={language}">
{told}
<label for="name">{words.name}</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required \
maxlength="64" value="{escape(name)}"{focus[0]}>
<label for="password">{words.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required \
maxlength="1024"{focus[1]}>
<button type="submit">{words.enter}</button>
</form>
<nav aria-label="{words.languages}">{"".join(_choice(tag, tag == language) for tag in WORDS)}</nav>
</main>
</body>
</html>
"""


def preferred(accepted: str) -> str:
    """The page's language that an ``Accept-Language`` header asks for first (RFC 9110, section 12.5.4)."""
    asked = [_weighed(part) for part in accepted[:1000].lower().split(",")]
    wanted = (tag for weight, tag in sorted(asked, key=lambda choice: -choice[0]) if weight > 0)
    return next(filter(None, map(_ours, wanted)), "en")


def _weighed(part: str) -> tuple[float, str]:
    tag, *parameters = (piece.strip() for piece in part.split(";"))
    told = next((value.removeprefix("q=") for value in parameters if value.startswith("q=")), "1")
    return (float(told) if re.fullmatch(r"[01](\.[0-9]{0,3})?", told) else 0.0, tag)


def _ours(tag: str) -> str | None:
    language = tag.partition("-")[0]
    if language == "zh":
        return "zh-Hant" if _TRADITIONAL.search(tag) and "hans" not in tag else "zh-Hans"
    return language if language in WORDS else None


def _choice(tag: str, current: bool) -> str:
    state = ' aria-current="true"' if current else ""
    return f'<a href="login?language={tag}" lang="{tag}" hreflang="{tag}"{state}>{READER_LANGUAGES[tag]}</a>'
