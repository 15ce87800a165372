"""A text-generation model that transformers runs on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qa.generation import GenerationError, Message
from qa.models.loading import check, load, name_of

if TYPE_CHECKING:
    import torch
    from transformers import TextIteratorStreamer

_USUAL_CONTEXT = 2048
_PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message.role | capitalize }}: {{ message.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)


class TransformersModel:
    """The model in a folder, in a GGUF file or behind a hub id; loaded when first used, on a GPU if any.

    Weights come from safetensors or GGUF, no code from the model. Decoding is greedy; one reply is
    written at a time, others wait. ``context`` is the model's own unless given. ``name`` is shown to everyone
    who is answered, and holds of a path the last part alone.
    """

    def __init__(self, model: str, *, context: int | None = None) -> None:
        check(model)
        self.name = f"transformers:{name_of(model)}"
        self._named = model
        self._context = context
        self._loading = threading.Lock()
        self._writing = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    @property
    def context(self) -> int:
        _, model = self._load()
        own = getattr(model.config.get_text_config(), "max_position_embeddings", None)
        return int(self._context or own or _USUAL_CONTEXT)

    def count_tokens(self, text: str, /) -> int:
        """How many of the model's tokens the text takes."""
        tokenizer, _ = self._load()
        return len(tokenizer.encode(text, add_special_tokens=False))

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply, a word at a time; the model stops within a token of the iterator's closing."""
        tokenizer, model = self._load()
        reply = _Reply(tokenizer, model, self._writing)
        try:
            yield from reply.pieces(messages, max_tokens)
        finally:
            reply.stopped.set()

    def _load(self) -> tuple[Any, Any]:
        with self._loading:
            self._loaded = self._loaded or load(self._named)
            return self._loaded


class _Reply:
    """One reply, written in a thread of its own so that its pieces can be read meanwhile."""

    def __init__(self, tokenizer: Any, model: Any, turn: threading.Lock) -> None:
        from transformers import TextIteratorStreamer

        self.stopped = threading.Event()
        self._tokenizer, self._model, self._turn = tokenizer, model, turn
        self._streamer: TextIteratorStreamer = TextIteratorStreamer(
            tokenizer, skip_prompt=True, skip_special_tokens=True
        )
        self._failure: Exception | None = None

    def pieces(self, messages: Sequence[Message], max_tokens: int) -> Iterator[str]:
        threading.Thread(target=self._write, args=(messages, max_tokens), name="reply").start()
        yield from filter(None, self._streamer)
        if self._failure:
            raise _failed(self._failure) from self._failure

    def _write(self, messages: Sequence[Message], max_tokens: int) -> None:
        try:
            with self._turn:
                if not self.stopped.is_set():
                    self._generate(messages, max_tokens)
        except Exception as error:  # noqa: BLE001  raised anew where the pieces are read
            self._failure = error
        finally:
            self._streamer.text_queue.put(self._streamer.stop_signal)

    def _generate(self, messages: Sequence[Message], max_tokens: int) -> None:
        from transformers import StoppingCriteriaList

        self._model.generate(
            **self._encoded(messages).to(self._model.device),
            max_new_tokens=max_tokens,
            do_sample=False,
            temperature=None,
            top_p=None,
            top_k=None,
            pad_token_id=_padding(self._tokenizer),
            streamer=self._streamer,
            stopping_criteria=StoppingCriteriaList([self._is_stopped]),
        )

    def _encoded(self, messages: Sequence[Message]) -> Any:
        """The chat as the model was trained to read it; a model that can think aloud first is told not to."""
        return self._tokenizer.apply_chat_template(
            [{"role": message.role, "content": message.content} for message in messages],
            chat_template=self._tokenizer.chat_template or _PLAIN_TEMPLATE,
            add_generation_prompt=True,
            enable_thinking=False,
            return_dict=True,
            return_tensors="pt",
        )

    def _is_stopped(self, ids: torch.Tensor, _scores: Any, **_: Any) -> torch.Tensor:
        import torch

        return torch.full((len(ids),), self.stopped.is_set(), device=ids.device)


def _padding(tokenizer: Any) -> int | None:
    padding: int | None = tokenizer.pad_token_id
    return tokenizer.eos_token_id if padding is None else padding


def _failed(error: Exception) -> GenerationError:
    what = "the language model failed while writing"
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return GenerationError(what, "memory ran out", "choose a smaller model", code="model-failed")
    why = str(error).strip().partition("\n")[0] or type(error).__name__
    return GenerationError(what, why, code="model-failed")
