"""Everyday words by what they mean, from `data/groups.yaml`: "fridge" and "piano" are heavy things.

The trained score sees the groups of a word beside the word, so that a word which training has not
met counts like its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from forum.claims.lexicon import terms_of

_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y")
_LONGEST_PHRASE = 3


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A word without its common endings. Rough on purpose: "breathing", "breathes": "breath"."""
    if len(word) > 4:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return word[: -len(ending)]
    return word


@dataclass(slots=True)
class _Table:
    """Groups by word, by stem, and phrases by their first two words."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    # A number for each first word of phrases, and for each second.
    first: dict[str, int] = field(default_factory=dict)
    second: dict[str, int] = field(default_factory=dict)


@cache
def _table() -> _Table:
    table = _Table()
    for group, terms in terms_of("groups.yaml"):
        for term in terms:
            parts = tuple(term.split())
            if len(parts) > 1:
                known_here = table.phrases.setdefault(parts[:2], [])
                known_here.append((parts[:_LONGEST_PHRASE], group))
                table.first.setdefault(parts[0], len(table.first) + 1)
                table.second.setdefault(parts[1], len(table.second) + 1)
                continue
            for form, known in ((term, table.words), (stem(term), table.stems)):
                if group not in known.get(form, ()):
                    known[form] = (*known.get(form, ()), group)
    return table


@lru_cache(maxsize=1 << 14)
def groups_of(word: str) -> tuple[str, ...]:
    """The groups of one word; none for a word that is not known."""
    table = _table()
    return table.words.get(word) or table.stems.get(stem(word), ())


def in_phrases(word: str) -> tuple[int, int]:
    """The number of a word among those that known phrases begin with, and go on with; 0 for none."""
    table = _table()
    return table.first.get(word, 0), table.second.get(word, 0)


def phrase_pairs() -> list[tuple[int, int]]:
    """The numbers of the words that each known phrase begins with."""
    table = _table()
    return [(table.first[first], table.second[second]) for first, second, *_ in table.phrases]


def of_phrase(words: Sequence[str]) -> tuple[str, ...]:
    """The groups of the known phrases that some words begin with."""
    here = tuple(words[:_LONGEST_PHRASE])
    known = _table().phrases.get(here[:2], ())
    return tuple([group for parts, group in known if here[: len(parts)] == parts])
