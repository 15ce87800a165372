"""The conversation behind the page: what a browser is told, what is remembered, what is believed of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from corpus.errors import InputError
from corpus.samples import sample_questions
from corpus.types import Article, Passage, Span
from embeddings.library import EVERYTHING, ArticleRecord, Filter
from qa.types import Answer, Citation, Delta, Event, Hit, Restart, Retrieved, Turn
from ui.page.chat import requests
from ui.page.chat.conversation import Update, converse, shown
from ui.page.chat.examples import FAVOURITES, Examples, choose, pick, read_questions
from ui.page.chat.exchanges import Conversation, Exchange
from ui.page.chat.requests import Asked
from ui.page.error_words import sentence
from ui.page.proof import rendering

if TYPE_CHECKING:
    from qa.assistant import Assistant

ARTICLE = Article("a", "Title", "Yes, it is.", "en")
HIT = Hit(Passage("a:0-11", "a", 0, 11, ARTICLE.text, "en"), ARTICLE, 1.0, 1)
QUOTE = Citation(1, HIT.passage.id, "a", "Yes", 0, 3, Span(0, 3))


def answer(text: str) -> Answer:
    return Answer("q", "en", text, (QUOTE,), (HIT,), False, 0.5, "test")


DONE = Exchange("earlier", "reply", answer("reply"))


class Scripted:
    """An assistant that plays back events, or raises; keeps what it was given."""

    def __init__(self, *events: Event | Exception) -> None:
        self.events = events
        self.history: list[Turn] = []
        self.where = EVERYTHING
        self.library = self

    def stream(self, question: str, history: list[Turn], *, where: Filter) -> Iterator[Event]:
        self.history, self.where = history, where
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def articles_by_id(self, ids: set[str]) -> dict[str, Article]:
        return {id_: ARTICLE for id_ in ids if id_ == ARTICLE.id}


def conversation(*exchanges: Exchange) -> Conversation:
    held = Conversation()
    held.exchanges = exchanges
    return held


def play(
    assistant: Scripted,
    held: Conversation,
    *,
    number: int,
    past: list[Any] | None = None,
    where: Filter = EVERYTHING,
) -> list[Update]:
    asked = Asked("q", 1, number, "en", where, past)
    return list(converse(cast("Assistant", assistant), held, asked, rendering))


def test_a_question_goes_from_searching_through_writing_to_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.page.chat.conversation.PACE", 0)
    final, held = answer("Yes [1]"), conversation(DONE)
    assistant = Scripted(Retrieved((HIT,)), Delta("Yes"), Delta(" [1]"), final)
    only = Filter(languages=frozenset({"en"}))
    updates = play(assistant, held, number=1, where=only)
    assert [update.state for update in updates] == ["searching", "searching", "writing", "writing", "done"]
    assert {update.exchange for update in updates} == {1}
    assert "Title" in (updates[1].sources or "")
    assert "Yes" in updates[2].thread
    assert updates[-1].answer == final.to_dict()
    assert 'data-marker="1"' in updates[-1].thread
    assert held.exchanges == (DONE, Exchange("q", "Yes [1]", final, only))
    assert (assistant.history, assistant.where) == ([Turn("earlier", "reply")], only)


def test_a_name_that_runs_leftward_keeps_to_itself_while_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.page.chat.conversation.PACE", 0)
    hit = replace(HIT, article=replace(ARTICLE, title="رحلة", source="Gazette"))
    events = Retrieved((hit,)), Delta("From “رحلة” (Gazette"), Restart(), Delta("<رحلة"), answer("x")
    updates = play(Scripted(*events), conversation(), number=0)
    writing = [update.thread for update in updates if update.state == "writing"]
    assert "From “<bdi>رحلة</bdi>” (Gazette<" in writing[0]
    assert "&lt;<bdi>رحلة</bdi><" in writing[1]


def test_pieces_that_come_at_once_are_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0, 10, 10.04, 10.06, 10.09, 10.09, 10.09, 10.1])
    monkeypatch.setattr("ui.page.chat.conversation.monotonic", lambda: next(clock))
    events = Delta("a"), Delta("b"), Delta("c"), Delta("d"), Restart(), Delta("e"), answer("e")
    updates = play(Scripted(*events), conversation(), number=0)
    threads = [update.thread for update in updates if update.state == "writing"]
    assert len(threads) == 3
    assert all(f">{text}<" in thread for text, thread in zip(("a", "abc", "e"), threads, strict=True))


def test_withdrawn_text_leaves_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.page.chat.conversation.PACE", 0)
    events = Retrieved(()), Delta("Inven"), Delta("ted"), Restart(), Delta("Quoted"), answer("Quoted")
    updates = play(Scripted(*events), conversation(), number=0)
    assert ["Invented" in update.thread for update in updates] == [False, False, False, True, *[False] * 3]


def test_a_question_takes_the_place_of_the_one_that_was_edited_and_of_those_after_it() -> None:
    held = conversation(DONE, Exchange("old"), Exchange("older"))
    play(Scripted(answer("new")), held, number=1)
    assert [exchange.question for exchange in held.exchanges] == ["earlier", "q"]


def test_a_bad_question_is_told_kindly_and_changes_nothing() -> None:
    held = conversation(DONE, Exchange("to be edited"))
    before = held.exchanges
    bad = InputError("question", "it is empty", "type a question")
    last = play(Scripted(bad), held, number=1)[-1]
    assert (last.state, last.notice) == ("failed", "Question: it is empty (type a question).")
    assert held.exchanges == before


def test_an_unforeseen_failure_shows_no_detail_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    held = conversation()
    last = play(Scripted(Delta("half"), RuntimeError("secret")), held, number=0)[-1]
    assert last.state == "failed"
    assert last.notice
    assert "secret" not in last.notice
    assert "secret" in caplog.text
    assert "Traceback" not in caplog.text
    assert held.exchanges == ()


def test_a_stopped_answer_keeps_its_text_and_ends() -> None:
    held = conversation()
    assistant = cast("Assistant", Scripted(Retrieved(()), Delta("So far"), Delta(" and on"), answer("All")))
    updates = converse(assistant, held, Asked("q", 1, 0, "en"), rendering)
    for update in updates:
        if update.state == "writing":
            held.stop(1)
    assert held.exchanges == (Exchange("q", "So far"),)
    assert [update.state for update in shown(held.exchanges, "en", rendering)] == ["stopped"]


def test_a_later_question_overtakes_and_one_that_was_stopped_never_begins() -> None:
    held = conversation()
    assistant = cast("Assistant", Scripted(Delta("first"), answer("first")))
    first = converse(assistant, held, Asked("first", 1, 0, "en"), rendering)
    next(first)
    assert next(first).state == "writing"
    second = list(converse(assistant, held, Asked("second", 2, 1, "en"), rendering))
    assert second[-1].state == "done"
    assert list(first) == []
    assert [exchange.question for exchange in held.exchanges] == ["first", "second"]
    held.stop(3)
    assert list(converse(assistant, held, Asked("third", 3, 2, "en"), rendering)) == []
    assert list(converse(assistant, held, Asked("late", 1, 2, "en"), rendering)) == []


def test_a_kept_conversation_is_not_overwritten_by_an_answer_that_is_stopped_only_after_it() -> None:
    held = conversation()
    assistant = cast("Assistant", Scripted(Delta("So far"), Delta(" and on"), answer("All")))
    left = converse(assistant, held, Asked("left", 1, 0, "en"), rendering)
    assert [next(left).state, next(left).state] == ["searching", "writing"]
    held.restore((DONE,), 1)
    assert list(left) == []
    held.stop(1)
    assert held.exchanges == (DONE,)
    assert list(converse(assistant, held, Asked("next", 2, 1, "en"), rendering))[-1].state == "done"
    assert held.exchanges[0] == DONE


def test_a_server_that_has_forgotten_asks_for_the_conversation_and_goes_on_from_it() -> None:
    held, assistant = conversation(), Scripted(answer("new"))
    assert [update.state for update in play(assistant, held, number=2)] == ["lost"]
    past = [
        {"question": "earlier", "answer": json.loads(json.dumps(answer("reply").to_dict()))},
        {"question": "stopped", "answer": None},
    ]
    held = conversation()
    assert play(assistant, held, number=2, past=past)[-1].state == "done"
    assert assistant.history == [Turn("earlier", "reply"), Turn("stopped", "")]
    assert held.exchanges[0].answer is not None
    assert held.exchanges[0].answer.citations == (QUOTE,)


def test_a_restored_answer_still_shows_what_it_quoted_of_an_article_that_is_gone() -> None:
    told = json.loads(json.dumps(answer("It is: “Yes” [1]").to_dict()))
    for data in told["citations"] + told["hits"]:
        data["article_id"] = "gone"
    held = conversation()
    play(Scripted(answer("new")), held, number=1, past=[{"question": "q", "answer": told}])
    first = shown(held.exchanges, "en", rendering)[0]
    assert 'data-marker="1"' in first.thread
    assert 'data-markers="1"' in (first.sources or "")
    assert "No longer in the library" in (first.sources or "")


def test_the_filter_of_a_question_is_kept_with_it() -> None:
    only = Filter(frozenset({"vi"}), frozenset({"VOV"}), since="2020")
    held = conversation()
    last = play(Scripted(answer("new")), held, number=0, where=only)[-1]
    assert last.where == {"languages": ["vi"], "sources": ["VOV"], "since": "2020", "until": ""}
    kept = [{"question": "q", "answer": None, "where": json.loads(json.dumps(last.where))}]
    restored = conversation()
    play(Scripted(answer("new")), restored, number=1, past=kept)
    assert [exchange.where for exchange in restored.exchanges] == [only, EVERYTHING]
    assert [update.where for update in shown(restored.exchanges, "en", rendering)] == [last.where, {}]


@pytest.mark.parametrize(
    "past",
    [
        ["x"],
        [{"question": "q", "answer": None, "where": {"since": "yesterday"}}],
        [{"question": 1}],
        [{"question": "q" * 2_001, "answer": None}],
        [{"question": " ", "answer": None}],
        [{"answer": {}}],
        [{"question": "q", "answer": {"answer": 1}}],
    ],
)
def test_a_kept_conversation_that_is_none_is_one_line(past: list[Any]) -> None:
    held = conversation()
    last = play(Scripted(answer("new")), held, number=1, past=past)[-1]
    assert last.state == "failed"
    assert "\n" not in last.notice
    assert held.exchanges == ()


def test_what_a_browser_asks_is_checked() -> None:
    sent = {"question": "q", "run": 1, "number": 0, "language": "vi"}
    where = {"languages": ["vi"], "sources": ["X"], "since": "2020", "until": ""}
    only = Filter(frozenset({"vi"}), frozenset({"X"}), since="2020")
    assert requests.asked({**sent, "where": where}) == Asked("q", 1, 0, "vi", only)
    assert requests.asked({**sent, "where": {}, "language": "<b>"}) == Asked("q", 1, 0, "en")
    wrongs: list[dict[str, Any]] = [
        {"question": None},
        {"run": "1"},
        {"number": True},
        {"number": -1},
        {"number": requests.MOST_EXCHANGES},
        {"past": {}},
        {"past": [0] * (requests.MOST_EXCHANGES + 1)},
        {"where": [1]},
        {"where": {"languages": "vi"}},
        {"where": {"sources": [1]}},
        {"where": {"sources": ["x" * 1000]}},
        {"where": {"since": 2020}},
        {"where": {"since": "yesterday"}},
    ]
    for wrong in wrongs:
        with pytest.raises(InputError):
            requests.asked({**sent, **wrong})


@pytest.mark.parametrize("name", ["since", "until"])
def test_a_date_of_a_million_characters_is_not_repeated(name: str) -> None:
    sent = {"question": "q", "run": 1, "number": 0, "where": {name: "2020" * 250_000}}
    with pytest.raises(InputError) as caught:
        requests.asked(sent)
    assert len(sentence(caught.value, "en")) < 100


@pytest.mark.parametrize(
    "sent", [{"number": requests.MOST_EXCHANGES}, {"number": 1, "past": [0] * (requests.MOST_EXCHANGES + 1)}]
)
def test_the_limit_of_a_conversation_is_told_in_the_readers_language(sent: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        requests.asked({"question": "q", "run": 1, "language": "vi", **sent})
    assert sentence(caught.value, "vi") == (
        "Một cuộc trò chuyện có tối đa 100 câu hỏi; hãy bắt đầu cuộc mới."
    )


def test_examples_start_in_the_readers_language_and_go_across_articles_and_languages() -> None:
    def line(question: str, language: str, *articles: str) -> dict[str, Any]:
        return {
            "id": f"{question}.{language}",
            "question": question,
            "language": language,
            "articles": articles,
        }

    lines = [
        line("unanswerable", "en"),
        line("not held", "en", "absent"),
        line("same language", "en", "english"),
        line("across but long", "en", "chinese"),
        line("across", "en", "chinese"),
        line("used already", "vi", "chinese"),
        line("fresh", "vi", "third"),
        line("across", "vi", "chinese"),
        line("no such reader", "fr", "english"),
    ]
    held = {"english": "en", "chinese": "zh-Hans", "third": "zh-Hans"}
    assert [example.question for example in choose(lines, held, "en")] == ["across", "same language", "fresh"]
    assert [example.language for example in choose(lines, held, "vi")] == ["vi", "vi", "en"]
    assert choose(lines, {}, "en") == []
    favourite = {**line("a favourite", "en", "english"), "id": "adopted-counties.en"}
    assert choose([*lines, favourite], held, "en")[0].question == "a favourite"


def test_favourite_examples_are_sample_questions() -> None:
    assert {line["id"] for line in read_questions(sample_questions())} >= FAVOURITES


def record(title: str, language: str = "en", date: str = "2020") -> ArticleRecord:
    return ArticleRecord(title, title, language, "", date, None, 1, 1, "")


class Shelf:
    """An assistant over articles that finds all of them but one."""

    def __init__(self, *records: ArticleRecord) -> None:
        self.records = records
        self.library = self
        self.asked: list[str] = []

    def articles(self) -> tuple[ArticleRecord, ...]:
        return self.records

    def stems(self) -> dict[str, set[str]]:
        return {one.id: {one.id} for one in self.records}

    def search(self, question: str, k: int) -> list[Hit]:
        self.asked.append(question)
        found = [one.id for one in self.records if one.title in question and one.title != "Hidden"]
        return [Hit(HIT.passage, Article(id_, id_, "x", "en"), 1.0, 1) for id_ in found[:k]]


def test_any_other_library_is_asked_about_in_the_readers_language_as_far_as_it_answers() -> None:
    shelf = Shelf(record("Nổi bật", "vi", "2019"), record("New", date="2024"), record("Hidden", "fr"))
    examples = Examples(cast("Assistant", shelf), quick=True)
    for _ in range(2):
        shown = [(example.title, example.question) for example in examples.for_reader("vi")]
        assert shown == [
            ("Nổi bật", "Bài “Nổi bật” nói về điều gì?"),
            ("New", "Bài “New” nói về điều gì?"),
            ("Hidden", None),
        ]
    assert len(shelf.asked) == 3


def test_articles_to_ask_about_are_of_every_language_the_readers_first_and_have_short_titles() -> None:
    records = [record("Old", date="2001"), record("New"), record("新", "zh-Hans"), record("x" * 200, "vi")]
    assert [one.title for one in pick(records, "en")] == ["New", "新", "Old"]
    assert [one.title for one in pick(records, "zh-Hans")] == ["新", "New", "Old"]
