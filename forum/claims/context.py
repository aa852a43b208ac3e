"""What surrounds a match: question, negation, quotation, own story, order of a clinician, hedge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from typing import NamedTuple

from forum.claims.lexicon import cues
from forum.claims.model import N_
from forum.claims.reading import Reading, Sentence
from forum.claims.word import Word

_OPENING = frozenset(cues("context.opening"))
_ASKING = cues("context.asking")
_LEADING = cues("context.leading")


@dataclass
class Match:
    """One place where a pattern fits, with lazily read surroundings."""

    reading: Reading
    sentence: Sentence
    first: int
    last: int
    context: str = "comment"

    @cached_property
    def words(self) -> list[Word]:
        """The words that fit."""
        return self.sentence.words[self.first : self.last]

    @property
    def text(self) -> str:
        """The sentence written out in plain words."""
        return self.sentence.text

    def near(self, step: int) -> Sentence | None:
        """The sentence some steps away, if there is one."""
        number = self.sentence.number + step
        found = self.reading.sentences
        return found[number] if 0 <= number < len(found) else None

    def nearby(self, tag: str, back: int = 1, ahead: int = 1) -> bool:
        """A tag in this sentence or in some before and after it."""
        return any(
            tag in other.tags
            for step in range(-back, ahead + 1)
            if (other := self.near(step)) is not None
        )

    def has_text(self, *words: str) -> bool:
        """One of some single words in the sentence."""
        return not self.sentence.texts.isdisjoint(words)

    def has(self, *tags: str) -> bool:
        """One of some tags anywhere in the sentence."""
        return not self.sentence.tags.isdisjoint(tags)

    def says(self, *phrases: str) -> bool:
        """One of some written-out phrases anywhere in the sentence."""
        return _says(self.sentence, _lookup(phrases))

    def clause(self, tag: str, reach: int = 6) -> bool:
        """A tag in the match or shortly before or after it."""
        words = self.sentence.words[max(0, self.first - reach) : self.last + reach]
        return any(tag in word.tags for word in words)

    def nearby_text(self, *phrases: str) -> bool:
        """One of some written-out phrases in this sentence or a neighbour."""
        wanted = _lookup(phrases)
        return any(
            other is not None and _says(other, wanted)
            for other in (self.sentence, self.near(-1), self.near(1))
        )

    @cached_property
    def around(self) -> str:
        """This sentence and its neighbours, written out."""
        found = (self.near(step) for step in (-1, 0, 1))
        return "".join(other.text for other in found if other is not None)

    @cached_property
    def whole_tags(self) -> frozenset[str]:
        """Every tag of the text."""
        return frozenset().union(*(other.tags for other in self.reading.sentences))

    def story(self, *tags: str) -> bool:
        """All of some tags in this sentence and those before it."""
        before = self.reading.sentences[: self.sentence.number + 1]
        found = frozenset().union(*(other.tags for other in before))
        return bool(found & {tags[0]}) and bool(found & set(tags[1:]))

    @cached_property
    def hedge(self) -> bool:
        """Said with maybe, or only heard."""
        return hedged(self)

    @cached_property
    def asks_care(self) -> bool:
        """Sends the reader to a clinician."""
        return asks_care(self) or self.has("askcare")

    def own_subject(self) -> bool:
        """What helped me: a story, not a claim."""
        return self.says("me", "my", "i", "mine", "myself") and not self.says(
            "you", "your", "everyone", "antibodies"
        )

    def clinician_gave(self) -> bool:
        """Given, ordered or agreed by a clinician."""
        return clinician(self)

    def sincere(self) -> bool:
        """A real question."""
        return question(self) and not leading(self)

    def nearby_year(self) -> bool:
        """A year of the past named nearby."""
        return any(
            word.kind == "num" and len(word.text) == 4 and "1950" <= word.text <= "2024"
            for step in (-1, 0)
            if (other := self.near(step)) is not None
            for word in other.words
        )

    def own_negated(self) -> bool:
        """Not hopeless, never hopeless."""
        return negated_before(self) and not self.says("do not see", "can not see", "not sure")

    def near_texts(self) -> frozenset[str]:
        """Words of the neighbouring sentences."""
        return frozenset(self.around.split())


class _Wanted(NamedTuple):
    """Single words, and longer phrases by their first word."""

    single: frozenset[str]
    first: frozenset[str]
    longer: dict[str, tuple[str, ...]]


@lru_cache(maxsize=2048)
def _lookup(phrases: tuple[str, ...]) -> _Wanted:
    longer: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        if rest:
            longer[first] = (*longer.get(first, ()), f" {phrase} ")
    single = frozenset(phrase for phrase in phrases if " " not in phrase)
    return _Wanted(single, frozenset(longer), longer)


def _says(sentence: Sentence, wanted: _Wanted) -> bool:
    single, starts, longer = wanted
    if not single.isdisjoint(sentence.parts):
        return True
    for first in starts & sentence.parts:
        if any(phrase in sentence.text for phrase in longer[first]):
            return True
    return False


def once(guard: Callable[[Match], bool]) -> Callable[[Match], bool]:
    """Ask once for each sentence what does not hang on the words of the match."""
    name = guard.__name__

    @wraps(guard)
    def asked(match: Match) -> bool:
        memo = match.sentence.memo
        if name not in memo:
            memo[name] = guard(match)
        return memo[name]

    return asked


@once
def _asks(match: Match) -> bool:
    return match.says(*_ASKING) and not match.says(
        "do you harm", "do you good", "do you no", "do you any"
    )


@once
def leading(match: Match) -> bool:
    """A question that asserts instead of asking."""
    return match.says(*_LEADING)


def question(match: Match) -> bool:
    """A sincere question: about the words of the match, not hung on their end."""
    if leading(match):
        return False
    words = match.sentence.words
    if words[0].text in (
        "apparently",
        "supposedly",
        "allegedly",
        "so",
        "maybe",
        "perhaps",
        "possibly",
        "sounds",
        "probably",
    ):
        return False
    if _asks(match):
        return True
    if "?" not in match.sentence.ending:
        return match.says("?")
    starts = words[0].text in _OPENING or (len(words) > 1 and words[1].text in _OPENING)
    if starts or match.says("anyone", "anybody", "or is", "any"):
        return True
    return not _order(match) and not match.says("right", "ok", "okay", "see")


def _order(match: Match) -> bool:
    return any(word.tags & {"dir", "ndir", "imp", "neg"} for word in match.words)


def negated(match: Match) -> bool:
    """A "not" that points at the words of the match."""
    inner = {word.text for word in match.words}
    if inner & {"not", "never", "nor"} and not inner & {"only", "just"}:
        return True
    start = max(0, match.first - 5)
    for word in reversed(match.sentence.words[start : match.first]):
        if word.kind == "mark" or word.text in ("but", "only", "though", "because"):
            return False
        if "negator" in word.tags and word.text != "stop":
            return True
    return False


def negated_before(match: Match) -> bool:
    """A "not" before the match only, as for patterns that hold their own."""
    words = match.sentence.words[max(0, match.first - 4) : match.first]
    return any("negator" in word.tags and word.text != "stop" for word in words)


def quoted(match: Match) -> bool:
    """Said by somebody else, or between quotation marks."""
    marks = sum(word.text == '"' for word in match.sentence.words[: match.first])
    return marks % 2 == 1 or _said_by_others(match)


def _said_by_others(match: Match) -> bool:
    if not match.has("quoting"):
        return False
    words = match.sentence.words
    for place, word in enumerate(words):
        outside = place < match.first or place >= match.last
        before = words[place - 1].text if place else ""
        if (
            outside
            and "quoting" in word.tags
            and before not in ("i", "am", "we", "just", "would", "to", "you", "can")
        ):
            return True
    return False


def rejected(match: Match) -> bool:
    """Quoted and turned away, mocked or reported as wrong."""
    if approved(match):
        return False
    denied = "denial" in match.sentence.tags
    after = (match.near(1), match.near(2))
    follows = any(other is not None and "denial" in other.tags for other in after)
    if quoted(match):
        return denied or follows
    return denied and match.says("the idea", "the claim", "the myth", "myth", "debunked", "if only")


@once
def approved(match: Match) -> bool:
    """Quoted with approval, which counts as said."""
    return match.nearby("approval", back=0, ahead=1)


def hedged(match: Match) -> bool:
    """Maybe, supposedly, I read somewhere."""
    return match.clause("hedge", 10) or (quoted(match) and not approved(match))


@once
def clinician(match: Match) -> bool:
    """A clinician's order to the author or to a relative."""
    words = match.sentence.words
    if any("clin" in word.tags for word in words):
        return True
    place = next((i for i, word in enumerate(words) if "clinician" in word.tags), None)
    if place is None:
        return False
    about = words[max(0, place - 3) : place]
    if [word.text for word in about][-2:] in (["as", "a"], ["am", "a"], ["as", "an"], ["am", "an"]):
        return False
    if any(word.text in ("without", "no", "not", "behind", "nobody", "neither") for word in about):
        return False
    return any("order" in word.tags for word in words[place : place + 7])


