"""What a reader thinks of an answer, which a browser sends, as a line for the file of ratings."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from corpus.errors import InputError
from embeddings.library import Library
from qa.evaluation.feedback import MAX_COMMENT, Feedback, Rating
from qa.restoring import answer_from_dict, article_ids
from ui.page.panel import Payload

RATINGS: dict[str, Rating] = {"up": "up", "down": "down"}


def rated(payload: Payload, library: Library) -> dict[str, Any]:
    """The rating in ``payload``; a changed one bears the id of the earlier, which only its reader knows."""
    rating, comment = RATINGS.get(str(payload.get("rating"))), payload.get("comment", "")
    if rating is None:
        raise InputError("rating", "it is neither up nor down", "rate the answer again")
    if not isinstance(comment, str) or len(comment) > MAX_COMMENT:
        raise InputError("rating", f"the comment is no text of at most {MAX_COMMENT:,} characters", "cut it")
    kept = payload.get("answer")
    answer = answer_from_dict(kept, library.articles_by_id(article_ids(kept)))
    if not answer.hits and not answer.refused:
        raise InputError(
            "rating", "the library holds nothing that the answer rests on", "ask the question again"
        )
    feedback = Feedback(_id(payload.get("id")), rating, comment.strip(), datetime.now(UTC))
    return feedback.record(answer, library.stems())


def _id(earlier: Any) -> str:
    known = isinstance(earlier, str) and re.fullmatch(r"[0-9a-f]{32}", earlier)
    return earlier if known else uuid4().hex
