"""Progress on stderr: bars and spinners where somebody is looking, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from ui.cli.output import notice_console, result_console
from ui.rendering import one_line

if TYPE_CHECKING:
    from embeddings.indexing import Progress as Added


class AddingBar:
    """A bar over files, with the pace and the time left; results printed through it stay above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)
        self._start = time.monotonic()
        shared_screen = progress.console.is_terminal and sys.stdout.isatty()
        self._results = progress.console if shared_screen else result_console()

    def update(self, added: Added) -> None:
        """Shows how far adding has come, and with which file."""
        seconds = time.monotonic() - self._start
        line = " ".join((*_pace(added, seconds), one_line(added.path.name)))
        self._progress.update(self._task, description=line, completed=added.done_files, total=added.files)

    def print(self, line: Text) -> None:
        """Prints a result line."""
        self._results.print(line, soft_wrap=True)
        self._results.file.flush()


def _pace(added: Added, seconds: float) -> Iterator[str]:
    """Passages a second and the time left, once there are any; files still to come may need no reading."""
    if added.passages and added.bytes_done and seconds > 0:
        left = timedelta(seconds=round(seconds * added.bytes_left / added.bytes_done))
        yield f"{added.passages / seconds:.1f} passages/s, {left} left"


@contextmanager
def adding_bar() -> Iterator[AddingBar]:
    """A bar for adding files, gone when it is done."""
    with _progress("files") as progress:
        yield AddingBar(progress)


@contextmanager
def counting_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar to be told how many of how many are done, gone when all are."""
    with _progress(unit) as progress:
        task = progress.add_task("", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tell


def waiting(what: str) -> AbstractContextManager[object]:
    """A spinner, gone when it is done."""
    return notice_console().status(what)


def _progress(unit: str) -> Progress:
    console = notice_console()
    columns = (
        BarColumn(20),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    return Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
