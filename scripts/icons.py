"""`python -m scripts.icons`: the icons of the manifest, drawn from our own static/favicon.svg.

Phones that cannot draw an SVG want PNG. The maskable one fills its square, as a phone cuts it to
a shape of its own; the drawing lies within the middle four fifths already.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parents[1] / "static"
CHROMIUM = os.environ.get("TEST_CHROMIUM", "/usr/bin/chromium")
ROUND = 'rx="14" '
# Name, size in pixels, and whether the corners stay round.
ICONS = (("icon-192", 192, True), ("icon-512", 512, True), ("icon-maskable", 512, False))


def main() -> None:
    drawing = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    assert ROUND in drawing
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for name, size, is_round in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            shown = drawing if is_round else drawing.replace(ROUND, "")
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{shown}")
            page.screenshot(path=STATIC / "icons" / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
