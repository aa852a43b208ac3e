"""Every setting that an operator may change while the program runs. Pure.

Each has a name, words, a default and a reader: plain JSON values in, what can be used and the
faults out. Nothing outside this list is stored or obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from forum.claims import rules
from forum.claims.model import N_
from forum.claims.tuning import Fault, read_rules, read_thresholds, read_words

LONGEST_TEXT = 600


class Kind(StrEnum):
    """How a setting is shown and filled in."""

    RULES = "rules"
    WORDS = "words"
    THRESHOLDS = "thresholds"
    TEXT = "text"
    NUMBER = "number"
    NUMBERS = "numbers"
    CHOICE = "choice"


# A value as it is stored, and what is wrong with the one that was given.
Reading = tuple[Any, list[Fault]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to set. `default` and what `read` gives are plain JSON values."""

    name: str
    kind: Kind
    label: Any
    meaning: Any
    default: Any
    read: Callable[[object], Reading]
    # For CHOICE: the values with their words. For NUMBER: the smallest and the largest.
    choices: Mapping[str, Any] | None = None
    limits: tuple[int, int] | None = None

    @property
    def tunes(self) -> bool:
        """Is it part of the tuning of the claims engine?"""
        return self.kind in (Kind.RULES, Kind.WORDS, Kind.THRESHOLDS)


def known_rules() -> frozenset[str]:
    """The ids of all rules."""
    return frozenset(rule.id for rule in rules())


def _rules(value: object) -> Reading:
    kept, faults = read_rules(value, known_rules())
    return {rule: str(choice) for rule, choice in kept}, faults


def _words(value: object) -> Reading:
    kept, faults = read_words(value)
    return {str(kind): list(terms) for kind, terms in kept}, faults


def _thresholds(value: object) -> Reading:
    kept, faults = read_thresholds(value)
    return dict(kept), faults


def _text(value: object) -> Reading:
    if not isinstance(value, str):
        return "", [Fault((), N_("words are expected"))]
    plain = " ".join(value.split())
    if not plain.isprintable():
        return "", [Fault((), N_("there are signs in it that cannot be shown"))]
    if len(plain) > LONGEST_TEXT:
        over = str(len(plain) - LONGEST_TEXT)
        return "", [Fault((), N_("too long by %(count)s letters"), (("count", over),))]
    return plain, []


def _number(default: int, least: int, most: int) -> Callable[[object], Reading]:
    def read(value: object) -> Reading:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            limits = (("least", str(least)), ("most", str(most)))
            return default, [
                Fault((), N_("a whole number from %(least)s to %(most)s is expected"), limits)
            ]
        return value, []

    return read


def _choice(default: str, *known: str) -> Callable[[object], Reading]:
    def read(value: object) -> Reading:
        if not isinstance(value, str) or value not in known:
            expected = (("given", str(value)[:40]), ("known", ", ".join(known)))
            return default, [Fault((), N_("'%(given)s' is not one of %(known)s"), expected)]
        return value, []

    return read


_HOURS = [2, 4, 8, 12]


def _hours(value: object) -> Reading:
    sound = (
        isinstance(value, list)
        and 1 <= len(value) <= 6
        and all(isinstance(hour, int) and not isinstance(hour, bool) for hour in value)
        and all(1 <= hour <= 24 for hour in value)
    )
    if not sound:
        return _HOURS, [Fault((), N_("one to six whole numbers from 1 to 24 are expected"))]
    return sorted(set(cast("list[int]", value))), []


def _numbered(
    name: str, label: Any, meaning: Any, default: int, limits: tuple[int, int]
) -> Setting:
    read = _number(default, *limits)
    return Setting(name, Kind.NUMBER, label, meaning, default, read, limits=limits)


def _card(name: str, label: Any) -> Setting:
    meaning = _l(
        "Your own words, added at the end of this part of the card. Up to 600 letters. "
        "The words that are there already stay. Leave it empty to add nothing."
    )
    return Setting(name, Kind.TEXT, label, meaning, "", _text)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "claims.rules",
        Kind.RULES,
        _l("What each rule does"),
        _l("Turn a rule off, or choose whether it asks for a look, holds, or calls somebody."),
        {},
        _rules,
    ),
    Setting(
        "claims.words",
        Kind.WORDS,
        _l("Words to know"),
        _l("Names of medicines and remedies, things that are sold, and insults that are missing."),
        {},
        _words,
    ),
    Setting(
        "claims.thresholds",
        Kind.THRESHOLDS,
        _l("Where the score begins to count"),
        _l("From which number, 0 to 1, “looks like posts that were held” counts."),
        {},
        _thresholds,
    ),
    _card("crisis.breathing", _l("Help card: trouble breathing or swallowing")),
    _card("crisis.self_harm", _l("Help card: thoughts of self-harm")),
    _card("crisis.poisoning", _l("Help card: overdose or poisoning")),
    _numbered(
        "newcomers.posts",
        _l("First posts that a person looks at"),
        _l("How many of a new member's first posts a person looks at. They are shown meanwhile. 0 is off."),
        1,
        (0, 20),
    ),
    _numbered(
        "newcomers.days",
        _l("How long a member is new"),
        _l("Days after joining."),
        14,
        (0, 365),
    ),
    Setting(
        "newcomers.links",
        Kind.CHOICE,
        _l("Links in a new member's posts"),
        _l("Most spam is a link in a first post."),
        "review",
        _choice("review", "pass", "review", "hold"),
        choices={
            "pass": _l("Shown like any other"),
            "review": _l("Shown, and a person looks at it"),
            "hold": _l("Held for a person to read first"),
        },
    ),
    _numbered(
        "reports.reopen_after",
        _l("Reports that open a decided case again"),
        _l("So many members must report the same words after a decision. A new reason opens it at once."),
        3,
        (1, 50),
    ),
    Setting(
        "desk.duty_hours",
        Kind.NUMBERS,
        _l("How long a turn on duty can be"),
        _l("The hours that a moderator can choose from. A turn ends by itself."),
        _HOURS,
        _hours,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
