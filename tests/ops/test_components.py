"""The page of all components: for those who build pages, in the demo only."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Parts that other macros are made of, the header's tools, and attributes of a part.
_WITHIN = {
    "_around", "_describe", "_errors", "_wrong", "card_part", "csrf", "place", "post_card", "renew",
    "renew_pager", "switch", "tools",
}  # fmt: skip


def test_it_shows_every_macro_and_only_in_the_demo(app, client, monkeypatch):
    assert client.get("/dev/components").status_code == 404
    monkeypatch.setitem(app.config, "DEMO", True)
    page = client.get("/dev/components")
    assert page.status_code == 200
    assert "Every macro as pages use it." in page.text
    source = (TEMPLATES / "ops" / "components.html").read_text()
    for file in sorted((TEMPLATES / "macros").glob("*.html")):
        for name in re.findall(r"{% macro (\w+)\(", file.read_text()):
            shown = re.search(rf"\b{name}\(", source)
            assert shown or name in _WITHIN, f"{file.name}: {name}"
