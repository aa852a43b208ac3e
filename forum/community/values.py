"""All settings as they are, with types, out of what is stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.claims import Guidance, Tuning
from forum.claims.faults import Fault
from forum.community.care import Care
from forum.community.handling import Handling, as_file, handling_of
from forum.community.schema import SETTINGS


@dataclass(frozen=True, slots=True)
class Problem:
    """A stored value, or a part of one, that cannot be used; the default stands in for it."""

    name: str
    fault: Fault

    def __str__(self) -> str:
        return str(self.fault.inside(self.name))


@dataclass(frozen=True, slots=True)
class Card:
    """What this site says on a part of the help card: lines by language, and words at the end."""

    lines: Mapping[str, Sequence[str]]
    added: str


@dataclass(frozen=True, slots=True)
class Community:
    """All settings as they are now."""

    handling: Handling
    cards: Mapping[Guidance, Card]
    reports_reopen_after: int
    duty_hours: tuple[int, ...]
    # What becomes of a post, as a tuning file would hold it.
    file: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def tuning(self) -> Tuning:
        """What is changed of the engine."""
        return self.handling.tuning

    @property
    def care(self) -> Care:
        """The care for first posts and links."""
        return self.handling.care


def build(stored: Mapping[str, Any]) -> Community:
    """All settings out of stored values. What is broken falls back, and is said in `problems`."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for setting in SETTINGS:
        given = stored.get(setting.name)
        if given is None:
            values[setting.name] = setting.default
            continue
        values[setting.name], faults = setting.read(given)
        problems += [Problem(setting.name, fault) for fault in faults]
    return Community(
        handling=handling_of(values),
        cards={kind: Card(values[f"card.{kind}"], values[f"crisis.{kind}"]) for kind in Guidance},
        reports_reopen_after=values["reports.reopen_after"],
        duty_hours=tuple(values["desk.duty_hours"]),
        file=as_file(values),
        problems=tuple(problems),
    )


DEFAULTS = build({})
