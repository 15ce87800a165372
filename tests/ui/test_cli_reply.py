"""An answer in the terminal and in a pipe: withdrawn text, doubted claims, the likely answer."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from corpus.types import Article, Passage, Span
from qa.types import Answer, Citation, Claim, Delta, Event, Hit, Restart, Retrieved
from ui.cli.reply import show_reply
from ui.rendering import remarks, source_list

SOURCE = "Gansu lifted 75 poor counties out of poverty. It was announced."
TEXT = "There were 80 counties [1]. It was said."
CLAIMS = (Claim(0, 27, (1,), supported=False, missing=("80",)), Claim(28, 40, (), supported=False))
STYLES = re.compile(r"\x1b\[[0-9;]*m")


def answer(text: str = TEXT, language: str = "en", claims: tuple[Claim, ...] = ()) -> Answer:
    article = Article("a", "Title", SOURCE, "en", "Daily", "2020")
    hit = Hit(Passage("a:0", "a", 0, len(SOURCE), SOURCE, "en"), article, 1.0, 1)
    citation = Citation(1, "a:0", "a", SOURCE[:45], 0, 45, Span(13, 29))
    return Answer("?", language, text, (citation,), (hit,), False, 0.5, "test", claims)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], _Terminal]:
    """Makes standard output a screen of 40 columns."""

    def opened() -> _Terminal:
        screen = _Terminal()
        monkeypatch.setattr(sys, "stdout", screen)
        for name, value in (("COLUMNS", "40"), ("TERM", "xterm"), ("NO_COLOR", "1")):
            monkeypatch.setenv(name, value)
        return screen

    return opened


def written(final: Answer) -> list[Event]:
    return [Retrieved(final.hits), Delta("There were "), Delta("80 counties"), final]


def withdrawn(final: Answer) -> list[Event]:
    return [Retrieved(final.hits), Delta("Inven"), Delta("ted."), Restart(), Delta(final.text), final]


def test_a_pipe_gets_the_final_answer_and_nothing_that_was_withdrawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert show_reply(iter(withdrawn(answer()))) == answer()
    assert capsys.readouterr().out == (
        f"{TEXT}\n\n[1] Title\n    Daily · 2020 · en\n    “Gansu lifted 75 poor counties out of poverty.”\n"
    )


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_terminal_says_what_is_withdrawn_before_the_answer(
    open_terminal: Callable[[], _Terminal], language: str
) -> None:
    terminal = open_terminal()
    show_reply(iter(withdrawn(answer(language=language))))
    shown = STYLES.sub("", terminal.getvalue())
    says = {
        "en": "The text above is withdrawn; this is the\nanswer:",
        "zh-Hant": "以上文字已撤回，答案如下：",
    }
    assert shown.startswith(f"Invented.\n\n{says[language]}\n\nThere were 80 counties [1]. It was said.\n")


def test_a_terminal_shows_the_text_as_it_is_written(open_terminal: Callable[[], _Terminal]) -> None:
    terminal = open_terminal()
    events = iter(written(answer()))
    seen: list[str] = []

    def watched() -> Iterator[Event]:
        for event in events:
            seen.append(terminal.getvalue())
            yield event

    show_reply(watched())
    assert seen[-1] == "There were 80"


def test_the_likely_answer_is_styled_on_every_line_that_it_takes() -> None:
    text = source_list(answer(), 24)
    assert [text.plain[span.start : span.end] for span in text.spans if span.style == "bold underline"] == [
        "75",
        "poor counties",
    ]
    lines = text.plain.split("\n")
    assert "    “Gansu lifted 75" in lines
    assert "    poor counties out of" in lines


def test_a_quote_that_the_answer_holds_is_repeated_only_where_a_screen_can_mark_it() -> None:
    quoting = answer(f"“{SOURCE[:45]}” [1]")
    assert "Gansu" in source_list(quoting, 80).plain
    assert "Gansu" not in source_list(quoting, None).plain
    unmarked = replace(quoting, citations=(replace(quoting.citations[0], answer=None),))
    assert "Gansu" not in source_list(unmarked, 80).plain


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Not supported by the sources (missing: 80): “There were 80 counties [1].”",
                "No source given: “It was said.”",
            ],
        ),
        (
            "zh-Hans",
            ["来源不支持（来源中没有：80）：“There were 80 counties [1].”", "未注明来源：“It was said.”"],
        ),
        (
            "zh-Hant",
            ["來源不支持（來源中沒有：80）：「There were 80 counties [1].」", "未註明來源：「It was said.」"],
        ),
        (
            "vi",
            [
                "Các nguồn không xác nhận (không có trong nguồn: 80): “There were 80 counties [1].”",
                "Không dẫn nguồn: “It was said.”",
            ],
        ),
    ],
)
def test_claims_that_nothing_supports_are_told_in_the_readers_language(
    language: str, lines: list[str]
) -> None:
    assert remarks(answer(language=language, claims=CLAIMS), None).plain.split("\n") == lines


def test_supported_claims_need_no_remark_and_a_resolved_question_gets_one() -> None:
    supported = answer(claims=(Claim(0, 27, (1,), supported=True),))
    assert not remarks(supported, None)
    assert remarks(replace(supported, resolved="How many\x1b in Guangxi?"), None).plain == (
        "Understood as: How many␛ in Guangxi?"
    )


def test_remarks_command_no_terminal() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, markup=True)
    hostile = answer("\x1b]0;owned\x07 [red]x", claims=(Claim(0, 16, (1,), False, ("\x9b2J",)),))
    console.print(remarks(hostile, 40))
    assert isinstance(console.file, io.StringIO)
    assert not set(STYLES.sub("", console.file.getvalue())) & {"\x1b", "\x07", "\x9b"}
