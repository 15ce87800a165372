"""Runs the command line: the one place where errors become one line on stderr and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence

from corpus.errors import PolyciteError
from ui.cli import INTERRUPTED
from ui.cli.notices import notice, show_own_notices

DEBUG_VARIABLE = "POLYCITE_DEBUG"
ERROR = 1
_MENDS = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "check who may read and write there"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space, or write elsewhere"),
}


def run_process() -> int:
    """Runs the command that this process was started with and returns its exit code."""
    if not _debugging():
        show_own_notices()
    return run(sys.argv[1:])


class UsageError(PolyciteError):
    """A command line that does not make sense."""

    exit_code = 2


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; never raises, unless ``POLYCITE_DEBUG`` is set."""
    _write_utf8()
    try:
        return _finish(_invoke(arguments))
    except KeyboardInterrupt:
        return _finish(INTERRUPTED)
    except (BrokenPipeError, SystemExit) as leaving:
        return _reader_gone() if getattr(leaving, "code", ERROR) else 0
    except PolyciteError as error:
        return _complain(str(error), error.exit_code)
    except OSError as error:
        return _complain(_refusal(error), ERROR, error)
    except Exception as error:  # noqa: BLE001 - the last net: a person gets a line, never a traceback
        bug = f"a bug of Polycite, please report it: {type(error).__name__}: {error}"
        return _complain(f"{bug} ({DEBUG_VARIABLE}=1 shows where)", ERROR, error)


def _invoke(arguments: Sequence[str]) -> int:
    from typer import TyperException

    from ui.cli.app import app

    try:
        return app(arguments, prog_name="polycite", standalone_mode=False) or 0
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "polycite"
        what = command.removeprefix("polycite").strip() or "usage"
        raise UsageError(what, error.format_message().rstrip("."), f"see {command} --help") from error


def _finish(code: int) -> int:
    if code == INTERRUPTED:
        return _complain("interrupted: what was reported is done and kept", INTERRUPTED)
    sys.stdout.flush()
    return code


def _refusal(error: OSError) -> str:
    """The system's error with the path it is about, if it names one, and a mend."""
    path = f" {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
    mend = _MENDS.get(error.errno or 0, "check the path and the disk")
    return str(PolyciteError(f"the system refused{path}", error.strerror or str(error), mend))


def _reader_gone() -> int:
    """The reader of the pipe has left: nothing more can be said, and Python must not try to at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return ERROR


def _complain(message: str, code: int, unexpected: Exception | None = None) -> int:
    if unexpected and _debugging():
        raise unexpected
    notice(message)
    return code


def _debugging() -> bool:
    return bool(os.environ.get(DEBUG_VARIABLE))


def _write_utf8() -> None:
    """UTF-8 whatever the locale; a lone surrogate becomes ``\\udcxx``, which is an escape in JSON too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
