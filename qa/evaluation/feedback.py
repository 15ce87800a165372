"""Readers' ratings of answers, kept as lines of a question file that wait for somebody to review them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from corpus.errors import InputError
from qa.evaluation.question_file import MAX_PATTERN
from qa.types import Answer, Citation

Rating = Literal["up", "down"]

MAX_COMMENT = 2_000
MAX_ANSWERED = 5_000
"""Characters of an answer, or a question, that are kept."""
MAX_BYTES = 64_000_000
"""Of a file of ratings: nobody reviews more, and it must not fill the disk."""
_PATIENCE = 5.0
_REVIEW = {
    "up": 'check "articles" and "answer", then set "reviewed" to true',
    "down": (
        'list the "articles" that answer, [] if none does; give "answer" as a regular expression or null; '
        'then set "reviewed" to true'
    ),
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thinks of an answer. Who changes a rating gives another of the same ``id``."""

    id: str
    rating: Rating
    comment: str
    time: datetime

    def record(self, answer: Answer, stems: Mapping[str, AbstractSet[str]]) -> dict[str, Any]:
        """The rated answer as a line of a question file that ``load_questions`` leaves out until reviewed.

        A good answer's articles, by the ``stems`` of their files, and the quoted answers are filled in; the
        reviewer of a bad one has to say what would have been right.
        """
        good = self.rating == "up"
        return {
            "id": self.id,
            "language": answer.language,
            "question": (answer.resolved or answer.question)[:MAX_ANSWERED],
            "articles": _articles(answer, stems) if good else None,
            "answer": _pattern(answer) if good else None,
            "reviewed": False,
            "review": _REVIEW[self.rating],
            "rating": self.rating,
            "comment": self.comment,
            "time": self.time.isoformat(timespec="seconds"),
            "answerer": answer.answerer,
            "answered": answer.text[:MAX_ANSWERED],
        }


def append_feedback(path: Path, record: Mapping[str, Any]) -> None:
    """Adds a line to the file at ``path``, whole or not at all; a new file is its owner's alone.

    Raises ``InputError`` where it cannot be written.
    """
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    try:
        with FileLock(f"{path}.lock", timeout=_PATIENCE, mode=0o600):
            _append(path, line)
    except Timeout as error:
        raise _unwritable(path, "another program is writing to it", "try again") from error
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error), "check the folder's permissions") from error


def _append(path: Path, line: bytes) -> None:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(file, "r+b", buffering=0) as opened:
        size = opened.seek(0, os.SEEK_END)
        if size + len(line) > MAX_BYTES:
            raise _unwritable(path, f"it would grow beyond {MAX_BYTES:,} bytes", "review it and move it away")
        opened.seek(max(size - 1, 0))
        if opened.read() not in (b"", b"\n"):
            line = b"\n" + line
        if opened.write(line) != len(line):
            opened.truncate(size)
            raise _unwritable(path, "the disk is full", "free some space")


def _articles(answer: Answer, stems: Mapping[str, AbstractSet[str]]) -> list[str]:
    cited = dict.fromkeys(citation.article_id for citation in answer.citations)
    return sorted({stem for article in cited for stem in stems.get(article, ())})


def _pattern(answer: Answer) -> str | None:
    """Whichever of the quoted answers, as far as a question file takes them; None where nothing is quoted."""
    pattern = ""
    for text in dict.fromkeys(map(_answering, answer.citations)):
        longer = "|".join(filter(None, (pattern, re.escape(text))))
        pattern = longer if len(longer) <= MAX_PATTERN else pattern
    return pattern or None


def _answering(citation: Citation) -> str:
    """The answer marked in a quote, or the quote."""
    span = citation.answer
    return citation.quote[span.start - citation.start : span.end - citation.start] if span else citation.quote


def _unwritable(path: Path, why: str, mend: str) -> InputError:
    return InputError(f"cannot write the rating to {path}", why, mend, code="rating-unwritable")
