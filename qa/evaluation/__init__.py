"""Measures retrieval and answers; functions from questions to the JSON that ``eval`` prints."""

from qa.evaluation.baseline import Baseline, RegressionError, raise_on_regression
from qa.evaluation.question_file import EvalQuestion, load_questions
from qa.evaluation.questions import evaluate_questions
from qa.evaluation.variants import ablate, evaluate_doubled
from qa.evaluation.xquad_r import evaluate_xquad_r

__all__ = [
    "Baseline",
    "EvalQuestion",
    "RegressionError",
    "ablate",
    "evaluate_doubled",
    "evaluate_questions",
    "evaluate_xquad_r",
    "load_questions",
    "raise_on_regression",
]
