"""All settings as they are, with types, out of what is stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.claims import Action, Guidance, Tuning
from forum.claims.tuning import Fault, read_rules, read_thresholds, read_words
from forum.community.schema import SETTINGS, known_rules


@dataclass(frozen=True, slots=True)
class Problem:
    """A stored value, or a part of one, that cannot be used; the default stands in for it."""

    name: str
    fault: Fault

    def __str__(self) -> str:
        return str(self.fault.inside(self.name))


@dataclass(frozen=True, slots=True)
class Community:
    """All settings as they are now."""

    tuning: Tuning
    crisis_breathing: str
    crisis_self_harm: str
    crisis_poisoning: str
    newcomers_posts: int
    newcomers_days: int
    newcomers_links: Action
    reports_reopen_after: int
    duty_hours: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    def crisis(self, kind: Guidance | str) -> str:
        """The operator's own words on a part of the help card."""
        return {
            Guidance.BREATHING: self.crisis_breathing,
            Guidance.SELF_HARM: self.crisis_self_harm,
            Guidance.POISONING: self.crisis_poisoning,
        }[Guidance(kind)]


def tuning_of(values: Mapping[str, Any]) -> Tuning:
    """The tuning of the engine out of values that have been read."""
    return Tuning(
        read_rules(values["claims.rules"], known_rules())[0],
        read_words(values["claims.words"])[0],
        read_thresholds(values["claims.thresholds"])[0],
    )


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
        tuning=tuning_of(values),
        crisis_breathing=values["crisis.breathing"],
        crisis_self_harm=values["crisis.self_harm"],
        crisis_poisoning=values["crisis.poisoning"],
        newcomers_posts=values["newcomers.posts"],
        newcomers_days=values["newcomers.days"],
        newcomers_links=Action(values["newcomers.links"]),
        reports_reopen_after=values["reports.reopen_after"],
        duty_hours=tuple(values["desk.duty_hours"]),
        problems=tuple(problems),
    )


DEFAULTS = build({})
