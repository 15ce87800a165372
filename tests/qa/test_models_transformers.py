from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from qa.generation import GenerationError, Generator, Message
from qa.models import open_generator
from qa.models.transformers_model import TransformersModel

ASKED = [Message("user", "What is the capital of France?")]


@pytest.fixture(scope="module")
def generator(smollm2: Path) -> Generator:
    pytest.importorskip("gguf")
    pytest.importorskip("accelerate")
    return open_generator(f"transformers:{smollm2}")


@pytest.mark.model
def test_a_gguf_file_writes_in_pieces_and_knows_its_context(
    generator: Generator, capfd: pytest.CaptureFixture[str]
) -> None:
    pieces = list(generator.generate(ASKED, max_tokens=12))
    assert "".join(pieces).startswith("The capital of France is Paris.")
    assert len(pieces) > 2
    assert all(pieces)
    assert (generator.context, generator.count_tokens("The capital")) == (8192, 2)
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_the_reply_is_the_same_again_and_no_longer_than_told(generator: Generator) -> None:
    short, long = ("".join(generator.generate(ASKED, max_tokens=n)) for n in (3, 12))
    assert long.startswith(short)
    assert len(short) < len(long)


@pytest.mark.model
def test_closing_the_iterator_stops_the_model(generator: Generator) -> None:
    pieces: Any = generator.generate([Message("user", "Count from 1 to 1000.")], max_tokens=4_000)
    next(pieces)
    pieces.close()
    for writer in [thread for thread in threading.enumerate() if thread.name == "reply"]:
        writer.join(20)
        assert not writer.is_alive()
    assert "Paris" in "".join(generator.generate(ASKED, max_tokens=12))


@pytest.mark.model
def test_replies_are_written_one_at_a_time(generator: Generator) -> None:
    first: Any = generator.generate([Message("user", "Count from 1 to 1000.")], max_tokens=4_000)
    next(first)
    second: list[str] = []
    waiting = threading.Thread(target=lambda: second.extend(generator.generate(ASKED, max_tokens=12)))
    waiting.start()
    time.sleep(0.2)
    assert second == []
    first.close()
    waiting.join(20)
    assert "Paris" in "".join(second)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Llama of a few thousand random weights, a tokenizer of bytes and no chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({letter: n for n, letter in enumerate(letters)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast: Any = PreTrainedTokenizerFast
    fast(tokenizer_object=tokenizer).save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=len(letters),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=256,
        bos_token_id=None,
        eos_token_id=None,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.mark.model
def test_a_folder_without_a_chat_template_is_asked_in_plain_words(tiny: Path) -> None:
    model = TransformersModel(str(tiny))
    pieces = list(model.generate([Message("system", "Be brief."), *ASKED], max_tokens=5))
    assert 0 < sum(map(len, pieces)) <= 5
    assert (model.context, model.count_tokens("abc")) == (256, 3)
    assert TransformersModel(str(tiny), context=100).context == 100


@pytest.mark.model
def test_what_fails_in_the_writing_thread_reaches_the_reader(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = TransformersModel(str(tiny))
    _, network = model._load()

    def exhausted(**_: Any) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate\n20 GiB")

    monkeypatch.setattr(network, "generate", exhausted)
    with pytest.raises(GenerationError, match=r"memory ran out \(choose a smaller model\)"):
        list(model.generate(ASKED, max_tokens=5))
    monkeypatch.undo()
    assert list(model.generate(ASKED, max_tokens=5))


@pytest.mark.model
def test_pickled_weights_and_a_models_own_code_are_refused(tiny: Path, tmp_path: Path) -> None:
    import torch

    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes((tiny / name).read_bytes())
    torch.save({}, tmp_path / "pytorch_model.bin")
    with pytest.raises(GenerationError, match="safetensors"):
        _ = TransformersModel(str(tmp_path)).context
    config = {
        "model_type": "evil",
        "auto_map": {"AutoConfig": "evil.Evil", "AutoModelForCausalLM": "evil.Evil"},
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "evil.py").write_text("raise SystemExit('this code ran')")
    with pytest.raises(GenerationError, match="cannot load the language model"):
        _ = TransformersModel(str(tmp_path)).context


@pytest.mark.model
def test_a_broken_gguf_file_is_told(tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(GenerationError, match="cannot load the language model") as raised:
        _ = TransformersModel(str(tmp_path / "broken.gguf")).context
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("model", ["/no/such/folder", "./model.gguf", "~/nothing-there/at-all", "a/b/c"])
def test_a_file_that_is_not_there_is_told_before_anything_is_loaded(model: str) -> None:
    with pytest.raises(
        InputError, match=r"there is no such file or folder \(give a folder, a GGUF file or a hub id\)"
    ):
        open_generator(f"transformers:{model}")


def test_the_packages_that_gguf_needs_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.gguf").touch()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match="run: pip install gguf accelerate"):
        open_generator(f"transformers:{tmp_path / 'm.gguf'}")


@pytest.mark.parametrize("written", ["{}", "{}/", "{}/weights.gguf"])
def test_the_name_tells_nothing_of_where_a_model_lies(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    (tmp_path / "weights.gguf").touch()
    model = written.format(tmp_path)
    assert TransformersModel(model).name == f"transformers:{Path(model).name}"
    monkeypatch.chdir(tmp_path)
    assert TransformersModel(".").name == f"transformers:{tmp_path.name}"


@pytest.mark.model
def test_a_failure_tells_nothing_of_where_a_model_lies(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match=f"cannot load the language model {tmp_path.name}: ") as raised:
        _ = TransformersModel(str(tmp_path)).context
    assert str(tmp_path.parent) not in str(raised.value)


@pytest.mark.model
def test_a_hub_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def info(self: object, model: str, *, timeout: float) -> None:
        raise ConnectionError("the network is down")

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", info)
    with pytest.raises(GenerationError, match="the model hub cannot be reached: the network is down"):
        _ = TransformersModel("nobody/nothing").context


@pytest.mark.model
def test_a_name_that_no_hub_model_can_have_is_told_without_asking() -> None:
    with pytest.raises(GenerationError, match="it is neither a folder nor the id of a hub model"):
        _ = TransformersModel("no such id!").context


def test_naming_a_model_loads_nothing() -> None:
    before = set(sys.modules)
    assert open_generator("transformers:nobody/nothing").name == "transformers:nobody/nothing"
    assert not {"torch", "transformers", "openai"} & (set(sys.modules) - before)
