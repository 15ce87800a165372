"""Logging in: the file of users, sessions, how often a password may be tried, and the form."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import re
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import anyio
import gradio as gr
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message

from corpus.errors import InputError
from ui.cli.running import run
from ui.page.application import application
from ui.page.context import PageOptions
from ui.page.languages import READER_LANGUAGES
from ui.page.login import door
from ui.page.login.rendering import form, preferred
from ui.page.login.sessions import IDLE_SECONDS, Sessions
from ui.page.login.streams import UntilEnded
from ui.page.login.throttle import TRIES, TRIES_A_NAME, TRIES_AN_ADDRESS, WINDOW_SECONDS, Throttle
from ui.page.login.words import WORDS, Words
from ui.page.visitors import KnownVisitors, Visitors, visitor
from ui.users import Users, UsersError

ROOT = Path(__file__).parents[2]
NAME, PASSWORD = "Ân", "một mật khẩu dài"
WRONG = "không đúng"
HOME = "http://127.0.0.1:7860"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with one user, to be copied."""
    path = tmp_path_factory.mktemp("users") / "users"
    Users(path).put(NAME, PASSWORD)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def users(known: str, tmp_path: Path) -> Users:
    (tmp_path / "users").write_text(known, encoding="utf-8")
    return Users(tmp_path / "users")


def test_a_file_of_users_holds_no_password_and_is_its_owners_alone(tmp_path: Path) -> None:
    users = Users(tmp_path / "users")
    users.put(NAME, PASSWORD)
    users.put("bob", PASSWORD)
    lines = users.path.read_text(encoding="utf-8").splitlines()
    assert [line.split("$")[:2] for line in lines] == [["Ân:", "argon2id"], ["bob:", "argon2id"]]
    assert lines[0].split("$")[-1] != lines[1].split("$")[-1]
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"users", "users.lock"}


def test_users_added_at_once_are_all_kept(users: Users) -> None:
    names = [f"user{n}" for n in range(6)]
    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(lambda name: Users(users.path).put(name, PASSWORD), names))
    assert users.names() == sorted([*names, NAME])


def test_a_missing_folder_is_told_by_the_path_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "users"
    with pytest.raises(UsersError) as caught:
        Users(path).put(NAME, PASSWORD)
    assert str(caught.value) == f"users {path}: there is no such folder (make it, or name another file)"
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [
        (NAME, PASSWORD, True),
        ("A\u0302n", PASSWORD, True),
        (NAME, "mo\u0323\u0302t mật khẩu dài", True),
        (NAME, PASSWORD.upper(), False),
        (NAME, "", False),
        ("ân", PASSWORD, False),
        ("", PASSWORD, False),
        ("nobody", "", False),
    ],
)
def test_only_the_right_password_of_a_known_name_is_right(
    users: Users, name: str, password: str, right: bool
) -> None:
    assert users.verify(name, password) is right


