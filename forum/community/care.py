"""How much care posts get beyond what the claims engine says: first posts, and links. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from forum.claims import Action

_BEFORE = re.compile(r"^(?:https?:)?[/\\]*(?:[^/@\\?#]*@)?(?:www\.)?")
_AFTER = re.compile(r"[^\w.-].*$", re.DOTALL)
_PUNYCODE = "xn--"


@dataclass(frozen=True, slots=True)
class Care:
    """Who is a newcomer, and what happens to a link in what somebody writes."""

    # Published posts, and days since joining: with fewer of both one is new here.
    posts: int = 1
    days: int = 14
    # REVIEW: shown, and looked at. HOLD: looked at first. PASS: as any other words.
    newcomer_links: Action = Action.REVIEW
    member_links: Action = Action.PASS
    # Sites whose links need no care, and sites whose links nobody sees before a moderator did.
    known_sites: frozenset[str] = frozenset()
    unwanted_sites: frozenset[str] = frozenset()


def site_of(address: str) -> str:
    """The site of an address as people write it: "https://www.example.net/my-year": "example.net"."""
    # Browsers read "%69" as "i" and the stop of Chinese as a point.
    plain = unquote(address.strip()).replace("\u3002", ".").lower()
    host = _AFTER.sub("", _BEFORE.sub("", plain)).rstrip(".")
    return ".".join(_as_written(label) for label in host.split("."))


def _as_written(label: str) -> str:
    """A part of a name out of the letters that machines send, where it is of such."""
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def is_of(site: str, sites: Collection[str]) -> bool:
    """Is a site one of these, or a part of one, as news.example.net is of example.net?"""
    parts = site.split(".")
    return any(".".join(parts[start:]) in sites for start in range(len(parts) - 1))
