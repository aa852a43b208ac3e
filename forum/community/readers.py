"""Readers of single settings: a plain JSON value in, what can be used and the faults out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from forum.claims import rules, weighed
from forum.claims.faults import Fault, fault
from forum.claims.model import N_
from forum.claims.tuned_words import read_words
from forum.claims.tuning import read_rules, read_thresholds, read_weights
from forum.community.care import site_of

LONGEST_TEXT = 600
LONGEST_LINE = 300
MOST_LINES = 8
MOST_SITES = 500

# A value as it is stored, and what is wrong with the one that was given.
Reading = tuple[Any, list[Fault]]
Reader = Callable[[object], Reading]

_SITE = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]{2,8})*")


def known_rules() -> frozenset[str]:
    """The ids of all rules."""
    return frozenset(rule.id for rule in rules())


def rule_choices(value: object) -> Reading:
    """What each rule does."""
    kept, faults = read_rules(value, known_rules())
    return {rule: str(choice) for rule, choice in kept}, faults


def rule_weights(value: object) -> Reading:
    """How much each rule's own word counts."""
    kept, faults = read_weights(value, weighed())
    return dict(kept), faults


def words(value: object) -> Reading:
    """Words by kind."""
    kept, faults = read_words(value)
    return {str(kind): list(terms) for kind, terms in kept}, faults


def thresholds(value: object) -> Reading:
    """Where the score begins to count."""
    kept, faults = read_thresholds(value)
    return dict(kept), faults


def text(value: object) -> Reading:
    """A few plain sentences."""
    if not isinstance(value, str):
        return "", [fault((), N_("words are expected"))]
    plain = " ".join(value.split())
    if not plain.isprintable():
        return "", [fault((), N_("there are signs in it that cannot be shown"))]
    if len(plain) > LONGEST_TEXT:
        return "", [_too_long(len(plain) - LONGEST_TEXT)]
    return plain, []


def card(value: object) -> Reading:
    """The lines of a help card by language; the first is the sentence on top."""
    if not isinstance(value, dict):
        return {}, [fault((), N_("languages, each with lines, are expected"))]
    kept: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for language, lines in value.items():
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            faults.append(fault((str(language)[:40],), N_("this is no language")))
        elif wrong := _wrong_with_lines(lines):
            faults.append(wrong.inside(language))
        elif plain := [" ".join(line.split()) for line in lines if line.strip()]:
            kept[language] = plain
    return kept, faults


def _wrong_with_lines(lines: object) -> Fault | None:
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return fault((), N_("lines of words are expected"))
    if len(lines) > MOST_LINES:
        return fault((), N_("more than %(most)s lines; please keep fewer"), most=MOST_LINES)
    over = max((len(line) for line in lines), default=0) - LONGEST_LINE
    if over > 0:
        return _too_long(over)
    if not all(" ".join(line.split()).isprintable() for line in lines):
        return fault((), N_("there are signs in it that cannot be shown"))
    return None


def _too_long(over: int) -> Fault:
    return fault((), N_("too long by %(count)s letters"), count=over)


def sites(value: object) -> Reading:
    """Names of sites, tidied, each once, in the order of the letters."""
    if not isinstance(value, list):
        return [], [fault((), N_("a list of sites is expected"))]
    if len(value) > MOST_SITES:
        return [], [fault((), N_("more than %(most)s sites; please keep fewer"), most=MOST_SITES)]
    kept: set[str] = set()
    faults: list[Fault] = []
    for given in value:
        site = site_of(given) if isinstance(given, str) else ""
        if len(site) <= 253 and _SITE.fullmatch(site) and " " not in str(given).strip():
            kept.add(site)
        else:
            said = str(given)[:60]
            faults.append(
                fault((), N_("“%(given)s” is no site; write it as example.org"), given=said)
            )
    return sorted(kept), faults


def number(default: int, least: int, most: int) -> Reader:
    """A whole number within limits."""

    def read(value: object) -> Reading:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            expected = N_("a whole number from %(least)s to %(most)s is expected")
            return default, [fault((), expected, least=least, most=most)]
        return value, []

    return read


def choice(default: str, *known: str) -> Reader:
    """One of a few values."""

    def read(value: object) -> Reading:
        if not isinstance(value, str) or value not in known:
            said, listed = str(value)[:40], ", ".join(known)
            return default, [
                fault((), N_("'%(given)s' is not one of %(known)s"), given=said, known=listed)
            ]
        return value, []

    return read


def hours(default: list[int]) -> Reader:
    """One to six lengths of a turn on duty, in hours."""

    def read(value: object) -> Reading:
        sound = (
            isinstance(value, list)
            and 1 <= len(value) <= 6
            and all(isinstance(hour, int) and not isinstance(hour, bool) for hour in value)
            and all(1 <= hour <= 24 for hour in value)
        )
        if not sound:
            return default, [fault((), N_("one to six whole numbers from 1 to 24 are expected"))]
        return sorted(set(cast("list[int]", value))), []

    return read
