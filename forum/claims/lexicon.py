"""The words that the engine knows, read from `data/*.yaml` and checked as they are read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from forum.claims import contract, inflect, segment
from forum.claims.normalise import fold

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl")
_TAG = re.compile(r"[a-z][a-z_.]*")
# Long enough that few words begin like the name of a medicine.
_BEGINNING = 4
_SECTIONS = frozenset(("verbs", "nouns", "words", "implies"))


class LexiconError(ValueError):
    """A data file does not have the shape that the engine expects."""


@dataclass(slots=True)
class Lexicon:
    """Words and phrases of one language with their tags."""

    language: str
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], frozenset[str]]]] = field(
        default_factory=dict
    )

    def add(self, term: str, tags: frozenset[str]) -> None:
        """Learn one word or phrase."""
        parts = _parts(term, self.language)
        if not parts:
            return
        if len(parts) == 1:
            self.words[parts[0]] = self.words.get(parts[0], frozenset()) | tags
            return
        known = self.phrases.setdefault((parts[0], parts[1]), [])
        for index, (words, old) in enumerate(known):
            if words == parts:
                known[index] = (words, old | tags)
                return
        known.append((parts, tags))
        known.sort(key=lambda item: -len(item[0]))

    def tags_of(self, term: str) -> frozenset[str]:
        """The tags of a word or phrase; none for one that is not known."""
        parts = _parts(fold(term).text, self.language)
        if len(parts) < 2:
            return self.words.get("".join(parts), frozenset())
        known = self.phrases.get((parts[0], parts[1]), ())
        return next((tags for words, tags in known if words == parts), frozenset())


def _parts(term: str, language: str) -> tuple[str, ...]:
    """A term cut as texts are cut, so that both always agree."""
    if term.isascii() and term.isalpha():
        return (term,)
    parts: list[str] = []
    row = segment.row(fold(term).text)
    for text, kind in zip(row.texts, row.kinds, strict=True):
        meant = contract.written_out(text, language) if kind == "word" else None
        parts += [text] if meant is None else meant
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Drug:
    """A medicine, supplement or remedy with every name people type for it."""

    name: str
    tags: frozenset[str]
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TopicWords:
    """What the texts of one category speak of: tags, groups, the reason and an example."""

    tags: frozenset[str]
    groups: frozenset[str]
    reason: str
    example: str


def _read(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (DATA / name).open(encoding="utf-8") as stream:
        content = yaml.load(stream, Loader=loader)
    if not isinstance(content, dict):
        raise LexiconError(f"{name}: a mapping is expected")
    return content


def _terms(name: str, value: object) -> Iterator[str]:
    if not isinstance(value, str):
        raise LexiconError(f"{name}: a list of words divided by commas is expected")
    for term in value.split(","):
        if plain := " ".join(term.split()).lower():
            yield plain


def _tags(name: str, text: object) -> frozenset[str]:
    tags = frozenset(_terms(name, text))
    if bad := [tag for tag in tags if not _TAG.fullmatch(tag)]:
        raise LexiconError(f"{name}: bad tag {bad[0]!r}")
    return tags


@cache
def drugs() -> tuple[Drug, ...]:
    """Every medicine and remedy of `data/drugs.yaml`."""
    result = []
    for name, entry in _read("drugs.yaml").items():
        if not isinstance(entry, dict) or not {"tags", "source"} <= set(entry):
            raise LexiconError(f"drugs.yaml: {name} needs tags and a source")
        names = (name.lower(), *_terms(name, entry.get("also", "")))
        result.append(Drug(name, _tags(name, entry["tags"]), names, str(entry["source"])))
    return tuple(result)


@cache
def topics() -> dict[str, TopicWords]:
    """For each category what its texts speak of, as `data/topics.yaml` has it."""
    result = {}
    for name, entry in _read("topics.yaml").items():
        if not isinstance(entry, dict) or set(entry) != {"tags", "groups", "reason", "example"}:
            raise LexiconError(f"topics.yaml: {name} needs tags, groups, a reason and an example")
        tags, groups = (frozenset(_terms(name, entry[part])) for part in ("tags", "groups"))
        result[str(name)] = TopicWords(tags, groups, str(entry["reason"]), str(entry["example"]))
    return result


@cache
def sources() -> dict[str, str]:
    """Public documents by key, as `data/sources.yaml` names them."""
    return {str(key): str(value) for key, value in _read("sources.yaml").items()}


def terms_of(name: str) -> Iterator[tuple[str, list[str]]]:
    """The entries of a data file that is one list of words for each key."""
    for key, value in _read(name).items():
        yield str(key), list(_terms(str(key), value))


@cache
def cues(name: str) -> tuple[str, ...]:
    """The phrases of `data/cues.yaml` that one part of the program asks for."""
    return tuple(_terms(name, _cue_lists()[name]))


@cache
def _cue_lists() -> dict[str, Any]:
    return _read("cues.yaml")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, with the names of medicines, which are shared by all."""
    result = Lexicon(language)
    implied = _implied(language)
    for part in _parts_of(language):
        _learn(result, part, implied)
    for drug in drugs():
        for name in drug.names:
            for form in (name, name + "s"):
                result.add(form, _closure(drug.tags, implied))
    return result


