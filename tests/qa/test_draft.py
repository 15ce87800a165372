"""A reply on its way to the reader: sources given by code, the reader's script, nothing shown too early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span
from embeddings.encoders import HashEncoder
from embeddings.protocols import Vectors
from qa.answering.draft import Draft
from qa.answering.reply import Reply
from qa.answering.script import in_script_of
from qa.checking.answer_text import AnswerText
from qa.checking.support import Checker
from qa.types import Hit, Question

CRANES, BEES, TEA = (
    "The harbour of Westlake has 47 cranes and opened in 1904. Ships from nine countries call there.",
    "The library keeps four hives of bees on its roof. A beekeeper looks after them on Mondays.",
    "茶园有五十二名工人，每年春天采茶。他们住在“山里”。",
)


class _Space:
    """Vectors of words, or, for what is in Chinese, all alike."""

    _encoder = HashEncoder(512)

    def passage_vector(self, text: str, language: str) -> Vectors:
        vector: Vectors = self._encoder.encode_passages(["tea" if "茶" in text else text])[0]
        return vector

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        spans = split_sentences(passage.text)
        texts = [passage.text[span.start : span.end] for span in spans]
        return spans, np.stack([self.passage_vector(text, passage.language) for text in texts])


class _Plain:
    """A reply that is never ended early."""

    refused = False

    def __init__(self, pieces: Iterable[str], sources: int = 3) -> None:
        self._pieces = pieces
        self.sources = sources

    def __iter__(self) -> Iterator[str]:
        plain = AnswerText(3)
        yield from filter(None, map(plain.feed, self._pieces))
        yield plain.flush()


def _hits() -> list[Hit]:
    articles = [Article(f"a{n}", "", text, "en") for n, text in enumerate((CRANES, BEES, TEA), start=1)]
    return [
        Hit(Passage(a.id, a.id, 0, len(a.text), a.text, "zh-Hans" if a.text == TEA else "en"), a, 1.0, rank)
        for rank, a in enumerate(articles, start=1)
    ]


def _written(*pieces: str, question: Question = Question("Say?", "en")) -> tuple[Draft, list[str]]:  # noqa: B008
    draft = Draft(Checker(_Space()), _hits(), question)
    return draft, list(draft.written(cast(Reply, _Plain(pieces))))


@pytest.mark.parametrize(
    ("reply", "language", "shown"),
    [
        ("The harbour of Westlake has 47 cranes.", "en", "The harbour of Westlake has 47 cranes [1]."),
        ("The harbour of Westlake has 47 cranes", "en", "The harbour of Westlake has 47 cranes [1]"),
        ("The harbour of Westlake has 74 cranes.", "en", "The harbour of Westlake has 74 cranes."),
        ("The library keeps 47 hives of bees.", "en", "The library keeps 47 hives of bees."),
        ("The harbour has 47 cranes, so nine.", "en", "The harbour has 47 cranes, so nine."),
        ("A beekeeper looks after bees.", "en", "A beekeeper looks after bees [2]."),
        ("A gardener grows roses.", "en", "A gardener grows roses."),
        ("Westlake has 47 cranes [2].", "en", "Westlake has 47 cranes [1]."),
        ("Westlake has 47 cranes. [2][3] See.", "en", "Westlake has 47 cranes [1]. See."),
        ("Westlake has 47 cranes [2][1].", "en", "Westlake has 47 cranes [2][1]."),
        ("Westlake [2] has 47 cranes.", "en", "Westlake [2] has 47 cranes."),
        ("Westlake has 74 cranes [2].", "en", "Westlake has 74 cranes [2]."),
        ("Westlake has 47 cranes [2020].", "en", "Westlake has 47 cranes [2020] [1]."),
        ("Here it is: ", "en", "Here it is:"),
        ("How many cranes?", "en", "How many cranes?"),
        ("Hello! Westlake has 47 cranes! See.", "en", "Hello! Westlake has 47 cranes [1]! See."),
        ("“The harbour of Westlake has 47 cranes.”", "en", "“The harbour of Westlake has 47 cranes.” [1]"),
        ("茶园有52名工人。", "zh-Hans", "茶园有52名工人[3]。"),
        ("茶园有52名工人", "zh-Hans", "茶园有52名工人[3]"),
        ("茶园有52名工人[2]。", "zh-Hans", "茶园有52名工人[3]。"),
        ("茶園有52名工人。采茶！", "zh-Hans", "茶园有52名工人[3]。采茶[3]！"),
        ("茶园有52名工人。\n\n后来呢？", "zh-Hant", "茶園有52名工人[3]。\n\n後來呢？"),
    ],
)  # fmt: skip
def test_a_sentence_without_a_marker_is_given_that_of_the_passage_that_supports_it(
    reply: str, language: str, shown: str
) -> None:
    draft, pieces = _written(*reply, question=Question("茶" if language != "en" else "Say?", language))
    assert draft.text == "".join(pieces) == shown
    for claim in draft.claims:
        assert claim.supported is bool(claim.markers) or "[2]" in reply
        assert claim.attributed is (claim.supported and "[1]" not in reply)
        assert 0 <= claim.start < claim.end <= len(shown)


def test_no_source_is_given_that_the_model_did_not_read() -> None:
    said = "The library keeps four hives of bees on its roof."
    for read, shown in ((2, said.replace(".", " [2].")), (1, said)):
        draft = Draft(Checker(_Space()), _hits(), Question("Say?", "en"))
        assert "".join(draft.written(cast(Reply, _Plain([said], read)))) == shown


def test_only_the_end_of_a_sentence_is_held_back() -> None:
    harbour = ["The harbour of Westlake", " has 47 cranes", "."]
    _, shown = _written(*harbour, " The", " library", " keeps four", " hives of bees", ".")
    assert shown == [
        *("The harbour of", " Westlake has 47", " cranes"),
        *(" [1].", " The", " library keeps", " four hives of", " bees", " [2]."),
    ]


def test_a_marker_is_shown_once_it_cannot_be_put_right_any_more() -> None:
    _, shown = _written("The harbour [2]", " of Westlake", " has 47 cranes", " [2]", ". The", " end")
    assert shown == ["The", " harbour [2] of", " Westlake has 47", " cranes", " [2].", " The", " end"]
    _, shown = _written("The harbour has", " 47", " cranes [2]", ". The", " end")
    assert shown == ["The harbour", " has", " 47", " cranes", " [1].", " The", " end"]


def test_what_may_end_a_sentence_and_does_not_is_shown_after_the_next_word() -> None:
    _, shown = _written("Dr. ", "Li ", "of the U.S. ", "team ", "came. ")
    assert shown == ["Dr", ". Li of the", " U.S", ". team", " came", "."]


_REPLIES = st.lists(
    st.sampled_from(
        [
            *(
                "The harbour of Westlake has 47 cranes",
                "A beekeeper looks after bees",
                "茶园有52名工人",
                "采茶",
            ),
            *(
                ". ",
                ".",
                "。",
                "！",
                "…",
                "?",
                " ",
                "\n",
                "”",
                "」",
                "“",
                '"',
                ")",
                "Dr. ",
                "U.S. ",
                "and ",
                "3.5",
            ),
            *(
                "[1]",
                " [2]",
                "[7]",
                "[2020]",
                " [2020]",
                "[sic]",
                "- ",
                "；",
                "।",
                "‼",
                "〕",
                "園",
                "ไทย ",
                "ไทย" * 45,
            ),
        ]
    ),
    max_size=14,
).map("".join)


@given(_REPLIES, st.sampled_from(["en", "zh-Hans", "zh-Hant"]), st.data())
@example("A beekeeper looks after bees. [2020] And", "en", None)
@settings(max_examples=150, deadline=None)
def test_how_a_reply_is_cut_makes_no_difference(
    reply: str, language: str, data: st.DataObject | None
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)), max_size=20))) if data else []
    pieces = [reply[start:end] for start, end in zip([0, *cuts], [*cuts, len(reply)], strict=True)]
    question = Question("Say?", language)
    drafts = [_written(*some, question=question) for some in ([reply], pieces, reply)]
    for draft, shown in drafts:
        assert draft.text == "".join(shown) == drafts[0][0].text
        assert draft.claims == drafts[0][0].claims
        for claim in draft.claims:
            said = draft.text[claim.start : claim.end]
            assert said == said.strip()
            assert all(f"[{marker}]" in said for marker in claim.markers)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("zh-Hant", "这些干部为群众服务[1]。", "這些幹部為群眾服務[1]。"),
        ("zh-Hans", "這些幹部為群眾服務[1]。", "这些干部为群众服务[1]。"),
        ("zh-Hant", "他们住在“山里”和“城里”。", "他們住在“山里”和“城裡”。"),
        ("zh-Hant", "他們住在山里，皇后也在。", "他們住在山里，皇后也在。"),
        ("zh-Hans", "75 [1]", "75 [1]"),
        ("en", "这些干部", "这些干部"),
        ("zh-Hant", "Westlake has “17” cranes.", "Westlake has “17” cranes."),
    ],
)
def test_chinese_is_shown_in_the_script_of_the_question(language: str, text: str, shown: str) -> None:
    assert in_script_of(language, text, [CRANES, TEA]) == shown
