"""What the trained score sees of a text: words, pieces of words, meanings, and who is meant. Pure.

A feature is a number below SIZE, made from the words by a fixed hash, so that no list of words
need be kept with the weights. All sentences of a text are worked on at once, in arrays, because a
long text has thousands of features.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from forum.claims.groups import groups_of, phrases_in, stem
from forum.claims.kept import Kept
from forum.claims.model import Finding
from forum.claims.pattern import Piece
from forum.claims.reading import Reading, Sentence

SIZE = 1 << 19
_MASK = SIZE - 1
# Hashes of 24 bits keep the products below within a machine word.
_HASH_BITS = 24
_HASH = (1 << _HASH_BITS) - 1
_LEFT, _RIGHT = 0x9E3779B, 0x85EBCA7
# Pieces of words catch typing errors and forms that training has not met.
_PIECE = 5
_LONGEST = 24
# What the hash of each piece goes on from.
_PIECES_BEGIN = crc32(b"c:")
# In a sentence that names very many things, pairs beyond these tell nothing more.
_MOST_GROUPS = 28
# Any two of them by their places, ordered by the later one: any two of fewer come first.
_LATER, _EARLIER = np.tril_indices(_MOST_GROUPS, -1)
_NAMED = frozenset(("treat", "med", "medany"))
# Tags that say how a word is built, which the words themselves say as well.
_FORMAL = frozenset(("verb", "vb", "vd", "vg", "vz", "cap", "MARK", "mark", "break", "sign"))
_WHO = {
    **dict.fromkeys(("i", "me", "my", "mine", "we", "us", "our", "im", "ive", "myself"), "I"),
    **dict.fromkeys(("you", "your", "u", "ur", "yourself", "yours", "everyone", "anyone"), "U"),
    **dict.fromkeys(("he", "she", "his", "her", "him", "hers", "himself", "herself"), "H"),
    **dict.fromkeys(("they", "them", "their", "people", "folk"), "T"),
}

Slots = NDArray[np.int64]
# Where there are very many they are kept in half the room.
Packed = NDArray[np.int32]
# A window of a text has far fewer sentences, and numbers this small are sorted much faster.
Owners = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Seen:
    """The slots of a text, sentence after sentence, and where each sentence begins."""

    slots: Packed
    starts: Slots

    @property
    def sentences(self) -> list[Packed]:
        """The slots of each sentence."""
        return np.split(self.slots, self.starts[1:])


def _crc(name: str) -> int:
    return crc32(name.encode()) & _HASH


# For the names that come again in every text.
_hash = lru_cache(maxsize=1 << 14)(_crc)


def _packed(*numbers: int) -> bytes:
    """Numbers as they lie in an array: those of all words are put together in one step."""
    return array("q", numbers).tobytes()


_tags = Kept[str, bytes](lambda tag: _packed(_hash(f"g:{tag}")), 1 << 12)


def _salt(kind: str) -> int:
    return crc32(kind.encode())


_NEXT, _SKIP, _THIRD, _GROUP_NEXT, _GROUP_SKIP, _GROUP_PAIR, _GROUP_FRAME = map(
    _salt, ("b", "s", "t", "kb", "ks", "kq", "kf")
)


def _mixed(kind: int | Slots, first: Slots, second: Slots) -> Slots:
    """The slots of pairs of hashes."""
    raw = (first * _LEFT) ^ (second * _RIGHT) ^ kind
    return (raw ^ (raw >> 19)) & _MASK


@dataclass(slots=True)
class _Known:
    """What is known of a word without its neighbours."""

    text: str
    # Numbers lie packed, the slots in half the room.
    hash: bytes
    slots: bytes = b""
    groups: bytes = b""
    # What stands for it among groups where it has none: the word itself, but nothing for an edge.
    alone: bytes = b""
    who: str = ""


def _pieces(text: str) -> list[int]:
    """The slots of the pieces of a word."""
    whole = f"<{text[:_LONGEST]}>"
    places = range(len(whole) - _PIECE + 1)
    if whole.isascii():
        raw = whole.encode()
        return [crc32(raw[at : at + _PIECE], _PIECES_BEGIN) & _MASK for at in places]
    return [crc32(whole[at : at + _PIECE].encode(), _PIECES_BEGIN) & _MASK for at in places]


def _spelt(word: tuple[str, bool]) -> _Known | None:
    """A word, which may be the name of a treatment: then it counts as any of them would.

    Marks are not looked at.
    """
    text, named = word
    if not text[0].isalnum():
        return None
    plain = stem(text) if text.isalpha() or not any(map(str.isdigit, text)) else "NUM"
    own = _crc("u:TREAT" if named else f"u:{plain}")
    slots = array("i", [own & _MASK, *_pieces(text)]).tobytes()
    packed = _packed(own)
    return _Known(text, packed, slots, _of_names(groups_of(text)), packed, _WHO.get(text, ""))


def _of_names(groups: tuple[str, ...]) -> bytes:
    return _packed(*(_hash(f"k:{group}") for group in groups))


_spelt_alike = Kept(_spelt, 1 << 15)


def _known(piece: Piece) -> _Known | None:
    return _spelt_alike[piece.text, not _NAMED.isdisjoint(piece.tags)]


_words = Kept(_known, 1 << 15)


@lru_cache(maxsize=64)
def _edge(name: str) -> _Known:
    """Where a sentence begins or ends, as a word that has neighbours and nothing else."""
    return _Known(name, _packed(_hash(name)))


class _Gathered:
    """The words of a text in a row, each sentence between its edges, and what else it has."""

    def __init__(self, reading: Reading) -> None:
        self.words: list[_Known] = []
        self.words_each: list[int] = []
        self.tags: list[bytes] = []
        self.tags_each: list[int] = []
        # Who each sentence is about, and how it ends.
        self.frames: list[int] = []
        for sentence in reading.sentences:
            self._gather(sentence)

    def _gather(self, sentence: Sentence) -> None:
        every = map(_words.__getitem__, sentence.coded.pieces)
        known = [each for each in every if each is not None]
        ending = sentence.ending[:1]
        who = "".join(sorted({each.who for each in known}))
        tags = sentence.tags - _FORMAL
        self.words += (_edge("^"), *known, _edge("$" + ending))
        self.words_each.append(len(known) + 2)
        self.tags.extend(map(_tags.__getitem__, tags))
        self.tags_each.append(len(tags))
        self.frames.append(_hash(f"F:{who}{ending}"))

    def slots(self) -> Iterator[tuple[Slots, Owners]]:
        """Slots with the numbers of their sentences."""
        owners = _owners(self.words_each)
        near = np.flatnonzero(owners[1:] == owners[:-1])
        far = np.flatnonzero(owners[2:] == owners[:-2])
        yield from self._of_words(owners)
        yield from self._of_line(owners, near, far)
        groups = self._groups()
        yield self._of_kinds(groups, owners, near, far)
        yield from self._of_groups(groups, owners)

    def _of_words(self, owners: Owners) -> Iterator[tuple[Slots, Owners]]:
        """The words and their pieces, the tags, and the frame."""
        slots = [each.slots for each in self.words]
        pieces = np.frombuffer(b"".join(slots), dtype=np.int32)
        yield pieces.astype(np.int64), owners.repeat(_sizes(slots, pieces.itemsize))
        yield _unpacked(self.tags) & _MASK, _owners(self.tags_each)
        yield _array(self.frames) & _MASK, np.arange(len(self.frames), dtype=np.int16)

    def _of_line(self, owners: Owners, near: Slots, far: Slots) -> Iterator[tuple[Slots, Owners]]:
        """Two words side by side, two with one between, and three in a row."""
        line = _unpacked([each.hash for each in self.words])
        beside = _mixed(_NEXT, line[:-1], line[1:])
        yield beside.take(near), owners.take(near)
        third, owner = line[2:].take(far), owners.take(far)
        yield _mixed(_SKIP, line.take(far), third), owner
        yield _mixed(_THIRD, beside.take(far), third), owner

    def _groups(self) -> list[bytes]:
        """The groups of each word, with those of a phrase at its first word."""
        groups = [each.groups for each in self.words]
        for place, longer in phrases_in([each.text for each in self.words]).items():
            groups[place] += _of_names(longer)
        return groups

    def _of_kinds(
        self, groups: list[bytes], owners: Owners, near: Slots, far: Slots
    ) -> tuple[Slots, Owners]:
        """Two words side by side and two with one between, by their groups where they have some."""
        kinds = [own or each.alone for own, each in zip(groups, self.words, strict=True)]
        flat, sizes = _unpacked(kinds), _sizes(kinds)
        first, second = np.concatenate((near, far)), np.concatenate((near + 1, far + 2))
        left, right, pair = _products(_starts(sizes), sizes, first, second)
        salts = np.where(pair < len(near), _GROUP_NEXT, _GROUP_SKIP)
        return _mixed(salts, flat.take(left), flat.take(right)), owners.take(first).take(pair)

    def _of_groups(self, groups: list[bytes], owners: Owners) -> Iterator[tuple[Slots, Owners]]:
        """The different groups of each sentence, any two of them, and each with the frame."""
        each = owners.repeat(_sizes(groups)).astype(np.int64)
        # In the order of their hashes, so that the same two are the same pair either way round.
        raw = np.sort(each << _HASH_BITS | _unpacked(groups))
        raw = raw[_new(raw)]
        met, owner = raw & _HASH, (raw >> _HASH_BITS).astype(np.int16)
        yield met & _MASK, owner
        yield _mixed(_GROUP_FRAME, _array(self.frames)[owner], met), owner
        sizes = np.bincount(owner, minlength=len(self.frames))
        fewer = np.minimum(sizes, _MOST_GROUPS)
        pairs = fewer * (fewer - 1) // 2
        pair, within = _owners(pairs), np.arange(pairs.sum()) - _starts(pairs).repeat(pairs)
        start = _starts(sizes)[pair]
        yield _mixed(_GROUP_PAIR, met[start + _EARLIER[within]], met[start + _LATER[within]]), pair


def _array(numbers: list[int]) -> Slots:
    return np.array(numbers, dtype=np.int64)


def _unpacked(packed: list[bytes]) -> Slots:
    return np.frombuffer(b"".join(packed), dtype=np.int64)


def _sizes(packed: list[bytes], itemsize: int = 8) -> Slots:
    """How many numbers each of some packed runs holds."""
    return np.array(list(map(len, packed)), dtype=np.int64) // itemsize


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
    return Seen(slots.take(owner.argsort(kind="stable")), _starts(counts))


def of_whole(seen: Seen, findings: Collection[Finding], context: str, words: int) -> Slots:
    """The slots of a text, each once: its sentences, what the rules found, and its length."""
    names = [f"context:{context}", f"length:{min(8, words.bit_length())}"]
    if not findings:
        names.append("rule:none")
    for finding in findings:
        names.append(f"rule:{finding.rule} {finding.action}")
        names.append(f"ruled:{finding.action}")
        names.append(f"category:{finding.category} {finding.action}")
    own = _array([_hash(name) & _MASK for name in names])
    # To sort few numbers costs less than to mark them in a table of all there are.
    slots = np.sort(np.concatenate((seen.slots, own), dtype=np.int32))
    return slots[_new(slots)].astype(np.int64)
