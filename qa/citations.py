"""Holds every citation to its promise before an answer leaves the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.types import Answer, Citation, Hit


def is_exact(citation: Citation, hits: Sequence[Hit]) -> bool:
    """Whether the quote is its article's text at its offsets, inside a passage that was retrieved."""
    return any(
        hit.passage.id == citation.passage_id
        and hit.article.id == citation.article_id
        and hit.passage.start <= citation.start < citation.end <= hit.passage.end
        and hit.article.text[citation.start : citation.end] == citation.quote
        for hit in hits
    )


def verify_citations(answer: Answer) -> Answer:
    """The answer without the citations that are not exact; the text stays as it was streamed."""
    exact = tuple(citation for citation in answer.citations if is_exact(citation, answer.hits))
    dropped = len(answer.citations) - len(exact)
    return replace(answer, citations=exact, dropped=dropped) if dropped else answer
