"""Give words their tags from the lexicon; known phrases become one word."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from forum.claims import speech
from forum.claims.lexicon import Lexicon
from forum.claims.pattern import MARK
from forum.claims.segment import Token, more
from forum.claims.vocabulary import Vocabulary

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
_EMERGENCY = frozenset(("emergencycare", "care"))


def tagged(written: list[Token], known: Lexicon, vocabulary: Vocabulary) -> list[Token]:
    """Give words their tags; contractions are written out, known phrases become one word."""
    words, found = _looked_up(written, known, vocabulary)
    texts = [word.text for word in words]
    phrases = _phrases(texts, known)
    for index in [index for index, word in enumerate(words) if word.kind != "word"]:
        if index not in phrases:
            word = words[index]
            word.tags = more(found[index], _kind_tags(word.kind, word.text))
    if known.language == "en" and not speech.PARTICLES.isdisjoint(texts):
        _mark_split_verbs(words, phrases, known)
    result = _put_together(words, found, phrases) if phrases else words
    for word in result if vocabulary.silent else ():
        if word.text in vocabulary.silent:
            word.text = _SILENT
    return result


def _looked_up(
    written: list[Token], known: Lexicon, vocabulary: Vocabulary
) -> tuple[list[Token], list[frozenset[str]]]:
    """The words meant, and what the lexicon says of each; misspelt ones are put right."""
    meanings = vocabulary.meanings(known.language)
    words: list[Token] = []
    found: list[frozenset[str]] = []
    for word in written:
        if word.kind != "word":
            word.tags = tags = known.words.get(word.text, _NONE)
        else:
            contracted, meant = meanings[word.text]
            if contracted:
                words += [Token(text, word.start, word.end, "word", tags) for text, tags in meant]
                found += [tags for _, tags in meant]
                continue
            word.text, tags = meant[0]
            word.tags = more(word.tags, tags) if word.tags else tags
        words.append(word)
        found.append(tags)
    return words, found


def _phrases(texts: list[str], known: Lexicon) -> dict[int, tuple[int, frozenset[str]]]:
    """The known phrases by where they begin: how long each is, and its tags."""
    table = known.phrases
    result = {}
    for index in [index for index, pair in enumerate(pairwise(texts)) if pair in table]:
        for parts, tags in table[texts[index], texts[index + 1]]:
            if tuple(texts[index : index + len(parts)]) == parts:
                result[index] = len(parts), tags
                break
    return result


def _put_together(
    words: list[Token],
    found: list[frozenset[str]],
    phrases: dict[int, tuple[int, frozenset[str]]],
) -> list[Token]:
    """Make one word of each phrase, or give its tags to its first word where words must stay."""
    result: list[Token] = []
    end = 0
    for index, (length, tags) in phrases.items():
        if index < end:
            continue  # within a phrase that began earlier
        result += words[end:index]
        word, end = words[index], index + 1
        if tags <= _CONTEXT:
            word.tags = more(word.tags, tags)
        else:
            end = index + length
            word = _as_one(words[index:end], tags, found[index:end])
        result.append(word)
    return result + words[end:]


def _as_one(parts: list[Token], tags: frozenset[str], each: list[frozenset[str]]) -> Token:
    """A phrase as one word."""
    text = " ".join([part.text for part in parts])
    coarse = _NONE.union(*each) & _COARSE
    return Token(text, parts[0].start, parts[-1].end, "phrase", more(tags, coarse))


def _mark_split_verbs(
    words: list[Token], phrases: dict[int, tuple[int, frozenset[str]]], known: Lexicon
) -> None:
    for index, word in enumerate(words):
        if "verb" in word.tags and word.kind == "word" and index not in phrases:
            word.tags = more(word.tags, _split_verb(words, index, known))


def _split_verb(words: list[Token], index: int, known: Lexicon) -> frozenset[str]:
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


@lru_cache(maxsize=4096)
def _kind_tags(kind: str, text: str) -> frozenset[str]:
    """The tags of a mark, a number or anything else that is no word."""
    tags = {kind}
    if kind in ("mark", "sign", "break"):
        tags.add(MARK)
    if text.endswith("%") and len(text) > 1:
        tags.add("pct")
    if kind == "ae" or (kind == "num" and text in ("911", "999", "112", "111", "000")):
        tags |= _EMERGENCY
    return frozenset(tags)
