"""What a single file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; what exceeds them is refused with the figure and the limit.

    ``max_bytes`` bounds the file and the text drawn from it, ``max_pages`` a PDF's pages;
    ``max_unzipped_bytes`` and ``max_zip_ratio`` (unpacked to packed size) bound a .docx.
    """

    max_bytes: int = 64 * MIB
    max_pages: int = 2_000
    max_unzipped_bytes: int = 256 * MIB
    max_zip_ratio: float = 100.0


def mebibytes(size: int) -> str:
    """``size`` bytes for people: ``"1.5 MiB"``."""
    return f"{size / MIB:.1f} MiB"
