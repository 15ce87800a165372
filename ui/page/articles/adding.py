"""Adding in the background: a job goes on whether or not its page is open, and tells how far it has come."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread, main_thread

from corpus.errors import PolyciteError
from corpus.reading import Limits
from embeddings.indexing import FileReport, add_file
from embeddings.library import Library
from ui.page.articles import uploads
from ui.page.articles.uploads import Upload

_KEPT_JOBS = 64
"""Jobs that are remembered after they have ended, for a page that asks late."""

logger = logging.getLogger("polycite")


@dataclass(frozen=True, slots=True)
class State:
    """How far a job has come.

    ``share`` is that of the file at hand, ``name``, which is safely stored; ``reports`` are of those done.
    """

    total: int
    reports: tuple[FileReport, ...] = ()
    name: str = ""
    share: float = 0.0
    ended: bool = False


@dataclass(slots=True)
class _Job:
    state: State
    stop: Event = field(default_factory=Event)


class Jobs:
    """What is being added to one library. One file at a time is: the files of several jobs take turns."""

    def __init__(self, library: Library, *, max_bytes: int) -> None:
        self._library = library
        self._limits = Limits(max_bytes=max_bytes)
        self._jobs: dict[str, _Job] = {}
        self._turn = Lock()

    def start(self, files: Sequence[Upload]) -> str:
        """Begins to add ``files`` and returns the job's name, which only its page knows."""
        for old in [name for name, job in self._jobs.items() if job.state.ended][:-_KEPT_JOBS]:
            del self._jobs[old]
        name, job = secrets.token_urlsafe(), _Job(State(len(files)))
        self._jobs[name] = job
        Thread(target=self._run, args=(job, files), name="polycite-adding").start()
        return name

    def state(self, name: object) -> State | None:
        """How far the job has come; None if there is none of that name."""
        job = self._jobs.get(name) if isinstance(name, str) else None
        return job.state if job else None

    def stop(self, name: object) -> None:
        """Ends the job after the file at hand; what has been stored stays."""
        if isinstance(name, str) and name in self._jobs:
            self._jobs[name].stop.set()

    def _run(self, job: _Job, files: Sequence[Upload]) -> None:
        reports: tuple[FileReport, ...] = ()
        try:
            for file in files:
                with self._turn:
                    if job.stop.is_set() or not main_thread().is_alive():
                        break
                    reports += (self._add(job, file, reports),)
                job.state = State(len(files), reports, file.name)
        finally:
            uploads.discard(files)
            job.state = State(len(files), reports, ended=True)

    def _add(self, job: _Job, file: Upload, reports: tuple[FileReport, ...]) -> FileReport:
        def tell(done: int, articles: int) -> None:
            job.state = State(job.state.total, reports, file.name, done / articles)

        tell(0, 1)
        try:
            known_as = file.known_as(self._library.directory)
            return add_file(self._library, file.path, known_as=known_as, limits=self._limits, progress=tell)
        except PolyciteError as error:
            return FileReport(Path(file.name), "skipped", reason=str(error), error=error)
        except Exception as error:  # the thread's outermost edge
            told = logger.isEnabledFor(logging.DEBUG)
            logger.error("%r could not be added: %r", file.name, error, exc_info=told)
            return FileReport(Path(file.name), "skipped", reason="it failed; the terminal says why")
        finally:
            file.discard()
