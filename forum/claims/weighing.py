"""Rules and trained score together: what each may say alone, and what only both may say.

The score alone may ask that somebody looks, and may bring up guidance for a person in danger. It
never holds a text alone: a hold needs a rule, or words of a topic in the very sentences that weigh
most. It may soften what a rule says where the whole text reads like ordinary talk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from forum.claims.groups import groups_of
from forum.claims.lexicon import topics
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
# A rule is believed where the score reaches this part of what it would need to say so by itself.
_BELIEVED = 0.8
_BELIEVED_IF_TRUSTED = 0.3
# Below these chances of being anything to look at, a rule that is alone in seeing something is
# wrong; a rule that was nearly always right is doubted only where hardly anything else is likely.
_SEEN = 0.8
_SEEN_BY_TRUSTED = 0.3
# In so few words one of them decides much: "My reply today" must not bring up a help card.
_FEW_WORDS = 8
_LIKELY = 0.6
_SURE = 0.85
_DANGERS = frozenset((Category.EMERGENCY_SELF_REPORT, Category.SELF_HARM))
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
    """The topics of `data/topics.yaml` as rules."""
    return {
        Category(name): Topic(
            Rule(
                id=f"topic.{name}",
                category=Category(name),
                action=Action.HOLD,
                catches=N_("Speaks of the topic, and looks like posts that were held."),
                example=words.example,
                source=_SOURCE,
                reason=words.reason,
                softer=Action.REVIEW,
            ),
            words.tags,
            words.groups,
        )
        for name, words in topics().items()
    }


def _harms() -> dict[Category, Topic]:
    """The topics for which a text can be held."""
    return {name: topic for name, topic in all_topics().items() if name not in _DANGERS}


def rules() -> tuple[Rule, ...]:
    """The rules that speak with the score."""
    return (URGENT, HOLD, REVIEW, *(topic.rule for topic in _harms().values()))


def weigh(reading: Reading, findings: list[Finding], score: Score, tuning: Tuning) -> list[Finding]:
    """The findings of the rules, as far as the score believes them, and those of the score."""
    believed = [_believed(finding, score, tuning) for finding in findings]
    kept = [finding for finding in believed if finding is not None]
    return [*kept, *_of_score(reading, kept, score, tuning)]


def _believed(finding: Finding, score: Score, tuning: Tuning) -> Finding | None:
    """What a rule says, or a step less; nothing where the text reads like ordinary talk."""
    trusted = finding.rule in load().trusted
    part = _BELIEVED_IF_TRUSTED if trusted else _BELIEVED
    if finding.action is Action.URGENT:
        if score.urgent >= part * tuning.threshold("score_urgent"):
            return finding
    elif finding.action is Action.HOLD and score.grave >= part * tuning.threshold("score_hold"):
        return finding
    if score.noticed < (_SEEN_BY_TRUSTED if trusted else _SEEN):
        return None
    if finding.action is Action.REVIEW:
        return finding
    against = (*finding.against, _AGAINST)
    return replace(finding, action=Action.REVIEW, against=against, guidance=None)


def _of_score(
    reading: Reading, findings: list[Finding], score: Score, tuning: Tuning
) -> Iterator[Finding]:
    ruled = highest(*(finding.action for finding in findings))
    if score.urgent >= tuning.threshold("score_urgent"):
        if ruled is not Action.URGENT and _in_danger(reading, score):
            yield _urgent(reading, score)
    elif ruled in (Action.HOLD, Action.URGENT):
        return
    elif score.grave >= tuning.threshold("score_hold"):
        yield from _held(reading, score)
    elif score.noticed >= tuning.threshold("score_review") and ruled is Action.PASS:
        yield _finding(REVIEW, reading, score.places["hold"], category=_named(score))


def _in_danger(reading: Reading, score: Score) -> bool:
    """Whether the score is enough. In a few words, it must be sure, or they speak of danger."""
    words = sum(len(sentence.words) for sentence in reading.sentences)
    if words > _FEW_WORDS or score.urgent >= _SURE:
        return True
    category, place = _danger(score)
    tags, groups = _spoken_of(reading, place)
    topic = all_topics()[category]
    spoken = bool(topic.tags & tags or topic.groups & groups)
    return spoken and score.urgent >= _LIKELY


def _danger(score: Score) -> tuple[Category, int]:
    """Which of the two dangers it is, and the sentence that tells of it."""
    if score.heads["near.self_harm"] > score.heads["near.emergency"]:
        return Category.SELF_HARM, score.places["self_harm"]
    return Category.EMERGENCY_SELF_REPORT, score.places["emergency"]


def _urgent(reading: Reading, score: Score) -> Finding:
    category, place = _danger(score)
    hurt = category is Category.SELF_HARM
    guidance = Guidance.SELF_HARM if hurt else _kind_of_emergency(reading, place)
    return _finding(
        URGENT, reading, place, category=category, action=Action.URGENT, guidance=guidance
    )


def _kind_of_emergency(reading: Reading, place: int) -> Guidance:
    tags, groups = _spoken_of(reading, place)
    if groups & _BREATH_GROUPS:
        return Guidance.BREATHING
    poisoned = tags & _POISON and groups & _POISON_GROUPS
    return Guidance.POISONING if poisoned else Guidance.BREATHING


def _held(reading: Reading, score: Score) -> Iterator[Finding]:
    """A hold for the topic that is spoken of, with the score's own word beside it."""
    place = score.places["hold"]
    tags, groups = _spoken_of(reading, place)
    met = [
        category
        for category, topic in _harms().items()
        if topic.tags & tags or topic.groups & groups
    ]
    if met:
        topic = all_topics()[score.category(*met)]
        yield _finding(topic.rule, reading, place, category=topic.rule.category, action=Action.HOLD)
    yield _finding(HOLD, reading, place)


def _named(score: Score) -> Category | None:
    """The category of a text that is only looked at, where it plainly reads like one."""
    category = score.category(*_harms(), Category.SELF_HARM)
    return category if score.reads_like(category) else None


def _spoken_of(reading: Reading, place: int) -> tuple[set[str], set[str]]:
    """The tags and groups of a sentence and its neighbours."""
    near = reading.sentences[max(0, place - 1) : place + 2]
    tags = {tag for sentence in near for tag in sentence.tags}
    groups = {
        group for sentence in near for word in sentence.words for group in groups_of(word.text)
    }
    return tags, groups


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
