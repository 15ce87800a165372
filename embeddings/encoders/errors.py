"""What goes wrong when an encoder is opened."""

from __future__ import annotations

from corpus.errors import PolyciteError


class EncoderError(PolyciteError):
    """A model that cannot be found, fetched or loaded."""
