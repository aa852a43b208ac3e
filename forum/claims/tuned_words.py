"""Words that an operator adds to the engine's own, or leaves out of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from forum.claims.faults import Fault, fault
from forum.claims.language import COMMON
from forum.claims.model import N_


class WordKind(StrEnum):
    """What an operator may say that a word is."""

    PRESCRIPTION = "prescription"
    CAUTION = "caution"
    SUPPLEMENT = "supplement"
    REMEDY = "remedy"
    HARMFUL = "harmful"
    PROMOTION = "promotion"
    INSULT = "insult"
    FALSE_FRIEND = "false_friend"
    LEFT_OUT = "left_out"


# What the lexicon calls them. A false friend only stops a guess, and a word that is left out loses
# what the engine was delivered with; under another kind as well, it is moved there.
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
MOST_WORDS = 300
LONGEST_WORD = 60
# These mark nothing, so an everyday word among them does no harm.
_TAKING_AWAY = frozenset((WordKind.FALSE_FRIEND, WordKind.LEFT_OUT))

Words = tuple[tuple[WordKind, tuple[str, ...]], ...]


def read_words(value: object) -> tuple[Words, list[Fault]]:
    """Words by kind, tidied: small letters, single blanks, each once, in the order of the letters."""
    if not isinstance(value, dict):
        return (), [fault((), N_("kinds of words, each with a list, are expected"))]
    kept: dict[WordKind, tuple[str, ...]] = {}
    faults: list[Fault] = []
    for kind, terms in value.items():
        if kind not in list(WordKind):
            known = ", ".join(WordKind)
            faults.append(fault((str(kind)[:80],), N_("is not one of %(known)s"), known=known))
        elif not isinstance(terms, list):
            faults.append(fault((kind,), N_("a list of words is expected")))
        elif len(terms) > MOST_WORDS:
            faults.append(
                fault((kind,), N_("more than %(most)s words; please keep fewer"), most=MOST_WORDS)
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
            faults.append(fault((kind.value,), wrong, word=plain[:LONGEST_WORD] or str(term)[:40]))
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
    if kind not in _TAKING_AWAY and term in COMMON:
        return N_("“%(word)s” is an everyday word and would mark nearly every post")
    return None
