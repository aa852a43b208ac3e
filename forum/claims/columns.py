"""What the trained score sees of a word by itself, for many words side by side in columns.

A number stands for a word; what is known of it lies in arrays, so that all words of a text are
looked up in one step, and close together in memory.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from forum.claims.groups import groups_of, in_phrases, of_phrase, phrase_pairs, stem
from forum.claims.word import Word

SIZE = 1 << 19
MASK = SIZE - 1
# Hashes of 24 bits keep the products of two within a machine word.
HASH_BITS = 24
HASH = (1 << HASH_BITS) - 1
# Pieces of words catch typing errors and forms that training has not met.
_PIECE = 5
_LONGEST = 24
# What the hash of each piece goes on from.
_PIECES_BEGIN = crc32(b"c:")
_NAMED = frozenset(("treat", "med", "medany"))
# Who is spoken of, each a bit of its own.
_PERSONS = {
    "H": ("he", "she", "his", "her", "him", "hers", "himself", "herself"),
    "I": ("i", "me", "my", "mine", "we", "us", "our", "im", "ive", "myself"),
    "T": ("they", "them", "their", "people", "folk"),
    "U": ("you", "your", "u", "ur", "yourself", "yours", "everyone", "anyone"),
}
_WHO = {word: 1 << bit for bit, words in enumerate(_PERSONS.values()) for word in words}
_MOST = 1 << 16
_SECOND_BITS = 12

Slots = NDArray[np.int64]
_Numbers = TypeVar("_Numbers", int, Slots)


def crc(name: str) -> int:
    """The hash of a name."""
    return crc32(name.encode()) & HASH


# For the names that come again in every text.
hashed = lru_cache(maxsize=1 << 14)(crc)


@lru_cache(maxsize=1 << 8)
def who(bits: int) -> str:
    """The persons that these bits stand for."""
    return "".join(person for bit, person in enumerate(_PERSONS) if bits >> bit & 1)


class Facts(NamedTuple):
    """What is known of some words, a number of each for every word."""

    hashes: Slots
    # Who it speaks of, a bit each.
    persons: Slots
    # Its place among the first and among the second words of known phrases; 0 for none.
    first: Slots
    second: Slots
    # How many groups it is of.
    groups: Slots
    # Where its slots begin and how many there are: itself and its pieces.
    slots: Slots
    slots_each: Slots
    # Where its kinds begin and how many there are: its groups or, without any, itself.
    kinds: Slots
    kinds_each: Slots


class _Growing:
    """An array with room for more rows; who holds `data` may go on with it meanwhile."""

    def __init__(self, kind: type[np.integer[Any]], *width: int) -> None:
        self.data = np.zeros((1 << 12, *width), dtype=kind)
        self.used = 0

    def add(self, rows: Sequence[Any]) -> int:
        """Add some; gives where they begin."""
        begin, end = self.used, self.used + len(rows)
        if end > len(self.data):
            grown = np.zeros((2 * end, *self.data.shape[1:]), dtype=self.data.dtype)
            grown[:begin] = self.data[:begin]
            self.data = grown
        self.data[begin:end] = rows
        self.used = end
        return begin


class Columns(dict[Word, int]):
    """The numbers of words by the word; 0 for marks, which the score does not look at."""

    def __init__(self) -> None:
        super().__init__()
        self._adding = threading.RLock()
        self._numbers: dict[tuple[str, bool, tuple[str, ...] | None], int] = {}
        # As it is spelt, and whether it is the name of a treatment.
        self.words: list[tuple[str, bool]] = []
        self._facts = _Growing(np.int64, len(Facts._fields))
        self._slots, self._kinds = _Growing(np.int32), _Growing(np.int64)
        self._phrases = np.array(sorted(_pair(*each) for each in phrase_pairs()), dtype=np.int64)
        self._add("", False, 0)

    def __missing__(self, word: Word) -> int:
        number = 0
        if word.text[0].isalnum():
            number = self._number(word.text, not _NAMED.isdisjoint(word.tags), ())
        if len(self) >= _MOST:
            self.clear()
        self[word] = number
        return number

    def edge(self, name: str) -> int:
        """Where a sentence begins or ends, as a word that has neighbours and nothing else."""
        with self._adding:
            key = (name, False, None)
            if key not in self._numbers:
                self._numbers[key] = self._add(name, False, hashed(name))
            return self._numbers[key]

    def facts(self, words: list[int]) -> Facts:
        """What is known of these words, and of the phrases that begin with them."""
        found = self._facts.data.take(words, axis=0).T.copy()
        for place in self._begun(Facts(*found)):
            here = [self.words[number] for number in words[place : place + 3]]
            number = self._number(*here[0], of_phrase([text for text, _ in here]))
            found[:, place] = self._facts.data[number]
        return Facts(*found)

    def _begun(self, facts: Facts) -> list[int]:
        """Where two words stand that known phrases begin with."""
        places = (facts.first[:-1] * facts.second[1:]).nonzero()[0]
        pairs = _pair(facts.first.take(places), facts.second.take(places + 1))
        near = self._phrases.searchsorted(pairs)
        found: list[int] = places[self._phrases.take(near, mode="clip") == pairs].tolist()
        return found

    def slots_of(self, places: Slots) -> Slots:
        """The slots at these places."""
        return self._slots.data.take(places)

    def kinds_of(self, places: Slots) -> Slots:
        """The hashes of the kinds at these places."""
        return self._kinds.data.take(places)

    def _number(self, text: str, named: bool, further: tuple[str, ...]) -> int:
        """A word, which may be the name of a treatment: then it counts as any of them would."""
        with self._adding:
            key = (text, named, further)
            if key not in self._numbers:
                plain = "NUM" if any(map(str.isdigit, text)) else stem(text)
                own = crc("u:TREAT" if named else f"u:{plain}")
                slots, groups = [own & MASK, *_pieces(text)], (*groups_of(text), *further)
                self._numbers[key] = self._add(text, named, own, slots, groups)
            return self._numbers[key]

    def _add(
        self,
        text: str,
        named: bool,
        own: int,
        slots: Sequence[int] = (),
        groups: Sequence[str] = (),
    ) -> int:
        # What stands for it among groups where it has none: the word itself, but nothing for an edge.
        kinds = [hashed(f"k:{group}") for group in groups] or [own][: len(slots)]
        places = (self._slots.add(slots), len(slots), self._kinds.add(kinds), len(kinds))
        self.words.append((text, named))
        return self._facts.add([(own, _WHO.get(text, 0), *in_phrases(text), len(groups), *places)])


def _pair(first: _Numbers, second: _Numbers) -> _Numbers:
    """The words that a phrase begins with as one number."""
    return first << _SECOND_BITS | second


_kept: list[Columns] = []


def columns() -> Columns:
    """What is known of the words met so far; begun anew when there are very many."""
    if not _kept or len(_kept[0].words) >= _MOST:
        _kept[:] = [Columns()]
    return _kept[0]


def _pieces(text: str) -> list[int]:
    """The slots of the pieces of a word."""
    whole = f"<{text[:_LONGEST]}>"
    places = range(len(whole) - _PIECE + 1)
    if whole.isascii():
        raw = whole.encode()
        return [crc32(raw[at : at + _PIECE], _PIECES_BEGIN) & MASK for at in places]
    return [crc32(whole[at : at + _PIECE].encode(), _PIECES_BEGIN) & MASK for at in places]
