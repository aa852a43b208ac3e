"""Rules and trained score together: what each may say alone, and what only both may say.

The score alone may ask that somebody looks, and may bring up guidance for a person in danger. It
never holds a text alone: a hold needs a rule, or words of a topic in the very sentences that weigh
most. It may soften what a rule says where the whole text reads like ordinary talk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from forum.claims.groups import groups_of
from forum.claims.lexicon import TopicWords, topics
from forum.claims.model import (
    N_,
    Action,
    Category,
    Finding,
    Guidance,
    Rule,
    highest,
)
from forum.claims.reading import Reading, Sentence
from forum.claims.score import Score, load
from forum.claims.tuning import Tuning

_SOURCE = "docs/claims-model.md"
URGENT = Rule(
    id="score.urgent",
    category=Category.EMERGENCY_SELF_REPORT,
    action=Action.URGENT,
    catches=N_("Reads like posts of people in danger, without words that a rule knows."),
    example="There is no puff left in him since dinner and he is holding his chin up with his fist.",
    source=_SOURCE,
    reason=N_("Reads like posts of people who were in danger."),
)
HOLD = Rule(
    id="score.hold",
    category=None,
    action=Action.REVIEW,
    catches=N_("Looks like posts that were held. It never holds alone."),
    example="Your granddad never needed any of that stuff, chuck it and get some sun.",
    source=_SOURCE,
    reason=N_("Looks like posts that were held."),
)
REVIEW = Rule(
    id="score.review",
    category=None,
    action=Action.REVIEW,
    catches=N_("Looks like posts that a moderator looked at."),
    example="I heard they all come off it in the end.",
    source=_SOURCE,
    reason=N_("Looks like posts that a moderator looked at."),
)
# A rule is believed where the score reaches this part of what it would need to say so by itself;
# one that was nearly always right needs less.
_BELIEVED = 0.9
_BELIEVED_IF_TRUSTED = 0.7
# From this chance on a text is said to be of a category; below the second one, a rule that says so
# is taken to have met its words by chance.
_NAMED = 0.45
_UNLIKELY = 0.3
# A rule that was nearly always right keeps the last word where its category is as likely as this:
# in a post that is also something else, or very long, the chance of its action says less.
_PLAIN = 0.5
# Where the words of the likeliest category are missing, a text may be held for one as likely as this.
_THINKABLE = 0.1
# In so few words one of them decides much: "My reply today" must not bring up a help card.
_FEW_WORDS = 8
_LIKELY = 0.6
_SURE = 0.85
_DANGERS = frozenset((Category.EMERGENCY_SELF_REPORT, Category.SELF_HARM))
# Which of the score's places tells of a danger; of all else tells the one for holds.
_PLACES = {Category.EMERGENCY_SELF_REPORT: "emergency", Category.SELF_HARM: "self_harm"}
_AGAINST = N_("reads like ordinary talk")
_POISON = frozenset(("piece", "med", "medany", "treat", "toomany", "poison_words", "childanimal"))
_POISON_GROUPS = frozenset(
    ("med_form", "poison_chemical", "dose_take", "med_sleeping", "means_word")
)
_BREATH_GROUPS = frozenset(
    ("breathe_word", "gasp_pant", "short_of_air", "choke_gag", "swallow_word", "hold_up_head")
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text must speak of for one category."""

    rule: Rule
    tags: frozenset[str]
    groups: frozenset[str]


@cache
def all_topics() -> dict[Category, Topic]:
    """The topics of `data/topics.yaml` as rules. A danger is never held for the topic alone."""
    return {Category(name): _topic(Category(name), words) for name, words in topics().items()}


def _topic(category: Category, words: TopicWords) -> Topic:
    danger = category in _DANGERS
    rule = Rule(
        id=f"topic.{category}",
        category=category,
        action=Action.REVIEW if danger else Action.HOLD,
        catches=N_("Speaks of the topic, and looks like posts that were held or looked at."),
        example=words.example,
        source=_SOURCE,
        reason=words.reason,
        softer=None if danger else Action.REVIEW,
    )
    return Topic(rule, words.tags, words.groups)


def rules() -> tuple[Rule, ...]:
    """The rules that speak with the score."""
    return (URGENT, HOLD, REVIEW, *(topic.rule for topic in all_topics().values()))


def weigh(reading: Reading, findings: list[Finding], score: Score, tuning: Tuning) -> list[Finding]:
    """The findings of the rules, as far as the score believes them, and those of the score."""
    wanted = _wanted(reading, score, tuning)
    settled = _settled_here(reading, tuning)
    believed = [
        finding if settled(finding) else _believed(finding, score, tuning) for finding in findings
    ]
    kept = [finding for finding in believed if finding is not None]
    return [*kept, *_of_score(reading, findings, kept, score, wanted)]


def _settled_here(reading: Reading, tuning: Tuning) -> Callable[[Finding], bool]:
    """Which findings this site has decided about: the score knows nothing of its rules and words."""
    chosen = {rule for rule, _ in tuning.rules}
    added = {word for _, terms in tuning.words for term in terms for word in term.split()}
    places = [
        reading.folded.span(word.start, word.end)
        for sentence in reading.sentences
        if added
        for word in sentence.words
        if added.intersection(word.text.split())
    ]

    def settled(finding: Finding) -> bool:
        first, last = finding.span
        return finding.rule in chosen or any(start < last and end > first for start, end in places)

    return settled


def _wanted(reading: Reading, score: Score, tuning: Tuning) -> Action:
    """What the score would do by itself."""
    if score.urgent >= tuning.threshold("score_urgent") and _in_danger(reading, score):
        return Action.URGENT
    if score.grave >= tuning.threshold("score_hold"):
        return Action.HOLD
    return Action.REVIEW if score.noticed >= tuning.threshold("score_review") else Action.PASS


