"""Pages that are alike for everybody, and styles and scripts, go out compressed; a person's pages never.

What a page's length tells when it is compressed together with words of the address (BREACH) matters
only where somebody's own words or tokens stand: all of that is `no-store`, and is left as it is.
See docs/decisions/0007-compression.md.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers

from forum.web.cache import Cache

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

_KINDS = re.compile(
    r"text/(?:html|css|javascript|plain|xml)|image/svg\+xml|application/(?:\S+\+)?(?:json|xml)"
)
_WANTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Below this, the headers weigh as much as what is saved.
_SMALLEST = 1000
# An entity tag names the very bytes: packed ones have another.
_MARK = '-gzip"'


class Compression:
    """Stands before everything else, the kept pages among it. Each body is packed once."""

    def __init__(self, app: Flask) -> None:
        self._inner = app.wsgi_app
        self._packed: Cache[bytes] = Cache(entries=100)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._inner(environ, start_response)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if _MARK in known:
            environ = {**environ, "HTTP_IF_NONE_MATCH": known.replace(_MARK, '"')}
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told[:] = (status, Headers(headers), rest)

        parts = self._inner(environ, listen)
        status, headers, rest = told
        if _alike_for_all(headers):
            headers["Vary"] = ", ".join((*headers.getlist("Vary"), "Accept-Encoding"))
            wanted = _WANTED.search(environ.get("HTTP_ACCEPT_ENCODING", ""))
            if wanted and status.startswith("200"):
                parts = [self._pack(parts, headers)]
            elif _MARK in known and status.startswith("304"):
                _tell_apart(headers)
        start_response(status, headers.to_wsgi_list(), *rest)
        return parts

    def _pack(self, parts: Iterable[bytes], headers: Headers) -> bytes:
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        packed = self._packed.get_or_make(body, lambda: gzip.compress(body, 6, mtime=0))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(packed))
        _tell_apart(headers)
        return packed


def _alike_for_all(headers: Headers) -> bool:
    return (
        "no-store" not in headers.get("Cache-Control", "no-store")
        and "Set-Cookie" not in headers
        and "Content-Encoding" not in headers
        and _KINDS.match(headers.get("Content-Type", "")) is not None
        and int(headers.get("Content-Length", _SMALLEST)) >= _SMALLEST
    )


def _tell_apart(headers: Headers) -> None:
    mark = headers.get("ETag", "")
    if mark.endswith('"') and not mark.endswith(_MARK):
        headers["ETag"] = mark[:-1] + _MARK


def init_app(app: Flask) -> None:
    app.wsgi_app = Compression(app)  # type: ignore[method-assign]
