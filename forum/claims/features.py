"""What the trained score sees of a text: words, pieces of words, meanings, and who is meant. Pure.

A feature is a number below SIZE, made from the words by a fixed hash, so that no list of words
need be kept with the weights. All sentences of a text are worked on at once, in arrays, because a
long text has thousands of features.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from forum.claims.columns import HASH, HASH_BITS, MASK, Slots, columns, hashed, who
from forum.claims.kept import Kept
from forum.claims.model import Finding
from forum.claims.reading import Reading

_LEFT, _RIGHT = 0x9E3779B, 0x85EBCA7
# In a sentence that names very many things, pairs beyond these tell nothing more.
_MOST_GROUPS = 28
# Any two of them by their places, ordered by the later one: any two of fewer come first.
_LATER, _EARLIER = np.tril_indices(_MOST_GROUPS, -1)
# Tags that say how a word is built, which the words themselves say as well.
_FORMAL = frozenset(("verb", "vb", "vd", "vg", "vz", "cap", "MARK", "mark", "break", "sign"))
# Where there are very many they are kept in half the room.
Packed = NDArray[np.int32]
# A window of a text has far fewer sentences, and numbers this small are sorted much faster.
Owners = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Seen:
    """The slots of a text, sentence after sentence: where each begins and how many it has."""

    slots: Packed
    starts: Slots
    each: Slots

    @property
    def sentences(self) -> list[Packed]:
        """The slots of each sentence."""
        return np.split(self.slots, self.starts[1:])


_tags = Kept[str, int](lambda tag: hashed(f"g:{tag}") & MASK, 1 << 12)


def _salt(kind: str) -> int:
    return crc32(kind.encode())


_NEXT, _SKIP, _THIRD, _GROUP_NEXT, _GROUP_SKIP, _GROUP_PAIR, _GROUP_FRAME = map(
    _salt, ("b", "s", "t", "kb", "ks", "kq", "kf")
)


def _mixed(kind: int | Slots, first: Slots, second: Slots) -> Slots:
    """The slots of pairs of hashes."""
    raw = (first * _LEFT) ^ (second * _RIGHT) ^ kind
    return (raw ^ (raw >> 19)) & MASK


class _Gathered:
    """The words of a text in a row, each sentence between its edges, and what else it has."""

    def __init__(self, reading: Reading) -> None:
        self.known = columns()
        self.tags: list[int] = []
        self.tags_each: list[int] = []
        begin, words = self.known.edge("^"), list[int]()
        starts, each = list[int](), list[int]()
        endings = [sentence.ending[:1] for sentence in reading.sentences]
        for sentence, ending in zip(reading.sentences, endings, strict=True):
            starts.append(len(words))
            words.append(begin)
            words += filter(None, map(self.known.__getitem__, sentence.words))
            words.append(self.known.edge("$" + ending))
            each.append(len(words) - starts[-1])
            tags = sentence.tags - _FORMAL
            self.tags += map(_tags.__getitem__, tags)
            self.tags_each.append(len(tags))
        self.facts = self.known.facts(words)
        self.owners = _owners(each)
        # Who each sentence is about, and how it ends.
        persons = np.bitwise_or.reduceat(self.facts.persons, starts).tolist()
        self.frames = _array(
            [hashed(f"F:{who(bits)}{end}") for bits, end in zip(persons, endings, strict=True)]
        )

    def slots(self) -> Iterator[tuple[Slots, Owners]]:
        """Slots with the numbers of their sentences."""
        near = np.flatnonzero(self.owners[1:] == self.owners[:-1])
        far = np.flatnonzero(self.owners[2:] == self.owners[:-2])
        yield from self._of_words()
        yield from self._of_line(near, far)
        yield self._of_kinds(near, far)
        yield from self._of_groups()

    def _of_words(self) -> Iterator[tuple[Slots, Owners]]:
        """The words and their pieces, the tags, and the frame."""
        places = _places(self.facts.slots, self.facts.slots_each)
        yield self.known.slots_of(places), self.owners.repeat(self.facts.slots_each)
        yield _array(self.tags), _owners(self.tags_each)
        yield self.frames & MASK, np.arange(len(self.frames), dtype=np.int16)

    def _of_line(self, near: Slots, far: Slots) -> Iterator[tuple[Slots, Owners]]:
        """Two words side by side, two with one between, and three in a row."""
        line = self.facts.hashes
        beside = _mixed(_NEXT, line[:-1], line[1:])
        yield beside.take(near), self.owners.take(near)
        third, owner = line[2:].take(far), self.owners.take(far)
        yield _mixed(_SKIP, line.take(far), third), owner
        yield _mixed(_THIRD, beside.take(far), third), owner

    def _of_kinds(self, near: Slots, far: Slots) -> tuple[Slots, Owners]:
        """Two words side by side and two with one between, by their groups where they have some."""
        first, second = np.concatenate((near, far)), np.concatenate((near + 1, far + 2))
        left, right, pair = _products(self.facts.kinds, self.facts.kinds_each, first, second)
        salts, kind = np.where(pair < len(near), _GROUP_NEXT, _GROUP_SKIP), self.known.kinds_of
        return _mixed(salts, kind(left), kind(right)), self.owners.take(first).take(pair)

    def _of_groups(self) -> Iterator[tuple[Slots, Owners]]:
        """The different groups of each sentence, any two of them, and each with the frame."""
        groups = self.known.kinds_of(_places(self.facts.kinds, self.facts.groups))
        each = self.owners.repeat(self.facts.groups).astype(np.int64)
        # In the order of their hashes, so that the same two are the same pair either way round.
        raw = np.sort(each << HASH_BITS | groups)
        raw = raw[_new(raw)]
        met, owner = raw & HASH, (raw >> HASH_BITS).astype(np.int16)
        yield met & MASK, owner
        yield _mixed(_GROUP_FRAME, self.frames[owner], met), owner
        each = np.bincount(owner, minlength=len(self.frames))
        fewer = np.minimum(each, _MOST_GROUPS)
        pairs = fewer * (fewer - 1) // 2
        pair, within = _owners(pairs), np.arange(pairs.sum()) - _starts(pairs).repeat(pairs)
        start = _starts(each)[pair]
        yield _mixed(_GROUP_PAIR, met[start + _EARLIER[within]], met[start + _LATER[within]]), pair


def _array(numbers: list[int]) -> Slots:
    return np.array(numbers, dtype=np.int64)


def _places(starts: Slots, sizes: Slots) -> Slots:
    """Every place of some runs, one run after another."""
    places: Slots = np.arange(sizes.sum()) + (starts - _starts(sizes)).repeat(sizes)
    return places


def _new(raw: NDArray[Any]) -> NDArray[np.bool_]:
    """Where sorted numbers differ from the one before."""
    found = np.ones(len(raw), dtype=np.bool_)
    np.not_equal(raw[1:], raw[:-1], out=found[1:])
    return found


def _owners(each: list[int] | Slots) -> Owners:
    """The number of the sentence for each entry, from how many entries each sentence has."""
    return np.arange(len(each), dtype=np.int16).repeat(each)


def _starts(sizes: Slots) -> Slots:
    """Where each of some runs begins that follow one another."""
    return sizes.cumsum() - sizes


def _products(
    starts: Slots, sizes: Slots, first: Slots, second: Slots
) -> tuple[Slots, Slots, Slots]:
    """Every entry of one run with every entry of another, for many pairs of runs at once.

    A run is where it starts and how long it is. Gives the places left, the places right, and which
    pair of runs they are of.
    """
    widths = sizes.take(second)
    each = sizes.take(first) * widths
    pair = np.arange(len(each)).repeat(each)
    within = np.arange(len(pair)) - _starts(each).take(pair)
    row, column = np.divmod(within, widths.take(pair))
    left, right = starts.take(first), starts.take(second)
    return left.take(pair) + row, right.take(pair) + column, pair


def of_text(reading: Reading) -> Seen:
    """The slots of each sentence of a text that has at least one."""
    parts, owners = zip(*_Gathered(reading).slots(), strict=True)
    slots, owner = np.concatenate(parts, dtype=np.int32), np.concatenate(owners)
    counts = np.bincount(owner, minlength=len(reading.sentences))
    return Seen(slots.take(owner.argsort(kind="stable")), _starts(counts), counts)


def of_whole(seen: Seen, findings: Collection[Finding], context: str, words: int) -> Slots:
    """The slots of a text, each once: its sentences, what the rules found, and its length."""
    names = [f"context:{context}", f"length:{min(8, words.bit_length())}"]
    if not findings:
        names.append("rule:none")
    for finding in findings:
        names.append(f"rule:{finding.rule} {finding.action}")
        names.append(f"ruled:{finding.action}")
        names.append(f"category:{finding.category} {finding.action}")
    own = _array([hashed(name) & MASK for name in names])
    # To sort few numbers costs less than to mark them in a table of all there are.
    slots = np.sort(np.concatenate((seen.slots, own), dtype=np.int32))
    return slots[_new(slots)].astype(np.int64)
