"""A person at a browser: finds things by their visible names, and notices what goes wrong."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

# Only a page that never comes waits so long; a slow machine is no fault of the page.
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


class Visitor:
    """`troubles` gathers what a person would not see: errors of the console, requests elsewhere."""

    def __init__(self, context: BrowserContext, base: str, name: str = "") -> None:
        self.context = context
        self.base = base
        self.name = name
        self.troubles: list[str] = []
        # Statuses of pages that this journey provokes on purpose.
        self.expected: set[int] = set()
        context.set_default_timeout(PATIENCE)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        self.page: Page = context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        # Statuses are judged in _response, with the address that they belong to.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "file:")):
            self.troubles.append(f"asked elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status} from {response.request.method} {response.url}")

    # Doing.

    def opens(self, address: str) -> None:
        self.page.goto(address if "://" in address else self.base + address)

    def follows(self, name: str) -> None:
        """Press a link. Where it stands twice (header and footer), the first that can be seen."""
        self.link(name).click()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def writes(self, words: str, label: str = "Your words") -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def types(self, words: str, label: str = "Your words") -> None:
        """Key by key, as a person types."""
        self.page.get_by_label(label, exact=True).press_sequentially(words)

    def chooses(self, name: str) -> None:
        self.page.get_by_role("radio", name=name).check()

    def ticks(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("checkbox", name=name).check()

    def unfolds(self, name: str) -> None:
        self.page.locator("summary", has_text=name).click()

    def loses_the_network(self) -> None:
        """Once Help now is kept: a line that goes while a browser fetches it is a trouble of its own."""
        self.keeps_help_now()
        self.context.set_offline(True)

    # Looking.

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).locator("visible=true").first

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def reads_heading(self, name: str | re.Pattern[str]) -> None:
        expect(self.heading(name).first).to_be_visible()
        self.has_the_whole_page()

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.has_the_whole_page()

    def does_not_see(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def post(self, words: str) -> Locator:
        """The one post of a thread that holds these words."""
        return self.page.get_by_role("article").filter(has_text=words).last

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(re.compile(re.escape(self.base + path)))
        self.has_the_whole_page()

    def has_the_whole_page(self) -> None:
        """Words are there before the styles and scripts of a page that was just come to."""
        self.page.wait_for_load_state()

    def comes_true(self, said: str) -> None:
        """Wait for something that a script can ask the browser."""
        until = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate(f"async () => {said}"):
            assert time.monotonic() < until, said
            self.page.wait_for_timeout(50)

    def keeps_help_now(self) -> None:
        """Where scripts run, each first page of a browser keeps it for when there is no network."""
        self.comes_true("(await navigator.serviceWorker.ready).active.state === 'activated'")

    @property
    def help_card(self) -> Locator:
        return self.page.get_by_role("alert", name="If this is happening now")

    def signs_in_with_password(self, email: str, password: str) -> None:
        self.opens("/sign-in")
        self.writes(email, "Your e-mail address")
        self.unfolds("I have a password")
        self.writes(password, "Password (only if you set one)")
        self.presses("Sign in with the password")
        self.sees("You are signed in.")

    def is_signed_in_already(self, token: str) -> None:
        """With the cookie of an earlier visit."""
        cookie: Any = {"name": "session", "value": token, "url": self.base, "httpOnly": True}
        self.context.add_cookies([cookie])

    def leaves(self) -> None:
        self.context.close()
