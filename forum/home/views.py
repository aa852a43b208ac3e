"""The first page."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.articles.queries import newest
from forum.comfort.places import COOKIE, kept_by
from forum.web.gate import public
from forum.web.viewer import viewer

home = Blueprint("home", __name__)

# Enough to choose from, and no more to scroll past.
_CARDS = 4


@home.get("/")
@public
def home_page() -> ResponseReturnValue:
    """A welcome for guests; for members the ways to what concerns them. The feed is at /activities."""
    place = kept_by(viewer(), request.cookies.get(COOKIE))
    return render_template("home/home.html", articles=newest(_CARDS), place=place)
