"""What the settings dialog tells: facts of this run, without a word of any language."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from importlib.util import find_spec
from pathlib import Path, PurePath
from urllib.parse import urlsplit, urlunsplit

from embeddings.library import LibraryInfo
from qa.answering.evidence import THRESHOLD
from ui.page.context import PageContext
from ui.page.visitors import is_loopback

HOSTED = "api.openai.com"
"""Where a server's model is asked for without an address."""
_BASE_URL = "OPENAI_BASE_URL"
_ADDRESS = re.compile(r"@(?=[a-z]+://)")
_GGUF_PACKAGES = ("gguf", "accelerate")


class Writer(Enum):
    """What writes the answers: nothing, for they are quotes; a model here; a server's, here or elsewhere."""

    QUOTES = "quotes"
    LOCAL = "local"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to answer: the command line that serves the page so, and the packages that it still lacks."""

    writer: Writer
    command: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """``host`` is the server, not on this machine, that gets questions and passages; None where none does."""

    info: LibraryInfo
    writer: Writer
    model: str | None
    host: str | None
    choices: tuple[Choice, ...]
    threshold: float
    read_only: bool


def facts(context: PageContext) -> Facts:
    """The facts of the page's own run, as they are now and as its visitors may know them."""
    info = context.assistant.library.info()
    encoder = shown_encoder(info.encoder, shared=context.shared)
    return Facts(
        info=replace(info, directory=context.folder, encoder=encoder),
        writer=writer(context.model),
        model=shown_model(context.model, shared=context.shared),
        host=foreign_host(context.model, os.environ),
        choices=choices(Path(context.folder)),
        threshold=THRESHOLD,
        read_only=context.options.read_only,
    )


def writer(model: str | None) -> Writer:
    """Who writes where the page is served with ``--model MODEL``."""
    if model is None:
        return Writer.QUOTES
    return Writer.SERVER if model.strip().startswith("openai:") else Writer.LOCAL


def shown_model(model: str | None, *, shared: bool) -> str | None:
    """``--model MODEL`` as visitors may know it: its name, where they are ``shared``; else its address too.

    Of an address what may be a key is left out: user and password, query and fragment.
    """
    if model is None:
        return None
    kind, _, rest = model.strip().partition(":")
    name, *address = _ADDRESS.split(rest, maxsplit=1) if writer(model) is Writer.SERVER else [rest]
    if shared:
        return name if writer(model) is Writer.SERVER else PurePath(name).name
    return "@".join([f"{kind}:{name}", *map(_without_keys, address)])


def shown_encoder(encoder: str, *, shared: bool) -> str:
    """A library's encoder as visitors may know it: of a folder only its name, where they are ``shared``."""
    path = PurePath(encoder)
    return path.name if shared and path.is_absolute() else encoder


def _without_keys(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def foreign_host(model: str | None, environment: Mapping[str, str]) -> str | None:
    """The host, other than this machine, that ``model`` is asked on."""
    if model is None or writer(model) is not Writer.SERVER:
        return None
    _, *named = _ADDRESS.split(model.strip(), maxsplit=1)
    address = named[0] if named else environment.get(_BASE_URL) or f"https://{HOSTED}/v1"
    host = urlsplit(address).hostname or address
    return None if is_loopback(host) else host


def _is_installed(package: str) -> bool:
    return find_spec(package) is not None


def choices(library: Path, installed: Callable[[str], bool] = _is_installed) -> tuple[Choice, ...]:
    """Every way to answer from ``library``, the model's name left open."""
    serve = f"polycite serve --library {shlex.quote(str(library))}"

    def lacking(*packages: str) -> tuple[str, ...]:
        return tuple(package for package in packages if not installed(package))

    return (
        Choice(Writer.QUOTES, serve),
        Choice(Writer.LOCAL, f"{serve} --model transformers:MODEL", lacking("transformers", *_GGUF_PACKAGES)),
        Choice(Writer.SERVER, f"{serve} --model openai:MODEL@http://localhost:8000/v1", lacking("openai")),
    )
