"""Adding in the background: a job goes on whether or not its page is open, and tells how far it has come."""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread, main_thread

from corpus.errors import InputError, PolyciteError
from corpus.reading import Limits
from embeddings.indexing import FileReport, add_file
from embeddings.library import Library
from ui.page.articles import uploads
from ui.page.articles.uploads import Upload

MOST_JOBS, MOST_OF_A_VISITOR = 24, 3
"""Jobs that are not done: of all visitors, and of one."""
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


@dataclass(slots=True, eq=False)
class _Job:
    visitor: str
    files: deque[Upload]
    state: State
    stop: Event = field(default_factory=Event)


class Jobs:
    """What is being added to one library, by one thread: the files of several jobs take turns."""

    def __init__(self, library: Library, *, max_bytes: int) -> None:
        self._library = library
        self._limits = Limits(max_bytes=max_bytes)
        self._jobs: dict[str, _Job] = {}
        self._waiting: deque[_Job] = deque()
        self._working = False
        self._lock = Lock()

    def require_room(self, visitor: str) -> None:
        """Raises ``InputError`` where ``visitor``, if known, or all together have too much being added."""
        going = [job.visitor for job in list(self._jobs.values()) if not job.state.ended]
        if visitor and going.count(visitor) >= MOST_OF_A_VISITOR:
            why = f"{MOST_OF_A_VISITOR} of your batches are being added"
            raise InputError(
                "adding", why, "wait for one of them", code="adding-own", limit=MOST_OF_A_VISITOR
            )
        if len(going) >= MOST_JOBS:
            raise InputError("adding", "too many files wait already", "try again later", code="adding-full")

    def start(self, files: Sequence[Upload], visitor: str = "") -> str:
        """Begins to add ``files`` and returns the job's name, which only its page knows.

        Raises what ``require_room`` does; the files are then gone.
        """
        name, job = secrets.token_urlsafe(), _Job(visitor, deque(files), State(len(files)))
        with self._lock:
            try:
                self.require_room(visitor)
            except InputError:
                uploads.discard(files)
                raise
            for old in [known for known, one in self._jobs.items() if one.state.ended][:-_KEPT_JOBS]:
                del self._jobs[old]
            self._jobs[name] = job
            self._waiting.append(job)
            if not self._working:
                self._working = True
                Thread(target=self._work, name="polycite-adding").start()
        return name

    def state(self, name: object) -> State | None:
        """How far the job has come; None if there is none of that name."""
        job = self._jobs.get(name) if isinstance(name, str) else None
        return job.state if job else None

    def stop(self, name: object) -> None:
        """Ends the job, after the file at hand if there is one; what has been stored stays."""
        with self._lock:
            job = self._jobs.get(name) if isinstance(name, str) else None
            if job is None:
                return
            job.stop.set()
            if job in self._waiting:
                self._waiting.remove(job)
                _end(job)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            ended = True
            try:
                ended = self._advance(job)
            finally:
                self._put_back(job, ended=ended)

    def _next(self) -> _Job | None:
        with self._lock:
            self._working = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None

    def _advance(self, job: _Job) -> bool:
        """Adds the job's next file; whether that was its last."""
        if not job.files or job.stop.is_set() or not main_thread().is_alive():
            return True
        file, reports = job.files.popleft(), job.state.reports
        reports += (self._add(job, file, reports),)
        job.state = State(job.state.total, reports, file.name)
        return not job.files

    def _put_back(self, job: _Job, *, ended: bool) -> None:
        with self._lock:
            if ended or job.stop.is_set():
                _end(job)
            else:
                self._waiting.append(job)

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


def _end(job: _Job) -> None:
    uploads.discard(job.files)
    job.state = State(job.state.total, job.state.reports, ended=True)
