"""Measures retrieval and answers; pure functions from questions to the JSON that ``eval`` prints."""

from qa.evaluation.question_file import EvalQuestion, load_questions
from qa.evaluation.questions import evaluate_questions
from qa.evaluation.xquad_r import evaluate_xquad_r

__all__ = ["EvalQuestion", "evaluate_questions", "evaluate_xquad_r", "load_questions"]
