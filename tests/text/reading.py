"""Reading HTML as a browser does (html5lib), to see what came out and not what it looks like."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from bleach._vendor import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
PLAIN = {
    "a", "br", "code", "del", "em", "strong", "p", "ul", "ol", "li", "blockquote", "pre", "hr",
    "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def elements(html: str) -> list[Element]:
    """The elements a browser makes of `html`; html5lib moves nothing out of a div."""
    return list(html5lib.parseFragment(html, "div").iter())[1:]


def check(html: str, allowed: set[str] = PLAIN, attributes: set[str] | None = None) -> None:
    """Only allowed elements, attributes and schemes; nothing that runs, loads or dresses up."""
    for element in elements(html):
        assert isinstance(element.tag, str), "a comment"
        assert element.tag.startswith(XHTML), f"another namespace: {element.tag}"
        tag = element.tag.removeprefix(XHTML)
        assert tag in allowed, tag
        for name, value in element.attrib.items():
            assert name in (attributes or {"href", "rel", "start"}), f"{tag} {name}"
            if name == "href":
                check_address(value)
            if name == "start":
                assert value.lstrip("-").isdigit(), value
            if name == "rel":
                assert "noopener" in value


def check_address(value: str) -> None:
    """Where a browser goes: it drops blanks and controls within the scheme first."""
    seen = "".join(sign for sign in value if ord(sign) > 32 and ord(sign) != 127)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", seen, re.IGNORECASE)
    assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, value
