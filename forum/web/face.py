"""The face of a page: the comfort of who is looking, from their account or from this browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from forum.web import kept_choices
from forum.web.comfort import COOKIE, LONGEST, Comfort, changed, read_comfort
from forum.web.viewer import viewer

_FEW = 5
_IN_HEADER = re.compile(rf"(?:^|;\s*){COOKIE}=\"?([^;\"]{{0,{LONGEST}}})")


def comfort() -> Comfort:
    """What the viewer chose. An account goes before this browser, unless it was for here only."""
    if not has_request_context():
        return Comfort()
    found: Comfort | None = g.get("comfort")
    if found is None:
        found = g.comfort = _comfort()
    return found


def _comfort() -> Comfort:
    here = read_comfort(request.cookies.get(COOKIE))
    if here.here:
        return here
    try:
        kept = viewer().comfort
    except SQLAlchemyError:
        # While the database is away nobody is known; pages say so in the face that was chosen here.
        return here
    return read_comfort(kept) if kept else here


def switched() -> bool:
    """Was a switch of the header pressed beside a form?

    Without script the words in the form come along: the page is to be shown again with them, in its
    new face, and nothing is sent.
    """
    if "switched" not in g:
        name, _, value = request.form.get("switch", "").partition(".")
        chosen = changed(comfort(), name, value)
        g.switched = chosen is not None
        if chosen is not None:
            g.comfort = chosen
    return bool(g.switched)


def page_of(usual: int) -> int:
    """How many things a page shows: few on a bad-eye day."""
    return _FEW if comfort().eye else usual


def comfort_in(cookies: str) -> str:
    """The comfort in a raw `Cookie` header, tidied, for those who stand before Flask."""
    found = _IN_HEADER.search(cookies)
    return str(read_comfort(found[1])) if found else ""


def set_comfort_cookie(response: Response, chosen: Comfort) -> Response:
    """Keep a choice in this browser; a script may read it."""
    kept_choices.keep(response, COOKIE, str(chosen), readable=True)
    return response


def face(**instead: Any) -> Mapping[str, str]:
    """The attributes of `<html>`; `instead` stands in for some of what was chosen."""
    return replace(comfort(), **instead).attributes


def init_app(app: Flask) -> None:
    @app.context_processor
    def shared() -> dict[str, Any]:
        return {"comfort": comfort(), "face": face, "page_of": page_of}
