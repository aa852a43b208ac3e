"""What an operator may change of the engine: what rules do, words it did not know, thresholds. Pure.

A tuning comes as plain JSON values, from a file or from the settings pages. Reading it never fails
half way: it gives what can be used and a list of faults, each with its place.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from forum.claims.language import COMMON
from forum.claims.model import N_


class Choice(StrEnum):
    """What an operator may have a rule do."""

    OFF = "off"
    REVIEW = "review"
    HOLD = "hold"
    URGENT = "urgent"


class WordKind(StrEnum):
    """The kinds of words that an operator may add."""

    PRESCRIPTION = "prescription"
    CAUTION = "caution"
    SUPPLEMENT = "supplement"
    REMEDY = "remedy"
    HARMFUL = "harmful"
    PROMOTION = "promotion"
    INSULT = "insult"
    FALSE_FRIEND = "false_friend"


# What the lexicon calls them. A false friend has no tag: it only stops a guess.
TAGS: Mapping[WordKind, frozenset[str]] = {
    WordKind.PRESCRIPTION: frozenset(("rx", "med")),
    WordKind.CAUTION: frozenset(("caution",)),
    WordKind.SUPPLEMENT: frozenset(("supp", "mildremedy")),
    WordKind.REMEDY: frozenset(("remedy_risky",)),
    WordKind.HARMFUL: frozenset(("toxic",)),
    WordKind.PROMOTION: frozenset(("product",)),
    WordKind.INSULT: frozenset(("insult",)),
}
# Names whose misspellings are looked for.
DRUGS = (
    WordKind.PRESCRIPTION,
    WordKind.CAUTION,
    WordKind.SUPPLEMENT,
    WordKind.REMEDY,
    WordKind.HARMFUL,
)
# From which number on a trained score counts as each action.
THRESHOLDS: Mapping[str, float] = {"score_urgent": 0.3, "score_hold": 0.8, "score_review": 0.97}
MOST_WORDS = 300
LONGEST_WORD = 60

Rules = tuple[tuple[str, Choice], ...]
Words = tuple[tuple[WordKind, tuple[str, ...]], ...]
Thresholds = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not right in given values: where, and what. `message` is translated."""

    place: tuple[str, ...]
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = self.message % dict(self.values)
        return f"{' → '.join(self.place)}: {said}" if self.place else said

    def inside(self, *outer: str) -> Fault:
        """The same fault, seen from further out."""
        return replace(self, place=(*outer, *self.place))


@dataclass(frozen=True, slots=True)
class Tuning:
    """Everything an operator changed of the engine. Equal tunings are one: they can be a key."""

    rules: Rules = ()
    words: Words = ()
    thresholds: Thresholds = ()

    def threshold(self, name: str) -> float:
        """From which score on; as delivered unless changed."""
        return dict(self.thresholds).get(name, THRESHOLDS[name])

    def as_values(self) -> dict[str, Any]:
        """As plain values, the way a tuning file holds them."""
        return {
            "rules": {rule: str(choice) for rule, choice in self.rules},
            "words": {str(kind): list(words) for kind, words in self.words},
            "thresholds": dict(self.thresholds),
        }


NEUTRAL = Tuning()


def read_tuning(value: object, known: Collection[str]) -> tuple[Tuning, list[Fault]]:
    """A whole tuning out of plain values. `known` are the ids of all rules."""
    if not isinstance(value, dict):
        return NEUTRAL, [_fault((), N_("an object with rules, words and thresholds is expected"))]
    faults = [
        _fault((str(part),), N_("is not one of %(known)s"), known="rules, words, thresholds")
        for part in value
        if part not in ("rules", "words", "thresholds")
    ]
    rules, bad_rules = read_rules(value.get("rules", {}), known)
    words, bad_words = read_words(value.get("words", {}))
    thresholds, bad_thresholds = read_thresholds(value.get("thresholds", {}))
    faults += [fault.inside("rules") for fault in bad_rules]
    faults += [fault.inside("words") for fault in bad_words]
    faults += [fault.inside("thresholds") for fault in bad_thresholds]
    return Tuning(rules, words, thresholds), faults


