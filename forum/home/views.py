"""The first page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.articles.queries import newest
from forum.web.gate import public

home = Blueprint("home", __name__)

# Enough to choose from, and no more to scroll past.
_CARDS = 4


@home.get("/")
@public
def home_page() -> ResponseReturnValue:
    """A welcome for guests; for members the ways to what concerns them. The feed is at /activities."""
    return render_template("home/home.html", articles=newest(_CARDS))
