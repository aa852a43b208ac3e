"""`python -m bench.slow_phone`: the main pages as a slow phone on a slow line gets them.

The demo is served on loopback from a fresh instance; headless Chromium visits each page with an
empty cache, a processor four times slower, 1.6 Mbit/s and 150 ms. The median of three visits counts.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from scripts.demo_site import DemoSite, demo_site
from scripts.signing_in import session_cookies

CHROMIUM = os.environ.get("TEST_CHROMIUM", "/usr/bin/chromium")
VISITS = 3
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
ARTICLE = "/articles/ivig"

# Name, path, and whether a member visits it.
PAGES = (
    ("home", "/", False),
    ("articles", "/articles", False),
    ("a long article", ARTICLE, False),
    ("a talk, member", "/threads/1", True),
    ("activities, member", "/activities", True),
    ("comfort", "/comfort", False),
    ("help now", "/help-now", False),
    ("sign in", "/sign-in", False),
)

# At most, on every page; and on an article page without pictures.
PAINT_MS, SHIFT, BLOCKING_MS = 1500.0, 0.02, 100.0
ARTICLE_KB, ARTICLE_REQUESTS = 150.0, 8

_WATCH = """
window.seen = { paint: 0, shift: 0, blocking: 0 };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
watch("longtask", (entry) => { window.seen.blocking += Math.max(0, entry.duration - 50); });
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit cost."""

    paint_ms: float
    shift: float
    blocking_ms: float
    requests: float
    unpacked_kb: float
    sent_kb: float


class Traffic:
    """What goes over the line for a page, and how much it is once unpacked."""

    def __init__(self, line: CDPSession) -> None:
        self.requests = 0
        self.unpacked = 0
        self.sent = 0
        line.on("Network.requestWillBeSent", self._asked)
        line.on("Network.dataReceived", self._received)
        line.on("Network.loadingFinished", self._finished)

    def _asked(self, event: dict[str, Any]) -> None:
        self.requests += not event["request"]["url"].startswith("data:")

    def _received(self, event: dict[str, Any]) -> None:
        self.unpacked += event["dataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.sent += event["encodedDataLength"]


def visit(browser: Browser, address: str, cookies: list[Any]) -> Visit:
    """A first visit with an empty cache."""
    context = browser.new_context(locale="en-GB", **PHONE)
    try:
        context.add_cookies(cookies)
        page = context.new_page()
        page.add_init_script(_WATCH)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        traffic = Traffic(line)
        answer = page.goto(address, wait_until="load", timeout=30_000)
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{address} did not answer")
        # What moves or blocks just after the page stands counts as well.
        page.wait_for_timeout(1500)
        seen = page.evaluate("window.seen")
    finally:
        context.close()
    return Visit(
        seen["paint"],
        seen["shift"],
        seen["blocking"],
        traffic.requests,
        traffic.unpacked / 1000,
        traffic.sent / 1000,
    )


def middle(visits: list[Visit]) -> Visit:
    return Visit(*(median(getattr(each, name) for each in visits) for name in Visit.__slots__))


def broken(path: str, cost: Visit) -> list[str]:
    """Which limits a page breaks, in words."""
    found = []
    if cost.paint_ms > PAINT_MS:
        found.append(f"largest paint after {PAINT_MS:.0f} ms")
    if cost.shift > SHIFT:
        found.append(f"shift over {SHIFT}")
    if cost.blocking_ms > BLOCKING_MS:
        found.append(f"blocked over {BLOCKING_MS:.0f} ms")
    if path == ARTICLE and cost.unpacked_kb > ARTICLE_KB:
        found.append(f"over {ARTICLE_KB:.0f} kB unpacked")
    if path == ARTICLE and cost.requests > ARTICLE_REQUESTS:
        found.append(f"over {ARTICLE_REQUESTS} requests")
    return found


def measure(site: DemoSite) -> dict[str, Visit]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            cookies = session_cookies(browser, site, "member")
            found: dict[str, list[Visit]] = {path: [] for _name, path, _member in PAGES}
            # Once for the server's sake: its pieces are kept from then on, as on any site in use.
            for _ in range(VISITS + 1):
                for _name, path, member in PAGES:
                    found[path].append(visit(browser, site.url + path, cookies if member else []))
        finally:
            browser.close()
    return {path: middle(visits[1:]) for path, visits in found.items()}


def report(costs: dict[str, Visit]) -> bool:
    """Print the table; is everything within its limits?"""
    print(
        f"\na slow phone: processor {SLOWER}x slower, 1.6 Mbit/s, 150 ms, cold; median of {VISITS}"
    )
    print(f"{'':20}{'LCP ms':>8}{'CLS':>7}{'TBT ms':>8}{'requests':>10}{'unpacked':>10}{'sent':>9}")
    fine = True
    for name, path, _member in PAGES:
        cost = costs[path]
        faults = broken(path, cost)
        fine = fine and not faults
        print(
            f"{name:20}{cost.paint_ms:8.0f}{cost.shift:7.3f}{cost.blocking_ms:8.0f}"
            f"{cost.requests:10.0f}{cost.unpacked_kb:7.0f} kB{cost.sent_kb:6.0f} kB"
            f"  {'; '.join(faults)}".rstrip()
        )
    print(f"{'at most':20}{PAINT_MS:8.0f}{SHIFT:7.3f}{BLOCKING_MS:8.0f}")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        print("This machine is busy with other things: the times are longer than they would be.")
    print(f"{'at most, an article':43}{ARTICLE_REQUESTS:10}{ARTICLE_KB:7.0f} kB")
    return fine


def main() -> int:
    if not os.path.exists(CHROMIUM):
        print(f"Chromium is not at {CHROMIUM}; the slow phone is not measured.")
        return 0
    with demo_site() as site:
        return 0 if report(measure(site)) else 1


if __name__ == "__main__":
    sys.exit(main())
