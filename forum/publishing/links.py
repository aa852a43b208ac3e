"""The addresses in what somebody wrote: those in its words, and those behind its links. Pure."""

from __future__ import annotations

import html
import re
import unicodedata

# Addresses as people write them. Endings that are also words ("me", "is") count only with a path.
_WRITTEN = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{2,300}"
    r"|\b[a-z0-9-]{2,60}\.(?:com|net|org|shop|store|info|biz|xyz|online|site|club)\b(?:/[^\s<>\"]{0,300})?"
    r"|\b[a-z0-9-]{1,60}\.[a-z]{2,10}/[^\s<>\"]{2,300}",
    re.IGNORECASE,
)
# What a browser would follow: an address can be written in ways that only the rendered post shows.
_FOLLOWED = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
_ELSEWHERE = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)


def links(text: str, rendered: str = "") -> frozenset[str]:
    """The addresses in a text and in its HTML, in small letters and without marks that nobody sees."""
    written = {found.group() for found in _WRITTEN.finditer(_plain(text))}
    behind = {_plain(html.unescape(found)) for found in _FOLLOWED.findall(rendered)}
    followed = {address for address in behind if _ELSEWHERE.match(address)}
    return frozenset(address.lower() for address in written | followed)


def _plain(text: str) -> str:
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