def _believed(finding: Finding, score: Score, tuning: Tuning) -> Finding | None:
    """What a rule says, or a step less; nothing where the text reads like ordinary talk."""
    trusted = finding.rule in load().trusted
    part = _BELIEVED_IF_TRUSTED if trusted else _BELIEVED
    chance = score.chance(finding.category) if finding.category else 1.0
    if chance < part * _UNLIKELY:
        return None
    if trusted and finding.category and chance >= _PLAIN and finding.action is not Action.REVIEW:
        return finding
    if finding.action is Action.URGENT:
        if score.urgent >= part * tuning.threshold("score_urgent"):
            return finding
    elif finding.action is Action.HOLD and score.grave >= part * tuning.threshold("score_hold"):
        return finding
    if score.noticed < part * tuning.threshold("score_review"):
        return None
    if finding.action is Action.REVIEW:
        return finding
    against = (*finding.against, _AGAINST)
    return replace(finding, action=Action.REVIEW, against=against, guidance=None)


def _of_score(
    reading: Reading, ruled: list[Finding], kept: list[Finding], score: Score, wanted: Action
) -> Iterator[Finding]:
    """What the score adds: its own action where no rule says as much, and categories not yet named."""
    said = highest(*(finding.action for finding in kept))
    named = set(score.named(_NAMED))
    if wanted is Action.URGENT and said is not Action.URGENT:
        yield _urgent(reading, score)
        named.discard(_danger(score)[0])
    elif wanted is Action.HOLD and said.severity < wanted.severity:
        if not named - _DANGERS:
            named.add(score.likeliest(*_harms()))
        yield from _held(reading, ruled, score, named - _DANGERS)
    elif wanted is Action.REVIEW and said is Action.PASS and not named:
        yield _finding(REVIEW, reading, score.places["hold"])
    if max(wanted.severity, said.severity) > Action.PASS.severity:
        known = {finding.category for finding in kept}
        for category in sorted(named - known):
            yield _about(reading, score, category, Action.REVIEW)


def _harms() -> list[Category]:
    """The categories for which a text can be held."""
    return [category for category in all_topics() if category not in _DANGERS]


def _in_danger(reading: Reading, score: Score) -> bool:
    """Whether the score is enough. In a few words, it must be sure, or they speak of danger."""
    words = sum(len(sentence.words) for sentence in reading.sentences)
    if words > _FEW_WORDS or score.urgent >= _SURE:
        return True
    category, place = _danger(score)
    tags, groups = _spoken_of(_around(reading, place))
    topic = all_topics()[category]
    spoken = bool(topic.tags & tags or topic.groups & groups)
    return spoken and score.urgent >= _LIKELY


def _danger(score: Score) -> tuple[Category, int]:
    """Which of the two dangers it is, and the sentence that tells of it."""
    category = score.likeliest(*sorted(_DANGERS))
    return category, score.places[_PLACES[category]]


def _urgent(reading: Reading, score: Score) -> Finding:
    category, place = _danger(score)
    hurt = category is Category.SELF_HARM
    guidance = Guidance.SELF_HARM if hurt else _kind_of_emergency(reading, place)
    return _finding(
        URGENT, reading, place, category=category, action=Action.URGENT, guidance=guidance
    )


def _kind_of_emergency(reading: Reading, place: int) -> Guidance:
    tags, groups = _spoken_of(_around(reading, place))
    if groups & _BREATH_GROUPS:
        return Guidance.BREATHING
    poisoned = tags & _POISON and groups & _POISON_GROUPS
    return Guidance.POISONING if poisoned else Guidance.BREATHING


def _held(
    reading: Reading, ruled: list[Finding], score: Score, named: Set[Category]
) -> Iterator[Finding]:
    """A hold for what is spoken of, with the score's own word beside it.

    It needs words: those that a rule met, or those of the topic.
    """
    tags, groups = _spoken_of(reading.sentences)
    met = {finding.category for finding in ruled}

    def told(category: Category) -> bool:
        topic = all_topics()[category]
        return category in met or bool(topic.tags & tags or topic.groups & groups)

    thinkable = [category for category in score.named(_THINKABLE) if category not in _DANGERS]
    found = {category for category in named if told(category)} or {
        category for category in thinkable if told(category)
    }
    for category in sorted(found):
        yield _about(reading, score, category, Action.HOLD)
    yield _finding(HOLD, reading, score.places["hold"])


def _about(reading: Reading, score: Score, category: Category, action: Action) -> Finding:
    rule = all_topics()[category].rule
    place = score.places[_PLACES.get(category, "hold")]
    return _finding(rule, reading, place, category=category, action=action)


def _spoken_of(sentences: Sequence[Sentence]) -> tuple[set[str], set[str]]:
    """The tags and groups of some sentences."""
    tags = {tag for sentence in sentences for tag in sentence.tags}
    groups = {
        group for sentence in sentences for word in sentence.words for group in groups_of(word.text)
    }
    return tags, groups


def _around(reading: Reading, place: int) -> Sequence[Sentence]:
    """A sentence and its neighbours."""
    return reading.sentences[max(0, place - 1) : place + 2]


def _finding(
    rule: Rule,
    reading: Reading,
    place: int,
    *,
    category: Category | None = None,
    action: Action = Action.REVIEW,
    guidance: Guidance | None = None,
) -> Finding:
    sentence: Sentence = reading.sentences[place]
    return Finding(
        category=category,
        rule=rule.id,
        action=action,
        span=reading.span(sentence, 0, len(sentence.words)),
        reason=rule.reason,
        source=rule.source,
        guidance=guidance,
    )
