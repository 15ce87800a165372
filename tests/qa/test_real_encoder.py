from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.samples import sample_questions
from qa.assistant import Assistant
from qa.evaluation import evaluate_questions, load_questions

pytestmark = pytest.mark.model


def test_an_english_question_is_answered_by_a_chinese_article(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How many poor counties in Gansu were lifted out of poverty?")
    articles = {hit.article.id: hit.article for hit in answer.hits}
    quoted = answer.citations[0]
    assert quoted.answer is not None
    assert articles[quoted.article_id].text[quoted.answer.start : quoted.answer.end].startswith("75")
    assert articles[quoted.article_id].language == "zh-Hant"
    assert articles[quoted.article_id].text[quoted.start : quoted.end] == quoted.quote
    assert "in Traditional Chinese" in answer.text


@pytest.mark.parametrize(
    ("question", "language", "start"),
    [
        ("What is the boiling point of ethanol?", "en", "The articles do not say."),
        ("乙醇的沸点是多少?", "zh-Hans", "这些文章里没有答案。"),
        ("乙醇的沸點是多少?", "zh-Hant", "這些文章裡沒有答案。"),
        ("Nhiệt độ sôi của etanol là bao nhiêu?", "vi", "Các bài viết không nói"),
    ],
)
def test_a_question_about_something_else_is_refused(
    sample_assistant: Assistant, question: str, language: str, start: str
) -> None:
    answer = sample_assistant.ask(question)
    assert (answer.refused, answer.language) == (True, language)
    assert answer.text.startswith(start)


def test_the_projects_own_questions_are_answered_no_worse_than_measured(sample_assistant: Assistant) -> None:
    questions = load_questions(sample_questions())
    overall = evaluate_questions(sample_assistant, questions, sample_assistant.library.stems())["overall"]
    assert overall["passage@1"] >= 0.70
    assert overall["passage@5"] >= 0.97
    assert overall["article@1"] >= 0.88
    assert overall["answer_accuracy"] >= 0.75
    assert overall["answer_span"] >= 0.9
    assert overall["answer_marked"] >= 0.7
    assert overall["refusal_auroc"] >= 0.82
    assert overall["answered"] >= 0.80
    assert overall["refused"] >= 0.72
    assert overall["citation_exactness"] == 1.0


def test_a_question_loads_nothing_heavy(sample_assistant: Assistant) -> None:
    heavy = {
        "openvino",
        "torch",
        "transformers",
        "sentence_transformers",
        "gradio",
        "sklearn",
        "scipy",
        "pandas",
        "ftfy",
        "corpus.reading",
        "corpus.cleaning",
        "embeddings.indexing",
    }
    program = (
        f"import sys; from qa import Assistant; Assistant.open({str(sample_assistant.library.directory)!r})"
        f".ask('How many poor counties in Gansu?'); print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
