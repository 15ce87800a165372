from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from corpus.errors import InputError
from qa.generation import GenerationError, Message
from qa.models import open_generator
from qa.models.openai_server import OpenAIServer

ASKED = [Message("system", "Be brief."), Message("user", "What is the capital of France?")]
KEY = "sk-a-key-that-nobody-may-see"


class _Server(ThreadingHTTPServer):
    """Answers each request with the next of ``replies``, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self, *replies: Callable[[BaseHTTPRequestHandler], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.keys.append(self.headers["Authorization"])
        self.server.replies.pop(0)(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        pass


def _event(content: str) -> bytes:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": None}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _streaming(*pieces: str, done: bool = True) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends the pieces; without ``done``, says that more will come and hangs up."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        body = b"".join(map(_event, pieces)) + (b"data: [DONE]\n\n" if done else b"")
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", str(len(body) + (0 if done else 100)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def _error(status: int, message: str, param: str | None = None) -> Callable[[BaseHTTPRequestHandler], None]:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"error": {"message": message, "param": param}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(_event("on "))
            time.sleep(0.01)
    except OSError:
        assert isinstance(handler.server, _Server)
        handler.server.hung_up.set()


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., _Server]]:
    """Starts servers that answer as told; the key is set, and no retry waits."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.0)
    servers: list[_Server] = []

    def start(*replies: Callable[[BaseHTTPRequestHandler], None]) -> _Server:
        servers.append(_Server(*replies))
        threading.Thread(target=servers[-1].serve_forever, args=(0.02,), daemon=True).start()
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _write(server: _Server) -> str:
    return "".join(open_generator(f"openai:m@{server.url}").generate(ASKED, max_tokens=20))


def test_a_chat_is_sent_and_its_reply_comes_in_pieces(serve: Callable[..., _Server]) -> None:
    server = serve(_streaming("Par", "", "is."))
    assert list(OpenAIServer("m", server.url).generate(ASKED, max_tokens=20)) == ["Par", "is."]
    [asked] = server.asked
    assert (asked["model"], asked["max_tokens"], asked["temperature"]) == ("m", 20, 0)
    assert [(message["role"], message["content"]) for message in asked["messages"]] == [
        ("system", "Be brief."),
        ("user", "What is the capital of France?"),
    ]
    assert server.keys == [f"Bearer {KEY}"]


def test_a_hosted_model_that_takes_no_temperature_is_asked_as_it_likes(serve: Callable[..., _Server]) -> None:
    server = serve(_error(400, "Unsupported parameter", "max_tokens"), _streaming("Paris."))
    assert _write(server) == "Paris."
    assert server.asked[1]["max_completion_tokens"] == 20
    assert not {"temperature", "max_tokens"} & set(server.asked[1])


def test_a_busy_server_is_asked_again(serve: Callable[..., _Server]) -> None:
    server = serve(_error(503, "loading"), _error(429, "busy"), _streaming("Paris."))
    assert _write(server) == "Paris."


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (_error(401, f"Incorrect key {KEY}"), "it refuses the key (set OPENAI_API_KEY)"),
        (_error(404, "no such model"), "it finds nothing for the model 'm'"),
        (_error(400, f"the context is full\nof {KEY}"), "the context is full of …"),
        (_streaming("Par", done=False), "cannot be reached: "),
        (lambda handler: handler.wfile.write(b"no HTTP\r\n\r\n"), "cannot be reached: "),
    ],
)
def test_what_goes_wrong_is_told_in_one_line_without_the_key(
    serve: Callable[..., _Server], reply: Callable[[BaseHTTPRequestHandler], None], line: str
) -> None:
    server = serve(*[reply] * 3)
    with pytest.raises(GenerationError) as raised:
        _write(server)
    told = str(raised.value)
    assert line in told
    assert f"127.0.0.1:{server.server_port}" in told
    assert KEY not in told
    assert "\n" not in told


def test_a_reply_that_breaks_off_keeps_what_came_before(serve: Callable[..., _Server]) -> None:
    pieces = OpenAIServer("m", serve(_streaming("Par", done=False)).url).generate(ASKED, max_tokens=20)
    assert next(pieces) == "Par"
    with pytest.raises(GenerationError):
        next(pieces)


def test_a_server_that_is_down_is_told(serve: Callable[..., _Server]) -> None:
    server = serve()
    server.shutdown()
    server.server_close()
    with pytest.raises(
        GenerationError, match=r"cannot be reached: .*refused \(start it, or mend its address\)"
    ):
        _write(server)


