"""Lines on stderr that begin with ``polycite:``: errors, notices, and what the packages below log."""

from __future__ import annotations

import logging
import os
import sys
import warnings

LOGGER = "polycite"


def notice(message: str) -> None:
    """Writes one line, whatever ``message`` holds."""
    from ui.rendering.safety import one_line

    sys.stderr.write(f"polycite: {one_line(message)}\n")


class NoticeHandler(logging.Handler):
    """Each record as a notice on the stderr of the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the record."""
        notice(record.getMessage())


def show_own_notices() -> None:
    """For a process that is the command line: Polycite's own warnings as notices, of other packages none."""
    own = logging.getLogger(LOGGER)
    own.addHandler(NoticeHandler())
    own.setLevel(logging.WARNING)
    own.propagate = False
    logging.getLogger().setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    # Both set their loggers' levels and handlers themselves, when they are imported.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
