"""Whom the page answers, and what: the application over a page with nothing on it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from embeddings.encoders import HashEncoder
from embeddings.library import Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever
from ui.page import build_page, failures
from ui.page.access import LARGEST_MESSAGE
from ui.page.application import application
from ui.page.context import PageContext, PageOptions
from ui.page.visitors import Visitors, is_loopback

HOME = "http://127.0.0.1:7860"
JOIN, UPLOAD = "/gradio_api/queue/join", "/gradio_api/upload"
ALONE, DEFAULTS = Visitors(), PageOptions()
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
Open = Callable[..., TestClient]


def in_a_loop(made: Callable[[], Coroutine[Any, Any, FastAPI]]) -> FastAPI:
    """Gradio makes an event loop, and leaves it open, where none runs; a browser's runs in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(made())).result()


@pytest.fixture(scope="module")
def open_page() -> Open:
    """The page as served on ``host``, at ``address``."""

    def opened(
        host: str = "127.0.0.1",
        address: str = HOME,
        visitors: Visitors = ALONE,
        options: PageOptions = DEFAULTS,
    ) -> TestClient:
        async def made() -> FastAPI:
            with gr.Blocks(analytics_enabled=False) as page:
                gr.HTML("nothing")
            return application(page, host=host, visitors=visitors, options=options)

        return TestClient(in_a_loop(made), base_url=address, follow_redirects=False)

    return opened


@pytest.fixture(scope="module")
def page(open_page: Open) -> TestClient:
    return open_page()


def test_the_page_forbids_loading_from_elsewhere_and_every_script_but_its_own(page: TestClient) -> None:
    response = page.get("/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in re.findall(r"script-src ([^;]*)", policy)[0]
    nonce = re.findall(r"'nonce-([\w-]{16,})'", policy)[0]
    assert set(re.findall("<script[^>]*>", response.text)) & {"<script>"} == set()
    assert response.text.count("<script") == response.text.count(f'<script nonce="{nonce}"')
    assert "window.polycite =" in response.text
    assert nonce not in page.get("/").text
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["cache-control"] == "no-store"


def test_an_answer_is_not_kept_unless_it_is_a_file_of_gradios_own(page: TestClient) -> None:
    for path in ("/config", "/theme.css", "/nothing"):
        assert page.get(path).headers["cache-control"] == "no-store"
    assert page.get("/static/img/logo.svg").headers.get("cache-control") != "no-store"


def test_a_failure_is_500_and_one_line_in_the_terminal(
    page: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "logger", logging.getLogger("test"))
    unknown = {"component_id": 999_999, "fn_name": "x", "session_hash": "s", "data": None}
    response = page.post("/gradio_api/component_server/", json=unknown)
    assert response.status_code == 500
    (told,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "component_server" in told.getMessage()
    assert (told.exc_info or None, "\n" in told.getMessage()) == (None, False)


def test_what_is_no_page_has_a_policy_without_scripts_inside(page: TestClient) -> None:
    for path in ("/theme.css", "/config", "/nothing"):
        headers = page.get(path).headers
        assert "script-src 'self' 'unsafe-eval';" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "asked", "status"),
    [
        ("127.0.0.1", "localhost:7860", 200),
        ("127.0.0.1", "[::1]:7860", 200),
        ("127.0.0.1", "articles.example", 200),
        ("127.0.0.1", "attacker.example", 400),
        ("127.0.0.1", "127.0.0.1.attacker.example", 400),
        ("127.0.0.1", "192.0.2.7:7860", 400),
        ("127.0.0.1", "", 400),
        (EVERYWHERE, "192.0.2.7:7860", 200),
        (EVERYWHERE, "[2001:db8::7]:7860", 200),
        (EVERYWHERE, "ARTICLES.example:80", 200),
        (EVERYWHERE, "attacker.example", 400),
        (EVERYWHERE, "192.0.2.7.attacker.example", 400),
    ],
)
def test_only_names_of_its_own_are_answered(open_page: Open, host: str, asked: str, status: int) -> None:
    page = open_page(host, visitors=Visitors(anyone=True, hosts=("articles.example",)))
    assert page.get("/config", headers={"host": asked}).status_code == status


@pytest.mark.parametrize("path", [JOIN, UPLOAD, "/gradio_api/component_server/", "/gradio_api/cancel"])
@pytest.mark.parametrize(
    "origin", ["https://attacker.example", "null", "", "http://127.0.0.1", f"{HOME}.attacker.example"]
)
def test_no_other_site_can_send_or_read(page: TestClient, path: str, origin: str) -> None:
    assert page.post(path, content="{}", headers={"origin": origin}).status_code == 403
    assert page.get("/config", headers={"origin": origin}).status_code == 403
    assert page.post(path, content="{}", headers={"origin": HOME}).status_code in (400, 422)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        *("runs", "info", "openapi.json", "deep_link", "file=/etc/hostname", "mcp/", "startup-events"),
        *("run/ask", "api/predict", "call/predict", "queue/status", "dev/reload", "user"),
        *("process_recording", "custom_component/a/b/c/d", "../gradio_api/info", "upload/", "token"),
        "proxy=https://example.com",
    ],
)
def test_the_rest_of_gradios_api_is_closed(page: TestClient, method: str, path: str) -> None:
    address = {"origin": HOME}
    assert page.request(method, f"/gradio_api/{path}", headers=address).status_code == 404


@pytest.mark.parametrize(
    "path", ["/docs", "/login", "/logout", "/monitoring", "/manifest.json", f"/{UPLOAD}"]
)
def test_nothing_beside_the_page_is_served(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 404
    assert page.post(path, content="").status_code == 404


FILE = {"files": ("a.txt", b"hello" * 20, "text/plain")}


def test_a_file_is_taken_up_to_the_limit_and_none_where_the_page_is_read_only(open_page: Open) -> None:
    assert open_page().post(UPLOAD, files=FILE).status_code == 200
    assert open_page(options=PageOptions(upload_limit=99)).post(UPLOAD, files=FILE).status_code == 413
    large = {"files": ("a.txt", b"x" * 200_000, "text/plain")}
    assert open_page(options=PageOptions(upload_limit=99)).post(UPLOAD, files=large).text == "Too large."
    assert open_page(options=PageOptions(read_only=True)).post(UPLOAD, files=FILE).status_code == 404


def test_an_upload_that_nobody_claims_is_gone_when_the_server_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        assistant = Assistant(library, HybridRetriever(library), ExtractiveAnswerer(library))

        async def made() -> FastAPI:
            built = build_page(PageContext(assistant, options=DEFAULTS))
            return application(built, host="127.0.0.1", visitors=ALONE, options=DEFAULTS)

        app = in_a_loop(made)
        with TestClient(app, base_url=HOME) as client:
            (stored,) = client.post(UPLOAD, files=FILE).json()
            assert Path(stored).is_file()
        assert not Path(stored).exists()


def test_a_message_tells_its_length_and_is_not_endless(page: TestClient) -> None:
    assert page.post(JOIN, content=iter([b"{}"])).status_code == 411
    assert page.post(JOIN, content=b" " * (LARGEST_MESSAGE + 1)).status_code == 413


def test_the_stylesheet_names_no_outside_address(page: TestClient) -> None:
    css = page.get("/theme.css").text
    assert "--pc-mark" in css
    assert re.findall(r"""@import|url\(["']?+(?!data:).{40}""", css) == []


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True)]
    + [(host, False) for host in (EVERYWHERE, "::", "192.168.1.2", "example.org", "localhost.example")],
)
def test_loopback_addresses_are_told_from_others(host: str, own: bool) -> None:
    assert is_loopback(host) is own
