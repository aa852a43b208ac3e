"""Answers when something went wrong: what happened, that nothing was lost, the one next thing."""

from __future__ import annotations

import logging
import traceback
from html import escape

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, InternalServerError

from forum.errors import NotFound, Refusal
from forum.extensions import db
from forum.web.gate import ForgedForm, typed

log = logging.getLogger(__name__)


def _page(status: int, title: str, words: str, instead: str = "") -> ResponseReturnValue:
    page = render_template(
        "errors/error.html", title=title, words=words, kept=typed(), instead=instead
    )
    return page, status


def refused(error: Refusal) -> ResponseReturnValue:
    if isinstance(error, NotFound):
        return not_found(error)
    return _page(error.status, _("That did not work yet"), error.message)


def not_found(error: Exception) -> ResponseReturnValue:
    words = error.message if isinstance(error, NotFound) else ""
    return _page(
        404,
        _("There is nothing here"),
        words or _("The page may have moved, or it is not open to you. Nothing you wrote is lost."),
        error.instead if isinstance(error, NotFound) else "",
    )


def forged(_error: ForgedForm) -> ResponseReturnValue:
    log.warning("%s %s refused: the form may be another site's", request.method, request.endpoint)
    return _page(
        400,
        _("We could not be sure this form came from you"),
        _(
            "This happens when a page was open for long. Nothing was changed. "
            "Go back and send again."
        ),
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if 300 <= status < 400 or isinstance(error.response, Response):
        return error
    if status in {404, 405}:
        return not_found(error)
    if status == 413:
        return _page(413, _("That was too much at once"), _("Please send a shorter text."))
    if status == 411:
        return _page(
            411, _("That form came without its length"), _("Please send it again from the page.")
        )
    if status >= 500:
        return server_error(error)
    return _page(
        status,
        _("That did not work"),
        _("The address or the form was not complete. Go back and try again."),
    )


def server_error(error: Exception) -> ResponseReturnValue:
    """Our fault. Says so without detail, and gives back what was typed."""
    original = error.original_exception if isinstance(error, InternalServerError) else error
    log.error("%s %s failed: %s", request.method, request.endpoint, _where(original or error))
    try:
        db.session.rollback()
        db.session().info.pop("writing", None)
        return _page(
            500,
            _("Something broke on our side"),
            _(
                "We are sorry. It is written down and will be looked at. "
                "Please try again in a while."
            ),
        )
    except Exception as again:
        # Without a database not even the viewer is known, and a page needs one.
        log.error("no error page either: %s", _where(again))
        return _bare_page(), 500


def _where(error: BaseException | None) -> str:
    """What broke and where, without messages: those quote addresses, links and people's words."""
    parts = []
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{type(error).__module__}.{type(error).__qualname__}\n{frames}")
        error = error.__cause__ or error.__context__
    return "\nbecause of ".join(parts)


def _bare_page() -> str:
    kept = [f"<textarea readonly rows=8>\n{escape(value)}</textarea>" for _name, value in typed()]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something broke</title>'
        "<h1>Something broke on our side</h1><p>We are sorry. Please try again in a while.</p>"
        + "".join(kept)
    )


def init_app(app: Flask) -> None:
    # Flask's own line would hold the path, which may be a secret link, and the error's message.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(ForgedForm, forged)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, server_error)