def test_an_unknown_name_costs_as_much_work_as_a_known_one(
    users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher, extract_parameters

    verified = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, hashed: str, password: bytes) -> bool:
        verified.append(extract_parameters(hashed))
        return real(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    assert not users.verify(NAME, "wrong")
    assert not users.verify("nobody", "wrong")
    assert verified[0] == verified[1]


def test_a_new_password_and_a_removal_are_read_while_the_file_is_in_use(users: Users) -> None:
    other = Users(users.path)
    before = users.hash_of(NAME)
    other.put(NAME, "another password")
    assert users.hash_of(NAME) != before
    assert users.verify(NAME, "another password")
    other.remove(NAME)
    assert users.names() == []
    assert not users.verify(NAME, "another password")


@pytest.mark.parametrize("name", ["", " ", "a b", "a:b", "a\nb", "a\x00", "\u2028", "\udc80", "x" * 65, " a"])
def test_a_name_that_would_break_the_file_is_refused(users: Users, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a name"):
        users.put(name, PASSWORD)
    assert users.names() == [NAME]


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_a_password_has_a_length(users: Users, password: str) -> None:
    with pytest.raises(InputError, match="choose another"):
        users.put("bob", password)


@pytest.mark.parametrize("text", ["ann", "ann:secret", "ann:$2b$12$aaaaaaaaaaaaaaaaaaaaaa", "\n", "\xff"])
def test_a_file_that_is_none_of_users_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "users").write_text(text, encoding="latin-1")
    with pytest.raises(UsersError, match=r"users .*(line 1|UTF-8).*polycite user add"):
        Users(tmp_path / "users").names()


def test_users_are_added_listed_and_removed_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--users", str(tmp_path / "users")]
    assert run(["user", "list", *file]) == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\nmore\n"))
    assert run(["user", "add", NAME, *file]) == 0
    assert Users(tmp_path / "users").verify(NAME, PASSWORD)
    assert run(["user", "list", *file]) == 0
    assert capsys.readouterr().out == f"{NAME}\n"
    assert run(["user", "remove", "nobody", *file]) == 1
    assert run(["user", "remove", NAME, *file]) == 0
    assert Users(tmp_path / "users").names() == []
    capsys.readouterr()
    assert run(["serve", "--library", str(tmp_path), *file]) == 1
    assert "there are none (add one with polycite user add" in capsys.readouterr().err


@pytest.mark.parametrize(("again", "code"), [(PASSWORD, 0), ("typed wrongly", 1)])
def test_a_terminal_asks_for_the_password_twice_and_shows_neither(
    tmp_path: Path, again: str, code: int
) -> None:
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "ui.cli", "user", "add", NAME, "--users", str(tmp_path / "users")]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=child, stdout=child, stderr=child, start_new_session=True
    )
    os.close(child)
    shown = b""
    for typed in (PASSWORD, again):
        while not shown.endswith(b": "):
            shown += os.read(parent, 1000)
        os.write(parent, f"{typed}\n".encode())
        shown += os.read(parent, 1000)
    assert process.wait(timeout=60) == code
    os.close(parent)
    assert PASSWORD.encode() not in shown
    assert (tmp_path / "users").exists() is (code == 0)


def test_a_session_ends_when_it_is_idle_but_not_while_it_is_used(users: Users) -> None:
    sessions = Sessions(users, clock=(clock := Clock()))
    token = sessions.start(NAME)
    for _ in range(3):
        clock.now += IDLE_SECONDS - 1
        assert sessions.user(token) == NAME
    clock.now += IDLE_SECONDS
    assert sessions.user(token) is None
    assert sessions.user("") is None
    assert sessions.start(NAME) != sessions.start(NAME)


def test_a_session_ends_with_its_user_or_their_password(users: Users) -> None:
    sessions = Sessions(users)
    first = sessions.start(NAME)
    users.put(NAME, PASSWORD)
    assert sessions.user(first) is None
    second = sessions.start(NAME)
    assert sessions.user(second) == NAME
    users.remove(NAME)
    assert sessions.user(second) is None


def fail(throttle: Throttle, name: str, address: str, times: int) -> list[float]:
    return [throttle.wait(name, address) for _ in range(times)]


def test_a_password_can_be_tried_a_few_times_then_only_after_a_while() -> None:
    throttle = Throttle(clock=(clock := Clock()))
    assert fail(throttle, NAME, "192.0.2.1", TRIES) == [0.0] * TRIES
    clock.now += 60
    assert throttle.wait(NAME, "192.0.2.1") == WINDOW_SECONDS - 60
    assert throttle.wait(NAME, "192.0.2.2") == 0.0
    clock.now += WINDOW_SECONDS
    assert fail(throttle, NAME, "192.0.2.1", TRIES) == [0.0] * TRIES


def test_an_address_cannot_try_many_names_nor_a_network_many_addresses() -> None:
    throttle = Throttle(clock=Clock())
    tried = [throttle.wait(f"name {n}", f"2001:db8::{n:x}") for n in range(TRIES_AN_ADDRESS + 1)]
    assert [bool(seconds) for seconds in tried] == [False] * TRIES_AN_ADDRESS + [True]
    assert throttle.wait("name", "2001:db8:0:1::1") == 0.0


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("192.0.2.1", "address 192.0.2.1"),
        ("::ffff:192.0.2.1", "address 192.0.2.1"),
        ("fe80::1%eth0", "address fe80::/64"),
        ("2001:db8::1", "address 2001:db8::/64"),
        ("2001:db8::ffff:2", "address 2001:db8::/64"),
        ("2001:db8:0:1::1", "address 2001:db8:0:1::/64"),
    ],
)
def test_a_network_of_many_addresses_is_one_visitor(address: str, known_as: str) -> None:
    known: list[str] = []

    async def app(*_: Any) -> None:
        known.append(visitor())

    with ThreadPoolExecutor(1) as thread:
        scope, unused = {"type": "http", "client": (address, 9)}, cast("Any", None)
        thread.submit(asyncio.run, KnownVisitors(app)(scope, unused, unused)).result()
    assert known == [known_as]


