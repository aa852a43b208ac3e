"""What the engine knows of a word, for who is about to add it or to leave it out."""

from __future__ import annotations

from dataclasses import dataclass

from forum.claims.lexicon import LANGUAGES, Drug, drugs
from forum.claims.normalise import fold
from forum.claims.tuned_words import TAGS, WordKind, Words
from forum.claims.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word as one or more languages know it."""

    languages: tuple[str, ...]
    kinds: tuple[WordKind, ...]
    tags: tuple[str, ...]


def look_up(term: str, changed: Words = ()) -> list[KnownWord]:
    """How a word or phrase is known now; empty for one that says nothing."""
    found: dict[frozenset[str], list[str]] = {}
    for language in LANGUAGES:
        if tags := vocabulary(changed).lexicon(language).tags_of(term):
            found.setdefault(tags, []).append(language)
    return [
        KnownWord(
            tuple(languages),
            tuple(kind for kind, wanted in TAGS.items() if wanted <= tags),
            tuple(sorted(tags)),
        )
        for tags, languages in found.items()
    ]


def drug_named(term: str) -> Drug | None:
    """The medicine, supplement or remedy that goes by this name, with its other names."""
    name = " ".join(fold(term).text.split())
    return next((drug for drug in drugs() if name in drug.names), None)
