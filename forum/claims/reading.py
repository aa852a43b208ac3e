"""Read a text: fold it, cut it, name its language, tag its words and their speech acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from forum.claims import contract, language, segment, speech, speech_es
from forum.claims.lexicon import Lexicon
from forum.claims.normalise import Folded, fold
from forum.claims.pattern import MARK, Coded, encode
from forum.claims.segment import Token
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
_UNNAMED = frozenset(("caution",))
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


@dataclass(slots=True)
class Sentence:
    """A sentence with tagged words, ready for patterns."""

    words: list[Token]
    ending: str
    language: str
    number: int
    coded: Coded = field(default_factory=lambda: Coded("", {}, frozenset(), 0))
    texts: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    text: str = ""
    parts: frozenset[str] = frozenset()
    memo: dict[str, bool] = field(default_factory=dict)


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
    raw = _joined(list(segment.tokens(folded.text)), vocabulary)
    _mark_capitals(raw, folded, text)
    guess = language.guess([word.text for word in raw if word.kind == "word"])
    result = Reading(folded, guess, [])
    for number, cut in enumerate(segment.sentences(raw)):
        result.sentences.append(_sentence(cut, guess, number, vocabulary))
    for number, sentence in enumerate(result.sentences):
        _refer(result.sentences, number)
        sentence.coded = encode(sentence.words)
        sentence.texts = frozenset([word.text for word in sentence.words])
        sentence.text = f" {' '.join([word.text for word in sentence.words])} "
        sentence.parts = frozenset(sentence.text.split())
        sentence.tags = frozenset(tag for word in sentence.words for tag in word.tags)
    return result


def _sentence(cut: segment.Sentence, guess: str, number: int, vocabulary: Vocabulary) -> Sentence:
    own = language.of_sentence([word.text for word in cut.tokens if word.kind == "word"], guess)
    known = vocabulary.lexicon(own if own != language.UNKNOWN else "en")
    words = _tagged(list(contract.written_out(cut.tokens, known.language)), known, vocabulary)
    words = _named(words)
    if known.language == "en":
        speech.mark(words)
    if known.language == "es":
        speech_es.mark(words)
    elif known.language != "en":
        _told_of_oneself(words)
    return Sentence(words, cut.ending, own, number)


def _told_of_oneself(words: list[Token]) -> None:
    """I take, he stops: after a pronoun these forms are no order."""
    for before, word in pairwise(words):
        if before.text in _PRONOUNS:
            word.tags.discard("dir")


def _mark_capitals(words: list[Token], folded: Folded, text: str) -> None:
    """Remember which words are written with a capital, as names are."""
    plain = [word for word in words if word.kind == "word"]
    capital = [word for word in plain if text[folded.source[word.start]].isupper()]
    if len(capital) * 2 > len(plain) + 4:
        return
    for word in capital:
        if len(word.text) > 1 and not text[folded.source[word.end - 1]].isupper():
            word.tags.add("cap")


def _named(words: list[Token]) -> list[Token]:
    """Two or more unknown words with capitals are somebody's full name."""
    result: list[Token] = []
    for word in words:
        last = result[-1] if result else None
        if last and _nameable(word) and (_nameable(last) or last.kind == "name"):
            joined = f"{last.text} {word.text}"
            result[-1] = Token(joined, last.start, word.end, "name", {"name"})
            continue
        result.append(word)
    return result


def _nameable(word: Token) -> bool:
    if "cap" not in word.tags or word.tags - {"cap", "street", "letv"}:
        return False
    return word.text not in language.COMMON and word.text not in _TITLES


def _tagged(words: list[Token], known: Lexicon, vocabulary: Vocabulary) -> list[Token]:
    """Give words their tags; known phrases become one word."""
    for word in words:
        if word.kind == "word":
            word.text = vocabulary.plain(word.text[:_WORD_LIMIT], known.language)
    result: list[Token] = []
    index = 0
    while index < len(words):
        length, tags = _phrase(words, index, known)
        word = words[index]
        if length > 1 and tags <= _CONTEXT:
            word.tags |= tags | known.words.get(word.text, frozenset())
            length = 1
        elif length > 1:
            parts = words[index : index + length]
            text = " ".join(item.text for item in parts)
            coarse = {tag for item in parts for tag in known.words.get(item.text, ())} & _COARSE
            word = Token(text, word.start, parts[-1].end, "phrase", set(tags) | coarse)
        else:
            word.tags |= known.words.get(word.text, frozenset())
            _kind_tags(word)
            if "verb" in word.tags and known.language == "en":
                word.tags |= _split_verb(words, index, known)
        result.append(word)
        index += length
    return result


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
    return frozenset()


def _kind_tags(word: Token) -> None:
    if word.kind in ("mark", "sign", "break"):
        word.tags.add(MARK)
    if word.kind != "word":
        word.tags.add(word.kind)
    if word.text.endswith("%") and len(word.text) > 1:
        word.tags.add("pct")
    if word.kind == "ae":
        word.tags |= {"emergencycare", "care"}
    if word.kind == "num" and word.text in ("911", "999", "112", "111", "000"):
        word.tags |= {"emergencycare", "care"}


def _phrase(words: list[Token], index: int, known: Lexicon) -> tuple[int, frozenset[str]]:
    following = words[index + 1].text if index + 1 < len(words) else ""
    for parts, tags in known.phrases.get((words[index].text, following), ()):
        size = len(parts)
        if index + size <= len(words) and all(
            words[index + step].text == parts[step] for step in range(1, size)
        ):
            return size, tags
    return 1, frozenset()


def _refer(sentences: list[Sentence], number: int) -> None:
    """Mark "it" and "them" that can only mean a medicine named shortly before."""
    earlier = sentences[max(0, number - 2) : number]
    named = any(
        word.tags & _NAMED and not word.tags & _UNNAMED for item in earlier for word in item.words
    )
    sick = any("vaccine" in word.tags for item in earlier for word in item.words)
    careful = any("caution" in word.tags for item in earlier for word in item.words)
    for word in sentences[number].words:
        if word.tags & _NAMED and not word.tags & _UNNAMED:
            named = True
        if "vaccine" in word.tags:
            sick = True
        if named and word.text in _REFERRING:
            word.tags.add("tref")
        if "caution" in word.tags:
            careful = True
        if careful and word.text in _REFERRING | {"its"}:
            word.tags.add("cref")
        if sick and word.text in _REFERRING:
            word.tags.add("vref")


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
