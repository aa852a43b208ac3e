"""Every word the engine goes by: its own, less those that an operator left out, and those added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from forum.claims import language
from forum.claims.contract import written_out
from forum.claims.inflect import plural
from forum.claims.kept import Kept
from forum.claims.lexicon import Lexicon, closest_drug, lexicon, misspellings, overlaid
from forum.claims.tuned_words import DRUGS, TAGS, WordKind, Words
from forum.claims.word import MARK, Word, edition, word_of

_WORD_LIMIT = 40
_REPEATED = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("013457@$!", "oieastasi")
_NONE = frozenset[str]()
_EMERGENCY = frozenset(("emergencycare", "care"))
_LEET_L = str.maketrans("013457@$!", "oleastasi")

Meanings = Kept[str, Word]
# By the text and its kind.
Marks = Kept[tuple[str, str], Word]


class Vocabulary:
    """The lexicons of all languages, with some words left out of each and some added."""

    def __init__(self, changed: Words = ()) -> None:
        self._changed = dict(changed)
        names = [term for kind in DRUGS for term in self._changed.get(kind, ())]
        self._misspellings = misspellings(names)
        self._friends = frozenset(self._changed.get(WordKind.FALSE_FRIEND, ()))
        added = {form for form, _ in self._terms()}
        self._gone = frozenset(self._forms(WordKind.LEFT_OUT))
        # Words that say nothing here; one that was moved to another kind still does.
        self.silent = self._gone - added
        self._lexicons: dict[str, Lexicon] = {}
        # By language. One table each, so that a tuning on trial leaves the present one alone.
        self._tables: dict[str, tuple[tuple[int, ...], Meanings, Marks]] = {}

    def lexicon(self, code: str) -> Lexicon:
        """The words of one language with their tags."""
        if not self._changed:
            return lexicon(code)
        found = self._lexicons.get(code)
        if found is None:
            # Two threads may both make it: the two are alike.
            found = self._lexicons[code] = overlaid(code, self._gone, self._terms())
        return found

    def tables(self, code: str) -> tuple[Meanings, Marks]:
        """What the words of one language mean, as they are written; and all that is no word."""
        found = self._tables.get(code)
        if found is None or found[0] != edition():
            meanings = Kept(partial(self._meaning, code), 16384)
            marks = Kept(partial(self._mark, code), 4096)
            found = self._tables[code] = edition(), meanings, marks
        return found[1], found[2]

    def _terms(self) -> Iterator[tuple[str, frozenset[str]]]:
        for kind, tags in TAGS.items():
            for form in self._forms(kind):
                yield form, tags

    def _forms(self, kind: WordKind) -> Iterator[str]:
        for term in self._changed.get(kind, ()):
            yield term
            yield plural(term)

    def _meaning(self, code: str, written: str) -> Word:
        parts = written_out(written, code)
        if parts is None:
            return self._meant(written, code)
        meant = tuple(self._meant(part, code) for part in parts)
        return Word(written, "word", frozenset(), parts=meant)

    def _meant(self, word: str, code: str) -> Word:
        known = self.lexicon(code).words
        if len(word) > _WORD_LIMIT or word not in known:
            word = self._plain(word[:_WORD_LIMIT], code)
        return word_of(word, known.get(word, _NONE))

    def _mark(self, code: str, written: tuple[str, str]) -> Word:
        """A mark, a number or anything else that is no word."""
        text, kind = written
        tags = self.lexicon(code).words.get(text, _NONE)
        return word_of(text, tags | _of_kind(kind, text), kind)

    def _plain(self, word: str, code: str) -> str:
        """The word meant: repeated letters, digits for letters and misspelt drugs put right."""
        known = self.lexicon(code)
        if word in known.words or word in self.silent or len(word) < 3:
            return word
        for guess in _respelt(word):
            if guess in known.words:
                return guess
        shorter = _REPEATED.sub(r"\1", word)
        drug = None if word in self._friends else closest_drug(word, self._misspellings)
        return drug or language.closest_keyword(word, code) or shorter


def _of_kind(kind: str, text: str) -> frozenset[str]:
    """The tags that something has because it is no word."""
    tags = {kind}
    if kind in ("mark", "sign", "break"):
        tags.add(MARK)
    if text.endswith("%") and len(text) > 1:
        tags.add("pct")
    if kind == "ae" or (kind == "num" and text in ("911", "999", "112", "111", "000")):
        tags |= _EMERGENCY
    return frozenset(tags)


def _respelt(word: str) -> list[str]:
    guesses = []
    if _REPEATED.search(word):
        guesses += [_REPEATED.sub(r"\1\1", word), _REPEATED.sub(r"\1", word)]
    if not word.isalpha():
        guesses += [word.translate(_LEET), word.translate(_LEET_L)]
        if "*" in word:
            guesses += [word.replace("*", vowel) for vowel in "aeiou"]
            guesses.append(word.replace("*", ""))
    return guesses


@lru_cache(maxsize=4)
def vocabulary(changed: Words = ()) -> Vocabulary:
    """The vocabulary with these changes: made once, then kept while it is one of the last few."""
    return Vocabulary(changed)


STANDARD = vocabulary()
