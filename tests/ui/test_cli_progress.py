"""What the bar says while files are added."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.indexing import Progress
from ui.cli.progress import _pace


@pytest.mark.parametrize(
    ("passages", "done", "left", "line"),
    [
        (40, 1000, 3000, ["2.0 passages/s, 0:01:00 left"]),
        (40, 1000, 0, ["2.0 passages/s, 0:00:00 left"]),
        (0, 1000, 3000, []),
        (0, 0, 3000, []),
    ],
)
def test_pace_and_time_left(passages: int, done: int, left: int, line: list[str]) -> None:
    assert list(_pace(Progress(1, 4, Path("a.txt"), passages, done, left), 20)) == line
