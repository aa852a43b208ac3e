"""Which language a page speaks, and its words for templates.

Flask-Babel asks for the context, the locale and the catalogue again at every word; a page has
hundreds. Here the catalogue is looked up once a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from forum.extensions import babel
from forum.web import kept_choices
from forum.web.catalogue import Catalogues
from forum.web.viewer import viewer

COOKIE = "language"
_IN_HEADER = re.compile(rf"(?:^|;\s*){COOKIE}=([\w-]{{2,8}})(?:;|$)")


def language() -> str:
    """The member's language, else the browser's, out of those the site offers."""
    offered: list[str] = current_app.config["LANGUAGES"]
    if len(offered) == 1 or not has_request_context():
        # A worker or a command speaks the site's first language, unless told otherwise.
        return offered[0]
    person = viewer()
    if person.language in offered:
        return person.language
    chosen = request.cookies.get(COOKIE, "")
    return of_browser(chosen, request.headers.get("Accept-Language", ""), offered)


def of_browser(chosen: str, accepted: str, offered: Sequence[str]) -> str:
    """What was chosen in a browser, else what it says that its reader understands."""
    return chosen if chosen in offered else _best(accepted[:200], tuple(offered))


def language_in(cookies: str) -> str:
    """The language chosen, out of a raw `Cookie` header, for those who stand before Flask."""
    found = _IN_HEADER.search(cookies)
    return found[1] if found else ""


def keep_language(response: Response, chosen: str) -> None:
    """Keep a language in this browser; "" for what the browser says."""
    kept_choices.keep(response, COOKIE, chosen)


def own_name(code: str) -> str:
    """A language under its own name, as those who speak it look for it."""
    name = Locale.parse(code).get_display_name() or code
    return name[:1].upper() + name[1:]


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


def _follow(response: Response) -> Response:
    """Pages that ask nobody who they are, as Help now, speak as a member's other pages do."""
    person = g.get("_login_user")
    chosen = person.language if person is not None else ""
    told = any(each.startswith(f"{COOKIE}=") for each in response.headers.getlist("Set-Cookie"))
    if chosen and request.cookies.get(COOKIE) != chosen and not told:
        keep_language(response, chosen)
    return response


def init_app(app: Flask) -> None:
    app.after_request(_follow)
    babel.domain_instance = Catalogues()
    environment: Any = app.jinja_env
    environment.install_gettext_callables(say, _say_many, newstyle=True)
    environment.globals.update(say=say, spoken=spoken)
