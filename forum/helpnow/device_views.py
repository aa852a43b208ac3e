"""What a device may keep of this site: Help now for when there is no network, and a manifest.

Everybody is a guest here, as at Help now: a device keeps nothing that belongs to one person.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.helpnow.views import ask_nobody_who_they_are
from forum.web.assets import address
from forum.web.gate import public
from forum.web.language import direction, language

device = Blueprint("device", __name__)
device.before_request(ask_nobody_who_they_are)

_OFFLINE = "/help-now/no-connection"
_PAGES = ("/help-now", "/help-now/card", "/help-now/card/swallowing", _OFFLINE)
_ASSETS = ("snowdrop.css", "snowdrop.js", "icons.svg", "favicon.svg")
_WORKER = Path(__file__).resolve().parents[2] / "static" / "worker" / "service-worker.js"


@lru_cache(maxsize=4)
def _worker(assets: tuple[str, ...]) -> bytes:
    """The worker with what it keeps. Other files make another worker, and that one a new cache."""
    source = _WORKER.read_text(encoding="utf-8")
    version = hashlib.sha256("\n".join((*assets, *_PAGES, source)).encode()).hexdigest()[:12]
    kept = {"version": version, "pages": _PAGES, "offline": _OFFLINE, "assets": assets}
    return f"const KEPT = {json.dumps(kept)};\n{source}".encode()


@device.get("/service-worker.js")
@public
def service_worker() -> ResponseReturnValue:
    """What keeps Help now on the device. Browsers ask again whether it has changed."""
    code = _worker(tuple(address(name) for name in _ASSETS))
    response = Response(code, content_type="text/javascript; charset=utf-8")
    response.add_etag()
    return response.make_conditional(request)


@device.get(_OFFLINE)
@public
def no_connection() -> ResponseReturnValue:
    """What stands for every other page while there is no network."""
    return render_template("helpnow/no_connection.html")


@device.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """For those who put the site among their programs. It keeps the browser's way back."""
    name = str(current_app.config["SITE_NAME"])
    drawing = {"src": address("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    words = {
        "name": name,
        "short_name": name[:12].strip(),
        "description": _(
            "%(site)s is a community for people living with myasthenia gravis (MG), for those still "
            "looking for a diagnosis, and for those who care for them.",
            site=name,
        ),
        "lang": language(),
        "dir": direction(language()),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": current_app.extensions["page_colours"]["paper"],
        "theme_color": current_app.extensions["bar_colours"]["paper"],
        "icons": [
            drawing,
            _picture("icon-192.png", 192),
            _picture("icon-512.png", 512),
            {**_picture("icon-maskable.png", 512), "purpose": "maskable"},
        ],
        "shortcuts": [{"name": _("Help now"), "url": "/help-now", "icons": [drawing]}],
    }
    return Response(json.dumps(words, ensure_ascii=False), content_type="application/manifest+json")


def _picture(name: str, size: int) -> dict[str, str]:
    return {"src": address(name), "sizes": f"{size}x{size}", "type": "image/png"}
