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

from forum.claims.groups import groups_of, phrases_at, stem
from forum.claims.model import Finding
from forum.claims.reading import Reading, Sentence
from forum.claims.segment import Token

SIZE = 1 << 19
_MASK = SIZE - 1
# Hashes of 24 bits keep the products below within a machine word.
_HASH = (1 << 24) - 1
_LEFT, _RIGHT = 0x9E3779B, 0x85EBCA7
# Pieces of words catch typing errors and forms that training has not met.
_PIECE = 5
_LONGEST = 24
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


@lru_cache(maxsize=1 << 16)
def _hash(name: str) -> int:
    return crc32(name.encode()) & _HASH


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


@lru_cache(maxsize=1 << 15)
def _known(text: str, named: bool) -> _Known:
    """A word, which may be the name of a treatment: then it counts as any of them would."""
    plain = "NUM" if any(map(str.isdigit, text)) else stem(text)
    whole = f"<{text[:_LONGEST]}>"
    pieces = (
        _hash(f"c:{whole[at : at + _PIECE]}") & _MASK for at in range(len(whole) - _PIECE + 1)
    )
    groups = tuple(_hash(f"k:{group}") for group in groups_of(text))
    own = _hash("u:TREAT" if named else f"u:{plain}")
    return _Known(own, (own & _MASK, *pieces), groups, _WHO.get(text, ""))


class _Gathered:
    """Slots and pairs of hashes as they are met, each list with the sentence it is of."""

    def __init__(self) -> None:
        self.single: list[int] = []
        self.single_ends: list[int] = []
        self.line: list[int] = []
        self.line_ends: list[int] = []
        self.pairs: dict[int, tuple[list[int], list[int], list[int]]] = {
            kind: ([], [], []) for kind in (_GROUP_FRAME, _GROUP_NEXT, _GROUP_SKIP, _GROUP_PAIR)
        }

    def end_sentence(self) -> None:
        """What comes now is of the next sentence."""
        self.single_ends.append(len(self.single))
        self.line_ends.append(len(self.line))
        for first, _, ends in self.pairs.values():
            ends.append(len(first))

    def slots(self) -> Iterator[tuple[Slots, Slots]]:
        """Slots with the numbers of their sentences."""
        yield np.array(self.single, dtype=np.int64) & _MASK, _owners(self.single_ends)
        yield from self._of_line()
        for kind, (first, second, ends) in self.pairs.items():
            left, right = np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)
            yield _mixed(kind, left, right), _owners(ends)

    def _of_line(self) -> Iterator[tuple[Slots, Slots]]:
        """Two words side by side, two with one between, and three in a row."""
        line, owners = np.array(self.line, dtype=np.int64), _owners(self.line_ends)
        near = owners[1:] == owners[:-1]
        beside = _mixed(_NEXT, line[:-1], line[1:])
        yield beside[near], owners[1:][near]
        far = owners[2:] == owners[:-2]
        yield _mixed(_SKIP, line[:-2], line[2:])[far], owners[2:][far]
        yield _mixed(_THIRD, beside[:-1], line[2:])[far], owners[2:][far]


def _owners(ends: list[int]) -> Slots:
    """The number of the sentence for each entry, from where the sentences end."""
    return np.repeat(np.arange(len(ends)), np.diff(np.array([0, *ends])))


def of_text(reading: Reading) -> Seen:
    """The slots of each sentence of a text that has at least one."""
    gathered = _Gathered()
    for sentence in reading.sentences:
        _gather(gathered, sentence)
        gathered.end_sentence()
    parts, owners = zip(*gathered.slots(), strict=True)
    slots, owner = np.concatenate(parts), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(reading.sentences)))
    return Seen(slots[order], starts)


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
    into.single.append(frame)
    into.single.extend(chain.from_iterable([each.slots for each in known]))
    into.single.extend([_hash(f"g:{tag}") for tag in sentence.tags - _FORMAL])
    into.line.append(_hash("^"))
    into.line.extend([each.hash for each in known])
    into.line.append(_hash("$" + ending))
    _gather_groups(into, written, known, frame)


def _gather_groups(into: _Gathered, written: list[Token], known: list[_Known], frame: int) -> None:
    texts = [word.text for word in written]
    kinds: list[tuple[int, ...]] = []
    met: set[int] = set()
    for place, each in enumerate(known):
        groups = each.groups
        if longer := phrases_at(texts, place):
            groups = (*groups, *(_hash(f"k:{group}") for group in longer))
        met.update(groups)
        kinds.append(groups or (each.hash,))
    into.single.extend(met)
    framed = into.pairs[_GROUP_FRAME]
    framed[0].extend([frame] * len(met))
    framed[1].extend(met)
    _gather_beside(into.pairs[_GROUP_NEXT], kinds, kinds[1:])
    _gather_beside(into.pairs[_GROUP_SKIP], kinds, kinds[2:])
    # In the order of their hashes, so that the same two are the same pair either way round.
    ordered = sorted(met)[:_MOST_GROUPS]
    pairs = into.pairs[_GROUP_PAIR]
    for place, one in enumerate(ordered):
        rest = ordered[place + 1 :]
        pairs[0].extend([one] * len(rest))
        pairs[1].extend(rest)


def _gather_beside(
    pairs: tuple[list[int], list[int], list[int]],
    kinds: list[tuple[int, ...]],
    following: list[tuple[int, ...]],
) -> None:
    left, right, _ = pairs
    for first, second in zip(kinds, following, strict=False):
        for one in first:
            for two in second:
                left.append(one)
                right.append(two)
