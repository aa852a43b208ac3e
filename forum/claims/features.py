"""What the trained score sees of a text: words, pieces of words, meanings, and who is meant. Pure.

A feature is a number below SIZE, made from the words by a fixed hash, so that no list of words
need be kept with the weights. All sentences of a text are worked on at once, in arrays, because a
long text has thousands of features.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from forum.claims.groups import groups_of, phrases_in, stem
from forum.claims.model import Finding
from forum.claims.reading import Reading, Sentence

SIZE = 1 << 19
_MASK = SIZE - 1
# Hashes of 24 bits keep the products below within a machine word.
_HASH = (1 << 24) - 1
_LEFT, _RIGHT = 0x9E3779B, 0x85EBCA7
# Pieces of words catch typing errors and forms that training has not met.
_PIECE = 5
_LONGEST = 24
# What the hash of each piece goes on from.
_PIECES_BEGIN = crc32(b"c:")
# In a sentence that names very many things, pairs beyond these tell nothing more.
_MOST_GROUPS = 28
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


@dataclass(frozen=True, slots=True)
class Seen:
    """The slots of a text, sentence after sentence, and where each sentence begins."""

    slots: Slots
    starts: Slots

    @property
    def sentences(self) -> list[Slots]:
        """The slots of each sentence."""
        return np.split(self.slots, self.starts[1:])


def _crc(name: str) -> int:
    return crc32(name.encode()) & _HASH


# For the names that come again in every text.
_hash = lru_cache(maxsize=1 << 14)(_crc)


@lru_cache(maxsize=1 << 12)
def _tag(tag: str) -> int:
    return _hash(f"g:{tag}")


def _salt(kind: str) -> int:
    return crc32(kind.encode())


_NEXT, _SKIP, _THIRD, _GROUP_NEXT, _GROUP_SKIP, _GROUP_PAIR, _GROUP_FRAME = map(
    _salt, ("b", "s", "t", "kb", "ks", "kq", "kf")
)


def _mixed(kind: int, first: Slots, second: Slots) -> Slots:
    """The slots of pairs of hashes."""
    raw = (first * _LEFT) ^ (second * _RIGHT) ^ kind
    return (raw ^ (raw >> 19)) & _MASK


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a word without its neighbours."""

    hash: int
    slots: tuple[int, ...]
    groups: tuple[int, ...]
    who: str


def _pieces(text: str) -> list[int]:
    """The slots of the pieces of a word."""
    whole = f"<{text[:_LONGEST]}>"
    places = range(len(whole) - _PIECE + 1)
    if whole.isascii():
        raw = whole.encode()
        return [crc32(raw[at : at + _PIECE], _PIECES_BEGIN) & _MASK for at in places]
    return [crc32(whole[at : at + _PIECE].encode(), _PIECES_BEGIN) & _MASK for at in places]


@lru_cache(maxsize=1 << 15)
def _known(text: str, named: bool) -> _Known:
    """A word, which may be the name of a treatment: then it counts as any of them would."""
    plain = "NUM" if any(map(str.isdigit, text)) else stem(text)
    own = _crc("u:TREAT" if named else f"u:{plain}")
    groups = tuple(_hash(f"k:{group}") for group in groups_of(text))
    return _Known(own, (own & _MASK, *_pieces(text)), groups, _WHO.get(text, ""))


class _Gathered:
    """Hashes as they are met, sentence after sentence."""

    def __init__(self) -> None:
        self.single: list[int] = []
        self.single_ends: list[int] = []
        self.line: list[int] = []
        self.line_ends: list[int] = []
        # The groups of each word, or the word itself; how many they are, and the sentence's words.
        self.kinds: list[int] = []
        self.kinds_each: list[int] = []
        self.words_ends: list[int] = []
        # The different groups of each sentence, and what each sentence is about.
        self.met: list[int] = []
        self.met_each: list[int] = []
        self.frames: list[int] = []

    def slots(self) -> Iterator[tuple[Slots, Slots]]:
        """Slots with the numbers of their sentences."""
        yield _array(self.single) & _MASK, _owners(self.single_ends)
        yield from self._of_line()
        yield from self._of_groups()

    def _of_line(self) -> Iterator[tuple[Slots, Slots]]:
        """Two words side by side, two with one between, and three in a row."""
        line, owners = _array(self.line), _owners(self.line_ends)
        near = owners[1:] == owners[:-1]
        beside = _mixed(_NEXT, line[:-1], line[1:])
        yield beside[near], owners[1:][near]
        far = owners[2:] == owners[:-2]
        yield _mixed(_SKIP, line[:-2], line[2:])[far], owners[2:][far]
        yield _mixed(_THIRD, beside[:-1], line[2:])[far], owners[2:][far]

    def _of_groups(self) -> Iterator[tuple[Slots, Slots]]:
        """The groups of neighbouring words, any two of one sentence, and each with its frame."""
        kinds, sizes, owners = _array(self.kinds), _array(self.kinds_each), _owners(self.words_ends)
        starts = np.cumsum(sizes) - sizes
        for kind, step in ((_GROUP_NEXT, 1), (_GROUP_SKIP, 2)):
            at = np.flatnonzero(owners[step:] == owners[:-step])
            left, right, pair = _products(
                starts[at], sizes[at], starts[at + step], sizes[at + step]
            )
            yield _mixed(kind, kinds[left], kinds[right]), owners[at][pair]
        met, sizes = _array(self.met), _array(self.met_each)
        starts, fewer = np.cumsum(sizes) - sizes, np.minimum(sizes, _MOST_GROUPS)
        left, right, owner = _products(starts, fewer, starts, fewer)
        once = left < right
        yield _mixed(_GROUP_PAIR, met[left[once]], met[right[once]]), owner[once]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        yield _mixed(_GROUP_FRAME, _array(self.frames)[owner], met), owner


