"""Read a text: fold it, cut it, name its language, tag its words and their speech acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from forum.claims import language, segment, spaced, speech, speech_es, tagging
from forum.claims.normalise import Folded, fold
from forum.claims.pattern import NOTHING, Coded, encode
from forum.claims.segment import Token, more
from forum.claims.vocabulary import STANDARD, Vocabulary

_REFERRING = frozenset(
    [
        "it",
        "them",
        "that",
        "those",
        "this",
        "these",
        "mine",
        "yours",
        "stuff",
        "things",
        "one",
        "ones",
    ]
)
_NAMED = frozenset(("treat", "med"))
_REFERRED = frozenset(("treat", "med", "vaccine", "caution"))
_NONE = frozenset[str]()
_CAP = frozenset(("cap",))
_NAMEABLE = frozenset(("cap", "street", "letv"))
_PRONOUNS = frozenset(
    [
        "ik",
        "je",
        "ich",
        "io",
        "eu",
        "hij",
        "er",
        "ze",
        "tu",
        "il",
        "elle",
        "on",
        "on",
        "nous",
        "wir",
        "we",
        "ele",
        "ela",
        "lui",
        "lei",
        "zij",
        "j'",
    ]
)
_TITLES = frozenset(
    [
        "dr",
        "professor",
        "saint",
        "christmas",
        "easter",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


@dataclass
class Sentence:
    """A sentence with tagged words, ready for patterns."""

    words: list[Token]
    ending: str
    language: str
    number: int
    coded: Coded = NOTHING
    tags: frozenset[str] = _NONE
    memo: dict[str, bool] = field(default_factory=dict)

    # Only the few sentences that a rule fits are ever asked for these.
    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words and marks, where a phrase is one word."""
        return frozenset([word.text for word in self.words])

    @cached_property
    def text(self) -> str:
        """Written out in plain words, with a blank before and after each."""
        return f" {' '.join([word.text for word in self.words])} "

    @cached_property
    def parts(self) -> frozenset[str]:
        """Its single words and marks."""
        return frozenset(self.text.split())


@dataclass(slots=True)
class Reading:
    """A whole text as the rules see it."""

    folded: Folded
    language: str
    sentences: list[Sentence]

    def span(self, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
        """Where words first..last of a sentence stand in the text as given."""
        words = sentence.words[first:last] or sentence.words
        return self.folded.span(words[0].start, max(word.end for word in words))


def read(text: str, vocabulary: Vocabulary = STANDARD) -> Reading:
    """Prepare one text for the rules."""
    folded = fold(text)
    raw = spaced.joined(segment.tokens(folded.text), vocabulary)
    plain = [word for word in raw if word.kind == "word"]
    _mark_capitals(plain, folded, text)
    texts = [word.text for word in plain]
    guess = language.guess(texts)
    odd = language.odd_among(texts, guess)
    sentences = [
        _sentence(cut, language.of_sentence(_plain(cut), guess, odd), number, vocabulary)
        for number, cut in enumerate(segment.sentences(raw))
    ]
    _refer(sentences)
    for sentence in sentences:
        sentence.coded = encode(sentence.words)
    return Reading(folded, guess, sentences)


def _plain(cut: segment.Sentence) -> list[str]:
    return [word.text for word in cut.tokens if word.kind == "word"]


def _sentence(cut: segment.Sentence, own: str, number: int, vocabulary: Vocabulary) -> Sentence:
    known = vocabulary.lexicon(own if own != language.UNKNOWN else "en")
    # So far only capitals are marked: without two there is no full name.
    capitals = len([word for word in cut.tokens if word.tags])
    words = tagging.tagged(cut.tokens, known, vocabulary)
    if capitals > 1:
        words = _named(words)
    if known.language == "en":
        speech.mark(words)
    if known.language == "es":
        speech_es.mark(words)
    elif known.language != "en":
        _told_of_oneself(words)
    return Sentence(words, cut.ending, own, number, tags=_all_tags(words))


def _all_tags(words: list[Token]) -> frozenset[str]:
    return _NONE.union(*[word.tags for word in words])


def _told_of_oneself(words: list[Token]) -> None:
    """I take, he stops: after a pronoun these forms are no order."""
    for before, word in pairwise(words):
        if before.text in _PRONOUNS:
            word.tags -= {"dir"}


def _mark_capitals(plain: list[Token], folded: Folded, text: str) -> None:
    """Remember which words are written with a capital, as names are."""
    source = folded.source
    # The letters as given, one for each folded one.
    given = text if isinstance(source, range) else [text[place] for place in source]
    capital = [word for word in plain if given[word.start].isupper()]
    if len(capital) * 2 > len(plain) + 4:
        return
    for word in capital:
        if len(word.text) > 1 and not given[word.end - 1].isupper():
            word.tags = _CAP


def _named(words: list[Token]) -> list[Token]:
    """Two or more unknown words with capitals are somebody's full name."""
    result: list[Token] = []
    for word in words:
        last = result[-1] if result else None
        if last and _nameable(word) and (_nameable(last) or last.kind == "name"):
            joined = f"{last.text} {word.text}"
            result[-1] = Token(joined, last.start, word.end, "name", frozenset(("name",)))
            continue
        result.append(word)
    return result


def _nameable(word: Token) -> bool:
    if "cap" not in word.tags or not word.tags <= _NAMEABLE:
        return False
    return word.text not in language.COMMON and word.text not in _TITLES


@lru_cache(maxsize=4096)
def _referred(tags: frozenset[str]) -> frozenset[str]:
    """The tags that "it" gets after a word with these tags."""
    found = set[str]()
    if tags & _NAMED and "caution" not in tags:
        found.add("tref")
    if "vaccine" in tags:
        found.add("vref")
    if "caution" in tags:
        found.add("cref")
    return frozenset(found)


def _refer(sentences: list[Sentence]) -> None:
    """Mark "it" and "them" that can only mean a medicine named shortly before."""
    named: list[frozenset[str]] = []
    for number, sentence in enumerate(sentences):
        earlier = _NONE.union(*named[max(0, number - 2) :])
        own = _NONE
        if earlier or not _REFERRED.isdisjoint(sentence.tags):
            own = _refer_in(sentence.words, earlier)
            sentence.tags = _all_tags(sentence.words)
        named.append(own)


def _refer_in(words: list[Token], earlier: frozenset[str]) -> frozenset[str]:
    """What the words of one sentence refer to; returns what it names itself."""
    own = _NONE
    for word in words:
        if not _REFERRED.isdisjoint(word.tags):
            own |= _referred(word.tags)
        if word.text in _REFERRING:
            word.tags = more(word.tags, earlier | own)
        elif word.text == "its" and "cref" in earlier | own:
            word.tags |= {"cref"}
    return own
