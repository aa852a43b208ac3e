"""Which rules a sentence could fit: nearly all are ruled out unread, by what they need to find."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, compress

from forum.claims.kept import Kept
from forum.claims.lexicon import LANGUAGES
from forum.claims.pattern import Coded, Pattern
from forum.claims.rules import Spec, all_specs
from forum.claims.word import ANY, Word

_LOADING = threading.Lock()

# The pattern's number, so that rules speak in their order, and the rule that it belongs to.
Place = tuple[int, Spec, Pattern]
# What a sentence must hold beside a letter, for a pattern to be looked at: the need that rules out
# nearly all, and then the rest.
Entry = tuple[tuple[int, ...], Place]
Letters = Mapping[str, Sequence[tuple[int, Entry]]]
# Side by side, so that the first needs are asked for in one step.
Entries = tuple[tuple[int, ...], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """Patterns of one language by the words that meet what they need first."""

    by_letter: Letters
    by_word: Kept[Word, Entries]
    always: tuple[Place, ...]

    def candidates(self, coded: Coded) -> list[Place]:
        """Patterns that a sentence could match, in the order of the rules."""
        found = {place[0]: place for place in self.always}
        met = coded.mask.__and__
        known = [self.by_word[word] for word in coded.words if word.wakes]
        needs = chain.from_iterable([needs for needs, _ in known])
        entries = chain.from_iterable([entries for _, entries in known])
        for rest, place in compress(entries, map(met, needs)):
            if not rest or all(map(met, rest)):
                found[place[0]] = place
        return [found[number] for number in sorted(found)]

    def every(self) -> list[Place]:
        """All the patterns of the language."""
        listed = [place for places in self.by_letter.values() for _, (_, place) in places]
        return list({place[0]: place for place in (*self.always, *listed)}.values())


def _entries(by_letter: Letters, word: Word) -> Entries:
    found = [entry for letter in word.letters for entry in by_letter.get(letter, ())]
    return tuple([need for need, _ in found]), tuple([entry for _, entry in found])


@cache
def _indexes() -> dict[str, Index]:
    """Rules by language, each pattern with its rule."""
    result = {}
    for language in LANGUAGES:
        table: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
        always: list[Place] = []
        number = 0
        for rule in all_specs():
            for pattern in rule.patterns if language in rule.languages else ():
                number += 1
                place = (number, rule, pattern)
                if not pattern.ways:
                    always.append(place)
                for letters, further in pattern.ways:
                    second, *rest = further or (ANY,)
                    for letter in set(letters):
                        table[letter].append((second, (tuple(rest), place)))
        by_letter = dict(table)
        by_word = Kept(partial(_entries, by_letter), 1 << 15)
        result[language] = Index(by_letter, by_word, tuple(always))
    return result


def indexes() -> dict[str, Index]:
    """By language, which rules a sentence could fit; made once."""
    with _LOADING:
        return _indexes()
