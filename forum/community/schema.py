"""Every setting that an operator may change while the program runs. Pure.

Each has a name, words, a default and a reader. Nothing outside this list is stored or obeyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.claims import Guidance
from forum.community import readers
from forum.community.readers import Reader


class Kind(StrEnum):
    """How a setting is shown and filled in."""

    RULES = "rules"
    WEIGHTS = "weights"
    WORDS = "words"
    THRESHOLDS = "thresholds"
    TEXT = "text"
    CARD = "card"
    SITES = "sites"
    NUMBER = "number"
    NUMBERS = "numbers"
    CHOICE = "choice"


# Settings that say what becomes of a post; each can be tried on the last posts.
_OF_POSTS = ("claims", "newcomers", "links")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to set. `default` and what `read` gives are plain JSON values."""

    name: str
    kind: Kind
    label: Any
    meaning: Any
    default: Any
    read: Reader
    # For CHOICE: the values with their words. For NUMBER: the smallest and the largest.
    choices: Mapping[str, Any] | None = None
    limits: tuple[int, int] | None = None
    # The part of the help card that it words.
    guidance: Guidance | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in a tuning file; empty when it has no place there."""
        family, _, rest = self.name.partition(".")
        if family not in _OF_POSTS:
            return ()
        return (rest,) if family == "claims" else (family, rest)


def _numbered(
    name: str, label: Any, meaning: Any, default: int, limits: tuple[int, int]
) -> Setting:
    read = readers.number(default, *limits)
    return Setting(name, Kind.NUMBER, label, meaning, default, read, limits=limits)


def _links(name: str, label: Any, meaning: Any, default: str) -> Setting:
    choices = {
        "pass": _l("Shown like any other"),
        "review": _l("Shown, and a person looks at it"),
        "hold": _l("Held for a person to read first"),
    }
    read = readers.choice(default, *choices)
    return Setting(name, Kind.CHOICE, label, meaning, default, read, choices=choices)


def _sites(name: str, label: Any, meaning: Any) -> Setting:
    return Setting(name, Kind.SITES, label, meaning, [], readers.sites)


def _card(guidance: Guidance, label: Any) -> Setting:
    meaning = _l(
        "The words of this part of the card, in place of those delivered. The first line is the "
        "large sentence on top, each other line is one thing to do. Up to 8 lines of 300 letters. "
        "Empty a box to have the delivered words back. Somebody reads this in danger: have a "
        "clinician read your words before they count."
    )
    name = f"card.{guidance}"
    return Setting(name, Kind.CARD, label, meaning, {}, readers.card, guidance=guidance)


def _added(guidance: Guidance, label: Any) -> Setting:
    meaning = _l(
        "Your own words, added at the end of this part of the card, in every language. Up to 600 "
        "letters. Leave it empty to add nothing."
    )
    name = f"crisis.{guidance}"
    return Setting(name, Kind.TEXT, label, meaning, "", readers.text, guidance=guidance)


_HOURS = [2, 4, 8, 12]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "claims.rules",
        Kind.RULES,
        _l("What each rule does"),
        _l("Turn a rule off, or choose whether it asks for a look, holds, or calls somebody."),
        {},
        readers.rule_choices,
    ),
    Setting(
        "claims.weights",
        Kind.WEIGHTS,
        _l("How much each rule counts"),
        _l("Rules are weighed against a trained score. From 0, the score must say as much by itself, to 1, the rule is believed whatever the score says."),
        {},
        readers.rule_weights,
    ),
    Setting(
        "claims.words",
        Kind.WORDS,
        _l("Words to know"),
        _l("Names of medicines and remedies, things that are sold, and insults that are missing; and words that should mean nothing here."),
        {},
        readers.words,
    ),
    Setting(
        "claims.thresholds",
        Kind.THRESHOLDS,
        _l("Where the score begins to count"),
        _l("From which number, 0 to 1, “looks like posts that were held” counts."),
        {},
        readers.thresholds,
    ),
    _card(Guidance.BREATHING, _l("Words of the help card: trouble breathing or swallowing")),
    _card(Guidance.SELF_HARM, _l("Words of the help card: thoughts of self-harm")),
    _card(Guidance.POISONING, _l("Words of the help card: overdose or poisoning")),
    _added(Guidance.BREATHING, _l("Added to the help card: trouble breathing or swallowing")),
    _added(Guidance.SELF_HARM, _l("Added to the help card: thoughts of self-harm")),
    _added(Guidance.POISONING, _l("Added to the help card: overdose or poisoning")),
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
    _links(
        "newcomers.links",
        _l("Links in a new member's posts"),
        _l("Most spam is a link in a first post."),
        "review",
    ),
    _links(
        "links.members",
        _l("Links in the posts of all other members"),
        _l("Members who are no longer new. Links of moderators, editors and admins are always shown."),
        "pass",
    ),
    _sites(
        "links.known",
        _l("Sites whose links need no care"),
        _l("Links to these sites, and to this one, never bring a post to a person. Parts of a site count with it."),
    ),
    _sites(
        "links.unwanted",
        _l("Sites whose links are held"),
        _l("A post with a link to one of these waits for a moderator, whoever wrote it but staff. A plea for help is never kept back."),
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
        readers.hours(_HOURS),
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}
