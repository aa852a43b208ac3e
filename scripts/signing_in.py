"""Signing in to the demo as one of its made-up people, as a person does."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser

from scripts.demo_site import DemoSite


def session_cookies(browser: Browser, site: DemoSite, role: str) -> list[Any]:
    """The cookies of somebody who has signed in, for browsers that are to be them."""
    person = site.person(role)
    context = browser.new_context(base_url=site.url, locale="en-GB")
    try:
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("Your e-mail address", exact=True).fill(person["email"])
        page.locator("summary", has_text="I have a password").click()
        page.get_by_label("Password (only if you set one)", exact=True).fill(person["password"])
        page.get_by_role("button", name="Sign in with the password").click()
        page.get_by_text("You are signed in.").wait_for()
        return list(context.cookies())
    finally:
        context.close()
