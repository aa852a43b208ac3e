"""The shape of a rule: what it looks for, what turns it off and what makes it milder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from forum.claims.context import Match
from forum.claims.lexicon import sources
from forum.claims.model import Action, Category, Guidance, Rule
from forum.claims.pattern import Pattern, compile_pattern

Check = Callable[[Match], Action | None]


@dataclass(frozen=True, slots=True)
class Spec:
    """A rule with its patterns; `check` may settle the action of one match."""

    rule: Rule
    patterns: tuple[Pattern, ...]
    languages: frozenset[str]
    unless: tuple[str, ...]
    softer: tuple[str, ...]
    guidance: Guidance | None
    check: Check | None
    staff: bool


def spec(
    rule_id: str,
    category: Category | None,
    action: Action,
    *,
    catches: str,
    example: str,
    reason: str,
    patterns: tuple[str, ...],
    source: str = "rule",
    unless: tuple[str, ...] = (),
    softer: tuple[str, ...] = (),
    guidance: Guidance | None = None,
    check: Check | None = None,
    languages: tuple[str, ...] = ("en",),
    staff: bool = False,
) -> Spec:
    """Build a rule; its source key is written out as the public document."""
    rule = Rule(
        id=rule_id,
        category=category,
        action=action,
        catches=catches,
        example=example,
        source=cite(source),
        reason=reason,
        softer=Action.REVIEW if softer or (check and action is Action.HOLD) else None,
    )
    compiled = tuple(compile_pattern(text) for text in patterns)
    known = frozenset(languages)
    return Spec(rule, compiled, known, unless, softer, guidance, check, staff)


def widen(
    base: Spec,
    *patterns: str,
    check: Check | None = None,
    unless: tuple[str, ...] | None = None,
    softer: tuple[str, ...] | None = None,
) -> Spec:
    """The same rule with more general patterns, which may have a check of their own."""
    return replace(
        base,
        patterns=tuple(compile_pattern(text) for text in patterns),
        check=check or base.check,
        unless=base.unless if unless is None else unless,
        softer=base.softer if softer is None else softer,
    )


def named(rules: tuple[Spec, ...], rule_id: str) -> Spec:
    """The rule with this name."""
    return next(rule for rule in rules if rule.rule.id == rule_id)


def cite(keys: str) -> str:
    """Source keys as the documents that they name."""
    known = sources()
    return "; ".join(known[key] for key in keys.split())
