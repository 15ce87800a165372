"""The masthead in every language of the page, of which its script shows one. Imports Gradio."""

from __future__ import annotations

import gradio as gr

from ui.page.languages import READER_LANGUAGES
from ui.page.masthead.rendering import masthead
from ui.page.panel import panel


def build_masthead() -> gr.HTML:
    """All languages are sent at once, so that it stands there whole from the first moment."""
    versions = (f'<template data-language="{tag}">{masthead(tag)}</template>' for tag in READER_LANGUAGES)
    return panel("masthead", template="".join(versions))
