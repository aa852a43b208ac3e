"""Help now on paper, in a real browser: each page fits on one sheet of A4."""

import re

import pytest
from playwright.sync_api import Route

from forum import create_app
from tests.conftest import CHROMIUM, missing, settings

pytestmark = pytest.mark.browser

# A hand's breadth of margin, as printers set it.
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory, chromium):
    """How many sheets a page of ours prints on."""
    if chromium is None:
        missing(f"Chromium is not at {CHROMIUM}")
    client = create_app(settings(tmp_path_factory.mktemp("paper"))).test_client()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://localhost")
        asked = {"Accept-Language": route.request.headers.get("accept-language", "")}
        found = client.get(path, headers=asked)
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    page = chromium.new_page()
    page.route("**/*", answer)

    def count(path: str, language: str) -> int:
        page.set_extra_http_headers({"Accept-Language": language})
        page.goto(f"http://localhost{path}")
        paper = page.pdf(format="A4", margin=MARGIN)
        return len(re.findall(rb"/Type\s*/Page[^s]", paper))

    yield count
    page.close()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", ["/help-now", "/help-now/card", "/help-now/card/swallowing"])
def test_help_prints_on_one_sheet(sheets, path, language):
    assert sheets(path, language) == 1
