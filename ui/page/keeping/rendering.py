"""The drawer and the bar of ratings in one language, as templates that the page's script fills and clones."""

from __future__ import annotations

from qa.evaluation.feedback import MAX_COMMENT
from ui.page.keeping.words import WORDS, Words
from ui.page.rendering.icons import icon
from ui.page.rendering.markup import escape

MAX_NAME = 120


def drawer(language: str) -> str:
    """``<template data-language>`` with the drawer, and within it the templates of its pieces."""
    words = WORDS[language]
    pieces = {"group": _group(), "item": _item(words), "name": _name(words), "rating": _rating(words)}
    pieces["confirm"] = _confirm(words)
    templates = "".join(f'<template data-piece="{name}">{html}</template>' for name, html in pieces.items())
    return f'<template data-language="{language}">{_drawer(words)}{templates}</template>'


def _drawer(words: Words) -> str:
    return (
        f'<nav class="pc-drawer" aria-label="{escape(words.conversations)}"{_said(words)}>'
        f"<header><h2>{escape(words.conversations)}</h2>{_icon_button('close', words.close)}</header>"
        f'<button type="button" class="pc-new" data-does="new">{icon("new")}{escape(words.new)}</button>'
        f'<p class="pc-keeping-notice"></p>'
        f'<div class="pc-export-current" role="group" aria-label="{escape(words.export_current)}" hidden>'
        f"<span>{escape(words.export_current)}</span>{_exports(words)}</div>"
        f'<div class="pc-conversations"></div><p class="pc-nothing-kept">{escape(words.nothing_kept)}</p>'
        f"<footer><p>{escape(words.private)}</p>{_button('delete-all', words.delete_all)}</footer></nav>"
    )


def _said(words: Words) -> str:
    """The words that the script says, as ``data-`` attributes."""
    names = ("today", "yesterday", "earlier", "untitled", "deleted", "exported", "no_room")
    return "".join(f' data-{name.replace("_", "-")}="{escape(getattr(words, name))}"' for name in names)


def _group() -> str:
    return "<section><h3></h3><ul></ul></section>"


def _item(words: Words) -> str:
    more = _icon_button("more", words.actions, more='aria-expanded="false"')
    return (
        '<li class="pc-conversation"><div><button type="button" class="pc-kept-open" data-does="open">'
        f'<span dir="auto"></span><time></time></button>{more}</div>'
        f'<div class="pc-conversation-actions" hidden>{_button("rename", words.rename)}{_exports(words)}'
        f"{_button('delete', words.delete)}</div></li>"
    )


def _name(words: Words) -> str:
    return (
        f'<form class="pc-name-form"><input name="title" maxlength="{MAX_NAME}" autocomplete="off" dir="auto"'
        f' aria-label="{escape(words.new_name)}"><button>{escape(words.save)}</button></form>'
    )


def _confirm(words: Words) -> str:
    return (
        '<div class="pc-kept-confirm" role="group"><p '
        f'data-one="{escape(words.delete_one)}" data-every="{escape(words.delete_every)}"></p>'
        f"{_button('confirm', words.delete)}{_button('stay', words.stay)}</div>"
    )


def _rating(words: Words) -> str:
    return (
        f'<div class="pc-rating"><span role="group" aria-label="{escape(words.rating)}">'
        f"{_thumb('up', words.good)}{_thumb('down', words.bad)}</span>"
        f"<form hidden><label><span>{escape(words.comment)}</span>"
        f'<textarea name="comment" rows="2" maxlength="{MAX_COMMENT}"></textarea></label>'
        f"<p>{escape(words.where_ratings_go)}</p>"
        f"<div><button>{escape(words.send)}</button>{_button('skip', words.skip)}</div></form>"
        f'<p class="pc-rating-notice" data-noted="{escape(words.noted)}"></p></div>'
    )


def _thumb(name: str, label: str) -> str:
    return _icon_button(
        "rate", label, name, f'data-rating="{name}" aria-pressed="false" title="{escape(label)}"'
    )


def _exports(words: Words) -> str:
    return _button("export", words.markdown, "md") + _button("export", words.json, "json")


def _button(does: str, label: str, ending: str = "") -> str:
    exported = f' data-format="{ending}"' if ending else ""
    return f'<button type="button" data-does="{does}"{exported}>{escape(label)}</button>'


def _icon_button(does: str, label: str, picture: str = "", more: str = "") -> str:
    return (
        f'<button type="button" class="pc-icon-button" data-does="{does}" {more}'
        f' aria-label="{escape(label)}">{icon(picture or does)}</button>'
    )
