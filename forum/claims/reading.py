"""Read a text: fold it, cut it, name its language, tag its words and their speech acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from forum.claims import contract, language, segment, speech, speech_es
from forum.claims.lexicon import Lexicon
from forum.claims.normalise import Folded, fold
from forum.claims.pattern import MARK, NOTHING, Coded, encode
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
_WORD_LIMIT = 40
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
_NAMED = frozenset(("treat", "med"))
_REFERRED = frozenset(("treat", "med", "vaccine", "caution"))
_NONE = frozenset[str]()
_CAP = frozenset(("cap",))
_NAMEABLE = frozenset(("cap", "street", "letv"))
_EMERGENCY = frozenset(("emergencycare", "care"))
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
    raw = _joined(segment.tokens(folded.text), vocabulary)
    plain = [word for word in raw if word.kind == "word"]
    _mark_capitals(plain, folded, text)
    guess = language.guess([word.text for word in plain])
    sentences = [
        _sentence(cut, guess, number, vocabulary)
        for number, cut in enumerate(segment.sentences(raw))
    ]
    _refer(sentences)
    for sentence in sentences:
        sentence.coded = encode(sentence.words)
    return Reading(folded, guess, sentences)


def _sentence(cut: segment.Sentence, guess: str, number: int, vocabulary: Vocabulary) -> Sentence:
    own = language.of_sentence([word.text for word in cut.tokens if word.kind == "word"], guess)
    known = vocabulary.lexicon(own if own != language.UNKNOWN else "en")
    # So far only capitals are marked: without two there is no full name.
    capitals = len([word for word in cut.tokens if word.tags])
    words = _tagged(contract.written_out(cut.tokens, known.language), known, vocabulary)
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


def _tagged(words: list[Token], known: Lexicon, vocabulary: Vocabulary) -> list[Token]:
    """Give words their tags; known phrases become one word."""
    found = _looked_up(words, known, vocabulary)
    texts = [word.text for word in words]
    phrases = _phrases(texts, known)
    parted = known.language == "en" and not speech.PARTICLES.isdisjoint(texts)
    for index, word in enumerate(words):
        tags = found[index]
        word.tags = more(word.tags, tags) if word.tags else tags
        if index in phrases:
            continue
        if word.kind != "word":
            word.tags = more(tags, _kind_tags(word.kind, word.text))
        elif parted and "verb" in tags:
            word.tags = more(word.tags, _split_verb(words, index, known))
    return _put_together(words, found, phrases) if phrases else words


def _looked_up(words: list[Token], known: Lexicon, vocabulary: Vocabulary) -> list[frozenset[str]]:
    """The tags of each word by itself; misspelt ones are put right."""
    meant, get, code = vocabulary.meant, known.words.get, known.language
    found: list[frozenset[str]] = []
    for word in words:
        tags = get(word.text)
        # A word that is known is what it is meant to be, and needs no more looking.
        if word.kind == "word" and (tags is None or len(word.text) > _WORD_LIMIT):
            word.text, tags = meant(word.text[:_WORD_LIMIT], code)
        found.append(_NONE if tags is None else tags)
    return found


def _phrases(texts: list[str], known: Lexicon) -> dict[int, tuple[int, frozenset[str]]]:
    """The known phrases by where they begin: how long each is, and its tags."""
    begun = map(known.phrases.get, pairwise(texts))
    result = {}
    for index, phrases in enumerate(begun):
        for parts, tags in phrases or ():
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
    for index, word in enumerate(words):
        if index < end:
            continue
        length, tags = phrases.get(index, (1, _NONE))
        end = index + length
        if tags <= _CONTEXT:
            end = index + 1
            word.tags = more(word.tags, tags)
        else:
            word = _as_one(words[index:end], tags, found[index:end])
        result.append(word)
    return result


def _as_one(parts: list[Token], tags: frozenset[str], each: list[frozenset[str]]) -> Token:
    """A phrase as one word."""
    text = " ".join([part.text for part in parts])
    coarse = _NONE.union(*each) & _COARSE
    return Token(text, parts[0].start, parts[-1].end, "phrase", more(tags, coarse))


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


def _joined(words: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Put letters that were spaced out (s t o p) back together."""
    alone = {word.text for word in words if len(word.text) == 1 and word.kind == "word"}
    if len(alone - {"i", "a"}) < 2:
        return words
    result: list[Token] = []
    index = 0
    while index < len(words):
        end = _run_end(words, index)
        letters = [word for word in words[index:end] if word.kind == "word"]
        if len(letters) >= 4:
            result.extend(_grouped(words[index:end], vocabulary))
            index = end
        else:
            result.append(words[index])
            index += 1
    return result


def _single(word: Token) -> bool:
    return len(word.text) == 1 and word.kind in ("word", "num")


def _run_end(words: list[Token], index: int) -> int:
    place = index
    if not _single(words[index]) or words[index].kind != "word":
        return index + 1
    while place < len(words):
        word = words[place]
        joins = word.text in ("-", ".", "*", "_", "/") and place + 1 < len(words)
        if word.text == "." and place > index + 2 and words[place - 2].text == ".":
            place += 1
            continue
        if not (_single(word) or (joins and _single(words[place + 1]))):
            break
        if place > index and word.start - words[place - 1].end > 3:
            break
        place += 1
    return max(place, index + 1)


def _grouped(words: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Cut a run of single letters into words, at wider gaps or by the words we know."""
    gaps = [after.start - before.end for before, after in pairwise(words)]
    narrow = min(gaps, default=0)
    groups: list[list[Token]] = [[]]
    for position, word in enumerate(words):
        if position and gaps[position - 1] > narrow:
            groups.append([])
        if word.kind in ("mark", "break", "sign") and narrow > 0:
            groups.append([])
            continue
        if word.kind not in ("mark", "break", "sign"):
            groups[-1].append(word)
    result: list[Token] = []
    for group in groups:
        if group:
            result.extend(_cut_known(group, vocabulary))
    return result


def _cut_known(letters: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Cut "stopmestinon" into known words; one word when no cut fits."""
    text = "".join(letter.text for letter in letters)[:_WORD_LIMIT]
    known = vocabulary.lexicon("en").words
    best: list[tuple[int, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 18), end):
            before = best[start]
            piece = text[start:end]
            fits = piece in known or piece in language.COMMON or (start == 0 and end == len(text))
            if before is not None and fits and (len(piece) > 1 or piece in "ai"):
                option = (*before, end)
                held = best[end]
                if held is None or len(option) < len(held):
                    best[end] = option
    cuts = best[len(text)] or (len(text),)
    result, start = [], 0
    for end in cuts:
        part = letters[start:end]
        result.append(Token(text[start:end], part[0].start, part[-1].end))
        start = end
    return result
