"""Reads a question file: one JSON object a line, ``{id, language, question, articles, answer}``."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from qa.questions import clean_question

MAX_PATTERN = 1_000

logger = logging.getLogger("polycite")


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question with what answers it: ``articles`` by file stem (none: unanswerable), ``answer`` a regex.

    ``rated`` questions come from readers' ratings.
    """

    id: str
    language: str
    question: str
    articles: tuple[str, ...]
    answer: re.Pattern[str] | None
    rated: bool = False


def load_questions(path: Path) -> list[EvalQuestion]:
    """The questions of a JSON Lines file, in order; blank lines are skipped.

    Readers' ratings (``qa.evaluation.feedback``) are lines with ``"reviewed": false``: they are left out, and
    a warning says how many, until somebody has checked them and set it true; of several with one id, the
    reader's second thoughts, the last counts. Raises ``InputError`` naming the file and line of the first one
    that is not a question, or has the id of an earlier one.
    """
    questions: dict[str, EvalQuestion] = {}
    unreviewed = 0
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            question = _parse(line, where := f"{path}, line {number}")
            if question is None:
                unreviewed += 1
            elif question.id in questions and not question.rated:
                why = f"another question before it has the id {question.id!r}"
                raise InputError(where, why, "give each question an id of its own")
            else:
                questions[question.id] = question
    if unreviewed and questions:
        logger.warning("%s: nobody has reviewed %d of its questions; they are left out", path, unreviewed)
    if not questions:
        why, mend = "it holds no question", "write one JSON object a line"
        if unreviewed:
            why = "nobody has reviewed its ratings yet"
            mend = 'check each and set "reviewed" to true'
        raise InputError(str(path), why, mend)
    return list(questions.values())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read", "name a question file") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "it is not UTF-8 text", "save it as UTF-8") from error


def _parse(line: str, where: str) -> EvalQuestion | None:
    """None for a rating that waits for its review."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"no JSON: {error}", "write one JSON object a line") from error
    if not isinstance(record, dict):
        raise InputError(where, "no JSON object", "write {id, language, question, articles, answer}")
    if not _is_reviewed(record, where):
        return None
    return EvalQuestion(
        id=_text(record, "id", where),
        language=_text(record, "language", where),
        question=_question(record, where),
        articles=_articles(record, where),
        answer=_pattern(record, where),
        rated="rating" in record,
    )


def _is_reviewed(record: dict[str, Any], where: str) -> bool:
    """Whether a line counts: a rating once it has been reviewed, a question without the word always."""
    reviewed = record.get("reviewed", True)
    if not isinstance(reviewed, bool):
        raise InputError(where, '"reviewed" is neither true nor false', "set it true once it is checked")
    return reviewed


def _question(record: dict[str, Any], where: str) -> str:
    try:
        return clean_question(_text(record, "question", where))
    except InputError as error:
        raise InputError(where, f'"question": {error.why}', error.mend) from error


def _text(record: dict[str, Any], key: str, where: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(where, f'"{key}" is missing or no text', f'give "{key}" as text')
    return value


def _articles(record: dict[str, Any], where: str) -> tuple[str, ...]:
    value = record.get("articles")
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise InputError(where, '"articles" is missing or no list of names', "[] says that nothing answers")
    return tuple(value)


def _pattern(record: dict[str, Any], where: str) -> re.Pattern[str] | None:
    value = record.get("answer")
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_PATTERN:
        mend = f"give a regular expression of at most {MAX_PATTERN:,} characters, or null"
        raise InputError(where, '"answer" is no text or too long', mend)
    try:
        return re.compile(value)
    except (re.error, RecursionError, OverflowError) as error:
        raise InputError(
            where, f'"answer" is no regular expression: {error}', "mend the expression"
        ) from error