@cache
def _parts_of(language: str) -> tuple[dict[str, Any], ...]:
    """What all languages share, and what the language has of its own."""
    content = _read(f"{language}.yaml")
    if unknown := set(content) - _SECTIONS:
        raise LexiconError(f"{language}.yaml: unknown section {sorted(unknown)[0]!r}")
    return _read("shared.yaml"), content


@cache
def _implied(language: str) -> dict[str, frozenset[str]]:
    """The tags that follow from a tag."""
    implied: dict[str, frozenset[str]] = {}
    for part in _parts_of(language):
        for tag, value in part.get("implies", {}).items():
            implied[tag] = implied.get(tag, frozenset()) | _tags(tag, value)
    return implied


def overlaid(
    language: str, without: Collection[str], terms: Iterable[tuple[str, frozenset[str]]]
) -> Lexicon:
    """The lexicon of a language without some words, and with others in it.

    The one it is made from stays as it is. A word that is left out and added is moved.
    """
    base = lexicon(language)
    gone = {_parts(term, language) for term in without}
    words = {word: tags for word, tags in base.words.items() if (word,) not in gone}
    phrases = {
        first: [(parts, tags) for parts, tags in known if parts not in gone]
        for first, known in base.phrases.items()
    }
    result = Lexicon(language, words, phrases)
    for term, tags in terms:
        result.add(term, _closure(tags, _implied(language)))
    return result


def _closure(tags: frozenset[str], implied: dict[str, frozenset[str]]) -> frozenset[str]:
    while True:
        wider = tags.union(*(implied.get(tag, frozenset()) for tag in tags))
        if wider == tags:
            return tags
        tags = wider


def _learn(result: Lexicon, part: dict[str, Any], implied: dict[str, frozenset[str]]) -> None:
    for section in ("words", "nouns", "verbs"):
        for tag, value in part.get(section, {}).items():
            tags = _closure(_tags(tag, tag), implied)
            for term in _terms(tag, value):
                for form, extra in _forms(section, term, result.language):
                    result.add(form, tags | extra)


def _forms(section: str, term: str, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    if section == "verbs" and language == "en":
        yield from inflect.verb(term)
    elif section == "verbs" and language == "es":
        yield from inflect.spanish_verb(term)
    else:
        yield term, frozenset()
        if section == "nouns":
            yield inflect.plural(term), frozenset()


@dataclass(frozen=True, slots=True)
class Misspellings:
    """Names by what is left of them when a letter is lost, and how what is left begins."""

    names: dict[str, tuple[str, ...]]
    beginnings: frozenset[str]

    def alike(self, word: str) -> set[str]:
        """The names that a word could mean if each of the two has lost at most one letter."""
        # Nearly no word begins as one of them does: then one of its first letters must be lost.
        begins = word[:_BEGINNING] in self.beginnings
        keys = _without_one(word, len(word) if begins else _BEGINNING)
        return {name for key in self.names.keys() & keys for name in self.names[key]}


@cache
def _deletions() -> Misspellings:
    return misspellings(name for drug in drugs() for name in drug.names)


def misspellings(names: Iterable[str]) -> Misspellings:
    """What is left of some names when a letter is lost."""
    table: dict[str, list[str]] = {}
    for name in names:
        if len(name) >= 6 and " " not in name:
            for key in _without_one(name, len(name)):
                table.setdefault(key, []).append(name)
    beginnings = frozenset(key[:_BEGINNING] for key in table)
    return Misspellings({key: tuple(found) for key, found in table.items()}, beginnings)


def _without_one(word: str, most: int) -> set[str]:
    """The word, and the word without one of its first letters."""
    return {word, *[word[:index] + word[index + 1 :] for index in range(most)]}


@cache
def _friends() -> frozenset[str]:
    return frozenset(_terms("false friends", _read("shared.yaml")["false_friends"]))


def closest_drug(word: str, more: Misspellings | None = None) -> str | None:
    """The medicine that a misspelt word most likely means; None for ordinary words."""
    if not 6 <= len(word) <= 24 or word in _friends():
        return None
    found = _deletions().alike(word)
    if more and more.names:
        found |= more.alike(word)
    best = [name for name in found if _near(word, name)]
    return min(best, key=lambda name: (_distance(word, name), name), default=None)


def _near(word: str, name: str) -> bool:
    if word[0] != name[0] and word[:2] != name[1::-1]:
        return False
    return _distance(word, name) <= (1 if len(name) < 9 else 2)


def _distance(left: str, right: str) -> int:
    previous = list(range(len(right) + 1))
    before: list[int] = []
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (a != b))
            swapped = row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]
