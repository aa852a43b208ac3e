"""Articles and talks on paper: words, and nothing to press."""

import re

import pytest

from forum.models import Role
from tests.browser.conftest import Way
from tests.factories import make_post

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)

A4 = {"width": 680, "height": 960}
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
WORDS = "Ask for a slow drip. See https://example.org/drip for why."

# What can still be seen and has no use on paper.
_PRESSED = """() => [...document.querySelectorAll(
    "button, input, select, textarea, form, nav, summary, .site-header, .site-footer, .skip, .tools, " +
    ".button, .rest-mark, .next-part, .back, .supports, .post-links, .pager, .go")]
    .filter((each) => each.checkVisibility())
    .map((each) => each.outerHTML.slice(0, 120))"""
# The smallest letters, in points, of what is shown; marks of sources stand above the line.
_SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
    .filter((each) => each.checkVisibility() && !each.closest("sup, .visually-hidden, .soft, .sources")
        && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize) * .75))"""
_ADDRESS = """(link) => getComputedStyle(link, "::after").content"""
_COLOURS = """() => [...new Set([...document.querySelectorAll("main, main *")]
    .filter((each) => each.checkVisibility())
    .flatMap((each) => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]))].sort()"""


@pytest.fixture
def talk(site):
    """A talk under an article, with an answer that names an address."""
    thread, cora = site.thread_of("ivig"), site.member("Cora")
    first = site.make(make_post, thread, cora, "How did the first time go for you?")
    site.make(make_post, thread, site.member("Ben"), WORDS, parent=first)
    return thread


@pytest.fixture
def reader(site, arrive):
    # Colours that are still on their way are not those of the paper.
    still = {"color_scheme": "dark", "reduced_motion": "reduce"}
    mo = arrive(site.member("Mo", Role.MODERATOR), viewport=A4, **still)
    mo.page.emulate_media(media="print")
    return mo


def paths(talk):
    article = "/articles/ivig"
    return article, f"{article}/print", f"/threads/{talk}", f"/threads/{talk}/print"


def test_nothing_to_press_is_on_paper(reader, talk):
    for path in paths(talk):
        reader.opens(path)
        assert reader.page.evaluate(_PRESSED) == [], path


def test_paper_is_black_on_white_in_large_letters(reader, talk):
    for path in paths(talk):
        reader.opens(path)
        # Whatever scheme the screen has: here the dark one of the device.
        colours = {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert set(reader.page.evaluate(_COLOURS)) <= colours, path
        assert reader.page.evaluate(_SMALLEST) >= 14 - 0.01, path
        body = reader.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize) * .75")
        assert body == pytest.approx(14, abs=0.01), path


def test_addresses_are_written_out(reader, talk):
    article, printed, thread, _ = paths(talk)
    for path in (article, printed):
        reader.opens(path)
        source = reader.page.locator(".sources a[href^=http]").first
        assert source.evaluate(_ADDRESS) == f'" ({source.get_attribute("href")})"'
        other = reader.page.locator('.prose a[href="/articles/plasma-exchange"]').first
        assert other.evaluate(_ADDRESS) == '" (/articles/plasma-exchange)"'
        assert reader.page.locator(".prose sup a").first.evaluate(_ADDRESS) == "none"
        assert reader.page.locator(".prose a.term").first.evaluate(_ADDRESS) == "none"
    reader.opens(thread)
    link = reader.page.get_by_role("link", name="https://example.org/drip").first
    assert link.evaluate(_ADDRESS) == '" (https://example.org/drip)"'
    # Names and dates are plain words.
    assert reader.page.locator(".post-head a").first.evaluate(_ADDRESS) == "none"


def test_a_callout_is_not_torn_apart(reader, talk):
    for path in paths(talk)[:2]:
        reader.opens(path)
        inside = reader.page.eval_on_selector_all(
            ".callout, .in-brief", "all => all.map((each) => getComputedStyle(each).breakInside)"
        )
        assert inside
        assert set(inside) == {"avoid"}, path


def test_words_of_members_stay_off_the_paper_of_an_article(reader, talk):
    reader.opens("/articles/ivig")
    assert not reader.page.locator("#comments").is_visible()
    assert "/articles/ivig" in reader.page.locator("main p.print-only").inner_text()


def test_all_of_it_makes_paper(reader, talk):
    """Chromium's own printing, which is what a person gets."""
    sheets = {}
    for path in paths(talk):
        reader.opens(path)
        paper = reader.page.pdf(format="A4", margin=MARGIN)
        sheets[path] = len(re.findall(rb"/Type\s*/Page[^s]", paper))
    article, printed, thread, of_thread = sheets.values()
    assert 5 <= article <= 20
    # The print page has room for one's own questions, and smaller letters for the sources.
    assert 5 <= printed <= article + 1
    assert thread <= 3
    assert of_thread <= thread
