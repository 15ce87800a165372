"""Where things lie on this machine unless a user says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION = "polycite"
LIBRARY_VARIABLE = "POLYCITE_LIBRARY"
MODEL_VARIABLE = "POLYCITE_MODEL"


def default_library() -> Path:
    """The directory named by ``POLYCITE_LIBRARY``, else ``library`` in the user's data directory."""
    named = os.environ.get(LIBRARY_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "library"


def demo_cache() -> Path:
    """Where ``polycite demo`` keeps its library: a folder that may be deleted at any time."""
    from platformdirs import user_cache_path

    return user_cache_path(APPLICATION, appauthor=False) / "demo"
