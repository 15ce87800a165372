"""The page's icons: strokes on a grid of 24, in the colour of the text around them."""

from __future__ import annotations

_STROKES = {
    "conversations": "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5",
    "new": "M12 5v14 M5 12h14",
    "close": "M6 6l12 12 M18 6L6 18",
    "more": "M5 12h.01 M12 12h.01 M19 12h.01",
    "up": "M7 11v9H4v-9z M7 11l4-8a2.2 2.2 0 0 1 2.2 2.2V9h5a2 2 0 0 1 2 2.3l-1.1 7a2 2 0 0 1-2 1.7H7",
    "down": "M17 13V4h3v9z M17 13l-4 8a2.2 2.2 0 0 1-2.2-2.2V15h-5a2 2 0 0 1-2-2.3l1.1-7a2 2 0 0 1 2-1.7H17",
    "language": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M3.5 9.5h17 M3.5 14.5h17 "
    "M12 3c-5 5-5 13 0 18 M12 3c5 5 5 13 0 18",
    "system": "M4 5h16v11H4z M9 20h6 M12 16v4",
    "light": "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8 M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 "
    "M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4",
    "dark": "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
    "logout": "M10 4H5v16h5 M15 8l4 4-4 4 M19 12H9",
    "settings": "M4 7h9 M17 7h3 M15 5a2 2 0 1 0 0 4a2 2 0 1 0 0-4 "
    "M4 17h3 M11 17h9 M9 15a2 2 0 1 0 0 4a2 2 0 1 0 0-4",
}


def icon(name: str) -> str:
    """The icon as inline SVG, hidden from screen readers: what it stands on has a name of its own."""
    return (
        f'<svg class="pc-icon" data-icon="{name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{_STROKES[name]}"/></svg>'
    )
