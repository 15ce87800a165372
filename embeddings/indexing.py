"""From files to a searchable library: read, cut, encode, store; what is reported as added stays added.

Three windows of articles are under way at a time: one is read and cut in a thread, one is encoded, one is
stored in another thread. Encoding takes nine tenths of the work, so that is how long adding takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import ReadError
from corpus.reading import Document, Limits, Skipped, find_files, fingerprint, read_file
from embeddings.library import Library
from embeddings.library.encoding import Cut
from embeddings.reading_ahead import ahead
from embeddings.storing import FileReport, Part, Stored, Storing

__all__ = ["FileReport", "Progress", "add_file", "add_paths"]

_ARTICLES_AT_ONCE = 16
"""Articles of one file that are stored together; a file with no more is stored all or nothing."""
_PASSAGES_AT_ONCE = 128
"""New passages, of as many files as it takes, that are encoded together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far adding has come: ``path`` is the file at hand, ``passages`` counts the new ones stored.

    ``bytes_done`` are those of the files that had to be read, ``bytes_left`` of all that are still to come.
    """

    done_files: int
    files: int
    path: Path
    passages: int
    bytes_done: int
    bytes_left: int


def add_paths(
    library: Library,
    paths: Sequence[Path],
    *,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[FileReport]:
    """Adds or updates every file at or below ``paths``, one report per file, in order.

    A file as it was when last added costs no reading. One bad file never stops the rest. The report of a
    file comes after its articles are safely on disk; an interruption loses none of them. Raises
    LibraryError if the library itself refuses.
    """
    with library.writing():
        own = library.directory.resolve()
        found = [file for file in find_files(paths) if not _location(file).is_relative_to(own)]
        tally = _Tally(found)
        if progress is not None and found:
            progress(tally.progress())
        with closing(_added(library, _read_through(library, found, limits or Limits()))) as added:
            for stored in added:
                tally.count(stored)
                if progress is not None:
                    progress(tally.progress())
                if stored.report is not None:
                    yield stored.report


def add_file(
    library: Library,
    path: Path,
    *,
    known_as: Path,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FileReport:
    """Adds the file at ``path`` as if it stood at ``known_as``; the library needs neither afterwards.

    ``progress(done, articles)`` is called whenever some of its articles are safely on disk. Raises
    LibraryError if the library itself refuses.
    """
    document = _read(path, limits or Limits())
    if isinstance(document, Skipped):
        return FileReport(known_as, "skipped", reason=document.reason, error=document.error)
    with library.writing():
        for stored in _added(library, _parts(library, replace(document, path=known_as))):
            if progress is not None:
                progress(stored.done, len(document.articles))
    return stored.report or FileReport(known_as, "skipped")


def _location(found: Path | Skipped) -> Path:
    return (found.path if isinstance(found, Skipped) else found).resolve()


def _read_through(
    library: Library, found: Iterable[Path | Skipped], limits: Limits
) -> Iterator[Part | FileReport]:
    """The parts of each file that must be read, and the reports of the others."""
    for path in found:
        document = path if isinstance(path, Skipped) else _read_if_changed(library, path, limits)
        if isinstance(document, Document):
            yield from _parts(library, document)
        elif isinstance(document, Skipped):
            yield FileReport(document.path, "skipped", reason=document.reason)
        elif isinstance(path, Path):
            yield FileReport(path, "unchanged")


def _parts(library: Library, document: Document) -> Iterator[Part]:
    for first in range(0, len(document.articles), _ARTICLES_AT_ONCE):
        articles = document.articles[first : first + _ARTICLES_AT_ONCE]
        held = library.held(article.id for article in articles)
        cuts = [library.cut(article) for article in articles if article.id not in held]
        yield Part(document, articles, tuple(cuts), first + len(articles))


def _windows(steps: Iterable[Part | FileReport]) -> Iterator[list[Part | FileReport]]:
    """Steps that go on together: enough to encode, and few."""
    window: list[Part | FileReport] = []
    passages = 0
    for step in steps:
        window.append(step)
        passages += max(1, sum(len(cut.passages) for cut in _cuts(step)))
        if passages >= _PASSAGES_AT_ONCE:
            yield window
            window, passages = [], 0
    if window:
        yield window


def _cuts(step: Part | FileReport) -> tuple[Cut, ...]:
    return step.cuts if isinstance(step, Part) else ()


def _added(library: Library, steps: Iterable[Part | FileReport]) -> Generator[Stored, None, None]:
    """Encodes and stores the steps; tells of each once it is on disk, in order."""
    storing, store = ThreadPoolExecutor(1, "polycite-storing"), Storing(library)
    pending: deque[Future[Stored]] = deque()
    try:
        with closing(ahead(_windows(steps))) as windows:
            for window in windows:
                cuts: dict[str, Cut] = {}
                for cut in (cut for step in window for cut in _cuts(step)):
                    cuts.setdefault(cut.article.id, cut)
                indexed = dict(zip(cuts, library.encoded(list(cuts.values())), strict=True))
                while pending:
                    yield pending.popleft().result()
                pending.extend(storing.submit(store, step, indexed) for step in window)
        while pending:
            yield pending.popleft().result()
    finally:
        storing.shutdown(cancel_futures=True)


def _read_if_changed(library: Library, path: Path, limits: Limits) -> Document | Skipped | None:
    before = library.file(path)
    try:
        if before is not None and (before.size, before.mtime_ns) == fingerprint(path):
            return None
    except OSError as error:
        return Skipped(path, error.strerror or str(error))
    return _read(path, limits)


def _read(path: Path, limits: Limits) -> Document | Skipped:
    try:
        return read_file(path, limits)
    except ReadError as error:
        return Skipped(path, f"{error.why} ({error.mend})" if error.mend else error.why, error)
    except OSError as error:
        return Skipped(path, error.strerror or str(error))


class _Tally:
    """What ``Progress`` tells, counted as it is stored."""

    def __init__(self, found: Sequence[Path | Skipped]) -> None:
        self._paths = [path.path if isinstance(path, Skipped) else path for path in found]
        self._sizes = [_size(path) for path in found]
        self._left = sum(self._sizes)
        self._files = self._passages = self._bytes = self._of_file = 0

    def count(self, stored: Stored) -> None:
        self._passages += stored.passages
        self._bytes += stored.bytes
        self._of_file += stored.bytes
        if stored.report is not None:
            self._left -= self._sizes[self._files]
            self._files += 1
            self._of_file = 0

    def progress(self) -> Progress:
        path = self._paths[min(self._files, len(self._paths) - 1)]
        left = max(0, self._left - self._of_file)
        return Progress(self._files, len(self._paths), path, self._passages, self._bytes, left)


def _size(path: Path | Skipped) -> int:
    try:
        return 0 if isinstance(path, Skipped) else path.stat().st_size
    except OSError:
        return 0
