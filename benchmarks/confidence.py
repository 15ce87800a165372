"""Fits the confidence of extractive answers on questions whose answers are known to be held, or not.

usage: python benchmarks/confidence.py ARTICLES QUESTIONS.jsonl

ARTICLES is a folder of articles, QUESTIONS a file as ``polycite eval questions`` takes; both the project's
own by default. Held are the answerable questions. Not held are the unanswerable ones; the answerable ones in
a library without the articles that answer; near misses made of answerable ones: for their place one that no
article names or one that others name, for their number or ordinal another, a year of none or other articles;
and questions how to reach those whom the articles name. Prints the weights of a logistic regression (L2,
standardised) for ``qa/answering/evidence.py`` and, by five-fold cross-validation over questions, how well it
tells and how many are answered and refused at each threshold.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from corpus.samples import sample_articles, sample_questions
from embeddings import open_encoder
from embeddings.indexing import add_paths
from embeddings.lexical import names_in
from embeddings.lexical.dates import find_dates
from embeddings.library import Library
from qa.answering.evidence import fitted, surest
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
HELD = {
    "en": {
        "countries": ("Thailand", "Malaysia", "Argentina"),
        "provinces": ("Guizhou", "Guangdong", "Yunnan"),
    },
    "vi": {
        "countries": ("Thái Lan", "Malaysia", "Argentina"),
        "provinces": ("Quý Châu", "Quảng Đông", "Vân Nam"),
    },
    "zh-Hans": {"countries": ("泰国", "马来西亚", "阿根廷"), "provinces": ("贵州", "广东", "云南")},
    "zh-Hant": {"countries": ("泰國", "馬來西亞", "阿根廷"), "provinces": ("貴州", "廣東", "雲南")},
}
"""Places that sample articles name, but not for what the questions ask."""
YEARS = (2013, 2016, 2019, 2020, 2021, 2022)
"""Two that no sample article is of, and those of the articles."""
IN_YEAR = {"en": "{0} (in {1})?", "vi": "Năm {1}, {0}?", "zh-Hans": "{1}年，{0}？", "zh-Hant": "{1}年，{0}？"}
EVENT = {
    "en": (
        re.compile(r"\bthe (?:\d+\w\w |second |first )?(?=(?:[\w-]+ ){0,4}(?:forum|seminar)\b)"),
        "the {}th ",
    ),
    "vi": (re.compile(r"((?:[Dd]iễn đàn|[Hh]ội thảo))(?: lần thứ \w+)?"), r"\1 lần thứ {}"),
    "zh-Hans": (re.compile(r"(?:第\w{1,2}届)?(?=\w{0,4}(?:论坛|研讨会))"), "第{}届"),
    "zh-Hant": (re.compile(r"(?:第\w{1,2}屆)?(?=\w{0,4}(?:論壇|研討會))"), "第{}屆"),
}
"""Where the ordinal of a forum or seminar stands in a question."""
SUBJECTS = {
    "en": (
        *("the International Poverty Reduction Center in China", "the Chinese embassy in Hanoi"),
        *("the government of Gansu", "the FAO", "Shenzhen Commercial Daily"),
    ),
    "vi": (
        *("Trung tâm Giảm nghèo Quốc tế Trung Quốc", "Đại sứ quán Trung Quốc ở Hà Nội"),
        *("chính quyền tỉnh Cam Túc", "FAO", "Thâm Quyến thương báo"),
    ),
    "zh-Hans": ("中国国际扶贫中心", "中国驻越南大使馆", "甘肃省政府", "粮农组织", "深圳商报"),
    "zh-Hant": ("中國國際扶貧中心", "中國駐越南大使館", "甘肅省政府", "糧農組織", "深圳商報"),
}
CONTACTS = {
    "en": (
        "What is the telephone number of {}?",
        "What is the e-mail address of {}?",
        "What is the website of {}?",
    ),
    "vi": ("Số điện thoại của {} là gì?", "Địa chỉ email của {} là gì?", "Trang web của {} là gì?"),
    "zh-Hans": ("{}的电话号码是多少？", "{}的电子邮箱是什么？", "{}的网址是什么？"),
    "zh-Hant": ("{}的電話號碼是多少？", "{}的電子郵箱是什麼？", "{}的網址是什麼？"),
}
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
                "bias, score, apart, lacking, misses": fit(features, held, weight).round(3).tolist(),
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
                missed = near_misses(question, years_of(folder, question))
                yield from (case(library, question, kind, False, text) for kind, text in missed)
        for language, forms in CONTACTS.items():
            for place, (form, subject) in enumerate(product(forms, SUBJECTS[language])):
                text = form.format(subject)
                asked_for = EvalQuestion(f"contact-{place}.{language}", language, text, (), None)
                yield case(library, asked_for, "contact", False, text)
    for missing in sorted({question.articles for question in asked if question.articles}):
        kept = [path for path in sorted(folder.glob("*.*")) if path.name.split(".")[0] not in missing]
        with Library.create(scratch / "-".join(missing), encoder) as library:
            list(add_paths(library, kept))
            for question in asked:
                if question.articles == missing:
                    yield case(library, question, "taken out", False, question.question)


def near_misses(question: EvalQuestion, years: set[int]) -> Iterator[tuple[str, str]]:
    """Kinds of near misses, each with the question put to another place, number, ordinal or year."""
    source = random.Random(question.id)  # noqa: S311 - no secret
    text, language = question.question, question.language
    if names := names_in(text):
        first = names[0]
        yield "near miss", text[: first.start] + source.choice(ELSEWHERE[language]) + text[first.end :]
    if number := NUMBER.search(text):
        other = str(int(number[0]) + source.randint(3, 9))
        yield "near miss", text[: number.start()] + other + text[number.end() :]
    if place := next((name for name in names if name.kind == "place" and name.id.isupper()), None):
        held = HELD[language]["provinces" if "-" in place.id else "countries"]
        yield "held place", text[: place.start] + source.choice(held) + text[place.end :]
    event, ordinal = EVENT[language]
    if event.search(text):
        yield "ordinal", event.sub(ordinal.format(source.randint(24, 29)), text, count=1)
    if not find_dates(text):
        year = source.choice([year for year in YEARS if year not in years])
        yield "year", IN_YEAR[language].format(text.rstrip("?？"), year)


def years_of(folder: Path, question: EvalQuestion) -> set[int]:
    """The years that the articles which answer speak of."""
    texts = (path.read_text("utf-8") for stem in question.articles for path in folder.glob(f"{stem}.*"))
    return {date.year for text in texts for date in find_dates(text) if date.year}


def case(library: Library, question: EvalQuestion, kind: str, held: bool, text: str) -> Case:
    """The features of the sentence that answers, as sure as the present weights make each."""
    answerer = ExtractiveAnswerer(library)
    assistant = Assistant(library, HybridRetriever(library), answerer)
    hits = assistant.search(text, 8)
    ranked = answerer.ranked(Question(text, question.language), hits)
    best = ranked[surest(sentence.confidence for sentence in ranked)]
    group = question.id.rpartition(".")[0] or question.id
    features = (fitted(best.score, best.fit), best.apart, best.lacking, float(best.misses))
    return Case(group, kind, held, features)


def balance(case: Case, cases: list[Case]) -> float:
    """Weights the outcomes alike, then what is absent and what is nearly held, then their kinds."""
    kinds = {other.kind for other in cases if half(other) == half(case)}
    return (1 if case.held else 0.5) / len(kinds) / sum(other.kind == case.kind for other in cases)


def half(case: Case) -> str:
    """What is held, what no article speaks of, or what one nearly does."""
    return "held" if case.held else "absent" if case.kind in ("unanswerable", "taken out") else "near"


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
