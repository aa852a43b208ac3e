"""`make pictures`: pictures of the program for README and docs, taken from a fresh demo.

What they show is what the program shows on the day that they are taken: nothing is drawn by hand.
`PICTURES_ALL=1` takes every page at both widths, light and dark, into instance/pictures to look at;
otherwise only those that the docs show are taken, into docs/pictures.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.demo_site import ROOT, DemoSite, demo_site
from scripts.signing_in import session_cookies

CHROMIUM = os.environ.get("TEST_CHROMIUM", "/usr/bin/chromium")
SIZES = {390: 844, 1280: 900}
FACES = ("light", "dark")
# A picture of the docs is heavier than this only by mistake.
HEAVIEST = 150_000


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, and whose it is."""

    name: str
    path: str
    role: str = ""


SHOTS = (
    Shot("home", "/"),
    Shot("article", "/articles/ivig"),
    Shot("talk", "/threads/1", "member"),
    Shot("help-now", "/help-now"),
    Shot("comfort", "/comfort"),
    Shot("desk", "/desk", "moderator"),
)
# Those that README and docs show: name, width, face.
SHOWN = (
    ("home", 1280, "light"),
    ("article", 390, "light"),
    ("talk", 390, "dark"),
    ("help-now", 390, "light"),
    ("comfort", 390, "dark"),
    ("desk", 1280, "light"),
)


def take(page: Page, path: str, file: Path) -> None:
    page.goto(path, wait_until="load")
    page.wait_for_timeout(200)
    page.screenshot(path=file, animations="disabled")


def take_all(browser: Browser, site: DemoSite, folder: Path, everything: bool) -> list[Path]:
    signed_in = {role: session_cookies(browser, site, role) for role in ("member", "moderator")}
    made = []
    for width, height in SIZES.items():
        for face in FACES:
            for shot in SHOTS:
                if not everything and (shot.name, width, face) not in SHOWN:
                    continue
                options: Any = {
                    "color_scheme": face,
                    "viewport": {"width": width, "height": height},
                }
                context = browser.new_context(base_url=site.url, locale="en-GB", **options)
                context.add_cookies(signed_in.get(shot.role, []))
                file = folder / f"{shot.name}-{width}-{face}.png"
                take(context.new_page(), shot.path, file)
                context.close()
                made.append(file)
    return made


def main() -> int:
    if not os.path.exists(CHROMIUM):
        print(f"Chromium is not at {CHROMIUM}; no pictures are taken.")
        return 1
    everything = os.environ.get("PICTURES_ALL") == "1"
    folder = ROOT / ("instance/pictures" if everything else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            made = take_all(browser, site, folder, everything)
        finally:
            browser.close()
    heavy = [file for file in made if file.stat().st_size > HEAVIEST]
    for file in made:
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
    if heavy and not everything:
        print(f"too heavy for the docs: {', '.join(file.name for file in heavy)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
