"""How somebody wants pages to look and behave: what they chose, as a short string and as attributes. Pure.

The string is kept in a cookie and with members, for example `t2.s1.c-dusk.e1`: a token for each
choice that differs from the usual, in a fixed order, joined by dots. Whatever cannot be read counts
as not chosen, so that a broken cookie is an ordinary page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

COOKIE = "comfort"
LONGEST = 63
# Kept with a member who chose everything as usual, to tell it from having chosen nothing.
USUAL = "usual"
SCHEMES = ("paper", "oat", "dusk", "night", "plain", "black")
PLACES = ("left", "right")
SPEEDS = ("0.8", "1.2")


@dataclass(frozen=True, slots=True)
class Comfort:
    """What somebody chose. The defaults are the usual page, following the device."""

    text: int = 0
    space: int = 0
    # One of SCHEMES; empty follows the device.
    theme: str = ""
    # Where the column stands: one of PLACES; empty is the middle.
    place: str = ""
    # A bad-eye day, a bad-hand day, and no movement whatever the device says.
    eye: bool = False
    hand: bool = False
    still: bool = False
    # Of reading aloud: one of SPEEDS; empty is the usual.
    speed: str = ""
    # On this device only, whatever was chosen on others.
    here: bool = False

    def __str__(self) -> str:
        tokens = (_TOKENS[field.name](getattr(self, field.name)) for field in fields(self))
        return ".".join(token for token in tokens if token)

    @property
    def shown_text(self) -> int:
        """The size of letters that counts: a bad-eye day raises it, and never lowers it."""
        return max(self.text, 2) if self.eye else self.text

    @property
    def shown_space(self) -> int:
        """The space between lines that counts."""
        return max(self.space, 1) if self.eye else self.space

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of `<html>` that the stylesheet and the scripts go by."""
        found = {
            "text": str(self.shown_text or ""),
            "space": str(self.shown_space or ""),
            "theme": self.theme,
            "place": self.place,
            "eye": "1" if self.eye else "",
            "hand": "1" if self.hand else "",
            "still": "1" if self.still else "",
            "speed": self.speed,
        }
        return {f"data-{name}": value for name, value in found.items() if value}


_TOKENS: Mapping[str, Callable[[Any], str]] = {
    "text": lambda value: f"t{value}" if value else "",
    "space": lambda value: f"s{value}" if value else "",
    "theme": lambda value: f"c-{value}" if value else "",
    "place": lambda value: f"p-{value[0]}" if value else "",
    "eye": lambda value: "e1" if value else "",
    "hand": lambda value: "h1" if value else "",
    "still": lambda value: "m1" if value else "",
    "speed": lambda value: f"v{round(float(value) * 10)}" if value else "",
    "here": lambda value: "d1" if value else "",
}
_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "text": (1, 2, 3),
    "space": (1, 2),
    "theme": SCHEMES,
    "place": PLACES,
    "eye": (True,),
    "hand": (True,),
    "still": (True,),
    "speed": SPEEDS,
    "here": (True,),
}
# What each token means.
_MEANING: Mapping[str, tuple[str, Any]] = {
    _TOKENS[name](value): (name, value) for name, values in _CHOICES.items() for value in values
}


def read_comfort(kept: str | None) -> Comfort:
    """What was chosen, out of a kept string; the first token of each kind counts."""
    if not kept or len(kept) > LONGEST:
        return Comfort()
    chosen: dict[str, Any] = {}
    for token in kept.split("."):
        if token in _MEANING:
            name, value = _MEANING[token]
            chosen.setdefault(name, value)
    return Comfort(**chosen)


def changed(comfort: Comfort, name: str, value: str) -> Comfort | None:
    """What is chosen after one switch was pressed; None where there is no such switch or value."""
    if name in {"eye", "hand"} and value in {"on", "off"}:
        on = value == "on"
        return replace(comfort, eye=on) if name == "eye" else replace(comfort, hand=on)
    if name == "place" and value in {"middle", *PLACES}:
        return replace(comfort, place="" if value == "middle" else value)
    return None