def test_a_silent_server_is_given_up(serve: Callable[..., _Server]) -> None:
    server = serve(*[_silent] * 3)
    with pytest.raises(GenerationError, match=r"no answer within 0\.2 s \(try again\)"):
        list(OpenAIServer("m", server.url, patience=0.2).generate(ASKED, max_tokens=20))


def test_closing_the_iterator_hangs_up(serve: Callable[..., _Server]) -> None:
    server = serve(_endless)
    pieces: Any = OpenAIServer("m", server.url).generate(ASKED, max_tokens=20)
    assert next(pieces) == "on "
    pieces.close()
    assert server.hung_up.wait(10)


@pytest.mark.parametrize(
    ("specification", "line"),
    [
        ("", "its form is not known"),
        ("gpt-4", "name it as transformers:MODEL or openai:MODEL@BASE_URL"),
        ("openai:", "its form is not known"),
        ("ollama:qwen", "its form is not known"),
        ("openai:m", "OPENAI_API_KEY is not set"),
        ("openai:m@ftp://host/v1", "write it like http://localhost:8000/v1"),
        ("openai:m@http://", "write it like http://localhost:8000/v1"),
        ("openai:m@http://host:99999/v1", "write it like http://localhost:8000/v1"),
        ("openai:m@http://me:secret@host/v1", "the server's address cannot be used"),
        ("openai:m@http://:secret@host/v1", "the server's address cannot be used"),
        ("openai:m@http://me:1/secret@host/v1", "the server's address cannot be used"),
        ("openai:m@HTTPS://me:secret@internal/v1", "the server's address cannot be used"),
        ("openai:m@git+ssh://me:secret@internal/v1", "the server's address cannot be used"),
        ("openal:m@http://me:secret@host/v1", "'openal:m@http://host/v1': its form is not known"),
        ("openal:m@http://me:a/secret@host/v1", "'openal:m@http://host/v1': its form is not known"),
        ("openal:m@me:secret@host/v1", "'openal:m@host/v1': its form is not known"),
    ],
)
def test_a_specification_that_cannot_be_used_is_told(
    specification: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(InputError) as raised:
        open_generator(specification)
    assert line in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "model",
    [
        *("m@localhost:8000/v1", "m@LOCALHOST", "m@internal:8000", "m@[::1]:80/v1", "m@internal/v1/"),
        *(
            "m@10.0.0.7",
            "m@me:secret@host.org",
            "m@me:secret@internal/v1",
            "m@https:internal",
            "@cf/m@host.org",
        ),
        *("m@ http://me:secret@internal", "http://me:secret@internal", "m@//me:secret@internal/v1"),
    ],
)
def test_an_address_without_its_scheme_never_becomes_a_name_at_the_hosted_service(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(InputError, match="the server's address is not written out") as raised:
        open_generator(f"openai:{model}")
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("model", ["@cf/meta/llama-3.1-8b", "claude@20240620", "ann@qwen:7b", "gpt-4.1"])
def test_a_name_that_looks_like_no_address_needs_none(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert open_generator(f"openai:{model}").name == f"openai:{model}"


def test_the_scheme_is_read_in_capitals_too() -> None:
    assert open_generator("openai:m@HTTP://localhost/v1").name == "openai:m"


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match="run: pip install openai"):
        open_generator("openai:m@http://localhost/v1")


def test_a_model_name_may_hold_an_at_sign_and_the_context_is_as_told() -> None:
    generator = open_generator("openai:@cf/meta/llama@http://localhost/v1", context=777)
    assert (generator.name, generator.context) == ("openai:@cf/meta/llama", 777)


def test_tokens_are_counted_by_bytes() -> None:
    server = OpenAIServer("m", "http://localhost/v1")
    assert [server.count_tokens(text) for text in ("", "a", "abc", "扶贫", "\ud800")] == [0, 1, 2, 3, 1]


@pytest.mark.model
def test_a_real_llama_cpp_server_writes_in_pieces_and_refuses_what_is_too_long(
    serve_smollm2: Callable[[int], str],
) -> None:
    generator = open_generator(f"openai:any@{serve_smollm2(512)}/v1", context=512)
    pieces = list(generator.generate(ASKED, max_tokens=12))
    assert "Paris" in "".join(pieces)
    assert len(pieces) > 2
    with pytest.raises(GenerationError, match="exceed"):
        list(generator.generate([Message("user", "far too long " * 600)], max_tokens=12))