def own(match: Match) -> bool:
    """Told of the author, not asked of others."""
    return match.has("own", "ownpast", "ownperf") or match.says("i", "my", "me")


def own_story(match: Match) -> bool:
    """The match itself is what the author did or took."""
    return any(word.tags & {"own", "ownpast", "ownperf", "nown"} for word in match.words)


@once
def asks_care(match: Match) -> bool:
    """Sends the reader to a doctor, a pharmacist or a named source."""
    return match.nearby("askcare", back=0, ahead=1) and not match.says("your vet", "the vet")


def figurative(match: Match) -> bool:
    """Words of laughter or of daily nuisance beside the match."""
    return match.has("figurative")


def past(match: Match) -> bool:
    """Over, and told as over."""
    return match.has("past") or match.says("was", "were", "had")


def _hedge_before(match: Match) -> bool:
    """Maybe, perhaps, could: said softly, not hedged by "I think"."""
    words = match.sentence.words[max(0, match.first - 4) : match.first]
    soft = {"maybe", "perhaps", "might", "could", "possibly", "probably"}
    after = {word.text for word in match.sentence.words[match.last : match.last + 5]}
    return any(word.text in soft for word in words) or bool(
        after & {"imagine", "suppose", "guess", "probably"}
    )


Guard = Callable[[Match], bool]
GUARDS: dict[str, Guard] = {
    "question": question,
    "negation": negated,
    "negation before": negated_before,
    "rejected": rejected,
    "hedge": hedged,
    "hedge before": _hedge_before,
    "clinician's order": clinician,
    "own experience": own_story,
    "asks a clinician": asks_care,
    "figurative": figurative,
    "past": past,
}
AGAINST: tuple[tuple[str, Guard], ...] = (
    (N_("question"), question),
    (N_("negation"), negated),
    (N_("quotation"), quoted),
    (N_("own experience"), own),
    (N_("clinician's order"), clinician),
    (N_("hedge"), lambda match: match.clause("hedge", 10)),
)


def against(match: Match) -> tuple[str, ...]:
    """What spoke for the author although the rule was met."""
    return tuple(name for name, guard in AGAINST if guard(match))
