"""What a language model gets right: JSON on standard output, one line per question on standard error.

    python benchmarks/language_model.py openai:MODEL@BASE_URL LIBRARY QUESTIONS.jsonl [--depth 4] [--every 1]

``QUESTIONS.jsonl`` is as for ``polycite eval questions``. Rates lie in [0, 1]; null: nothing defines one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.language import identify_question
from embeddings.library import Library
from qa import Assistant
from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.language_model import LanguageModelAnswerer
from qa.checking.markers import MARKER
from qa.citations import is_exact
from qa.evaluation import EvalQuestion, load_questions
from qa.models import open_generator
from qa.retrieval import HybridRetriever
from qa.types import Answer, Delta, Restart

DEPTH = 4
"""Passages that the model reads; on a small machine reading them takes most of the time."""
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{1,4}")


def outcome(
    question: EvalQuestion, answer: Answer, withdrawn: str | None, languages: set[str], seconds: float
) -> dict[str, Any]:
    """One question, judged.

    ``written`` tells that the answer is the model's and not the fallback's, ``withdrawn`` is what the model
    wrote and the checks threw away, ``in_language`` is null where the answer is in no language (``spoken``).
    """
    words = spoken(MARKER.sub(" ", answer.text))
    language = identify_question(words, languages | {question.language}) if words else None
    return {
        "id": question.id,
        "language": question.language,
        "answerable": bool(question.articles),
        "answer": answer.text,
        "withdrawn": withdrawn,
        "answerer": answer.answerer,
        "notices": list(answer.notices),
        "written": not answer.refused and answer.answerer != ExtractiveAnswerer.name,
        "refused": answer.refused,
        "matched": question.answer and bool(question.answer.search(answer.text)),
        "in_language": language and language == question.language,
        "cited": sum(bool(claim.markers) for claim in answer.claims),
        "supported": sum(claim.supported for claim in answer.claims),
        "claims": len(answer.claims),
        "exact": all(is_exact(citation, answer.hits) for citation in answer.citations),
        "seconds": round(seconds, 1),
    }


def run(assistant: Assistant, questions: Iterable[EvalQuestion]) -> Iterator[dict[str, Any]]:
    """Asks each question and judges the answer."""
    languages = assistant.library.languages()
    for question in questions:
        start = time.perf_counter()
        written, withdrawn = "", None
        for event in assistant.stream(question.question):
            if isinstance(event, Delta):
                written += event.text
            elif isinstance(event, Restart):
                written, withdrawn = "", written
            elif isinstance(event, Answer):
                yield outcome(question, event, withdrawn, languages, time.perf_counter() - start)


def spoken(answer: str) -> str:
    """The answer, or nothing if it is a bare number or name, which reads the same in several languages.

    A name is made of capitalised words only, or of up to four Chinese characters.
    """
    said = " ".join(word for word in _WORD.findall(answer) if not word[0].isupper())
    return "" if not said or _CHINESE_NAME.fullmatch(said) else answer


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rates over some questions; sentences are those of answers that the model wrote."""
    answerable = [row for row in rows if row["answerable"]]
    written = [row for row in rows if row["written"]]
    told = [row for row in written if row["in_language"] is not None]
    return {
        "questions": len(rows),
        "written_by_model": rate(row["written"] for row in answerable),
        "regex_matched": rate(row["matched"] for row in answerable if row["matched"] is not None),
        "regex_matched_of_written": rate(row["matched"] for row in written if row["matched"] is not None),
        "in_question_language": rate(row["in_language"] for row in told),
        "answers_in_a_language": len(told),
        "sentences_cited": share(written, "cited", "claims"),
        "cited_sentences_supported": share(written, "supported", "cited"),
        "citations_exact": rate(row["exact"] for row in rows),
        "refused_answerable": rate(row["refused"] for row in answerable),
        "refused_unanswerable": rate(row["refused"] for row in rows if not row["answerable"]),
        "seconds_per_question": rate(row["seconds"] for row in rows),
    }


def rate(values: Iterable[float]) -> float | None:
    """The mean, rounded; None of nothing."""
    numbers = [float(value) for value in values]
    return round(sum(numbers) / len(numbers), 3) if numbers else None


def share(rows: list[dict[str, Any]], part: str, whole: str) -> float | None:
    """The sum of one count over that of another."""
    total = sum(row[whole] for row in rows)
    return round(sum(row[part] for row in rows) / total, 3) if total else None


def main() -> None:
    """Runs all of the questions, or every n-th."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", help="transformers:MODEL or openai:MODEL@BASE_URL")
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--depth", type=int, default=DEPTH)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--context", type=int, default=None)
    given = parser.parse_args()
    with Library.open(given.library) as library:
        generator = open_generator(given.model, context=given.context)
        answerer = LanguageModelAnswerer(library, generator, ExtractiveAnswerer(library))
        assistant = Assistant(library, HybridRetriever(library), answerer, depth=given.depth)
        rows = []
        for row in run(assistant, load_questions(given.questions)[:: given.every]):
            rows.append(row)
            print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
    languages = sorted({row["language"] for row in rows})
    by_language = {tag: summary([row for row in rows if row["language"] == tag]) for tag in languages}
    report = {
        "model": generator.name,
        "depth": given.depth,
        "overall": summary(rows),
        "languages": by_language,
    }
    print(json.dumps(report | {"rows": rows}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
