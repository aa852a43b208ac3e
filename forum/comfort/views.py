"""The page of comfort, the switches of every page, and the page to rest on."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from forum.comfort import easy_day, places, services
from forum.comfort.forms import ComfortForm
from forum.comfort.places import read_mark
from forum.errors import NotFound
from forum.web import kept_choices
from forum.web.comfort import Comfort
from forum.web.face import comfort, set_comfort_cookie, switched
from forum.web.gate import known_by_origin, public, safe_next
from forum.web.language import COOKIE, keep_language, language, own_name
from forum.web.paging import go
from forum.web.viewer import member, viewer

# Articles, which are in English, and talks have the voice's buttons.
_READABLE = re.compile(r"/(?P<kind>articles|threads|posts)/[\w-]+(?:[?#]|\Z)")

comfort_pages = Blueprint("comfort", __name__)


@comfort_pages.get("/comfort")
@public
def show() -> ResponseReturnValue:
    form = ComfortForm(formdata=None)
    form.fill(comfort())
    form.back.data = safe_next(request.args.get("back")) if "back" in request.args else _from()
    return _page(form)


@comfort_pages.post("/comfort")
@public
@known_by_origin
def save() -> ResponseReturnValue:
    """Keep what was chosen; or have everything as usual again."""
    form = ComfortForm()
    back = form.back.data = safe_next(form.back.data)
    if request.form.get("act") == "usual":
        return _kept(Comfort(), go(_again(back), "comfort-usual"))
    if not form.validate():
        return _page(form), 422
    return _kept(form.chosen(), go(_again(back), "comfort-kept"))


@comfort_pages.post("/comfort/switch")
@public
@known_by_origin
def switch() -> ResponseReturnValue:
    """One switch of the header: it says what it wants, so that a second press changes nothing."""
    if not switched():
        raise NotFound
    return go(_from())


@comfort_pages.after_app_request
def keep_what_was_switched(answer: Response) -> Response:
    """On this page, or beside a form on any other; not with an error, which has undone what was begun."""
    if not g.get("switched") or answer.status_code >= 400:
        return answer
    return _kept(comfort(), answer)


@comfort_pages.post("/language")
@public
@known_by_origin
def speak() -> ResponseReturnValue:
    """Read these pages in another language; "" is what the browser says."""
    chosen = request.form.get("language", "")
    if chosen and chosen not in current_app.config["LANGUAGES"]:
        raise NotFound
    services.keep_language(viewer(), chosen)
    answer = go(_again(safe_next(request.form.get("back"))), "language-kept")
    keep_language(answer, chosen)
    return answer


@comfort_pages.post("/place")
@public
@known_by_origin
def keep_place() -> ResponseReturnValue:
    """Keep my place: back to the very paragraph, with a word that it is kept."""
    mark = read_mark(request.form.get("at"))
    if mark is None:
        raise NotFound
    places.keep(viewer(), mark)
    answer = go(mark.url, "place-kept")
    if not viewer().is_authenticated:
        kept_choices.keep(answer, places.COOKIE, str(mark))
    return answer


@comfort_pages.get("/rest")
@public
def rest() -> ResponseReturnValue:
    """Dim colours, one sentence, and the way back. It changes nothing."""
    back = safe_next(request.args.get("back")) if "back" in request.args else _from()
    return render_template(
        "comfort/rest.html", back=back, read_on=_read_on(back), face_instead={"theme": "night"}
    )


@comfort_pages.post("/rest/easy")
def begin_easy_day() -> ResponseReturnValue:
    easy_day.begin(member(), easy_day.read_offset(request.form.get("offset")))
    return go("/activities", "easy-begun")


@comfort_pages.post("/rest/easy/end")
def end_easy_day() -> ResponseReturnValue:
    easy_day.end(member())
    return go("/activities", "easy-ended")


def _read_on(back: str) -> str:
    """The language in which the page to go back to can be read aloud; nothing if it cannot be."""
    readable = _READABLE.match(back)
    if readable is None:
        return ""
    return "en" if readable["kind"] == "articles" else language()


def _kept(chosen: Comfort, answer: Response) -> Response:
    services.keep(viewer(), chosen)
    return set_comfort_cookie(answer, chosen)


def _again(back: str) -> str:
    return f"/comfort?back={quote(back, safe='/')}"


def _page(form: ComfortForm) -> Response:
    here = viewer().language or request.cookies.get(COOKIE, "")
    page = render_template(
        "comfort/comfort.html",
        form=form,
        section="comfort",
        languages=[(code, own_name(code)) for code in current_app.config["LANGUAGES"]],
        chosen_language=here,
    )
    return make_response(page)


def _from() -> str:
    """The page that somebody comes from, if it is one of ours; the home page otherwise."""
    given = urlsplit(request.headers.get("Referer", ""))
    if given.netloc != request.host or given.path in {"/comfort", "/rest"}:
        return "/"
    query = f"?{given.query}" if given.query else ""
    return safe_next(given.path + query)