def test_a_name_cannot_be_tried_from_many_addresses() -> None:
    throttle = Throttle(clock=Clock())
    tried = [throttle.wait(NAME, f"192.0.{n // 250}.{n % 250}") for n in range(TRIES_A_NAME + 1)]
    assert [bool(seconds) for seconds in tried] == [False] * TRIES_A_NAME + [True]


def test_logging_in_well_is_never_counted() -> None:
    throttle = Throttle(clock=Clock())
    for _ in range(TRIES_A_NAME + 1):
        assert throttle.wait(NAME, "192.0.2.1") == 0.0
        throttle.forgive(NAME, "192.0.2.1")


def in_a_loop(made: Callable[[], Coroutine[Any, Any, FastAPI]]) -> FastAPI:
    """Gradio makes an event loop, and leaves it open, where none runs; a browser's runs in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(made())).result()


@pytest.fixture
def page(users: Users) -> Iterator[TestClient]:
    async def made() -> FastAPI:
        with gr.Blocks(analytics_enabled=False) as blocks:
            gr.HTML("nothing")
        visitors = Visitors(users.path, root_path="/articles")
        return application(blocks, host="127.0.0.1", visitors=visitors, options=PageOptions())

    with TestClient(in_a_loop(made), base_url=HOME, follow_redirects=False) as client:
        yield client


def log_in(page: TestClient, name: str = NAME, password: str = PASSWORD, **headers: str) -> tuple[int, str]:
    response = page.post(
        "/login", data={"name": name, "password": password}, headers={"origin": HOME, **headers}
    )
    return response.status_code, response.headers.get("set-cookie", response.text)


def cookie(told: str) -> dict[str, str]:
    return {"cookie": told.partition(";")[0]}


@pytest.mark.parametrize("path", ["/config", "/theme.css", "/gradio_api/queue/data", "/static/img/logo.svg"])
def test_who_has_not_logged_in_gets_the_form_and_nothing_else(page: TestClient, path: str) -> None:
    response = page.get("/")
    assert (response.status_code, response.headers["location"]) == (303, "/articles/login")
    assert page.get(path).status_code == page.post(path, content="{}").status_code == 401
    assert page.get("/articles" + path).status_code == 401
    shown = page.get("/login")
    assert shown.status_code == 200
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "<script" not in shown.text


def test_logging_in_gives_a_cookie_that_no_script_or_other_site_can_use(page: TestClient) -> None:
    status, told = log_in(page)
    assert status == 303
    token = re.fullmatch(r"polycite-7860=([\w-]{40,}); HttpOnly; Path=/articles/; SameSite=lax", told)
    assert token
    assert page.get("/config", headers=cookie(told)).json()["username"] == NAME
    assert NAME in page.get("/", headers=cookie(told)).text
    assert page.get("/login", headers=cookie(told)).headers["location"] == "/articles/"
    assert page.get("/config", headers={"cookie": f"polycite-7860={token[1]}x"}).status_code == 401


def test_the_cookie_of_a_page_that_a_proxy_encrypts_is_never_sent_in_clear(page: TestClient) -> None:
    assert "; Secure" in log_in(page, origin=HOME.replace("http:", "https:"))[1]


def test_logging_out_ends_the_session_and_no_other_site_can_do_either(page: TestClient, users: Users) -> None:
    assert log_in(page, origin="https://attacker.example")[0] == 403
    first, second = log_in(page)[1], log_in(page)[1]
    away = page.post("/logout", headers={**cookie(first), "origin": "https://attacker.example"})
    assert (away.status_code, page.get("/config", headers=cookie(first)).status_code) == (403, 200)
    left = page.post("/logout", headers={**cookie(first), "origin": HOME})
    assert (left.status_code, left.headers["location"]) == (303, "/articles/login")
    assert re.match(r'polycite-7860=""; .*Max-Age=0; Path=/articles/;', left.headers["set-cookie"])
    assert page.get("/config", headers=cookie(first)).status_code == 401
    assert page.get("/config", headers=cookie(second)).status_code == 200
    users.remove(NAME)
    assert page.get("/config", headers=cookie(second)).status_code == 401


@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_whose_session_has_ended_is_told_so(page: TestClient, language: str, words: Words) -> None:
    response = page.get("/", headers={"cookie": "polycite-7860=ended"})
    assert (response.status_code, response.headers["location"]) == (303, "/articles/login?ended")
    assert words.ended in page.get(f"/login?ended&language={language}").text
    assert words.ended not in page.get(f"/login?language={language}").text


def test_a_stream_ends_with_its_session_and_so_does_its_work(users: Users) -> None:
    sessions = Sessions(users)
    token = sessions.start(NAME)
    produced: list[bytes] = []

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(9):
            produced.append(b"%d" % number)
            yield produced[-1]
            await anyio.sleep(0)
            if number == 2:
                sessions.end(token)

    async def run(response: Response) -> list[Message]:
        sent: list[Message] = []

        async def receive() -> Message:
            await anyio.sleep_forever()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        app = UntilEnded(response, is_open=lambda: sessions.is_open(token))
        await app({"type": "http", "method": "GET"}, receive, send)
        return sent[1:]

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may run in this one
        sent = thread.submit(anyio.run, run, StreamingResponse(pieces())).result()
        whole = thread.submit(anyio.run, run, PlainTextResponse("begun before")).result()
    assert [message["body"] for message in sent] == [b"0", b"1", b"2", b""]
    assert not sent[-1]["more_body"]
    assert len(produced) < 9
    assert [message["body"] for message in whole] == [b"begun before"]


def test_wrong_names_and_passwords_are_told_alike_and_soon_not_tried_at_all(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, unknown = log_in(page, password=WRONG), log_in(page, name="zed", password=PASSWORD)
    assert known == (403, unknown[1].replace('value="zed"', f'value="{NAME}"'))
    assert "Name or password is wrong." in known[1]
    for _ in range(TRIES - 1):
        assert log_in(page, password=WRONG)[0] == 403
    monkeypatch.setattr(Users, "verify", None)
    status, told = log_in(page)
    assert status == 429
    assert "Try again in 15 min." in told


def test_a_name_is_counted_however_it_is_typed(page: TestClient) -> None:
    for name in (NAME, "A\u0302n", f" {NAME} ", "A\u0302n ", NAME):
        assert log_in(page, name=name, password=WRONG)[0] == 403
    assert log_in(page, name="A\u0302n")[0] == 429


def test_a_form_that_is_no_form_is_refused(page: TestClient, users: Users) -> None:
    assert page.post("/login", content=b"x" * (door.LONGEST_FORM + 1)).status_code == 413
    assert page.post("/login", content=b"\xff\x00name").status_code == 403
    told = log_in(page)[1]
    users.path.write_text("broken")
    assert page.get("/config", headers=cookie(told)).status_code == 503
    assert log_in(page)[0] == 503


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("fr, de;q=0.9, vi;q=0.1", "vi"),
        ("vi;q=0, zh", "zh-Hans"),
        ("en;q=0.5, vi;q=0.7", "vi"),
        ("tw", "en"),
        ("vi;q=banana", "en"),
    ],
)
def test_the_form_is_in_the_language_that_the_browser_asks_for(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


@given(st.text())
def test_any_header_asks_for_some_language(accepted: str) -> None:
    assert preferred(accepted) in READER_LANGUAGES


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_the_form_shows_a_name_as_text(page: TestClient, language: str) -> None:
    evil = '"><script>alert(1)</script>'
    assert "<script" not in form(language=language, name=evil, notice=evil)
    shown = page.get(f"/login?language={language}").text
    assert f'<html lang="{language}">' in shown
    assert shown.count("aria-current") == 2  # in the style and of one link
