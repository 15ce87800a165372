"""The middleware that lets nobody past who has not logged in, and serves the form where one can."""

from __future__ import annotations

import logging
import math
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from ui.page.access import READING, path_of
from ui.page.languages import READER_LANGUAGES
from ui.page.login.rendering import form, preferred
from ui.page.login.sessions import Sessions
from ui.page.login.streams import UntilEnded
from ui.page.login.throttle import Throttle
from ui.page.login.words import WORDS
from ui.users import LONGEST_NAME, Users, UsersError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FORM, LEAVE = "/login", "/logout"
ENDED = "ended"
"""The parameter of the form that says why it is shown."""
LONGEST_FORM = 16_000
HASHED_AT_ONCE = 2
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

logger = logging.getLogger("polycite")


class LoggedInOnly:
    """ASGI middleware: 401 for who has not logged in, or the way to the form where the page was asked for.

    The name of who has is ``scope["user"]``.
    """

    def __init__(self, app: ASGIApp, *, users: Users) -> None:
        self.app = app
        self._users = users
        self._sessions, self._throttle = Sessions(users), Throttle()
        self._limiter = CapacityLimiter(HASHED_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app if scope["type"] == "lifespan" else await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> ASGIApp:
        if scope["type"] != "http":
            return PlainTextResponse("Not logged in.", 401)
        request = Request(scope, receive)
        try:
            return await self._form(request) or self._page(request)
        except UsersError as error:
            logger.error("%s", error)
            return PlainTextResponse("Nobody can log in now.", 503)

    async def _form(self, request: Request) -> Response | None:
        """The answer to what belongs to logging in and out."""
        asked = path_of(request.scope), request.method
        if asked == (FORM, "POST"):
            return await self._enter(request)
        if asked == (LEAVE, "POST"):
            return self._leave(request)
        if asked in {(FORM, method) for method in READING}:
            notice = WORDS[_language(request)].ended if ENDED in request.query_params else ""
            return _shown(request, notice=notice) if self._user(request) is None else _to(request, "/")
        return None

    def _page(self, request: Request) -> ASGIApp:
        user, token = self._user(request), _token(request)
        if user is None:
            at_page = path_of(request.scope) == "/" and request.method in READING
            form = f"{FORM}?{ENDED}" if token else FORM
            return _to(request, form) if at_page else PlainTextResponse("Not logged in.", 401)
        request.scope["user"] = user
        return UntilEnded(self.app, is_open=lambda: self._sessions.is_open(token))

    def _user(self, request: Request) -> str | None:
        return self._sessions.user(_token(request))

    def _leave(self, request: Request) -> Response:
        self._sessions.end(_token(request))
        response = _to(request, FORM)
        response.delete_cookie(_cookie(request), path=_to_page(request))
        return response

    async def _enter(self, request: Request) -> Response:
        if not int(request.headers.get("content-length", LONGEST_FORM + 1)) <= LONGEST_FORM:
            return PlainTextResponse("Too large.", 413)
        name, password = _fields(await request.body())
        words, address = WORDS[_language(request)], request.client.host if request.client else ""
        if seconds := math.ceil(self._throttle.wait(name, address)):
            notice = words.wait.format(minutes=math.ceil(seconds / 60))
            return _shown(request, 429, name=name, notice=notice, headers={"retry-after": str(seconds)})
        if not await to_thread.run_sync(self._users.verify, name, password, limiter=self._limiter):
            return _shown(request, 403, name=name, notice=words.wrong)
        self._throttle.forgive(name, address)
        self._sessions.end(_token(request))
        response = _to(request, "/")
        _keep(request, response, self._sessions.start(name))
        return response


def _fields(body: bytes) -> tuple[str, str]:
    fields = parse_qs(body.decode("utf-8", "replace"))
    name, password = (fields.get(field, [""])[0] for field in ("name", "password"))
    return unicodedata.normalize("NFC", name).strip()[:LONGEST_NAME], password


def _shown(
    request: Request,
    status: int = 200,
    *,
    name: str = "",
    notice: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    told = {"content-security-policy": POLICY, **(headers or {})}
    return HTMLResponse(form(language=_language(request), name=name, notice=notice), status, headers=told)


def _to(request: Request, path: str) -> Response:
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}", 303)


def _to_page(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/"


def _language(request: Request) -> str:
    chosen = request.query_params.get("language", "")
    return chosen if chosen in READER_LANGUAGES else preferred(request.headers.get("accept-language", ""))


def _keep(request: Request, response: Response, token: str) -> None:
    """A cookie until the browser is closed, which no script can read and no other site can send along.

    But where it links to the page: a reader who follows a link from a mail stays logged in (RFC 6265bis).
    """
    origin = request.headers.get("origin", "")
    response.set_cookie(
        _cookie(request),
        token,
        path=_to_page(request),
        secure=request.url.scheme == "https" or origin.startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def _token(request: Request) -> str:
    return request.cookies.get(_cookie(request), "")


def _cookie(request: Request) -> str:
    """Named after the port: a browser sends its cookies to every port of a host."""
    return f"polycite-{(request.scope.get('server') or ('', ''))[1]}"
