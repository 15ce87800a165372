"""Measures an encoder's retrieval across languages on XQuAD-R (LAReQA; Roy et al., 2020).

Candidates are scored, sentences chosen and confidence computed as they are for a real question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.protocols import Encoder, Vectors
from embeddings.scoring import FULL, Scoring
from qa.answering.evidence import THRESHOLD
from qa.evaluation.ablation import ABLATION, DEFAULT
from qa.evaluation.baseline import Baseline
from qa.evaluation.measures import Auroc, Mean, figure
from qa.evaluation.provenance import of_encoder
from qa.evaluation.ranking import recall, reciprocal_rank
from qa.evaluation.sample import Sample
from qa.evaluation.word_pool import analysed_terms, lacking_words, shared_words, short_of_best
from qa.evaluation.xquad_r_answers import confidences, nearest, own_answers
from qa.evaluation.xquad_r_cases import worst_cases
from qa.evaluation.xquad_r_file import Translation, load_translations
from qa.evaluation.xquad_r_ranks import Ranks, behind, measures, rank
from qa.evaluation.xquad_r_scores import Words
from qa.evaluation.xquad_r_vectors import Encoded, encode


def evaluate_xquad_r(
    folder: Path,
    languages: Sequence[str],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
    *,
    ablation: bool = False,
    baseline: Baseline | None = None,
) -> dict[str, Any]:
    """Encodes the data set in ``languages`` and measures it; the keys are those of ``eval xquad-r --json``.

    - ``pooled_map``: average precision over one pool of all languages' sentences, where the answer's sentence
      in each language is relevant; mean over questions, then over languages (the LAReQA protocol).
    - ``pairs``: questions of one language against the sentences of one other or the same; the means of their
      reciprocal ranks are ``same_language_mrr`` and ``cross_language_mrr``.
    - ``ndcg@10``: questions against the paragraphs of their language.
    - ``sentence@1``: how often the sentence that the extractive answerer ranks first, of all in the
      question's language, is the answer's.
    - ``language_bias``: in the pool, by how many places the parallel answers to a question lie apart, as the
      mean over all pairs of languages. 0 is fair. ``language_bias_by_language``: by how many places a
      language's answers come after the mean of the parallel ones; below 0 they are favoured.
    - ``refusal_auroc``: whether the confidence is higher with a question's paragraph in the library than
      with it taken out in every language; ``answered`` and ``refused`` are the shares of the two at the
      default threshold.
    - ``intervals``: 95% of the bootstrap over questions, each drawn in all its languages together.
    - ``ablation``: the measures of retrieval with one part more at a time.
    - ``cases``: the questions that fare worst, with what ranked first instead.

    ``progress`` is told how many of how many texts are encoded. Raises ``InputError`` for a folder or
    language that cannot be used, or a ``baseline`` of other questions.
    """
    translations = load_translations(folder, languages)
    ids = translations[0].question_ids
    of = f"XQuAD-R in {', '.join(sorted(translation.language for translation in translations))}"
    if baseline:
        baseline.expect(of, ids)
    encoded = encode(translations, encoder, progress)
    names = [language.name for language in encoded]
    ranks, refusal = _asked(translations, encoded, ABLATION if ablation else {DEFAULT: FULL})
    sample = Sample(of, ids, {**measures(names, ranks[DEFAULT]), "refusal_auroc": refusal})
    figures = {name: figure(measure, len(ids)) for name, measure in sample.measures.items()}
    return {
        "languages": names,
        "pooled_map": figures["pooled_map"],
        "same_language_mrr": figures["same_language_mrr"],
        "cross_language_mrr": figures.get("cross_language_mrr"),
        "ndcg@10": {name: figures[f"ndcg@10.{name}"] for name in names},
        "sentence@1": {name: figures[f"sentence@1.{name}"] for name in names},
        "language_bias": figures.get("language_bias"),
        "refusal_auroc": figures["refusal_auroc"],
        "pairs": dict(_pairs(names, ranks[DEFAULT])),
        "questions": len(ids),
        "answered": float((refusal.positive >= THRESHOLD).mean()),
        "refused": float((refusal.negative < THRESHOLD).mean()),
        "language_bias_by_language": dict(zip(names, behind(ranks[DEFAULT]).tolist(), strict=True)),
        "intervals": sample.intervals(),
        **({"ablation": {name: _figures(names, of) for name, of in ranks.items()}} if ablation else {}),
        **({"baseline": baseline.compare(sample)} if baseline else {}),
        "measured": of_encoder(encoder),
        "outcomes": sample.to_dict(),
        "cases": worst_cases(translations, ranks[DEFAULT]),
    }


def _asked(
    translations: Sequence[Translation], encoded: Sequence[Encoded], scorings: Mapping[str, Scoring]
) -> tuple[dict[str, list[Ranks]], Auroc]:
    """For each way of scoring the ranks of each language's questions; and how well confidence tells."""
    ranks: dict[str, list[Ranks]] = {name: [] for name in scorings}
    sure = []
    for asked, (words, own), translation in zip(encoded, _words(translations), translations, strict=True):
        questions = translation.questions
        for name, scoring in scorings.items():
            chosen = own_answers(asked, translation, own) if scoring == FULL else nearest(asked, own, scoring)
            ranks[name].append(rank(asked, encoded, words, own, chosen, scoring))
        sure.append(confidences(asked, questions, encoded, words, translations))
    present, removed = (np.stack(columns, axis=1) for columns in zip(*sure, strict=True))
    return ranks, Auroc(present, removed)


