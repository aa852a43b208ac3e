"""Which language a page speaks, and its words for templates.

Flask-Babel asks for the context, the locale and the catalogue again at every word; a page has
hundreds. Here the catalogue is looked up once a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from forum.extensions import babel
from forum.web.catalogue import Catalogues
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
    return negotiated(request.headers.get("Accept-Language", ""), offered)


def negotiated(accepted: str, offered: Sequence[str]) -> str:
    """The best of the languages offered for what a browser says that its reader understands."""
    return _best(accepted[:200], tuple(offered))


@lru_cache(maxsize=500)
def _best(accepted: str, offered: tuple[str, ...]) -> str:
    return parse_accept_header(accepted, LanguageAccept).best_match(offered) or offered[0]


@lru_cache(maxsize=64)
def direction(code: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return str(Locale.parse(code).text_direction)


def site_language() -> str:
    """The site's first language: what is spoken where nothing is known of a reader."""
    offered: list[str] = current_app.config["LANGUAGES"]
    return offered[0]


def spoken() -> str:
    """The language that is spoken at this moment, as it is stored."""
    return str(get_locale() or site_language())


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while: mail is written for somebody else."""
    kept = g.pop("catalogue", None)
    try:
        with force_locale(code):
            yield
    finally:
        g.catalogue = kept


def _catalogue() -> NullTranslations:
    if not has_request_context():
        # A worker's context outlives its mails, each perhaps in a language of its own.
        return get_translations()
    kept: NullTranslations | None = g.get("catalogue")
    if kept is None:
        kept = g.catalogue = get_translations()
    return kept


def say(words: str) -> str:
    """Words out of data in the language spoken now: as they are, where the catalogue lacks them.

    They are not taken for markup, nor a % in them for a place.
    """
    return _catalogue().gettext(words) if words else ""


def _say_many(one: str, many: str, count: int) -> str:
    return _catalogue().ngettext(one, many, count)


def init_app(app: Flask) -> None:
    babel.domain_instance = Catalogues()
    environment: Any = app.jinja_env
    environment.install_gettext_callables(say, _say_many, newstyle=True)
    environment.globals.update(say=say, spoken=spoken)
