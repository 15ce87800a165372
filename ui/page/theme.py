"""The page's one theme: system fonts, paper and ink, light and dark. Imports Gradio."""

from __future__ import annotations

from gradio.themes import Base

from ui.page.panel import ASSETS

FRAME = ASSETS / "frame.css"

# (light, dark) of each colour; text on its ground has a contrast of at least 4.5 (WCAG 2.2 AA).
COLOURS = {
    "body_background_fill": ("#f7f6f2", "#15171a"),
    "background_fill_primary": ("#ffffff", "#1d2024"),
    "background_fill_secondary": ("#f0eee8", "#24282d"),
    "block_background_fill": ("#ffffff", "#1d2024"),
    "input_background_fill": ("#ffffff", "#1d2024"),
    "input_background_fill_focus": ("#ffffff", "#1d2024"),
    "body_text_color": ("#22262b", "#e8e6e1"),
    "body_text_color_subdued": ("#5c636d", "#a3a9b2"),
    "input_placeholder_color": ("#646b75", "#8f969f"),
    "border_color_primary": ("#dedbd3", "#363b42"),
    "input_border_color": ("#85817a", "#6f7782"),
    "input_border_color_focus": ("#0f5f6b", "#7cc7d2"),
    "color_accent_soft": ("#e0eef0", "#1f3a3f"),
    "button_primary_background_fill": ("#0f5f6b", "#7cc7d2"),
    "button_primary_background_fill_hover": ("#0b4a54", "#9ad6df"),
    "button_primary_text_color": ("#ffffff", "#10272b"),
    "button_secondary_background_fill": ("#ffffff", "#1d2024"),
    "button_secondary_background_fill_hover": ("#e0eef0", "#1f3a3f"),
    "button_secondary_text_color": ("#22262b", "#e8e6e1"),
    "button_secondary_border_color": ("#c9c5bb", "#454b53"),
}


def theme() -> Base:
    """Colours as Gradio's own variables, then the page's stylesheets; nothing is fetched from elsewhere."""
    ours = Base(
        font=("system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Liberation Sans", "sans-serif"),
        font_mono=("ui-monospace", "Consolas", "Noto Sans Mono", "monospace"),
    )
    light = {name: shades[0] for name, shades in COLOURS.items()}
    dark = {f"{name}_dark": shades[1] for name, shades in COLOURS.items()}
    ours.set(color_accent="var(--pc-accent)", **light, **dark)
    ours.name = "polycite"
    ours.custom_css = stylesheet()
    return ours


def stylesheet() -> str:
    """The frame, then each part's own rules."""
    parts = sorted(path for path in ASSETS.glob("*.css") if path != FRAME)
    return "\n".join(path.read_text(encoding="utf-8") for path in (FRAME, *parts))
