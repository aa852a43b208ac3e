"""What the trained score sees of a text: words, pieces of words, meanings, and who is meant. Pure.

A feature is a number below SIZE, made from the words by a fixed hash, so that no list of words
need be kept with the weights. In a sentence each counts once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from forum.claims.groups import groups_of, phrases_at, stem
from forum.claims.model import Finding
from forum.claims.reading import Reading, Sentence
from forum.claims.segment import Token

SIZE = 1 << 18
_MASK = SIZE - 1
# Hashes of 24 bits keep the products below within a machine word.
_HASH = (1 << 24) - 1
_LEFT, _RIGHT = 0x9E3779B, 0x85EBCA7
# Pieces of words catch typing errors and forms that training has not met.
_PIECES = (3, 4, 5)
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


@lru_cache(maxsize=1 << 16)
def _hash(name: str) -> int:
    return crc32(name.encode()) & _HASH


def _salt(kind: str) -> int:
    return crc32(kind.encode())


_NEXT, _SKIP, _FRAME, _GROUP_NEXT, _GROUP_SKIP, _GROUP_PAIR, _GROUP_FRAME, _TAG_NEXT = map(
    _salt, ("b", "s", "f", "kb", "ks", "kq", "kf", "h")
)


def _slot(kind: int, first: int, second: int) -> int:
    """The slot of a pair of hashes."""
    mixed = (first * _LEFT) ^ (second * _RIGHT) ^ kind
    return (mixed ^ (mixed >> 19)) & _MASK


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a word without its neighbours."""

    hash: int
    slots: tuple[int, ...]
    groups: tuple[int, ...]


@lru_cache(maxsize=1 << 15)
def _known(text: str, plain: str) -> _Known:
    whole = f"<{text[:_LONGEST]}>"
    pieces = [
        _hash(f"c:{whole[at : at + size]}") & _MASK
        for size in _PIECES
        for at in range(len(whole) - size + 1)
    ]
    groups = tuple(_hash(f"k:{group}") for group in groups_of(text))
    own = _hash(f"u:{plain}")
    return _Known(own, (own & _MASK, *pieces, *(group & _MASK for group in groups)), groups)


def _plain(word: Token) -> str:
    if word.tags & _NAMED:
        return "TREAT"
    if any(sign.isdigit() for sign in word.text):
        return "NUM"
    return stem(word.text)


def of_sentences(reading: Reading) -> list[list[int]]:
    """The slots of each sentence, each once."""
    return [_of_sentence(sentence) for sentence in reading.sentences]


def of_whole(
    sentences: Iterable[Collection[int]], findings: Collection[Finding], context: str, words: int
) -> set[int]:
    """The slots of a text: those of its sentences, of what the rules found, and of its length."""
    names = [f"context:{context}", f"length:{min(8, words.bit_length())}"]
    if not findings:
        names.append("rule:none")
    for finding in findings:
        names.append(f"rule:{finding.rule} {finding.action}")
        names.append(f"ruled:{finding.action}")
        names.append(f"category:{finding.category} {finding.action}")
    return set().union(*sentences, (_hash(name) & _MASK for name in names))


def _of_sentence(sentence: Sentence) -> list[int]:
    written = [word for word in sentence.words if word.text[0].isalnum()]
    ending = sentence.ending[:1]
    who = "".join(sorted({_WHO[word.text] for word in written if word.text in _WHO}))
    frame = _hash(f"F:{who}{ending}")
    known = [_known(word.text, _plain(word)) for word in written]
    found = {frame & _MASK}
    for each in known:
        found.update(each.slots)
    _add_words(found, [each.hash for each in known], ending)
    _add_tags(found, sentence, frame)
    _add_groups(found, written, known, frame)
    return list(found)


def _add_words(found: set[int], hashes: list[int], ending: str) -> None:
    line = [_hash("^"), *hashes, _hash("$" + ending)]
    for first, second in pairwise(line):
        mixed = (first * _LEFT) ^ (second * _RIGHT) ^ _NEXT
        found.add((mixed ^ (mixed >> 19)) & _MASK)
    for first, third in zip(line, line[2:], strict=False):
        mixed = (first * _LEFT) ^ (third * _RIGHT) ^ _SKIP
        found.add((mixed ^ (mixed >> 19)) & _MASK)


def _add_tags(found: set[int], sentence: Sentence, frame: int) -> None:
    for tag in sentence.tags - _FORMAL:
        each = _hash(f"g:{tag}")
        found.add(each & _MASK)
        found.add(_slot(_FRAME, frame, each))
    kinds = [[_hash(f"g:{tag}") for tag in word.tags - _FORMAL] for word in sentence.words]
    for first, second in pairwise(kinds):
        for one in first:
            for two in second:
                found.add(_slot(_TAG_NEXT, one, two))


def _add_groups(found: set[int], written: list[Token], known: list[_Known], frame: int) -> None:
    texts = [word.text for word in written]
    kinds: list[tuple[int, ...]] = []
    for place, each in enumerate(known):
        longer = phrases_at(texts, place)
        groups = (*each.groups, *(_hash(f"k:{group}") for group in longer))
        kinds.append(groups or (each.hash,))
        found.update(group & _MASK for group in groups)
    met = sorted(
        {
            group
            for each, kind in zip(known, kinds, strict=True)
            for group in kind
            if group != each.hash
        }
    )
    for group in met:
        found.add(_slot(_GROUP_FRAME, frame, group))
    _add_pairs(found, kinds, met[:_MOST_GROUPS])


def _add_pairs(found: set[int], kinds: list[tuple[int, ...]], met: list[int]) -> None:
    for first, second in pairwise(kinds):
        for one in first:
            left = (one * _LEFT) ^ _GROUP_NEXT
            for two in second:
                mixed = left ^ (two * _RIGHT)
                found.add((mixed ^ (mixed >> 19)) & _MASK)
    for first, third in zip(kinds, kinds[2:], strict=False):
        for one in first:
            left = (one * _LEFT) ^ _GROUP_SKIP
            for two in third:
                mixed = left ^ (two * _RIGHT)
                found.add((mixed ^ (mixed >> 19)) & _MASK)
    for place, one in enumerate(met):
        left = (one * _LEFT) ^ _GROUP_PAIR
        for two in met[place + 1 :]:
            mixed = left ^ (two * _RIGHT)
            found.add((mixed ^ (mixed >> 19)) & _MASK)
