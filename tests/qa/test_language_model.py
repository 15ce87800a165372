from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span
from embeddings.encoders import HashEncoder
from embeddings.library import Library
from embeddings.protocols import Vectors
from qa.answering.evidence import THRESHOLD
from qa.answering.language_model import LanguageModelAnswerer
from qa.answering.prompt import NO_ANSWER
from qa.answering.reply import loops
from qa.citations import is_exact
from qa.generation import GenerationError, Message
from qa.models import open_generator
from qa.types import Answer, Delta, Hit, Question, Restart, Turn

TEXTS = (
    "The harbour of Westlake has 17 cranes and opened in 1904. Ships from nine countries call there.",
    "The library keeps four hives of bees on its roof. A beekeeper looks after them on Mondays.",
)
QUESTION = Question("How many cranes does the harbour of Westlake have?", "en")
CRANES, BEES = (
    "The harbour of Westlake has 17 cranes [1].",
    "The library keeps four hives of bees on its roof [2].",
)


class _Space:
    """A library as far as it is asked: vectors of words, the same in every language."""

    _encoder = HashEncoder(512)

    def passage_vector(self, text: str, language: str) -> Vectors:
        vector: Vectors = self._encoder.encode_passages([text])[0]
        return vector

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        spans = split_sentences(passage.text)
        return spans, self._encoder.encode_passages([passage.text[span.start : span.end] for span in spans])


class _Scripted:
    """Writes what it is given, then fails if told to; counts four characters as a token."""

    name = "scripted"

    def __init__(self, *pieces: str, failure: Exception | None = None, context: int = 20_000) -> None:
        self.pieces, self.failure, self.context = pieces, failure, context
        self.asked: list[Sequence[Message]] = []
        self.max_tokens = 0
        self.closed = False

    def count_tokens(self, text: str, /) -> int:
        return len(text) // 4

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        self.asked.append(messages)
        self.max_tokens = max_tokens
        try:
            yield from self.pieces
            if self.failure:
                raise self.failure
        finally:
            self.closed = True


class _Fallback:
    name = "fallback"

    def confidences(self, question: Question, hits: Sequence[Hit], /) -> dict[str, float]:
        return {"The harbour of Westlake has 17 cranes and opened in 1904.": 0.9}

    def stream(
        self, question: Question, hits: Sequence[Hit], history: Sequence[Turn], /
    ) -> Iterator[Delta | Answer]:
        yield Delta("Quoted.")
        yield Answer(
            question.text,
            question.language,
            "Quoted.",
            (),
            tuple(hits),
            False,
            0.7,
            self.name,
            notices=("old",),
        )


def _hits() -> list[Hit]:
    articles = [
        Article(f"a{n}", f"Title {n}", text, "en", "Gazette") for n, text in enumerate(TEXTS, start=1)
    ]
    return [
        Hit(
            Passage(f"{article.id}:0", article.id, 0, len(article.text), article.text, "en"),
            article,
            1.0,
            rank,
        )
        for rank, article in enumerate(articles, start=1)
    ]


def _events(
    generator: _Scripted, question: Question = QUESTION, hits: Sequence[Hit] | None = None
) -> list[Delta | Restart | Answer]:
    answerer = LanguageModelAnswerer(cast(Library, _Space()), generator, _Fallback())
    return list(answerer.stream(question, _hits() if hits is None else hits, ()))


def _answer(events: Sequence[Delta | Restart | Answer]) -> Answer:
    """The answer, which must be the pieces since the last restart, joined."""
    *pieces, answer = events
    assert isinstance(answer, Answer)
    text = ""
    for piece in pieces:
        assert not isinstance(piece, Answer)
        text = text + piece.text if isinstance(piece, Delta) else ""
    assert text == answer.text
    return answer


def test_a_supported_reply_is_streamed_and_cited_to_the_character() -> None:
    generator = _Scripted(
        "The harbour of ", "Westlake has 17 cranes", " [1]", ". The library keeps four hives of bees [2]."
    )
    events = _events(generator)
    answer = _answer(events)
    assert len(events) > 3
    assert Restart() not in events
    assert (
        answer.text == "The harbour of Westlake has 17 cranes [1]. The library keeps four hives of bees [2]."
    )
    assert [(citation.marker, citation.quote) for citation in answer.citations] == [
        (1, "The harbour of Westlake has 17 cranes and opened in 1904."),
        (2, "The library keeps four hives of bees on its roof."),
    ]
    assert [citation.confidence for citation in answer.citations] == [0.9, None]
    assert all(is_exact(citation, answer.hits) for citation in answer.citations)
    assert [(claim.markers, claim.supported) for claim in answer.claims] == [((1,), True), ((2,), True)]
    assert [answer.text[claim.start : claim.end] for claim in answer.claims] == [
        "The harbour of Westlake has 17 cranes [1].",
        "The library keeps four hives of bees [2].",
    ]
    assert (answer.refused, answer.confidence, answer.answerer, answer.notices) == (
        False,
        0.7,
        "scripted",
        (),
    )


