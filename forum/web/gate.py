"""The door: login unless a view is marked public, and a guard against other sites' forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms.validators import ValidationError

from forum.web.viewer import Viewer, viewer

View = TypeVar("View", bound=Callable[..., Any])

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedForm(HTTPException):
    """A form that another site may have sent, or whose token has gone stale."""

    code = 400
    description = "form-check"


def public(view: View) -> View:
    """Mark a view that guests may open."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def one_click(view: View) -> View:
    """Mark the single view that mail programs post to without cookies, token or origin."""
    view.is_one_click = True  # type: ignore[attr-defined]
    return view


def known_by_origin(view: View) -> View:
    """Mark a view whose forms stand on pages made for everybody, which carry no member's token.

    Its forms are known by where they come from, as a guest's are. Only for what does no harm when
    forged: the size of letters, a bookmark.
    """
    view.is_known_by_origin = True  # type: ignore[attr-defined]
    return view


def safe_next(target: str | None) -> str:
    """A path of this site to go back to; anything else means the home page.

    Refused are other hosts in every spelling browsers accept: `//host`, `/\\host`, tabs within.
    """
    if not target or len(target) > 500 or not target.startswith("/") or target.startswith("//"):
        return "/"
    if any(ord(sign) < 33 or ord(sign) == 127 for sign in target) or "\\" in target:
        return "/"
    return target


def same_site(headers_origin: str | None, fetch_site: str | None) -> bool:
    """Did this unsafe request come from our own pages? Neither header means no.

    A browser that sends `Sec-Fetch-Site` may hide the origin ("null"), but not name another one.
    """
    ours = {current_app.config["PUBLIC_URL"], request.host_url.rstrip("/")}
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"} and headers_origin in ours | {None, "null"}
    return headers_origin in ours


def _check_form(person: Any, *, by_origin: bool) -> None:
    if isinstance(person, Viewer) and not by_origin:
        try:
            validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
        except ValidationError as error:
            raise ForgedForm from error
    elif not same_site(request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")):
        raise ForgedForm
    # Flask-WTF's forms need not check again.
    g.csrf_valid = True


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in _SAFE:
        target = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=target))
    return render_template("errors/signed_out.html", kept=typed()), 401


def typed() -> list[tuple[str, str]]:
    """What a person wrote into the form of this request, to be given back on an error page."""
    hidden = {"csrf_token", "key", "version", "next", "code"}
    try:
        fields = list(request.form.items())
    except HTTPException:
        return []
    return [
        (name, value)
        for name, value in fields
        if name not in hidden and "password" not in name and len(value) > 20
    ]


def init_app(app: Flask) -> None:
    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if "\0" in request.path or "\0" in unquote(request.query_string.decode("latin-1")):
            # PostgreSQL holds no such sign, so no page of ours has it in its address.
            abort(404)
        view = app.view_functions.get(request.endpoint or "")
        if view is None:
            return None
        if request.method not in _SAFE:
            if request.content_length is None:
                abort(411)
            if not getattr(view, "is_one_click", False):
                by_origin = getattr(view, "is_known_by_origin", False)
                _check_form(viewer(), by_origin=by_origin)
        if getattr(view, "is_public", False) or viewer().is_authenticated:
            return None
        return _ask_to_sign_in()
