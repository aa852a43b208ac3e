"""Help now and the card to show. These answer also when the database does not."""

from __future__ import annotations

from flask import Blueprint, current_app, g, render_template
from flask.typing import ResponseReturnValue

from forum.errors import NotFound
from forum.helpnow.numbers import Country
from forum.web.gate import public
from forum.web.viewer import Guest

help_now = Blueprint("help_now", __name__, url_prefix="/help-now")

_CARDS = ("breathing", "swallowing")


@help_now.before_request
def ask_nobody_who_they_are() -> None:
    """Everybody is a guest here: looking up a session would need the database."""
    g._login_user = Guest()


@help_now.get("")
@public
def page() -> ResponseReturnValue:
    countries: tuple[Country, ...] = current_app.extensions["emergency_numbers"]
    return render_template("helpnow/help.html", countries=countries, sources=_sources(countries))


def _sources(countries: tuple[Country, ...]) -> list[tuple[str, str]]:
    """Each source of the numbers once, in the order of the countries."""
    found = {
        number.source_url: number.source_title
        for country in countries
        for number in country.numbers
    }
    return [(title, url) for url, title in found.items()]


@help_now.get("/card")
@public
def card() -> ResponseReturnValue:
    return render_template("helpnow/card.html", kind="breathing")


@help_now.get("/card/<kind>")
@public
def card_of(kind: str) -> ResponseReturnValue:
    if kind not in _CARDS:
        raise NotFound
    return render_template("helpnow/card.html", kind=kind)