def test_markers_are_normalised_and_unknown_ones_removed() -> None:
    answer = _answer(_events(_Scripted("The harbour of Westlake has 17 cranes 【１】[7].")))
    assert answer.text == CRANES


def test_links_images_and_html_do_not_leave_the_reply() -> None:
    reply = f'![x](http://evil.example/x) {CRANES} <img src="//evil.example"> See https://evil.example/a now.'
    answer = _answer(_events(_Scripted(reply)))
    assert CRANES in answer.text
    assert not any(mark in answer.text for mark in ("http", "evil", "<", "]("))


def test_a_sentence_that_its_source_does_not_support_is_marked() -> None:
    answer = _answer(_events(_Scripted(f"{CRANES} The harbour of Westlake has 99 cranes [1].")))
    assert [(claim.supported, claim.missing) for claim in answer.claims] == [(True, ()), (False, ("99",))]
    assert [citation.marker for citation in answer.citations] == [1]


def test_a_right_sentence_with_the_wrong_marker_is_put_right_and_kept() -> None:
    answer = _answer(_events(_Scripted(CRANES.replace("[1]", "[2]"))))
    assert (answer.text, answer.answerer) == (CRANES, "scripted")
    assert [(claim.markers, claim.supported, claim.attributed) for claim in answer.claims] == [
        ((1,), True, True)
    ]
    assert [citation.marker for citation in answer.citations] == [1]
    assert answer.to_dict()["claims"][0]["attributed"] is True


def test_a_marker_that_nothing_supports_still_shows_what_comes_closest() -> None:
    answer = _answer(_events(_Scripted(f"{CRANES} The library keeps 99 hives of bees [2].")))
    assert [citation.quote[:11] for citation in answer.citations] == ["The harbour", "The library"]


@pytest.mark.parametrize(
    "reply", ["The harbour has 99 cranes [1].", "It has 99 cranes.", "", "[9]", "Purple monkeys sing [1]."]
)
def test_a_reply_without_a_supported_sentence_is_withdrawn_for_the_fallbacks_answer(reply: str) -> None:
    events = _events(_Scripted(reply))
    answer = _answer(events)
    assert (answer.text, answer.answerer, answer.refused) == ("Quoted.", "fallback", False)
    assert answer.notices[0] == "old"
    assert "the sources support nothing" in answer.notices[1]


@pytest.mark.parametrize(
    ("pieces", "withdrawn"),
    [
        (["NO_ANSWER"], False),
        (["NO", "_AN", "SWER", ".\n\nThe sources"], False),
        (["  **NO_ANSWER**"], False),
        (["不知道NO_", "ANSWER。"], True),
        (["The sources do not say. ", "NO_ANSWER"], True),
        ([CRANES, " NO_ANSWER [1]"], True),
    ],
)
def test_the_sentinel_is_a_refusal_and_never_seen(pieces: list[str], withdrawn: bool) -> None:
    events = _events(_Scripted(*pieces))
    answer = _answer(events)
    assert (answer.refused, answer.answerer, answer.confidence) == (True, "scripted", 0.7 * THRESHOLD)
    assert answer.text.startswith("The articles do not say. What comes closest: “Title 1”")
    assert (answer.citations, answer.claims) == ((), ())
    assert (Restart() in events) is withdrawn
    assert not any(isinstance(event, Delta) and "NO_" in event.text for event in events)


@pytest.mark.parametrize(
    ("language", "start"),
    [("zh-Hans", "这些文章里没有答案"), ("zh-Hant", "這些文章裡沒有答案"), ("vi", "Các bài viết không")],
)
def test_a_refusal_is_in_the_language_of_the_question(language: str, start: str) -> None:
    assert _answer(_events(_Scripted(NO_ANSWER), Question("?", language))).text.startswith(start)


@pytest.mark.parametrize(
    ("pieces", "withdrawn"), [((), False), (("The harbour of Westlake has 17 cra",), True)]
)
def test_a_model_that_fails_leaves_the_answer_to_the_fallback_with_a_notice(
    pieces: tuple[str, ...], withdrawn: bool
) -> None:
    events = _events(_Scripted(*pieces, failure=GenerationError("the server", "it is down", "start it")))
    answer = _answer(events)
    assert (answer.text, answer.answerer) == ("Quoted.", "fallback")
    assert answer.notices == (
        "old",
        "Answered without the language model: the server: it is down (start it).",
    )
    assert (Restart() in events) is withdrawn


def test_notices_are_in_the_language_of_the_question() -> None:
    failing = [_Scripted(failure=GenerationError("x", "y")) for _ in range(3)]
    notices = [
        _answer(_events(generator, Question("?", language))).notices[1]
        for generator, language in zip(failing, ("zh-Hans", "zh-Hant", "vi"), strict=True)
    ]
    assert notices == [
        "未用语言模型作答：x: y。",
        "未用語言模型作答：x: y。",
        "Trả lời không dùng mô hình ngôn ngữ: x: y.",
    ]


