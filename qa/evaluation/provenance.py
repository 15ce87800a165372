"""What was measured, with what and when: a figure without these cannot be repeated."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from embeddings.library import Library
from embeddings.protocols import Encoder


def of_library(library: Library) -> dict[str, Any]:
    """The library's encoder, settings, contents and versions, and the moment (ISO 8601, UTC)."""
    info = library.info()
    return {
        "date": _now(),
        "library": info.directory,
        "changed": info.changed,
        "encoder": info.encoder,
        "encoder_revision": info.encoder_revision,
        "index": info.index,
        "chunking": info.chunking,
        "articles": info.articles,
        "languages": info.languages,
        "versions": info.versions,
    }


def of_encoder(encoder: Encoder) -> dict[str, Any]:
    """The encoder, the version of Polycite, and the moment (ISO 8601, UTC)."""
    return {
        "date": _now(),
        "encoder": encoder.name,
        "encoder_revision": encoder.revision,
        "versions": {"polycite": version("polycite")},
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
