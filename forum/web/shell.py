"""What surrounds every page, rendered once a role, language, section and comfort instead of once a page."""

from __future__ import annotations

from flask import Flask, current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from forum.text import stored
from forum.web.cache import Cache
from forum.web.face import comfort
from forum.web.viewer import viewer

_shells: Cache[Markup] = Cache(entries=200)


def shell(part: str, section: str) -> Markup:
    """The header or footer as somebody of the viewer's role sees it."""
    chosen = comfort()
    key = (
        current_app.config["SITE_NAME"],
        current_app.config["DEMO"],
        current_app.config["QUICK_EXIT_URL"],
    )
    return _shells.get_or_make(
        (
            *key,
            part,
            section,
            viewer().role,
            str(get_locale()),
            chosen.eye,
            chosen.hand,
            chosen.place,
        ),
        lambda: stored(render_template(f"shell/{part}.html", section=section)),
    )


def init_app(app: Flask) -> None:
    app.jinja_env.globals["shell"] = shell
