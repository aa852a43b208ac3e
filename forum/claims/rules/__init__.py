"""All rules, category by category."""

from __future__ import annotations

from functools import cache

from forum.claims.rules import (
    care,
    conduct,
    danger,
    despair,
    languages,
    poison,
    remedies,
    treatment,
    vaccine,
    vital,
    wide,
    wide_review,
)
from forum.claims.rules.spec import Spec, cite, spec

__all__ = ["Spec", "all_specs", "cite", "spec"]


@cache
def all_specs() -> tuple[Spec, ...]:
    """Every rule that rests on patterns."""
    modules = (
        treatment,
        remedies,
        vaccine,
        care,
        conduct,
        despair,
        danger,
        poison,
        languages,
        vital,
        wide,
        wide_review,
    )
    return tuple(rule for module in modules for rule in module.RULES)
