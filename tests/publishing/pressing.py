"""Sending a form as a browser does: what its page holds goes back."""

from __future__ import annotations

from html.parser import HTMLParser

ASKS = "Would you like to say it as your own experience?"


class _Form(HTMLParser):
    """The fields of the one form on a page that holds a box to write in."""

    def __init__(self):
        super().__init__()
        self.fields = {}
        self._box = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name")
        if tag == "textarea":
            self._box, self.fields[name] = name, ""
        elif tag == "input" and name and name != "csrf_token":
            if found.get("type") in {"radio", "checkbox"} and "checked" not in found:
                return
            self.fields[name] = found.get("value", "")

    def handle_data(self, data):
        if self._box:
            self.fields[self._box] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line break inside a box is not part of what was written.
            self.fields[self._box] = self.fields[self._box].removeprefix("\n")
            self._box = None


def fields(answer):
    """Everything that the form of this page would send, but the token."""
    form = _Form()
    form.feed(answer.text)
    return form.fields


def is_asked(answer):
    return answer.status_code == 200 and ASKS in answer.text


def sends(browser, path, data):
    """Send, and keep the words where the page asks to say them as experience."""
    answer = browser.post(path, data=data)
    return browser.post(path, data=fields(answer)) if is_asked(answer) else answer
