"""A picture of the library: its articles by meaning on a map, by date on a timeline, the question among them.

``survey`` says where articles lie, ``plane`` and ``periods`` turn that into places on a drawing, and
``meaning`` and ``timeline`` draw it as SVG; ``rendering`` puts the parts together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build"]


def build(context: PageContext) -> gr.HTML:
    """The picture of the library of ``context``."""
    from ui.page.picture import component

    return component.build(context)
