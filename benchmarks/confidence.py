"""Fits the confidence of extractive answers on questions whose answers are known to be held, or not.

usage: python benchmarks/confidence.py ARTICLES QUESTIONS.jsonl

ARTICLES is a folder of articles, QUESTIONS a file as ``polycite eval questions`` takes; both the project's
own by default. Held are the answerable questions. Not held are the unanswerable ones; the answerable ones in
a library without the articles that answer; and near misses made of answerable ones: a place's name put for
another's, a number put for another. Prints the weights of a logistic regression (L2, standardised) for
``qa/answering/evidence.py`` and, by five-fold cross-validation over questions, how well it tells and how many
are answered and refused at each threshold.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.samples import sample_articles, sample_questions
from embeddings import open_encoder
from embeddings.indexing import add_paths
from embeddings.lexical import names_in
from embeddings.library import Library
from qa.answering.evidence import fitted
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.evaluation.question_file import EvalQuestion, load_questions
from qa.retrieval import HybridRetriever
from qa.types import Question

ELSEWHERE = {
    "en": ("Peru", "Zhejiang", "Lyon", "Kenya"),
    "vi": ("Peru", "tỉnh Chiết Giang", "Lyon", "Kenya"),
    "zh-Hans": ("秘鲁", "浙江", "里昂", "肯尼亚"),
    "zh-Hant": ("祕魯", "浙江", "里昂", "肯亞"),
}
"""Places that no sample article names."""
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Case:
    """One question's evidence: ``group`` keeps it, in all languages, and what is made of it in one fold."""

    group: str
    kind: str
    held: bool
    features: tuple[float, ...]


def main(articles: str = "", questions: str = "") -> None:
    """Gathers the evidence, fits, and prints one JSON document."""
    folder = Path(articles) if articles else sample_articles()
    asked = load_questions(Path(questions) if questions else sample_questions())
    with tempfile.TemporaryDirectory() as scratch:
        cases = list(gather(folder, asked, Path(scratch)))
    features = np.array([case.features for case in cases])
    held = np.array([case.held for case in cases], float)
    weight = np.array([balance(case, cases) for case in cases])
    groups = [case.group for case in cases]
    print(
        json.dumps(
            {
                "cases": {
                    kind: sum(case.kind == kind for case in cases) for kind in sorted({c.kind for c in cases})
                },
                "bias, score, lacking": fit(features, held, weight).round(3).tolist(),
                "cross-validated": validated(features, held, weight, groups, [case.kind for case in cases]),
            },
            indent=1,
        )
    )


def gather(folder: Path, asked: list[EvalQuestion], scratch: Path) -> Iterator[Case]:
    """The evidence for every question and all that is made of it."""
    encoder = open_encoder("bundled")
    with Library.create(scratch / "all", encoder) as library:
        list(add_paths(library, [folder]))
        for question in asked:
            held = bool(question.articles)
            yield case(library, question, "answerable" if held else "unanswerable", held, question.question)
            if held:
                yield from (
                    case(library, question, "near miss", False, text) for text in near_misses(question)
                )
    for missing in sorted({question.articles for question in asked if question.articles}):
        kept = [path for path in sorted(folder.glob("*.*")) if path.name.split(".")[0] not in missing]
        with Library.create(scratch / "-".join(missing), encoder) as library:
            list(add_paths(library, kept))
            for question in asked:
                if question.articles == missing:
                    yield case(library, question, "taken out", False, question.question)


def near_misses(question: EvalQuestion) -> Iterator[str]:
    """The question with its first place or number put for another."""
    source = random.Random(question.id)  # noqa: S311 - no secret
    text = question.question
    if names := names_in(text):
        first = names[0]
        yield text[: first.start] + source.choice(ELSEWHERE[question.language]) + text[first.end :]
    if number := NUMBER.search(text):
        yield text[: number.start()] + str(int(number[0]) + source.randint(3, 9)) + text[number.end() :]


def case(library: Library, question: EvalQuestion, kind: str, held: bool, text: str) -> Case:
    """The features of the best sentence."""
    answerer = ExtractiveAnswerer(library)
    assistant = Assistant(library, HybridRetriever(library), answerer)
    hits = assistant.search(text, 8)
    best = answerer.ranked(Question(text, question.language), hits)[0]
    group = question.id.rpartition(".")[0] or question.id
    return Case(group, kind, held, (fitted(best.score, best.fit), best.lacking))


def balance(case: Case, cases: list[Case]) -> float:
    """Weights the two outcomes alike, and the kinds of what is not held alike."""
    kinds = {other.kind for other in cases if other.held == case.held}
    return 1 / len(kinds) / sum(other.kind == case.kind for other in cases)


def fit(features: np.ndarray, held: np.ndarray, weight: np.ndarray, ridge: float = 0.02) -> np.ndarray:
    """Bias and weights of the logistic regression, by Newton's method; features as they are."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    design = np.column_stack([np.ones(len(features)), (features - mean) / scale])
    penalty = ridge * np.diag([0.0, *[1.0] * features.shape[1]])
    found = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weight * (p - held)) + penalty @ found
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + penalty
        found -= np.linalg.solve(hessian, gradient)
    slopes = found[1:] / scale
    return np.array([found[0] - slopes @ mean, *slopes])


def validated(
    features: np.ndarray, held: np.ndarray, weight: np.ndarray, groups: list[str], kinds: list[str]
) -> dict[str, object]:
    """Each case judged by weights fitted without its question."""
    folds = np.array([sum(map(ord, group)) % 5 for group in groups])
    p = np.empty(len(held))
    for fold in range(5):
        out = folds == fold
        bias, *slopes = fit(features[~out], held[~out], weight[~out])
        p[out] = 1 / (1 + np.exp(-(bias + features[out] @ np.array(slopes))))
    kind = np.array(kinds)
    yes = p[held == 1]
    return {
        "auroc": {
            k: round(float((yes[:, None] > p[kind == k][None]).mean()), 3)
            for k in sorted(set(kinds))
            if k != "answerable"
        },
        "thresholds": {
            f"{t:.2f}": {k: round(float((p[kind == k] >= t).mean()), 3) for k in sorted(set(kinds))}
            for t in np.arange(0.2, 0.81, 0.05)
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
