"""What an operator may change of the engine: rules, their weights, words and thresholds. Pure.

Its parts come as plain JSON values, from a file or from the settings pages. Reading them never fails
half way: it gives what can be used and a list of faults, each with its place.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.claims.faults import Fault, fault
from forum.claims.model import N_
from forum.claims.tuned_words import Words


class Choice(StrEnum):
    """What an operator may have a rule do."""

    OFF = "off"
    REVIEW = "review"
    HOLD = "hold"
    URGENT = "urgent"


# From which number on a trained score counts as each action.
THRESHOLDS: Mapping[str, float] = {"score_urgent": 0.3, "score_hold": 0.8, "score_review": 0.97}

Rules = tuple[tuple[str, Choice], ...]
Weights = tuple[tuple[str, float], ...]
Thresholds = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Everything an operator changed of the engine. Equal tunings are one: they can be a key."""

    rules: Rules = ()
    weights: Weights = ()
    words: Words = ()
    thresholds: Thresholds = ()

    def weight(self, rule: str, delivered: float) -> float:
        """How much a rule's own word counts. A rule that this site chose for is believed."""
        return dict(self.weights).get(rule, 1.0 if rule in dict(self.rules) else delivered)

    def threshold(self, name: str) -> float:
        """From which score on; as delivered unless changed."""
        return dict(self.thresholds).get(name, THRESHOLDS[name])


NEUTRAL = Tuning()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def read_rules(value: object, known: Collection[str]) -> tuple[Rules, list[Fault]]:
    """What each rule does: its id and off, review, hold or urgent."""
    if not isinstance(value, dict):
        return (), [fault((), N_("rule names, each with what it does, are expected"))]
    kept: list[tuple[str, Choice]] = []
    faults: list[Fault] = []
    for rule, choice in value.items():
        if rule not in known:
            faults.append(fault((str(rule)[:80],), N_("there is no rule of this name")))
        elif not isinstance(choice, str) or choice not in list(Choice):
            faults.append(
                fault(
                    (rule,),
                    N_("'%(given)s' is not one of %(known)s"),
                    given=str(choice)[:40],
                    known=", ".join(Choice),
                )
            )
        else:
            kept.append((rule, Choice(choice)))
    return tuple(sorted(kept)), faults


def read_weights(value: object, weighed: Collection[str]) -> tuple[Weights, list[Fault]]:
    """How much each rule's own word counts beside the trained score, from 0 to 1.

    At 1 the rule is believed whatever the score says; at 0 only where the score would say as much.
    """
    return _numbers(value, weighed, N_("no rule of this name is weighed"), ())


def read_thresholds(value: object) -> tuple[Thresholds, list[Fault]]:
    """From which number on a score counts, from 0 to 1, by its name."""
    return _numbers(value, THRESHOLDS, N_("is not one of %(known)s"), THRESHOLDS)


def _numbers(
    value: object, known: Collection[str], strange: str, listed: Iterable[str]
) -> tuple[tuple[tuple[str, float], ...], list[Fault]]:
    """Numbers from 0 to 1 by name."""
    if not isinstance(value, dict):
        return (), [fault((), N_("names, each with a number, are expected"))]
    kept: list[tuple[str, float]] = []
    faults: list[Fault] = []
    for name, number in value.items():
        if name not in known:
            faults.append(fault((str(name)[:80],), strange, known=_listed(listed)))
        elif not _is_share(number):
            given = str(number)[:40]
            faults.append(
                fault((name,), N_("'%(given)s' is not a number from 0 to 1"), given=given)
            )
        else:
            kept.append((name, float(number)))
    return tuple(sorted(kept)), faults


def _is_share(number: object) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return math.isfinite(number) and 0 <= number <= 1