def _words(translations: Sequence[Translation]) -> Iterator[tuple[list[Words], Words]]:
    """For each language's questions the words in each language's texts, all in one pool; and in their own."""
    terms = [[analysed_terms(texts) for texts in (of.sentences, of.paragraphs)] for of in translations]
    paragraph_of = [np.array(of.paragraph_of) for of in translations]
    for number, translation in enumerate(translations):
        questions = translation.questions
        sentences, _ = _shared_in_pool(questions, [of.sentences for of in translations])
        paragraphs, shares = _shared_in_pool(questions, [of.paragraphs for of in translations])
        pool = [
            Words(
                shared, of_paragraphs, short_of_best(shares, own[0], places), lacking_words(questions, own[1])
            )
            for shared, of_paragraphs, own, places in zip(
                sentences, paragraphs, terms, paragraph_of, strict=True
            )
        ]
        own_shared, own_shares = shared_words(questions, translation.paragraphs)
        short = short_of_best(own_shares, terms[number][0], paragraph_of[number])
        yield pool, replace(pool[number], paragraphs=own_shared, short=short)


def _shared_in_pool(
    questions: Sequence[str], parts: Sequence[Sequence[str]]
) -> tuple[list[Vectors], list[dict[str, float]]]:
    borders = np.cumsum([len(texts) for texts in parts])[:-1]
    shared, shares = shared_words(questions, [text for texts in parts for text in texts])
    return np.split(shared, borders, axis=1), shares


def _pairs(names: Sequence[str], ranks: Sequence[Ranks]) -> Iterator[tuple[str, dict[str, float]]]:
    for asked, of in zip(names, ranks, strict=True):
        for other, places in zip(names, of.own.T[:, :, None], strict=True):
            yield (
                f"{asked}>{other}",
                {
                    "mrr": float(reciprocal_rank(places).mean()),
                    "recall@1": float(recall(places, 1).mean()),
                    "recall@10": float(recall(places, 10).mean()),
                },
            )


def _figures(names: Sequence[str], ranks: Sequence[Ranks]) -> dict[str, float | None]:
    found: Mapping[str, Mean] = measures(names, ranks)
    return {name: figure(measure, len(ranks[0].pool)) for name, measure in found.items()}