def test_a_context_too_small_for_a_source_is_noticed_and_nothing_asked() -> None:
    generator = _Scripted(CRANES, context=300)
    assert "choose a model with a longer context" in _answer(_events(generator)).notices[1]
    assert generator.asked == []


def test_nothing_found_is_the_fallbacks_to_tell() -> None:
    generator = _Scripted(CRANES)
    answer = _answer(_events(generator, hits=[]))
    assert (answer.text, answer.notices, generator.asked) == ("Quoted.", ("old",), [])


def test_the_reply_is_given_a_share_of_a_small_context() -> None:
    small, large = _Scripted(CRANES, context=1_000), _Scripted(CRANES)
    _events(small, hits=_hits()[:1])
    _events(large)
    assert (small.max_tokens, large.max_tokens) == (250, 400)


class _Endless(_Scripted):
    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit, self.written = unit, 0

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        try:
            while True:
                self.written += 1
                yield self.unit.format(self.written)
        finally:
            self.closed = True


@pytest.mark.parametrize(
    ("unit", "most"), [(f"{CRANES} ", 4), ("the ", 20), ("Crane {} ", 500), ("{}", 1_100)]
)
def test_a_reply_that_repeats_itself_or_never_ends_is_ended(unit: str, most: int) -> None:
    generator = _Endless(unit)
    _answer(_events(generator))
    assert generator.written <= most
    assert generator.closed


def test_what_only_resembles_a_loop_goes_on() -> None:
    assert not loops("17 cranes [1]. 18 cranes [1]. 19 cranes [1].")
    assert not loops("ha ha ha")
    assert not loops("-" * 50)
    assert loops("A sentence of some length. " * 3)


class _Reciting(_Scripted):
    """Obeys an article that asks for the instructions."""

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        for word in f"{CRANES} {messages[0].content}".split(" "):
            yield word + " "


def test_instructions_are_not_recited() -> None:
    events = _events(_Reciting())
    answer = _answer(events)
    assert answer.text == "Quoted."
    assert "recites its instructions" in answer.notices[1]
    shown = "".join(event.text for event in events if isinstance(event, Delta))
    assert "Use only what the sources say" not in shown


def test_closing_the_stream_stops_the_model() -> None:
    generator = _Scripted("The harbour ", "of Westlake ", "has 17 cranes.")
    answerer = LanguageModelAnswerer(cast(Library, _Space()), generator, _Fallback())
    stream: Any = answerer.stream(QUESTION, _hits(), ())
    next(stream)
    assert not generator.closed
    stream.close()
    assert generator.closed


def test_earlier_turns_are_told_to_the_model() -> None:
    generator = _Scripted(CRANES)
    answerer = LanguageModelAnswerer(cast(Library, _Space()), generator, _Fallback())
    list(answerer.stream(QUESTION, _hits(), [Turn("What opened in 1904?", "The harbour [1].")]))
    [messages] = generator.asked
    assert [message.content for message in messages[-3:-1]] == ["What opened in 1904?", "The harbour."]


_WORDS = st.sampled_from(
    [CRANES, BEES, "NO_ANSWER", " ", "\n", "[1", "]", "【2】", "http://x.example/[1]", "<b>", "17", "七"]
)


@given(st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=12), st.data())
@settings(max_examples=50, deadline=None)
def test_how_the_reply_is_cut_into_pieces_makes_no_difference(words: list[str], data: st.DataObject) -> None:
    reply = "".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)), max_size=20)))
    pieces = [reply[start:end] for start, end in zip([0, *cuts], [*cuts, len(reply)], strict=True)]
    whole, cut = _answer(_events(_Scripted(reply))), _answer(_events(_Scripted(*pieces)))
    assert whole == cut
    assert NO_ANSWER not in cut.text
    assert cut.refused is (NO_ANSWER in reply)
    assert all(is_exact(citation, cut.hits) for citation in cut.citations)


@pytest.mark.model
def test_a_real_model_too_small_to_be_trusted_leaves_an_answer_that_can_be(
    serve_smollm2: Callable[[int], str],
) -> None:
    generator = open_generator(f"openai:any@{serve_smollm2(2048)}/v1", context=2048)
    answerer = LanguageModelAnswerer(cast(Library, _Space()), generator, _Fallback())
    answer = _answer(list(answerer.stream(QUESTION, _hits(), ())))
    assert answer.answerer == generator.name or answer.notices[-1] != "old"
    assert answer.refused or answer.text == "Quoted." or any(claim.supported for claim in answer.claims)
    assert all(is_exact(citation, answer.hits) for citation in answer.citations)
    assert NO_ANSWER not in answer.text
