"""The articles and questions that come with Polycite: for the demo, for tests, and to try the evaluation."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def sample_articles() -> Path:
    """The folder of the five sample articles: Markdown with front matter, one file an article.

    Each retells, in the language and script of its original, a news report on poverty reduction:
    one in English, one in Vietnamese, two in Simplified and one in Traditional Chinese.
    """
    return Path(str(files("corpus") / "articles"))


def sample_questions() -> Path:
    """A JSON Lines file of questions on the sample articles, each asked in four languages and scripts.

    A line has ``id``, ``language``, ``question``, ``articles`` (file stems up to the first dot) and
    ``answer``: a regular expression, or null where no article answers.
    """
    return Path(str(files("corpus") / "questions.jsonl"))
