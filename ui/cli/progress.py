"""Progress on stderr: bars and spinners where somebody is looking, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from ui.cli.output import notice_console, result_console
from ui.rendering import one_line

if TYPE_CHECKING:
    from embeddings.indexing import Progress as Added


class AddingBar:
    """A bar over files; results printed through it stay above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)
        shared_screen = progress.console.is_terminal and sys.stdout.isatty()
        self._results = progress.console if shared_screen else result_console()

    def update(self, added: Added) -> None:
        """Shows which file is being read."""
        name = one_line(added.path.name)
        self._progress.update(self._task, description=name, completed=added.done_files, total=added.files)

    def print(self, line: Text) -> None:
        """Prints a result line."""
        self._results.print(line, soft_wrap=True)
        self._results.file.flush()


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
