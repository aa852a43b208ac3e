"""Every word the engine goes by: its own, and those that an operator added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from forum.claims import language
from forum.claims.inflect import plural
from forum.claims.lexicon import Lexicon, closest_drug, lexicon, misspellings, overlaid
from forum.claims.tuning import DRUGS, TAGS, WordKind, Words

_REPEATED = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("013457@$!", "oieastasi")
_LEET_L = str.maketrans("013457@$!", "oleastasi")


class Vocabulary:
    """The lexicons of all languages, with some words added to each."""

    def __init__(self, added: Words = ()) -> None:
        self._added = dict(added)
        names = [term for kind in DRUGS for term in self._added.get(kind, ())]
        self._misspellings = misspellings(names)
        self._friends = frozenset(self._added.get(WordKind.FALSE_FRIEND, ()))
        self._lexicons: dict[str, Lexicon] = {}
        # The word meant, and its tags. One cache each, so that a tuning on trial leaves the present
        # one alone.
        self.meant = lru_cache(maxsize=16384)(self._meant)

    def lexicon(self, code: str) -> Lexicon:
        """The words of one language with their tags."""
        if not self._added:
            return lexicon(code)
        found = self._lexicons.get(code)
        if found is None:
            # Two threads may both make it: the two are alike.
            found = self._lexicons[code] = overlaid(code, self._terms())
        return found

    def _terms(self) -> Iterator[tuple[str, frozenset[str]]]:
        for kind, tags in TAGS.items():
            for term in self._added.get(kind, ()):
                yield term, tags
                yield plural(term), tags

    def _meant(self, word: str, code: str) -> tuple[str, frozenset[str]]:
        plain = self._plain(word, code)
        return plain, self.lexicon(code).words.get(plain, frozenset())

    def _plain(self, word: str, code: str) -> str:
        """The word meant: repeated letters, digits for letters and misspelt drugs put right."""
        known = self.lexicon(code)
        if word in known.words or len(word) < 3:
            return word
        for guess in _respelt(word):
            if guess in known.words:
                return guess
        shorter = _REPEATED.sub(r"\1", word)
        drug = None if word in self._friends else closest_drug(word, self._misspellings)
        return drug or language.closest_keyword(word, code) or shorter


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
def vocabulary(added: Words = ()) -> Vocabulary:
    """The vocabulary with these words: made once, then kept while it is one of the last few."""
    return Vocabulary(added)


STANDARD = vocabulary()
