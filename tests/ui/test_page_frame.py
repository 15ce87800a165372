"""The page's colours and stylesheet: readable in both shades, and nothing fetched from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.page.panel import ASSETS, panel
from ui.page.theme import COLOURS, FRAME, stylesheet

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrast of text, and of what shows where a control is (WCAG 2.2, 1.4.3 and 1.4.11)."""
GROUNDS = ("body_background_fill", "background_fill_primary", "background_fill_secondary")
ON_EVERY_GROUND = (
    "body_text_color",
    "body_text_color_subdued",
    "--pc-accent",
    "--pc-doubt",
    "--pc-danger",
    "--pc-good",
)
PAIRS = (
    ("button_primary_text_color", "button_primary_background_fill"),
    ("button_primary_text_color", "button_primary_background_fill_hover"),
    ("button_primary_text_color", "--pc-accent"),
    ("button_secondary_text_color", "button_secondary_background_fill"),
    ("button_secondary_text_color", "button_secondary_background_fill_hover"),
    ("input_placeholder_color", "input_background_fill"),
    ("body_text_color", "color_accent_soft"),
    ("--pc-accent", "color_accent_soft"),
    ("--pc-mark-text", "--pc-mark"),
)
EDGES = (("input_border_color", "input_background_fill"), ("input_border_color", "body_background_fill"))


def _own(shade: int) -> dict[str, str]:
    """The frame's own colours, light or dark."""
    rule = (":root {", "\n.dark {")[shade]
    block = FRAME.read_text(encoding="utf-8").split(rule, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--pc-[\w-]+): (#[0-9a-f]{6});", block))


def _colours(shade: int) -> dict[str, str]:
    return {name: shades[shade] for name, shades in COLOURS.items()} | _own(shade)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("shade", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(shade: int) -> None:
    colours = _colours(shade)
    pairs = [(text, ground) for text in ON_EVERY_GROUND for ground in GROUNDS] + list(PAIRS)
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < TEXT} == {}


@pytest.mark.parametrize("shade", [0, 1], ids=["light", "dark"])
def test_the_edges_of_fields_can_be_seen(shade: int) -> None:
    colours = _colours(shade)
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}
    assert {pair: value for pair, value in weak.items() if value < GRAPHICS} == {}


def test_every_colour_of_the_frame_has_both_shades() -> None:
    assert _own(0).keys() == _own(1).keys() != set()


def test_the_stylesheets_of_all_parts_are_in_it_the_frame_first_and_nothing_is_fetched() -> None:
    css = stylesheet()
    assert css.startswith(FRAME.read_text(encoding="utf-8"))
    assert all(path.read_text(encoding="utf-8") in css for path in ASSETS.glob("*.css"))
    assert re.findall(r"@import|@font-face|url\((?!\s*[\"']?data:)", css) == []
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_no_script_names_another_address(path: Path) -> None:
    assert re.findall(r"https?://(?!www\.w3\.org/)", path.read_text(encoding="utf-8")) == []


def test_a_word_in_a_script_never_becomes_a_setting_of_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gradio copies settings at each visit: with a component among them, the whole page and its server."""
    monkeypatch.setattr("ui.page.panel.ASSETS", tmp_path)
    (tmp_path / "part.js").write_text("""const words = ["every", "inputs"]""", encoding="utf-8")
    config = panel("part").get_config()
    assert (config["every"], config["inputs"]) == (None, None)


def test_chinese_readers_are_spoken_to_in_one_tone() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in ASSETS.parents[1].rglob("*.py")}
    assert any("你" in text for text in texts.values())
    assert [path for path, text in texts.items() if re.search("您|妳", text)] == []


def test_what_moves_without_end_moves_in_steps() -> None:
    """A smooth animation paints 60 times a second for as long as a visitor waits."""
    endless = [line for line in stylesheet().splitlines() if re.search(r"animation:[^;]*\binfinite\b", line)]
    assert endless
    assert all("steps(" in line for line in endless), endless
