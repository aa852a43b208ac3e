"""Give words their tags from the lexicon; known phrases become one word."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import compress, count, pairwise

from forum.claims import speech
from forum.claims.lexicon import Lexicon
from forum.claims.segment import Row
from forum.claims.vocabulary import Vocabulary
from forum.claims.word import Word, more, word_of

_CONTEXT = frozenset(
    [
        "hedge",
        "denial",
        "approval",
        "quoting",
        "past",
        "recent",
        "rightnow",
        "stable",
        "hypothetical",
        "figurative",
        "askcare",
        "relaxed",
        "conj",
        "adverb",
        "strongly",
        "name_hint",
        "privacy_health",
        "contactword",
        "hopeless",
    ]
)
_COARSE = frozenset(
    [
        "v_air",
        "v_chest",
        "v_eat",
        "v_talk",
        "v_head",
        "v_cough",
        "v_lips",
        "v_blue",
        "v_cant",
        "v_fail",
    ]
)
_NONE = frozenset[str]()
# What stands for a word that this site left out: no rule names it, and the score does not see it.
_SILENT = "_"
_CAP = frozenset(("cap",))


@dataclass(slots=True)
class Line:
    """The words of a sentence and where each stands in the folded text."""

    words: list[Word]
    starts: list[int]
    ends: list[int]

    def put(self, first: int, last: int, words: Sequence[Word]) -> None:
        """Others in the place of some words; each stands where all of those stood."""
        self.words[first:last] = words
        self.starts[first:last] = [self.starts[first]] * len(words)
        self.ends[first:last] = [self.ends[last - 1]] * len(words)


def tagged(
    row: Row, capitals: Container[int], known: Lexicon, vocabulary: Vocabulary
) -> tuple[Line, int]:
    """The words meant, with their tags; contractions are written out, known phrases one word.

    `capitals` are the places of words that are written with one; gives how many there are here.
    """
    meanings, marks = vocabulary.tables(known.language)
    if row.kinds.count("word") == len(row.kinds):
        words = list(map(meanings.__getitem__, row.texts))
    else:
        words = [
            meanings[text] if kind == "word" else marks[text, kind]
            for text, kind in zip(row.texts, row.kinds, strict=True)
        ]
    written = list(compress(count(), map(capitals.__contains__, row.starts)))
    for place in written:
        if not words[place].parts:
            words[place] = words[place].also(_CAP)
    line = Line(words, row.starts, row.ends)
    _write_out(line)
    _put_together(line, known)
    for place, word in enumerate(line.words if vocabulary.silent else ()):
        if word.text in vocabulary.silent:
            line.words[place] = word_of(_SILENT, word.tags, word.kind)
    return line, len(written)


def _write_out(line: Line) -> None:
    """Put the words meant in the place of contractions."""
    contracted = [place for place, word in enumerate(line.words) if word.parts]
    for place in reversed(contracted):
        line.put(place, place + 1, line.words[place].parts)


def _put_together(line: Line, known: Lexicon) -> None:
    """Make one word of each phrase, or give its tags to its first word where words must stay."""
    texts = [word.text for word in line.words]
    phrases = _phrases(texts, known)
    # What the lexicon says of them, before their place in the sentence adds to it.
    known_as = line.words.copy() if phrases else line.words
    if known.language == "en" and not speech.PARTICLES.isdisjoint(texts):
        _mark_split_verbs(line.words, phrases, known)
    found: list[tuple[int, int, Word]] = []
    end = 0
    for index, (length, tags) in phrases.items():
        if index < end:
            continue  # within a phrase that began earlier
        end = index + 1
        if tags <= _CONTEXT:
            line.words[index] = line.words[index].also(tags)
        else:
            end = index + length
            found.append((index, end, _as_one(known_as[index:end], tags)))
    for first, last, word in reversed(found):
        line.put(first, last, (word,))


def _phrases(texts: list[str], known: Lexicon) -> dict[int, tuple[int, frozenset[str]]]:
    """The known phrases by where they begin: how long each is, and its tags."""
    table = known.phrases
    result = {}
    for index in compress(count(), map(table.__contains__, pairwise(texts))):
        for parts, tags in table[texts[index], texts[index + 1]]:
            if tuple(texts[index : index + len(parts)]) == parts:
                result[index] = len(parts), tags
                break
    return result


def _as_one(parts: list[Word], tags: frozenset[str]) -> Word:
    """A phrase as one word."""
    coarse = _NONE.union(*[part.tags for part in parts]) & _COARSE
    return word_of(" ".join([part.text for part in parts]), more(tags, coarse), "phrase")


def _mark_split_verbs(
    words: list[Word], phrases: dict[int, tuple[int, frozenset[str]]], known: Lexicon
) -> None:
    for index, word in enumerate(words):
        if "verb" in word.tags and word.kind == "word" and index not in phrases:
            split = _split_verb(words, index, known)
            words[index] = word.also(split) if split else word


def _split_verb(words: list[Word], index: int, known: Lexicon) -> frozenset[str]:
    """The tags of "throw away" for the first word of "throw them all away"."""
    for place in range(index + 2, min(index + 5, len(words))):
        if words[place].kind != "word":
            break
        if words[place].text in speech.PARTICLES:
            pair = (words[index].text, words[place].text)
            for parts, tags in known.phrases.get(pair, ()):
                if len(parts) == 2 and "verb" in tags:
                    return tags
            break
    return _NONE
