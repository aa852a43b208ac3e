"""What every template may use: the site's name, the viewer, dates in words, the language."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from forum import clock
from forum.permissions import may
from forum.text import stored
from forum.web.language import direction, language
from forum.web.notices import current_notice
from forum.web.viewer import Viewer, viewer


def day(moment: date | datetime) -> str:
    """A date in full words: "20 November 2026"; the year is left out within the present one."""
    if isinstance(moment, datetime):
        moment = moment.date()
    form = _("d MMMM") if moment.year == clock.today().year else _("d MMMM yyyy")
    return _day_in_words(moment, str(form), str(get_locale()))


@lru_cache(maxsize=2048)
def _day_in_words(moment: date, form: str, _language: str) -> str:
    return str(format_date(moment, form))


def minutes_to_read(words: int) -> int:
    """Whole minutes at 180 words a minute: reading with tired eyes is slower than the usual 230."""
    return max(1, round(words / 180))


def csrf_value() -> str:
    """The token of a member's forms; "" for guests, whose forms are known by their origin."""
    kept: str | None = g.get("csrf_form_value")
    if kept is None:
        kept = g.csrf_form_value = str(generate_csrf()) if viewer().is_authenticated else ""
    return kept


def new_key() -> str:
    """A key for a form, so that the same form sent twice is one post."""
    return secrets.token_urlsafe(12)


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["trusted"] = stored
    app.jinja_env.globals.update(
        minutes_to_read=minutes_to_read, new_key=new_key, csrf_value=csrf_value, may=may
    )

    _share_macros(app)

    @app.context_processor
    def shared() -> dict[str, Any]:
        if not has_request_context():
            return {"site_name": app.config["SITE_NAME"]}
        person = viewer()
        return {
            "site_name": app.config["SITE_NAME"],
            "demo": app.config["DEMO"],
            "viewer": person,
            "signed_in": isinstance(person, Viewer),
            "page_notice": current_notice(),
            "page_language": language(),
            "page_direction": direction(language()),
            "this_path": request.full_path.rstrip("?"),
            "quick_exit_url": app.config["QUICK_EXIT_URL"],
        }


def _share_macros(app: Flask) -> None:
    """The macros of nearly every page, so that no page pays for importing them."""
    for file, names in (("icon", ("icon",)), ("notice", ("notice",)), ("form", ("csrf",))):
        module = app.jinja_env.get_template(f"macros/{file}.html").module
        app.jinja_env.globals.update({name: getattr(module, name) for name in names})
