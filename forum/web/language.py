"""Which language a page speaks, and its words for templates.

Flask-Babel asks for the context, the locale and the catalogue again at every word; a page has
hundreds. Here the catalogue is looked up once a request.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import get_translations

from forum.web.viewer import viewer


def language() -> str:
    """The member's language, else the browser's, out of those the site offers."""
    offered: list[str] = current_app.config["LANGUAGES"]
    if len(offered) == 1 or not has_request_context():
        # A worker or a command speaks the site's first language, unless told otherwise.
        return offered[0]
    person = viewer()
    if person.language in offered:
        return person.language
    return request.accept_languages.best_match(offered) or offered[0]


def _catalogue() -> NullTranslations:
    if not has_request_context():
        # Mail is written for somebody else, perhaps in a language of their own.
        return get_translations()
    kept: NullTranslations | None = g.get("catalogue")
    if kept is None:
        kept = g.catalogue = get_translations()
    return kept


def _say(words: str) -> str:
    return _catalogue().gettext(words)


def _say_many(one: str, many: str, count: int) -> str:
    return _catalogue().ngettext(one, many, count)


def init_app(app: Flask) -> None:
    environment: Any = app.jinja_env
    environment.install_gettext_callables(_say, _say_many, newstyle=True)
