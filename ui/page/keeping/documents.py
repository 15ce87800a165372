"""A kept conversation, which a browser sends, as a document to be downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from corpus.errors import InputError
from corpus.types import Article
from embeddings.library import Library
from qa.restoring import answer_from_dict, article_ids, lost_citations
from ui.page.filters import filter_from
from ui.page.languages import reader_language
from ui.page.panel import Payload
from ui.rendering.conversation import Exchange, conversation_json, conversation_markdown, file_name

MAX_TITLE = 200
MAX_EXCHANGES = 100
MEDIA_TYPES = {"md": "text/markdown", "json": "application/json"}


class Document(TypedDict):
    """What a browser needs to save a file."""

    name: str
    type: str
    text: str


def document(payload: Payload, library: Library) -> Document:
    """The conversation in ``payload``, as Markdown or JSON, with the citations that ``library`` bears out."""
    title, ending = payload.get("title"), payload.get("format")
    if not isinstance(title, str) or len(title) > MAX_TITLE:
        raise InputError("export", f"the title is no text of at most {MAX_TITLE}", "rename the conversation")
    if not isinstance(ending, str) or ending not in MEDIA_TYPES:
        raise InputError("export", "there is no such format", f"choose one of {', '.join(MEDIA_TYPES)}")
    title = title.encode("utf-8", "replace").decode("utf-8")
    exchanges = _exchanges(payload.get("exchanges"), library)
    if ending == "json":
        text = conversation_json(title, exchanges)
    else:
        text = conversation_markdown(title, exchanges, reader_language(payload.get("language")))
    return {"name": file_name(title, ending), "type": MEDIA_TYPES[ending], "text": text}


def _exchanges(kept: Any, library: Library) -> list[Exchange]:
    if not isinstance(kept, list) or len(kept) > MAX_EXCHANGES:
        raise InputError("export", f"it is no list of at most {MAX_EXCHANGES} answers", "export another one")
    if not all(isinstance(one, dict) for one in kept):
        raise InputError("export", "an exchange is no JSON object", "export another one")
    articles = library.articles_by_id(set().union(*(article_ids(one.get("answer")) for one in kept)))
    return [_exchange(one, articles) for one in kept]


def _exchange(kept: Mapping[str, Any], articles: Mapping[str, Article]) -> Exchange:
    answer = kept.get("answer")
    where = filter_from(kept.get("where"))
    return Exchange(answer_from_dict(answer, articles), where, lost_citations(answer, articles))
