"""The words of settings: names for their parts, and values as people read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forum.claims import rules
from forum.claims.model import N_, Action
from forum.claims.tuned_words import WordKind
from forum.claims.tuning import THRESHOLDS, Choice, Tuning
from forum.claims.weighing import delivered_weight
from forum.community.schema import Kind, Setting

CHOICES = {
    Choice.OFF: _l("off: say nothing"),
    Choice.REVIEW: _l("review: show it, ask for a look"),
    Choice.HOLD: _l("hold: a person reads it first"),
    Choice.URGENT: _l("urgent: call a person at once"),
}
WORD_KINDS = {
    WordKind.PRESCRIPTION: _l("Medicines that need a prescription"),
    WordKind.CAUTION: _l("Medicines that can make MG worse"),
    WordKind.SUPPLEMENT: _l("Supplements and foods that people take"),
    WordKind.REMEDY: _l("Remedies that carry a risk, such as a cleanse"),
    WordKind.HARMFUL: _l("Things that poison"),
    WordKind.PROMOTION: _l("Things that people sell"),
    WordKind.INSULT: _l("Insults"),
    WordKind.FALSE_FRIEND: _l("Words that only look like a misspelt medicine"),
    WordKind.LEFT_OUT: _l("Words that mean nothing here"),
}
# The choices in one word, for where they stand beside a rule; `pass` is what no rule speaks of.
IN_A_WORD = (N_("off"), N_("pass"), N_("review"), N_("hold"), N_("urgent"))
SCORES = {
    "score_urgent": _l("Counts as urgent from"),
    "score_hold": _l("Counts as hold from"),
    "score_review": _l("Counts as review from"),
}


def lines(setting: Setting, value: Any) -> list[str]:
    """A stored value, a line for each thing in it. One that cannot be used is shown as it is."""
    sound, faults = setting.read(value)
    if faults and not isinstance(sound, dict):
        return [json.dumps(value, ensure_ascii=False, default=str)[:300]]
    return list(_lines(setting, sound))


def _lines(setting: Setting, value: Any) -> Iterator[str]:
    if setting.kind is Kind.RULES:
        yield from (f"{rule}: {_(choice)}" for rule, choice in value.items())
    elif setting.kind is Kind.WORDS:
        for kind, terms in value.items():
            yield from (f"{WORD_KINDS[WordKind(kind)]}: {term}" for term in terms)
    elif setting.kind is Kind.WEIGHTS:
        yield from (f"{rule}: {weight:g}" for rule, weight in value.items())
    elif setting.kind is Kind.CARD:
        for language, said in value.items():
            yield from (f"{language}: {line}" for line in said)
    elif setting.kind is Kind.SITES:
        yield from value
    elif setting.kind is Kind.THRESHOLDS:
        for name, number in {**THRESHOLDS, **value}.items():
            yield f"{SCORES[name]}: {number:g}"
    elif setting.kind is Kind.CHOICE:
        yield str((setting.choices or {})[value])
    elif setting.kind is Kind.NUMBERS:
        yield ", ".join(str(number) for number in value)
    elif value == "":
        yield _("nothing added")
    else:
        yield str(value)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change took away and what it brought."""

    gone: tuple[str, ...]
    came: tuple[str, ...]


def difference(setting: Setting, old: Any, new: Any) -> Difference:
    """From what to what; of long values only the lines that differ."""
    before, after = lines(setting, old), lines(setting, new)
    return Difference(
        tuple(line for line in before if line not in after),
        tuple(line for line in after if line not in before),
    )


def summary(setting: Setting, value: Any) -> str:
    """A value in one short line, for the list of settings."""
    found = lines(setting, value)
    if setting.kind is Kind.CARD:
        return _("in your words: %(which)s", which=", ".join(value)) if value else _("as delivered")
    if setting.kind is Kind.SITES:
        return ngettext("%(num)s site", "%(num)s sites", len(found)) if found else _("none")
    if setting.kind in (Kind.RULES, Kind.WEIGHTS, Kind.WORDS):
        return _("%(count)s changed", count=len(found)) if found else _("as delivered")
    text = "; ".join(found)
    return text if len(text) <= 120 else text[:119] + "…"


def lowered_urgent(choices: Mapping[str, str]) -> list[str]:
    """The rules that call a person at once as delivered, and no longer would."""
    urgent = {rule.id for rule in rules() if rule.action is Action.URGENT}
    return [rule for rule, choice in choices.items() if rule in urgent and choice != Choice.URGENT]


def lightened_urgent(weights: Mapping[str, Any]) -> list[str]:
    """The rules that call a person at once, and count for less than as delivered."""
    urgent = [rule.id for rule in rules() if rule.action is Action.URGENT]
    given = {rule: weight for rule, weight in weights.items() if isinstance(weight, float)}
    return [rule for rule in urgent if given.get(rule, 1) < delivered_weight(rule)]


def rules_of(tuning: Tuning) -> dict[str, str]:
    """The choices for rules in a tuning."""
    return {rule: str(choice) for rule, choice in tuning.rules}
