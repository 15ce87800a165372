"""A cross-encoder puts hits in its order, leaves their scores alone, and fails in one line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import qa.reranking
from embeddings.encoders import HashEncoder
from embeddings.library import Library
from qa.assistant import Assistant
from qa.reranking import RerankerError, RerankingRetriever
from qa.retrieval import HybridRetriever
from qa.types import Hit, Question

QUESTION = Question("How many cranes has the harbour of Westlake?", "en")


class _Model:
    """A cross-encoder that scores as it is told; ``asked`` are the pairs that it was given."""

    def __init__(self, score: Callable[[str], Any]) -> None:
        self._score = score
        self.asked: list[tuple[str, str]] = []

    def predict(self, pairs: Sequence[tuple[str, str]], **_: Any) -> list[Any]:
        self.asked += pairs
        return [self._score(passage) for _, passage in pairs]


Reranked = Callable[..., RerankingRetriever]


@pytest.fixture
def reranked(library: Library, monkeypatch: pytest.MonkeyPatch) -> Reranked:
    """A retriever that asks a model in place of one that is loaded."""

    def make(score: Callable[[str], Any], **settings: int) -> RerankingRetriever:
        model = _Model(score)
        monkeypatch.setattr(qa.reranking, "_load", lambda name: model)
        return RerankingRetriever(HybridRetriever(library), "stub", **settings)

    return make


@pytest.fixture
def hits(library: Library) -> list[Hit]:
    return HybridRetriever(library).retrieve(QUESTION, 32)


def by_passage(hits: Sequence[Hit]) -> dict[str, float]:
    return {hit.passage.id: hit.score for hit in hits}


def test_order_and_rank_are_the_models_and_scores_the_retrievers(reranked: Reranked, hits: list[Hit]) -> None:
    found = reranked(lambda passage: -len(passage)).retrieve(QUESTION, 32)
    lengths = [len(hit.passage.text) for hit in found]
    assert lengths == sorted(lengths) != [len(hit.passage.text) for hit in hits]
    assert [hit.rank for hit in found] == list(range(1, len(hits) + 1))
    assert by_passage(found) == by_passage(hits)


def test_equal_scores_leave_the_retrievers_order(reranked: Reranked, hits: list[Hit]) -> None:
    assert reranked(lambda passage: 0.5).retrieve(QUESTION, 32) == hits


def test_the_last_of_the_depth_may_become_the_first(reranked: Reranked, hits: list[Hit]) -> None:
    last = hits[2].passage.text
    (found,) = reranked(lambda passage: passage == last, depth=3).retrieve(QUESTION, 1)
    assert (found.passage.text, found.rank) == (last, 1)
    (found,) = reranked(lambda passage: passage == last, depth=2).retrieve(QUESTION, 1)
    assert found.passage.text == hits[0].passage.text


def test_more_than_the_depth_may_be_asked_for(reranked: Reranked, hits: list[Hit]) -> None:
    assert len(reranked(len, depth=1).retrieve(QUESTION, 4)) == 4


@pytest.mark.parametrize(
    ("score", "why"),
    [
        (lambda passage: math.nan, "not finite"),
        (lambda passage: -math.inf, "not finite"),
        (lambda passage: [0.1, 0.9], "one score a passage"),
        (lambda passage: 1 / 0, "division by zero"),
    ],
)
def test_a_model_that_does_not_score_is_an_error_in_one_line(
    score: Callable[[str], Any], why: str, reranked: Reranked
) -> None:
    with pytest.raises(RerankerError, match=rf"cannot rerank with stub: .*{why}.* \(name a cross-encoder"):
        reranked(score).retrieve(QUESTION, 3)


class _Empty:
    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        return []


def test_nothing_found_loads_no_model() -> None:
    assert RerankingRetriever(_Empty(), "/no/such/model").retrieve(QUESTION, 3) == []


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (None, "there is no such folder"),
        ({}, "no modules.json or config.json"),
        ({"config.json": '{"architectures": ["BertModel"]}'}, "not trained to score"),
        pytest.param(
            {"config.json": '{"architectures": ["BertForSequenceClassification"]}'},
            "cannot rerank",
            marks=pytest.mark.model,
        ),
        ({"config.json": "{"}, "cannot rerank"),
        ({"config.json": "[]"}, "cannot rerank"),
    ],
)
def test_a_folder_that_is_no_cross_encoder_is_an_error_in_one_line(
    files: dict[str, str] | None, why: str, library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    for name, content in (files or {}).items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    if files == {}:
        folder.mkdir()
    with pytest.raises(RerankerError, match=why) as caught:
        RerankingRetriever(HybridRetriever(library), str(folder)).retrieve(QUESTION, 3)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)


# A real one, of random weights

SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
VOCABULARY = [*SPECIAL.values(), "cranes", "harbour", "bees", "honey", "ships", "pier", "the"]
CONFIG: dict[str, Any] = {
    "vocab_size": len(VOCABULARY),
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "max_position_embeddings": 24,
    "num_labels": 1,
    "initializer_range": 1.0,
}


@pytest.fixture(scope="session")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer that scores pairs, as sentence-transformers reads it from a folder."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    words = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordLevel(words, SPECIAL["unk_token"]))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", words["[CLS]"]), ("[SEP]", words["[SEP]"])],
    )
    settings: dict[str, Any] = {**SPECIAL, "tokenizer_object": tokenizer, "model_max_length": 24}
    wrapped: Any = PreTrainedTokenizerFast
    wrapped(**settings).save_pretrained(folder)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        BertForSequenceClassification(BertConfig(**CONFIG)).save_pretrained(folder)
    return folder


@pytest.mark.model
def test_a_real_cross_encoder_decides_the_order(
    cross_encoder: Path, library: Library, hits: list[Hit], capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    retriever = RerankingRetriever(HybridRetriever(library), str(cross_encoder))
    found = retriever.retrieve(QUESTION, 32)
    assert capfd.readouterr() == ("", "")

    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(cross_encoder), local_files_only=True)
    pairs = [(QUESTION.text, hit.passage.text) for hit in hits]
    relevance = model.predict(pairs, show_progress_bar=False)
    expected = sorted(zip(relevance.tolist(), hits, strict=True), key=lambda pair: -pair[0])
    assert [hit.passage.id for hit in found] == [hit.passage.id for _, hit in expected]
    assert [hit.passage.id for hit in found] != [hit.passage.id for hit in hits]
    assert by_passage(found) == by_passage(hits)


@pytest.mark.model
def test_an_assistant_is_opened_with_a_reranker(cross_encoder: Path, library: Library) -> None:
    assistant = Assistant.open(library.directory, encoder=HashEncoder(512), reranker=str(cross_encoder))
    with assistant.library:
        retriever = RerankingRetriever(HybridRetriever(library), str(cross_encoder))
        assert assistant.search(QUESTION.text, 3) == retriever.retrieve(QUESTION, 3)
        assert assistant.ask(QUESTION.text).hits


@pytest.mark.model
def test_a_model_of_several_labels_is_refused(cross_encoder: Path, library: Library, tmp_path: Path) -> None:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    AutoTokenizer.from_pretrained(cross_encoder).save_pretrained(tmp_path)
    AutoModelForSequenceClassification.from_pretrained(
        cross_encoder, num_labels=3, ignore_mismatched_sizes=True
    ).save_pretrained(tmp_path)
    assert json.loads((tmp_path / "config.json").read_text())["id2label"].keys() == {"0", "1", "2"}
    with pytest.raises(RerankerError, match="one score a passage"):
        RerankingRetriever(HybridRetriever(library), str(tmp_path)).retrieve(QUESTION, 3)
