"""What becomes of a post as an operator wants it: the engine's tuning, and the care beyond it. Pure.

It comes as plain values, from the settings or out of a tuning file, where each setting of posts has
its place. Reading never fails half way: it gives what can be used, and the faults with their places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.claims import Action, Tuning
from forum.claims.faults import Fault, fault
from forum.claims.model import N_
from forum.claims.tuned_words import WordKind
from forum.claims.tuning import Choice
from forum.community.care import Care
from forum.community.schema import SETTINGS

_TRIED = tuple(setting for setting in SETTINGS if setting.path)
_PARTS = tuple(dict.fromkeys(setting.path[0] for setting in _TRIED))


@dataclass(frozen=True, slots=True)
class Handling:
    """What the engine says of a post, and what is done beyond that."""

    tuning: Tuning
    care: Care


def handling_of(values: Mapping[str, Any]) -> Handling:
    """The handling out of the values of settings, by name, that have been read."""
    words = values["claims.words"]
    tuning = Tuning(
        rules=tuple(sorted((rule, Choice(does)) for rule, does in values["claims.rules"].items())),
        weights=tuple(sorted(values["claims.weights"].items())),
        words=tuple((kind, tuple(words[kind])) for kind in WordKind if kind in words),
        thresholds=tuple(sorted(values["claims.thresholds"].items())),
    )
    care = Care(
        posts=values["newcomers.posts"],
        days=values["newcomers.days"],
        newcomer_links=Action(values["newcomers.links"]),
        member_links=Action(values["links.members"]),
        known_sites=frozenset(values["links.known"]),
        unwanted_sites=frozenset(values["links.unwanted"]),
    )
    return Handling(tuning, care)


def as_file(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of settings as a tuning file holds them."""
    result: dict[str, Any] = {}
    for setting in _TRIED:
        within = result
        for part in setting.path[:-1]:
            within = within.setdefault(part, {})
        within[setting.path[-1]] = values[setting.name]
    return result


def read_file(value: object) -> tuple[dict[str, Any], list[Fault]]:
    """A tuning file as values of settings: what it leaves out is as delivered."""
    values = {setting.name: setting.default for setting in _TRIED}
    if not isinstance(value, dict):
        known = ", ".join(_PARTS)
        return values, [fault((), N_("an object with %(known)s is expected"), known=known)]
    faults = list(_strange(value))
    for setting in _TRIED:
        given: object = value
        for part in setting.path:
            given = given.get(part) if isinstance(given, dict) else None
        if given is not None:
            values[setting.name], wrong = setting.read(given)
            faults += [each.inside(*setting.path) for each in wrong]
    return values, faults


def _strange(value: dict[Any, Any]) -> list[Fault]:
    """What stands in a file without being a part of it."""
    faults = []
    for part, given in value.items():
        keys = [
            setting.path[1] for setting in _TRIED if setting.path[0] == part and setting.path[1:]
        ]
        if part not in _PARTS:
            known = ", ".join(_PARTS)
            faults.append(fault((str(part)[:80],), N_("is not one of %(known)s"), known=known))
        elif keys and not isinstance(given, dict):
            known = ", ".join(keys)
            faults.append(fault((part,), N_("an object with %(known)s is expected"), known=known))
        elif keys:
            known = ", ".join(keys)
            faults += [
                fault((part, str(key)[:80]), N_("is not one of %(known)s"), known=known)
                for key in given
                if key not in keys
            ]
    return faults


def read_handling(value: object) -> tuple[Handling, list[Fault]]:
    """The handling in a tuning file."""
    values, faults = read_file(value)
    return handling_of(values), faults
