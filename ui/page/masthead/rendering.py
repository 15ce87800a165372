"""The masthead as HTML, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from ui.page.languages import READER_LANGUAGES, in_language
from ui.page.masthead.words import WORDS, Words
from ui.page.rendering.icons import icon
from ui.page.rendering.markup import escape, options


def masthead(language: str) -> str:
    """The masthead for a reader of ``language``; its script says which view, language and shade are on."""
    words: Words = in_language(WORDS, language)
    shades = {"system": words.system, "light": words.light, "dark": words.dark}
    views = _view("ask", words.ask) + _view("library", words.library)
    return (
        f'<a class="pc-skip" href="#pc-ask">{escape(words.skip)}</a>'
        f'<div class="pc-name"><h1>Polycite</h1><p>{escape(words.tagline)}</p></div>'
        f'<nav aria-label="{escape(words.views)}">{views}</nav>'
        '<div class="pc-controls">'
        f"{_button('new-conversation', 'new', words.new)}"
        f"{_button('open-conversations', 'conversations', words.conversations)}"
        f"{_choice('language', words.language, READER_LANGUAGES, icon('language'), own_names=True)}"
        f"{_choice('theme', words.appearance, shades, ''.join(map(icon, shades)))}"
        f"{_button('open-settings', 'settings', words.settings)}"
        '<form method="post" action="logout" hidden>'
        f'<button title="{escape(words.logout)}">{icon("logout")}<span></span></button></form>'
        "</div>"
        f'<p class="pc-offline" role="alert" data-says="{escape(words.offline)}"></p>'
    )


def _view(name: str, label: str) -> str:
    return f'<a href="#{name}" data-view="{name}">{escape(label)}</a>'


def _button(news: str, picture: str, label: str) -> str:
    return (
        f'<button type="button" data-news="{news}" title="{escape(label)}">{icon(picture)}'
        f"<span>{escape(label)}</span></button>"
    )


def _choice(
    name: str, label: str, choices: Mapping[str, str], picture: str, *, own_names: bool = False
) -> str:
    return (
        f'<label class="pc-choice" data-choice="{name}" title="{escape(label)}">{picture}'
        f'<select name="{name}" aria-label="{escape(label)}">{options(choices, own_names=own_names)}</select>'
        "</label>"
    )
