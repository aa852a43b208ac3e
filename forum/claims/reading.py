"""Read a text: fold it, cut it, name its language, tag its words and their speech acts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import compress

from forum.claims import language, segment, spaced, speech, speech_es, tagging
from forum.claims.normalise import Folded, fold
from forum.claims.pattern import NOTHING, Coded, encode
from forum.claims.segment import Row
from forum.claims.tagging import Line
from forum.claims.vocabulary import STANDARD, Vocabulary
from forum.claims.word import Word, word_of

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
_NAME = frozenset(("name",))
_CAUTION = frozenset(("cref",))
_ORDER = frozenset(("dir",))
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

    line: Line
    ending: str
    language: str
    number: int
    coded: Coded = NOTHING
    tags: frozenset[str] = _NONE
    memo: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.line.words

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
        if not first < last:
            first, last = 0, len(sentence.words)
        line = sentence.line
        return self.folded.span(line.starts[first], max(line.ends[first:last]))


def read(text: str, vocabulary: Vocabulary = STANDARD) -> Reading:
    """Prepare one text for the rules."""
    folded = fold(text)
    row = spaced.joined(segment.row(folded.text), folded.text, vocabulary)
    plain = _plain(row)
    capitals = _capitals(row, len(plain), folded, text)
    guess = language.guess(plain)
    odd = language.odd_among(plain, guess)
    sentences = [
        _sentence(cut, _language(cut.row, guess, odd), number, capitals, vocabulary)
        for number, cut in enumerate(segment.sentences(row))
    ]
    _refer(sentences)
    for sentence in sentences:
        sentence.coded = encode(sentence.words)
    return Reading(folded, guess, sentences)


def _plain(row: Row) -> list[str]:
    return list(compress(row.texts, map("word".__eq__, row.kinds)))


def _language(row: Row, whole: str, odd: Set[str]) -> str:
    """The language of one sentence: nearly always that of the text."""
    return whole if odd.isdisjoint(row.texts) else language.of_sentence(_plain(row), whole, odd)


def _sentence(
    cut: segment.Sentence, own: str, number: int, capitals: Set[int], vocabulary: Vocabulary
) -> Sentence:
    known = vocabulary.lexicon(own if own != language.UNKNOWN else "en")
    line, capital = tagging.tagged(cut.row, capitals, known, vocabulary)
    # Without two capitals there is no full name.
    if capital > 1:
        _named(line)
    if known.language == "en":
        speech.mark(line.words)
    if known.language == "es":
        speech_es.mark(line.words)
    elif known.language != "en":
        _told_of_oneself(line.words)
    return Sentence(line, cut.ending, own, number, tags=_all_tags(line.words))


def _all_tags(words: list[Word]) -> frozenset[str]:
    return _NONE.union(*[word.tags for word in words])


def _told_of_oneself(words: list[Word]) -> None:
    """I take, he stops: after a pronoun these forms are no order."""
    for place in range(1, len(words)):
        if words[place - 1].text in _PRONOUNS:
            words[place] = words[place].without(_ORDER)


def _capitals(row: Row, words: int, folded: Folded, text: str) -> Set[int]:
    """Where words stand that are written with a capital, as names are."""
    source = folded.source
    # The letters as they were given.
    begin = map(text.__getitem__, map(source.__getitem__, row.starts))
    places = compress(zip(row.kinds, row.starts, row.ends, strict=True), map(str.isupper, begin))
    capital = [(first, last) for kind, first, last in places if kind == "word"]
    if len(capital) * 2 > words + 4:
        return frozenset()
    return {
        first
        for first, last in capital
        if last - first > 1 and not text[source[last - 1]].isupper()
    }


def _named(line: Line) -> None:
    """Two or more unknown words with capitals are somebody's full name."""
    words = line.words
    for place in range(len(words) - 1, 0, -1):
        before, word = words[place - 1 : place + 1]
        if _nameable(before) and (_nameable(word) or word.kind == "name"):
            joined = word_of(f"{before.text} {word.text}", _NAME, "name")
            line.put(place - 1, place + 1, (joined,))


def _nameable(word: Word) -> bool:
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
    before, last = _NONE, _NONE
    for sentence in sentences:
        earlier, own = before | last, _NONE
        if earlier or not _REFERRED.isdisjoint(sentence.tags):
            own = _refer_in(sentence.words, earlier)
            sentence.tags = _all_tags(sentence.words)
        before, last = last, own


def _refer_in(words: list[Word], earlier: frozenset[str]) -> frozenset[str]:
    """What the words of one sentence refer to; returns what it names itself."""
    own = _NONE
    for place, word in enumerate(words):
        if not _REFERRED.isdisjoint(word.tags):
            own |= _referred(word.tags)
        if word.text in _REFERRING:
            words[place] = word.also(earlier | own)
        elif word.text == "its" and "cref" in earlier | own:
            words[place] = word.also(_CAUTION)
    return own
