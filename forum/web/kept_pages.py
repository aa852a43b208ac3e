"""Whole pages for guests, kept by version and served before Flask begins its work.

A page is kept only as Flask made it, for the very host, path, language and comfort asked for,
without a query and without a session. One statement asks for the version at every visit, so that a change is
seen by the next visitor; nothing is kept by time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from forum.web.cache import Cache
from forum.web.face import comfort_in
from forum.web.language import language_in, of_browser

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
# The version of the page with this name, or None where there is none.
VersionOf = Callable[[str], Hashable | None]


@dataclass(frozen=True, slots=True)
class _Kept:
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    mark: str


class KeptPages:
    """Stands before the application for the addresses that `pattern` matches."""

    def __init__(self, app: Flask, pattern: str, version_of: VersionOf) -> None:
        self._inner = app.wsgi_app
        self._app = app
        self._pattern = re.compile(pattern)
        self._version_of = version_of
        self._pages: Cache[_Kept] = Cache(entries=300)
        self._cookie = "session="

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        kept = self._pages.get(key)
        if kept is None:
            return self._make(key, environ, start_response)
        if kept.mark and environ.get("HTTP_IF_NONE_MATCH") == kept.mark:
            start_response("304 NOT MODIFIED", kept.headers)
            return []
        start_response(kept.status, kept.headers)
        return [kept.body]

    def _key(self, environ: Environ) -> Hashable | None:
        """What the page is kept by; None when this visit must go its ordinary way."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
            return None
        found = self._pattern.fullmatch(environ["PATH_INFO"])
        if found is None or self._cookie in environ.get("HTTP_COOKIE", ""):
            return None
        try:
            version = self._version_of(found[1])
        except SQLAlchemyError:
            return None
        if version is None:
            return None
        offered = self._app.config["LANGUAGES"]
        cookies = environ.get("HTTP_COOKIE", "")
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        language = of_browser(language_in(cookies), accepted, offered)
        face = comfort_in(cookies)
        site = (environ.get("HTTP_HOST"), environ["wsgi.url_scheme"])
        return (*site, found[1], version, language, face)

    def _make(
        self, key: Hashable, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Flask make the page, and keep it when it is one that everybody may have."""
        told: dict[str, Any] = {}

        def listen(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told["status"], told["headers"] = status, headers
            return start_response(status, headers, *rest)

        parts = self._inner({**environ, "HTTP_IF_NONE_MATCH": ""}, listen)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        names = {name.lower(): value for name, value in told["headers"]}
        shared = "set-cookie" not in names and names.get("cache-control") == "no-cache"
        if told["status"].startswith("200") and shared:
            self._pages.put(
                key, _Kept(told["status"], told["headers"], body, names.get("etag", ""))
            )
        return [body]
