"""What the report says about its figures."""

from __future__ import annotations

MEANINGS = {
    "passage@1": "the first passage retrieved answers",
    "passage@3": "one of the first three answers",
    "passage@5": "one of the first five answers",
    "article@1": "the first passage is of an article that answers",
    "answer_accuracy": "the answer given matches what was expected",
    "answer_marked": "the likely answer is marked in the first quote, of the questions that were answered",
    "answer_span": "that mark overlaps what was expected, of the marks that were made",
    "citation_exactness": "quotes that are the article's text, character for character",
    "refusal_auroc": "confidence tells what can be answered from what cannot (0.5 is chance)",
    "answered": "questions with an answer that were answered",
    "refused": "questions without an answer that were refused",
    "language_gap": "passage@1 within a language less that across languages; 0 is fair",
    "pooled_map": "the answer in every language ranks high in one pool of all sentences",
    "same_language_mrr": "one over the place of the answer in the question's language",
    "cross_language_mrr": "one over the place of the answer in another language",
    "ndcg@10": "the paragraph ranks high among those of its language",
    "sentence@1": "the sentence chosen as the answer is the right one",
    "language_bias": "places between parallel answers; 0 is fair",
    "mrr": "one over the place of the answer among the sentences of a language",
}
"""What each measure says, by its name without the language."""

ABLATION = (
    "The same questions with one part of retrieval more at a time: plain dense search, language centroids "
    "taken off, each language's crowding taken off, shared words, and all of it with best sentences, "
    "titles, and agreement across languages."
)
DOUBLED = "Short passages are easier to rank: the same questions where a passage may be twice as long."
INTERVALS = (
    "Intervals hold 95% of 2,000 bootstrap resamples of the questions: with other questions of the same kind "
    "a figure may well lie anywhere in them."
)
ASKED_IN = "Asked in"
MATRIX = "Language of the question down, of the text that answers across; in brackets how many questions."
BASELINE = (
    "The difference of each measure from the baseline, question by question. It is worse beyond chance where "
    "the whole interval lies on the bad side of 0."
)
BIAS = "By how many places a language's answers come after the mean of the parallel ones; below 0, before it."


def meaning(measure: str) -> str:
    """What a measure says, or nothing for one that is not known."""
    return MEANINGS.get(measure, MEANINGS.get(measure.rpartition(".")[0], ""))
