"""Reads XQuAD-R (LAReQA; Roy et al., 2020): parallel questions and paragraphs with marked sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.types import Span


@dataclass(frozen=True, slots=True)
class Translation:
    """XQuAD-R in one language; texts are named by their place in its tuples.

    ``paragraph_of[s]`` is the paragraph of sentence ``s``, and ``spans[s]`` where it stands there;
    ``answers[q]`` the sentence that holds the answer to question ``q``.
    """

    language: str
    paragraphs: tuple[str, ...]
    sentences: tuple[str, ...]
    paragraph_of: tuple[int, ...]
    spans: tuple[Span, ...]
    questions: tuple[str, ...]
    question_ids: tuple[str, ...]
    answers: tuple[int, ...]


def load_translations(folder: Path, languages: Sequence[str]) -> list[Translation]:
    """Reads ``<language>.json`` of each language; raises ``InputError`` if one cannot be used."""
    translations = [_load(folder / f"{language}.json", language) for language in dict.fromkeys(languages)]
    if not translations:
        raise InputError("XQuAD-R", "no language is named", "name some: --languages en,zh,vi")
    if len({translation.question_ids for translation in translations}) > 1:
        raise InputError(str(folder), "its languages hold different questions", "fetch the data set again")
    return translations


def _load(path: Path, language: str) -> Translation:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _translation(language, [p for article in data["data"] for p in article["paragraphs"]])
    except OSError as error:
        mend = "name the folder that holds en.json and its like"
        raise InputError(str(path), error.strerror or "cannot be read", mend) from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(str(path), "it is no XQuAD-R file", "fetch the data set again") from error


def _translation(language: str, paragraphs: Sequence[dict[str, Any]]) -> Translation:
    spans = [(number, *span) for number, p in enumerate(paragraphs) for span in p["sentence_breaks"]]
    asked = [(number, question) for number, p in enumerate(paragraphs) for question in p["qas"]]
    if not asked or {number for number, *_ in spans} != set(range(len(paragraphs))):
        raise ValueError("it holds no question, or a paragraph without a sentence")
    return Translation(
        language=language,
        paragraphs=tuple(p["context"] for p in paragraphs),
        sentences=tuple(paragraphs[number]["context"][start:end].strip() for number, start, end in spans),
        paragraph_of=tuple(number for number, _, _ in spans),
        spans=tuple(_trimmed(paragraphs[number]["context"], start, end) for number, start, end in spans),
        questions=tuple(question["question"] for _, question in asked),
        question_ids=tuple(question["id"] for _, question in asked),
        answers=tuple(_sentence(spans, number, question["answers"][0]) for number, question in asked),
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    stripped = text[start:end].strip()
    first = text.index(stripped, start)
    return Span(first, first + len(stripped))


def _sentence(spans: Sequence[tuple[int, int, int]], paragraph: int, answer: dict[str, Any]) -> int:
    where = answer["answer_start"]
    for sentence, (number, start, end) in enumerate(spans):
        if number == paragraph and start <= where < end:
            return sentence
    raise ValueError(f"no sentence holds the character {where} of paragraph {paragraph}")
