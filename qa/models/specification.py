"""The one setting that names a language model."""

from __future__ import annotations

import re

from corpus.errors import InputError
from qa.generation import Generator

_KINDS = "transformers:MODEL or openai:MODEL@BASE_URL"
_SCHEME = r"[a-z][a-z0-9+.-]*://"
_SERVER = re.compile(rf"@(?={_SCHEME})", re.IGNORECASE)
_USERINFO = re.compile(rf"(//|@(?!{_SCHEME})).*@", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    r"://|@(?:https?:|[^@/]*\.|localhost\b|[^@/]*:\d+(?:/|$)|.*/v\d+/?$)", re.IGNORECASE | re.DOTALL
)
"""Part of a model's name that looks like a server's address: a scheme, a host, a port, or ``/v1``."""


def open_generator(specification: str, *, context: int | None = None) -> Generator:
    """The language model that ``transformers:MODEL`` or ``openai:MODEL@BASE_URL`` names.

    ``MODEL`` is a hub id, a folder or a GGUF file for transformers, a server's name of its model for openai.
    Without ``BASE_URL`` it is the openai package's own (``OPENAI_BASE_URL``). ``context`` is how many tokens
    the model reads and writes in all, if not what the model itself says (transformers) or 4,096 (openai).
    Nothing is loaded and no server asked yet. Raises ``InputError`` for a specification that cannot be used,
    also where a server seems to be named without ``http://``: the text must not go to another one.
    """
    kind, _, model = specification.strip().partition(":")
    if kind == "transformers" and model:
        from qa.models.transformers_model import TransformersModel

        return TransformersModel(model, context=context)
    if kind == "openai" and model:
        from qa.models.openai_server import OpenAIServer

        name, *server = _SERVER.split(model, maxsplit=1)
        if not server and _ADDRESS.search(name):
            why = "the server's address is not written out"
            raise InputError("language model", why, "write it like openai:MODEL@http://localhost:8000/v1")
        return OpenAIServer(name, *server, context=context)
    shown = _USERINFO.sub(r"\1", specification)
    raise InputError(f"language model {shown!r}", "its form is not known", f"name it as {_KINDS}")
