"""What each category is about, as rules that speak with the trained score; see `data/topics.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from forum.claims.lexicon import TopicWords, topics
from forum.claims.model import N_, Action, Category, Rule
from forum.claims.rules import all_specs, cite

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
DANGERS = frozenset((Category.EMERGENCY_SELF_REPORT, Category.SELF_HARM))


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
    danger = category in DANGERS
    rule = Rule(
        id=f"topic.{category}",
        category=category,
        action=Action.REVIEW if danger else Action.HOLD,
        catches=N_("Speaks of the topic, and looks like posts that were held or looked at."),
        example=words.example,
        source=_source_of(category),
        reason=words.reason,
        softer=None if danger else Action.REVIEW,
    )
    return Topic(rule, words.tags, words.groups)


def _source_of(category: Category) -> str:
    """The public document behind the first rule of a category that has one."""
    own = cite("rule")
    sources = [each.rule.source for each in all_specs() if each.rule.category is category]
    return next((source for source in sources if source != own), own)


def rules() -> tuple[Rule, ...]:
    """The rules that speak with the score."""
    return (URGENT, HOLD, REVIEW, *(topic.rule for topic in all_topics().values()))


def harms() -> list[Category]:
    """The categories for which a text can be held."""
    return [category for category in all_topics() if category not in DANGERS]
