"""A small language for patterns over tagged words.

Every word of a sentence carries tags. Each tag is one private character, so a sentence becomes
a short string and a pattern becomes an ordinary, bounded regular expression over it.

    stop            the word itself            <treat>       a word with that tag
    [the your]      one of these words         <a|b|=it>     a tag, another tag, or the word "it"
    _3              up to three words, no mark <a|b&c>       a word with a or b, and c
    ~3              up to three of anything    !<a>          the next word is not so tagged
    ( ... | ... )?  groups, as usual           ^ and $       the ends of the sentence
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from forum.claims.word import ANY, MARK, Word, code, mask, wakes

_PARTS = re.compile(r"<[^>]+>|\[[^\]]+\]|_\d+|~\d+|[()|?^$!]|[^\s()|?^$!<\[]+")
# How often posts have a tag or a word, the commonest first. Rarer ones are looked for first.
_COMMON = """
    verb cap vb MARK order conj =the vd =i =a =and adverb vocative =it =is =my numword =to =in
    recent own dir =not use =on gov ask dov relative =you =for =of =have takeoff take rxany vg
    callv num timeword ownpast =me =with v_fail putv treat =that tref privacy_health change
    disease disease_mg threatv dosewords =at buyv =do clinician ='s stop hedge =am =was product
    =one =so offer =mg tellv v_eat =they =would piece =no =can seev =had =your =he =up =she =from
    childanimal bev =like remedygen =: finething curesoft med =are =all meal harmself =if sufferv
    =this =will =what =be =about =out =her v_air =has =got begin =since =been =by ownperf =there
    =just =two clinicplace =get =down =but =as =off remedy =now =back =when =we rudenoun =who
    v_talk =them =his soft =go =know =did =- =every =told rx denial struggle =then =says =la
    breathverb ndir =only =an =years see otherdisease =after =said mild name =day =could =say
    helpv wait v_head keeps vaccine chol =three =put =anyone street =because =how =before =tell
    =here =days =does =never =take vref test =week =time gen =first =went private_things =people
    =or =mestinon =four =nothing harmless_words =over =last leavev emergencycare toomany =que =see
    =more swallowverb told
"""


@dataclass(frozen=True)
class Pattern:
    """A pattern, with the ways in which a sentence can hold what it needs.

    A way is a choice of tag characters, one of which must be there, and masks, each of which the
    sentence must share something with. A pattern without any way may match anywhere.
    """

    text: str
    expression: str
    ways: tuple[tuple[str, tuple[int, ...]], ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed: most patterns of most languages never are."""
        return re.compile(self.expression)


class Coded(NamedTuple):
    """A sentence as patterns see it, and the words that it is made of."""

    text: str
    mask: int
    words: Sequence[Word]


NOTHING = Coded(" ", ANY, ())

# Letters one of which must be there, or alternatives of which one must have all its needs met.
Need: TypeAlias = "str | list[list[Need]]"


_by_weight = _COMMON.split()
# How often ordinary sentences hold a tag, by and large; any other tag weighs one.
_WEIGHTS = {code(tag): len(_by_weight) + 1 - place for place, tag in enumerate(_by_weight)}


def encode(words: Sequence[Word]) -> Coded:
    """Turn tagged words into the string that patterns are matched against."""
    if not words:
        return NOTHING
    letters = "".join([word.letters for word in words])
    return Coded(letters + " ", reduce(or_, [word.mask for word in words], ANY), words)


def find(pattern: Pattern, coded: Coded) -> list[tuple[int, int]]:
    """First and last word, as a half-open range, of every match that does not overlap another."""
    text = coded.text
    if pattern.regex.search(text) is None:
        return []  # nearly always, and sooner said than by what follows
    return [
        (text.count(" ", 0, match.start()), _word_at(text, match.end()))
        for match in pattern.regex.finditer(text)
        if match.start() < min(match.end(), len(text) - 1) and text[match.start()] == " "
    ]


def _word_at(text: str, place: int) -> int:
    """Which word starts here, as each starts with the one blank it has; else how many there are."""
    starts = place < len(text) and text[place] == " "
    return text.count(" ", 0, place) if starts else text.count(" ") - 1


