"""A model behind an OpenAI-compatible server: vLLM, Ollama, llama.cpp, or a hosted one."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import InputError
from qa.generation import GenerationError, Message

if TYPE_CHECKING:
    from openai import OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk

_USUAL_CONTEXT = 4096
_BYTES_PER_TOKEN = 2
_SECONDS_TO_CONNECT = 5.0
_SECONDS_PER_PIECE = 180.0
"""The first piece comes when the whole prompt is read, which takes a small machine minutes."""
_RETRIES = 2
_KEY = "OPENAI_API_KEY"


class OpenAIServer:
    """``model`` as the server at ``base_url`` calls it, else that of ``OPENAI_BASE_URL``, else OpenAI's.

    The key is taken from ``OPENAI_API_KEY`` and goes nowhere but to that server. ``patience`` is in seconds:
    how long any piece of a reply may take. Decoding is greedy where the server lets us choose.
    """

    def __init__(
        self,
        model: str,
        base_url: str | None = None,
        *,
        context: int | None = None,
        patience: float = _SECONDS_PER_PIECE,
    ) -> None:
        self.name = f"openai:{model}"
        self.context = context or _USUAL_CONTEXT
        self._model = model
        self._base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
        self._patience = patience
        _check(self.name, self._base_url)

    def count_tokens(self, text: str, /) -> int:
        """One for every two bytes of UTF-8, for a server's tokenizer is out of reach.

        Tokenizers made for several languages need .20 to .27 a byte in English, Chinese and Vietnamese; one
        made for English alone takes up to .68 in the others, and may find less room than this leaves.
        """
        return -(-len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN)

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply as the server sends them; closing the iterator closes the connection."""
        try:
            with self._open(messages, max_tokens) as stream:
                for chunk in stream:
                    yield from (choice.delta.content for choice in chunk.choices[:1] if choice.delta.content)
        except Exception as error:  # a server can answer with anything
            raise self._failed(error) from error

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI, Timeout

        return OpenAI(
            api_key=os.environ.get(_KEY) or "none",
            base_url=self._base_url,
            timeout=Timeout(self._patience, connect=_SECONDS_TO_CONNECT),
            max_retries=_RETRIES,
        )

    def _open(self, messages: Sequence[Message], max_tokens: int) -> Stream[ChatCompletionChunk]:
        """Asks as every server understands it; then, where a hosted model refuses that, as those do."""
        from openai import BadRequestError

        try:
            return self._create(messages, max_tokens=max_tokens, temperature=0)
        except BadRequestError as error:
            if error.param not in ("max_tokens", "temperature"):
                raise
            return self._create(messages, max_completion_tokens=max_tokens)

    def _create(self, messages: Sequence[Message], **limits: Any) -> Stream[ChatCompletionChunk]:
        chat: Any = [{"role": message.role, "content": message.content} for message in messages]
        stream: Stream[ChatCompletionChunk] = self._client.chat.completions.create(
            model=self._model, messages=chat, stream=True, **limits
        )
        return stream

    def _failed(self, error: Exception) -> GenerationError:
        import openai

        where = f"the language model server at {urlsplit(str(self._client.base_url)).netloc}"
        if isinstance(error, openai.APITimeoutError):
            return GenerationError(
                where, f"no answer within {self._patience:g} s", "try again", code="model-silent"
            )
        if isinstance(error, openai.APIConnectionError):
            why = str(error.__cause__ or error)
            return GenerationError(
                where, f"cannot be reached: {why}", "start it, or mend its address", code="model-unreachable"
            )
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return GenerationError(where, "it refuses the key", f"set {_KEY}", code="model-key")
        if isinstance(error, openai.NotFoundError):
            mend = "name a model that it serves, and its address up to /v1"
            return GenerationError(
                where, f"it finds nothing for the model {self._model!r}", mend, code="model-unknown"
            )
        return GenerationError(where, _said(error), code="model-failed")


def _check(name: str, base_url: str | None) -> None:
    """Raises ``InputError`` for what can be told without asking the server."""
    what = f"language model {name!r}"
    if importlib.util.find_spec("openai") is None:
        raise InputError(what, "the package openai is missing", "run: pip install openai")
    if base_url is None:
        if not os.environ.get(_KEY):
            mend = f"set it, or name a server: {name}@http://localhost:8000/v1"
            raise InputError(what, f"{_KEY} is not set", mend)
    elif not _is_address(base_url):
        raise InputError(
            what, "the server's address cannot be used", "write it like http://localhost:8000/v1"
        )


def _is_address(url: str) -> bool:
    """Whether it is http or https, with a host, a possible port, and no password, which errors would show."""
    try:
        address = urlsplit(url)
        return (
            address.scheme in ("http", "https")
            and bool(address.hostname)
            and "@" not in url
            and address.port != 0
        )
    except ValueError:
        return False


def _said(error: Exception) -> str:
    """What the server said, short, and without the key should it repeat that."""
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    key = os.environ.get(_KEY)
    return str(message).replace(key, "…")[:200] if key else str(message)[:200]
