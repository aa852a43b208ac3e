"""Styles, scripts and icons: joined at start, served under their fingerprint for good."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app
from lucide.jinja import lucide

from forum.web.gate import public

_LAYERS = ("reset", "tokens", "base", "layout", "components", "comfort", "print")
# The icons of all pages. An icon never stands alone: words are always beside it.
ICONS = (
    "bell", "book-open", "bookmark", "check", "circle-question-mark", "circle-user-round", "coffee", "eye-closed", "hand",
    "hand-heart", "house",
    "inbox", "info", "life-buoy", "log-in", "mail", "menu", "message-circle", "moon", "pencil", "printer",
    "sliders-horizontal", "sprout", "triangle-alert", "users", "volume-2",
)  # fmt: skip
_COMMENT = re.compile(r"(?m)^ *//.*\n")


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    kind: str
    name: str


def _styles(folder: Path) -> bytes:
    order = f"@layer {', '.join(_LAYERS)};\n"
    parts = [(folder / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _LAYERS]
    return (order + "\n".join(parts)).encode()


def _scripts(folder: Path) -> bytes:
    modules = sorted((folder / "js").glob("*.js"))
    # What is said to those who read the source need not travel to every phone.
    texts = [_COMMENT.sub("", path.read_text(encoding="utf-8")) for path in modules]
    return "\n".join(f"{{\n{text}}}" for text in texts).encode()


def _icons() -> bytes:
    symbols = []
    for name in ICONS:
        drawn = re.sub(r"</?svg[^>]*>", "", str(lucide(name))).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def _named(stem: str, ending: str, kind: str, content: bytes) -> Asset:
    mark = hashlib.sha256(content).hexdigest()[:12]
    return Asset(content, kind, f"{stem}-{mark}.{ending}")


def init_app(app: Flask, folder: Path) -> None:
    made = {
        "snowdrop.css": _named("snowdrop", "css", "text/css; charset=utf-8", _styles(folder)),
        "snowdrop.js": _named("snowdrop", "js", "text/javascript; charset=utf-8", _scripts(folder)),
        "icons.svg": _named("icons", "svg", "image/svg+xml", _icons()),
        "favicon.svg": _named(
            "favicon", "svg", "image/svg+xml", (folder / "favicon.svg").read_bytes()
        ),
        **{
            path.name: _named(path.stem, "png", "image/png", path.read_bytes())
            for path in sorted((folder / "icons").glob("*.png"))
        },
    }
    app.extensions["assets"] = {asset.name: asset for asset in made.values()}
    names = {plain: f"/assets/{asset.name}" for plain, asset in made.items()}
    app.extensions["asset_addresses"] = names
    app.jinja_env.globals["asset"] = names.__getitem__
    app.add_url_rule("/assets/<name>", "asset", serve)


def address(name: str) -> str:
    """Where one of the joined files is served, as templates get it from `asset`."""
    addresses: dict[str, str] = current_app.extensions["asset_addresses"]
    return addresses[name]


@public
def serve(name: str) -> Response:
    """One of the joined files; its name changes with its content, so it may be kept for good."""
    asset = current_app.extensions["assets"].get(name)
    if asset is None:
        abort(404)
    response = Response(asset.content, content_type=asset.kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
