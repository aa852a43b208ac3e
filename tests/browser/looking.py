"""What is wrong with a page as a person would meet it: asked of a real browser."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
# Rules of AAA that are not kept, each with its reason.
EXCEPTIONS = {
    "identical-links-same-purpose": (
        "A name above several posts leads to one page each time; “Reply” and the like name the "
        "person, and the reports of two posts of one author differ by their heading"
    ),
}

# Colours that are still on their way, after a press, are nobody's colours.
_AT_REST = """async () => {
    await Promise.allSettled(document.getAnimations().map(each => each.finished));
}"""

# What can be pressed and is too small, other than links within a sentence: those have words beside
# them. The source numbers in a text, and the names above a post, count as sentences.
_SMALL = """(least) => {
    const small = [];
    const inSentence = link => {
        const around = link.closest("p, li, dd, dt, td, sup, h2, h3, figcaption");
        return link.matches("a:not(.button, .tool)") && around
            && (around.textContent.trim().length > link.textContent.trim().length + 2
                || around.matches("sup, .post-head *"));
    };
    for (const element of document.querySelectorAll(
            "a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        if (element.matches(".skip") || !element.checkVisibility() || element.closest("[inert]") || inSentence(element)) continue;
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        if (box.height < least - .1 || box.width < least - .1)
            small.push(`${Math.round(box.width)}×${Math.round(box.height)} px: `
                + element.outerHTML.slice(0, 120));
    }
    return small;
}"""
# Of WCAG 1.4.12: nothing may be cut when a reader spaces the text out.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
_CUT = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter(each => each.checkVisibility() && !each.matches(".visually-hidden, svg, svg *, textarea, input, select"))
    .filter(each => {
        const style = getComputedStyle(each);
        return style.overflow === "hidden" && (each.scrollWidth > each.clientWidth + 1
            || each.scrollHeight > each.clientHeight + 1);
    }).map(each => `cut: ${each.outerHTML.slice(0, 120)}`)"""
_COVERED = """() => [...document.querySelectorAll("*")]
    .filter(each => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility())
    .filter(each => each.getBoundingClientRect().height > innerHeight / 4)
    .map(each => `stays and covers: ${each.outerHTML.slice(0, 120)}`)"""


def faults_of(page: Page, *, least: int = 48, narrow: bool = True) -> list[str]:
    """Everything that axe, a ruler and a narrow window find wrong with an open page.

    `least` is the smallest side of what can be pressed, in CSS pixels.
    """
    page.evaluate(_AT_REST)
    faults = [f"too small: {each}" for each in page.evaluate(_SMALL, least)]
    rules = {name: {"enabled": False} for name in EXCEPTIONS}
    options = {"runOnly": TAGS, "resultTypes": ["violations"], "rules": rules}
    for violation in Axe().run(page, options=options).response["violations"]:
        nodes = "; ".join(node["html"][:150] for node in violation["nodes"][:3])
        faults.append(f"axe {violation['id']}: {violation['help']}: {nodes}")
    return faults + (_narrow(page) if narrow else [])


def contrast_faults_of(page: Page, schemes: Sequence[str]) -> list[str]:
    """What axe says of the colours of an open page, in one scheme after the other."""
    options = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}}
    faults = []
    # Colours change slowly where a reader has not asked for less motion; nobody reads on the way.
    page.emulate_media(reduced_motion="reduce")
    for scheme in schemes:
        page.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
        for violation in Axe().run(page, options=options).response["violations"]:
            nodes = "; ".join(node["html"][:150] for node in violation["nodes"][:3])
            faults.append(f"{scheme}: {violation['help']}: {nodes}")
    return faults


def _narrow(page: Page) -> list[str]:
    """A phone, a window at 400 % zoom (1280×1024 is then 320×256), and text spaced out."""
    faults = []
    before = page.viewport_size
    for width, height in ((390, 700), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{wide} px wide at {width} px")
    faults += page.evaluate(_COVERED)
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        _SPACED,
    )
    faults += page.evaluate(_CUT)
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append("wider than 320 px with text spaced out")
    page.evaluate("document.adoptedStyleSheets = []")
    if before:
        page.set_viewport_size(before)
    return faults