def _fault(place: tuple[str, ...], message: str, **values: object) -> Fault:
    return Fault(place, message, tuple((name, str(value)) for name, value in values.items()))


def read_rules(value: object, known: Collection[str]) -> tuple[Rules, list[Fault]]:
    """What each rule does: its id and off, review, hold or urgent."""
    if not isinstance(value, dict):
        return (), [_fault((), N_("rule names, each with what it does, are expected"))]
    kept: list[tuple[str, Choice]] = []
    faults: list[Fault] = []
    for rule, choice in value.items():
        if rule not in known:
            faults.append(_fault((str(rule)[:80],), N_("there is no rule of this name")))
        elif not isinstance(choice, str) or choice not in list(Choice):
            faults.append(
                _fault(
                    (rule,),
                    N_("'%(given)s' is not one of %(known)s"),
                    given=str(choice)[:40],
                    known=", ".join(Choice),
                )
            )
        else:
            kept.append((rule, Choice(choice)))
    return tuple(sorted(kept)), faults


def read_words(value: object) -> tuple[Words, list[Fault]]:
    """Words by kind, tidied: small letters, single blanks, each once, in the order of the letters."""
    if not isinstance(value, dict):
        return (), [_fault((), N_("kinds of words, each with a list, are expected"))]
    kept: dict[WordKind, tuple[str, ...]] = {}
    faults: list[Fault] = []
    for kind, terms in value.items():
        if kind not in list(WordKind):
            known = ", ".join(WordKind)
            faults.append(_fault((str(kind)[:80],), N_("is not one of %(known)s"), known=known))
        elif not isinstance(terms, list):
            faults.append(_fault((kind,), N_("a list of words is expected")))
        elif len(terms) > MOST_WORDS:
            faults.append(
                _fault((kind,), N_("more than %(most)s words; please keep fewer"), most=MOST_WORDS)
            )
        else:
            sound, bad = _terms(WordKind(kind), terms)
            faults += bad
            if sound:
                kept[WordKind(kind)] = sound
    return tuple((kind, kept[kind]) for kind in WordKind if kind in kept), faults


def _terms(kind: WordKind, given: Iterable[object]) -> tuple[tuple[str, ...], list[Fault]]:
    sound: set[str] = set()
    faults: list[Fault] = []
    for term in given:
        plain = " ".join(term.split()).lower() if isinstance(term, str) else ""
        if wrong := _wrong_with(kind, plain):
            faults.append(_fault((kind.value,), wrong, word=plain[:LONGEST_WORD] or str(term)[:40]))
        elif plain:
            sound.add(plain)
    return tuple(sorted(sound)), faults


def _wrong_with(kind: WordKind, term: str) -> str | None:
    """Why a word cannot be added, if it cannot. It must not mark half of all posts."""
    if len(term) > LONGEST_WORD or len(term.split()) > 6:
        return N_("“%(word)s” is too long; up to 60 letters and six words")
    if sum(letter.isalpha() for letter in term) < 3:
        return N_("“%(word)s” is too short; three letters or more")
    if any(not (letter.isalnum() or letter in " -'’.") for letter in term):
        return N_("“%(word)s” holds signs that no word has")
    if kind is WordKind.FALSE_FRIEND and " " in term:
        return N_("“%(word)s” must be one word")
    if kind is not WordKind.FALSE_FRIEND and term in COMMON:
        return N_("“%(word)s” is an everyday word and would mark nearly every post")
    return None


def read_thresholds(value: object) -> tuple[Thresholds, list[Fault]]:
    """Numbers from 0 to 1 by name."""
    if not isinstance(value, dict):
        return (), [_fault((), N_("names, each with a number, are expected"))]
    kept: list[tuple[str, float]] = []
    faults: list[Fault] = []
    for name, number in value.items():
        if name not in THRESHOLDS:
            known = ", ".join(THRESHOLDS)
            faults.append(_fault((str(name)[:80],), N_("is not one of %(known)s"), known=known))
        elif (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not math.isfinite(number)
            or not 0 <= number <= 1
        ):
            faults.append(
                _fault(
                    (name,), N_("'%(given)s' is not a number from 0 to 1"), given=str(number)[:40]
                )
            )
        else:
            kept.append((name, float(number)))
    return tuple(sorted(kept)), faults