def _array(numbers: list[int]) -> Slots:
    return np.array(numbers, dtype=np.int64)


def _owners(ends: list[int]) -> Slots:
    """The number of the sentence for each entry, from where the sentences end."""
    return np.repeat(np.arange(len(ends)), np.diff(np.array([0, *ends])))


def _products(
    first: Slots, first_sizes: Slots, second: Slots, second_sizes: Slots
) -> tuple[Slots, Slots, Slots]:
    """Every place of one run with every place of another, for many pairs of runs at once.

    A run is where it starts and how long it is. Gives the places left, the places right, and which
    pair of runs they are of.
    """
    sizes = first_sizes * second_sizes
    pair = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, column = np.divmod(within, second_sizes[pair])
    return first[pair] + row, second[pair] + column, pair


def of_text(reading: Reading) -> Seen:
    """The slots of each sentence of a text that has at least one."""
    gathered = _Gathered()
    for sentence in reading.sentences:
        _gather(gathered, sentence)
    parts, owners = zip(*gathered.slots(), strict=True)
    slots, owner = np.concatenate(parts), np.concatenate(owners)
    # Numbers this small are sorted much faster; a window of a text has far fewer sentences.
    order = np.argsort(owner.astype(np.int16), kind="stable")
    counts = np.bincount(owner, minlength=len(reading.sentences))
    return Seen(slots[order], np.cumsum(counts) - counts)


def of_whole(seen: Seen, findings: Collection[Finding], context: str, words: int) -> Slots:
    """The slots of a text, each once: its sentences, what the rules found, and its length."""
    names = [f"context:{context}", f"length:{min(8, words.bit_length())}"]
    if not findings:
        names.append("rule:none")
    for finding in findings:
        names.append(f"rule:{finding.rule} {finding.action}")
        names.append(f"ruled:{finding.action}")
        names.append(f"category:{finding.category} {finding.action}")
    met = np.zeros(SIZE, dtype=np.bool_)
    met[seen.slots] = True
    met[[_hash(name) & _MASK for name in names]] = True
    return np.flatnonzero(met)


def _gather(into: _Gathered, sentence: Sentence) -> None:
    written = [word for word in sentence.words if word.text[0].isalnum()]
    known = [_known(word.text, not _NAMED.isdisjoint(word.tags)) for word in written]
    ending = sentence.ending[:1]
    who = "".join(sorted({each.who for each in known}))
    frame = _hash(f"F:{who}{ending}")
    into.frames.append(frame)
    into.single.append(frame)
    into.single.extend(chain.from_iterable([each.slots for each in known]))
    into.single.extend(map(_tag, sentence.tags - _FORMAL))
    into.line.append(_hash("^"))
    into.line.extend([each.hash for each in known])
    into.line.append(_hash("$" + ending))
    _gather_groups(into, [word.text for word in written], known)
    into.single_ends.append(len(into.single))
    into.line_ends.append(len(into.line))
    into.words_ends.append(len(into.kinds_each))


def _gather_groups(into: _Gathered, texts: list[str], known: list[_Known]) -> None:
    groups = [each.groups for each in known]
    for place, longer in phrases_in(texts).items():
        groups[place] = (*groups[place], *(_hash(f"k:{group}") for group in longer))
    kinds = [own or (each.hash,) for own, each in zip(groups, known, strict=True)]
    into.kinds.extend(chain.from_iterable(kinds))
    into.kinds_each.extend(map(len, kinds))
    # In the order of their hashes, so that the same two are the same pair either way round.
    met = sorted(set(chain.from_iterable(groups)))
    into.met.extend(met)
    into.met_each.append(len(met))
    into.single.extend(met)