def compile_pattern(text: str) -> Pattern:
    """Compile one pattern of the small language."""
    out: list[str] = []
    parts = _PARTS.findall(text)
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else ""
        previous = parts[index - 1] if index else ""
        piece, letters = _element(part)
        if previous == "!" and letters:
            out[-1] = f"(?!{piece})"
        elif following == "?" and letters:
            out.append(f"(?:{piece})")
        else:
            out.append(piece)
    ways = tuple((way[0], tuple(map(mask, way[1:]))) for way in _ways(_needs(parts)))
    for first, _ in ways:
        wakes(first)
    return Pattern(text, "".join(out), ways)


@lru_cache(maxsize=8192)
def _commonness(letters: str) -> int:
    """Needs that ordinary sentences seldom meet come first."""
    return sum(_WEIGHTS.get(letter, 1) for letter in letters)


def _ways(needs: list[Need]) -> list[list[str]]:
    """How the needs can be met, the rarest first in each way.

    "(stay|keep) away" is met by stay and away or by keep and away. Of several such groups the
    rarest is taken apart so; another counts as one word that may be any of its words.
    """
    if not needs:
        return []
    rarest, *others = sorted(needs, key=lambda need: _commonness(_any_of(need)))
    branches: list[list[Need]] = [[rarest]] if isinstance(rarest, str) else rarest
    return [sorted(map(_any_of, [*branch, *others]), key=_commonness) for branch in branches]


def _any_of(need: Need) -> str:
    """The letters one of which is there where a need is met."""
    if isinstance(need, str):
        return need
    return "".join(min(map(_any_of, branch), key=_commonness) for branch in need)


def _needs(parts: list[str]) -> list[Need]:
    """What every match must hold, a need for each place."""
    branches, end = _branches(parts, 0)
    if end != len(parts):
        raise ValueError(f"unbalanced pattern: {' '.join(parts)}")
    return _one_of(branches)


def _branches(parts: list[str], place: int) -> tuple[list[list[Need]], int]:
    """What each alternative of a group needs, and where the group ends."""
    branches: list[list[Need]] = [[]]
    while place < len(parts) and parts[place] != ")":
        part, needed = parts[place], list[Need]()
        if part == "|":
            branches.append([])
        elif part == "!":
            place += 1
        elif part == "(":
            inner, place = _branches(parts, place + 1)
            needed = _one_of(inner)
        else:
            needed += _held(part)
        place += 1
        if not (place < len(parts) and parts[place] == "?"):
            branches[-1].extend(needed)
    return branches, place


def _one_of(branches: list[list[Need]]) -> list[Need]:
    """The need that one of some alternatives is met, if each of them needs anything."""
    if len(branches) == 1:
        return branches[0]
    return [branches] if all(branches) else []


def _held(part: str) -> list[str]:
    """The letters that the word a part stands for must hold, one string for each condition."""
    if part[0] == "<" and "&" in part:
        return [_letters(tags) for tags in part[1:-1].split("&")]
    letters = _element(part)[1]
    return [letters] if letters else []


def _element(part: str) -> tuple[str, str]:
    if part == "(":
        return "(?:", ""
    if part in ")|?":
        return part, ""
    if part == "^":
        return r"\A", ""
    if part == "$":
        return r"(?= ?\Z)", ""
    if part == "!":
        return "", ""
    if part[0] == "_" and part[1:].isdigit():
        return f"(?: [^ {code(MARK)}]*){{0,{part[1:]}}}?", ""
    if part[0] == "~" and part[1:].isdigit():
        return f"(?: [^ ]*){{0,{part[1:]}}}?", ""
    return _word(part)


def _word(part: str) -> tuple[str, str]:
    if part[0] == "[":
        letters = "".join(code("=" + word) for word in part[1:-1].split())
    elif part[0] == "<" and "&" in part:
        left, right = part[1:-1].split("&")
        letters, also = _letters(left), _letters(right)
        return f" (?=[^ ]*[{also}])[^ ]*[{letters}][^ ]*", also
    elif part[0] == "<":
        letters = _letters(part[1:-1])
    else:
        letters = code("=" + part)
    return f" [^ ]*[{letters}][^ ]*", letters


def _letters(tags: str) -> str:
    return "".join(code(tag) for tag in tags.split("|"))
