"""One part of the page: a place with an id, a script that fills it, and the functions that script may call.

Imports Gradio (seconds): only what builds a page imports this module.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import PolyciteError
from ui.page.error_words import sentence
from ui.page.languages import in_language, reader_language
from ui.page.turns import Turns

ASSETS = Path(__file__).parent / "assets"
FAILED = {
    "en": "Something failed; the terminal that runs this page says what.",
    "zh-Hans": "出错了；运行本页面的终端里有说明。",
    "zh-Hant": "出錯了；執行本頁面的終端機裡有說明。",
    "vi": "Có lỗi; cửa sổ dòng lệnh đang chạy trang này cho biết nguyên nhân.",
}

Payload = Mapping[str, Any]
"""What a script sent: untrusted. ``language`` is the reader's."""
ServerFunction = Callable[[Payload], Any]

logger = logging.getLogger("polycite")


def panel(
    name: str,
    *,
    template: str = "",
    functions: Sequence[ServerFunction] = (),
    costly: Sequence[ServerFunction] = (),
    turns: Turns | None = None,
) -> gr.HTML:
    """The part ``#pc-NAME``, filled by ``assets/NAME.js``.

    The script calls each function by its name through ``polycite.call(server.NAME, payload)``: what the
    function returns must be JSON; a ``PolyciteError`` becomes one line to the reader. ``costly`` ones take
    ``turns``.
    """
    taking_turns = [_taking(turns or Turns(), function) for function in costly]
    part = gr.HTML(
        elem_id=f"pc-{name}",
        html_template=template,
        js_on_load=(ASSETS / f"{name}.js").read_text(encoding="utf-8"),
        apply_default_css=False,
        server_functions=[*map(_answering, functions), *taking_turns] or None,
    )
    # What Gradio does not find here it takes for an event, if the script quotes a word of that name.
    vars(part).update(every=None, inputs=None)
    return part


def _taking(turns: Turns, function: ServerFunction) -> Callable[[Any], Coroutine[Any, Any, dict[str, Any]]]:
    """``_answering`` in its turn."""
    answering = _answering(function)

    @wraps(answering)
    async def answer(payload: Any) -> dict[str, Any]:
        try:
            return await turns.run(partial(answering, payload))
        except PolyciteError as error:
            asked = payload if isinstance(payload, dict) else {}
            return {"error": sentence(error, reader_language(asked.get("language")))}

    return answer


def _answering(function: ServerFunction) -> Callable[[Any], dict[str, Any]]:
    """``{"result": …}`` or ``{"error": line}``; never raises."""

    @wraps(function)
    def answer(payload: Any) -> dict[str, Any]:
        asked: Payload = payload if isinstance(payload, dict) else {}
        try:
            return {"result": function(asked)}
        except PolyciteError as error:
            return {"error": sentence(error, reader_language(asked.get("language")))}
        except Exception as error:  # the page's outermost edge
            logger.error(
                "%s failed: %r", function.__name__, error, exc_info=logger.isEnabledFor(logging.DEBUG)
            )
            return {"error": in_language(FAILED, asked.get("language"))}

    answer.__annotations__ = {}  # Gradio looks there for special arguments, and finds those of `function`
    return answer
