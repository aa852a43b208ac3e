"""Colours for what a browser draws around a page, read from the stylesheet's schemes."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask


def by_scheme(css: str, token: str) -> dict[str, str]:
    """The value of a token in each scheme."""
    pattern = rf':root\[data-theme="(\w+)"\]\s*{{[^}}]*--{token}:\s*(#[0-9A-Fa-f]{{6}})'
    return dict(re.findall(pattern, css))


def init_app(app: Flask, folder: Path) -> None:
    tokens = (folder / "css" / "tokens.css").read_text(encoding="utf-8")
    app.extensions["page_colours"] = by_scheme(tokens, "paper")
    # The browser's bar touches the header.
    bars = app.extensions["bar_colours"] = by_scheme(tokens, "tint")
    app.jinja_env.globals["bar_colours"] = bars
