"""Without a network: Help now and its card open, every other page says so, and nothing else is kept."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Way

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)

_KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys())
        found[name] = (await (await caches.open(name)).keys()).map((each) => each.url);
    return found;
}"""
_HELP = {
    "/help-now",
    "/help-now/card",
    "/help-now/card/swallowing",
    "/help-now/no-connection",
}


def kept(visitor):
    """The paths that this browser keeps, without fingerprints; all in one cache."""
    ((_name, urls),) = visitor.page.evaluate(_KEPT).items()
    return {re.sub(r"-[0-9a-f]{12}\.", ".", urlsplit(url).path) for url in urls}


def comes_once(visitor, path="/articles"):
    """A first visit, until Help now is kept."""
    visitor.opens(path)
    visitor.keeps_help_now()


def test_help_now_and_the_card_open_without_a_network(site, arrive):
    guest = arrive()
    comes_once(guest)
    guest.loses_the_network()
    guest.opens("/help-now")
    guest.reads_heading("Help now")
    guest.sees("Call your local emergency number now")
    expect(guest.page.get_by_role("link", name="116 123").first).to_have_attribute(
        "href", "tel:116123"
    )
    # In its own face, with its icons.
    assert guest.page.evaluate("getComputedStyle(document.body).containerName") == "page"
    guest.follows("I cannot speak: show a card")
    guest.sees("I cannot breathe well.")
    guest.follows("Show instead: I cannot swallow well")
    guest.sees("I cannot swallow well.")
    guest.follows("Back to Help now")
    guest.reads_heading("Help now")


def test_every_other_page_says_that_there_is_no_connection(site, arrive):
    guest = arrive()
    comes_once(guest)
    guest.loses_the_network()
    for path in ("/articles", "/", "/you", "/activities?after=3"):
        guest.opens(path)
        guest.reads_heading("There is no connection just now")
        guest.sees("Your words are kept where you typed them")
    guest.page.get_by_role("main").get_by_role("link", name="Help now").click()
    guest.sees("Call your local emergency number now")
    guest.context.set_offline(False)
    guest.opens("/articles")
    guest.reads_heading("Articles")


def test_nothing_but_help_is_kept_of_a_member(site, arrive):
    cora = arrive(site.member("Cora"))
    comes_once(cora, "/activities")
    for path in ("/", "/articles/ivig", "/you", "/activities", "/help-now", "/help-now/card"):
        cora.opens(path)
    assert kept(cora) == _HELP | {
        "/assets/snowdrop.css",
        "/assets/snowdrop.js",
        "/assets/icons.svg",
        "/assets/favicon.svg",
    }
    held = cora.page.evaluate(
        """async () => {
            const words = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const key of await cache.keys()) words.push(await (await cache.match(key)).text());
            }
            return words.join("\\n");
        }"""
    )
    assert "Cora" not in held
    assert 'name="csrf_token"' not in held


def test_signing_out_leaves_help_on_the_device(site, arrive):
    cora = arrive(site.member("Cora"))
    comes_once(cora, "/")
    cora.page.locator("footer").get_by_role("button", name="Sign out").click()
    cora.sees("You are signed out")
    cora.loses_the_network()
    cora.opens("/help-now")
    cora.sees("Call your local emergency number now")
    cora.opens("/activities")
    cora.reads_heading("There is no connection just now")


def test_help_does_not_wait_for_a_slow_network(site, arrive):
    guest = arrive()
    comes_once(guest)
    line = guest.context.new_cdp_session(guest.page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 30_000, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    # Within what a visitor waits, and that is under the thirty seconds of the line.
    guest.opens("/help-now")
    guest.sees("Call your local emergency number now")


def test_a_change_of_comfort_reaches_the_kept_page(site, arrive):
    guest = arrive()
    comes_once(guest)
    with guest.page.expect_response("**/comfort/switch"):
        guest.page.locator("header").get_by_role("button", name="Bad-eye day").click()
    guest.opens("/articles/ivig")
    page = "await (await caches.match('/help-now/no-connection')).text()"
    guest.comes_true(f"({page}).includes('data-eye=\"1\"')")
    guest.loses_the_network()
    guest.opens("/articles")
    guest.reads_heading("There is no connection just now")
    expect(guest.page.locator("html")).to_have_attribute("data-eye", "1")


def test_an_old_cache_is_let_go(site, arrive):
    guest = arrive()
    guest.expected = {404}
    # From a page that begins no worker.
    guest.opens("/no-such-page")
    guest.page.evaluate("async () => void await caches.open('help-of-last-year')")
    comes_once(guest, "/help-now")
    guest.comes_true("!(await caches.keys()).includes('help-of-last-year')")


def test_a_page_that_went_wrong_keeps_nothing(site, arrive):
    guest = arrive()
    guest.expected = {404}
    guest.opens("/no-such-page")
    guest.page.wait_for_timeout(1500)
    assert (
        guest.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length")
        == 0
    )
    assert guest.page.evaluate("async () => await caches.keys()") == []
