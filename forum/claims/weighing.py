"""Rules and trained score together: what each may say alone, and what only both may say.

The score, which has seen what the rules found, says how far they are believed and which category a
text is of. It may ask that somebody looks, and may bring up guidance for a person in danger. It
never holds a text alone: a hold needs words that a rule met, or words of the topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from forum.claims.groups import groups_of
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
from forum.claims.topics import DANGERS, HOLD, REVIEW, URGENT, Topic, all_topics, harms
from forum.claims.tuned_words import TAGS, Words
from forum.claims.tuning import Tuning

# How much a rule's own word counts, as delivered: so much less the score must reach of what it
# would need to say so by itself. One that was nearly always right counts for more.
WEIGHT = 0.1
WEIGHT_IF_TRUSTED = 0.3
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


def weigh(reading: Reading, findings: list[Finding], score: Score, tuning: Tuning) -> list[Finding]:
    """The findings of the rules, as far as the score believes them, and those of the score."""
    wanted = _wanted(reading, score, tuning)
    settled = _settled_here(reading, tuning)
    believed = [
        finding if settled(finding) else _believed(finding, score, tuning) for finding in findings
    ]
    kept = [finding for finding in believed if finding is not None]
    return [*kept, *_of_score(reading, findings, kept, score, wanted)]


@lru_cache(maxsize=4)
def _added(changed: Words) -> frozenset[str]:
    """The words that a site added to the lexicon."""
    added = [term for kind, terms in changed if kind in TAGS for term in terms]
    return frozenset(word for term in added for word in term.split())


def _settled_here(reading: Reading, tuning: Tuning) -> Callable[[Finding], bool]:
    """Which findings are on words that this site has decided about: the score knows nothing of them."""
    added = _added(tuning.words)
    places = [
        reading.span(sentence, place, place + 1)
        for sentence in reading.sentences
        if added and not added.isdisjoint(sentence.parts)
        for place, word in enumerate(sentence.words)
        if added.intersection(word.text.split())
    ]

    def settled(finding: Finding) -> bool:
        first, last = finding.span
        return any(start < last and end > first for start, end in places)

    return settled


def _wanted(reading: Reading, score: Score, tuning: Tuning) -> Action:
    """What the score would do by itself."""
    if score.urgent >= tuning.threshold("score_urgent") and _in_danger(reading, score):
        return Action.URGENT
    if score.grave >= tuning.threshold("score_hold"):
        return Action.HOLD
    return Action.REVIEW if score.noticed >= tuning.threshold("score_review") else Action.PASS


def delivered_weight(rule: str) -> float:
    """How much a rule's own word counts unless this site says otherwise."""
    return WEIGHT_IF_TRUSTED if rule in load().trusted else WEIGHT


def _believed(finding: Finding, score: Score, tuning: Tuning) -> Finding | None:
    """What a rule says, or a step less; nothing where the text reads like ordinary talk."""
    weight = tuning.weight(finding.rule, delivered_weight(finding.rule))
    if weight == 1:
        return finding
    trusted, part = weight >= WEIGHT_IF_TRUSTED, 1 - weight
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
        if not named - DANGERS:
            named.add(score.likeliest(*harms()))
        yield from _held(reading, ruled, score, named - DANGERS)
    elif wanted is Action.REVIEW and said is Action.PASS and not named:
        yield _finding(REVIEW, reading, score.places["hold"])
    if max(wanted.severity, said.severity) > Action.PASS.severity:
        known = {finding.category for finding in kept}
        for category in sorted(named - known):
            yield _about(reading, score, category, Action.REVIEW)


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
    category = score.likeliest(*sorted(DANGERS))
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

    thinkable = [category for category in score.named(_THINKABLE) if category not in DANGERS]
    found = {category for category in named if told(category)} or {
        category for category in thinkable if told(category)
    }
    for category in sorted(found):
        yield _about(reading, score, category, Action.HOLD)
    yield _finding(HOLD, reading, score.places["hold"])


def _about(reading: Reading, score: Score, category: Category, action: Action) -> Finding:
    """A finding for a category, on the words that speak of it where the score weighs most."""
    topic = all_topics()[category]
    place = score.places[_PLACES.get(category, "hold")]
    finding = _finding(topic.rule, reading, place, category=category, action=action)
    span = _words_of(reading, topic, place)
    return replace(finding, span=span) if span else finding


def _words_of(reading: Reading, topic: Topic, place: int) -> tuple[int, int] | None:
    """From the first to the last word that speaks of a topic, in the nearest sentence that has any."""
    for sentence in sorted(reading.sentences, key=lambda each: abs(each.number - place)):
        met = [
            number
            for number, word in enumerate(sentence.words)
            if word.tags & topic.tags or topic.groups.intersection(groups_of(word.text))
        ]
        if met:
            return reading.span(sentence, met[0], met[-1] + 1)
    return None


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
