"""What the engine says: actions, categories, findings, verdicts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = "1.0"


def N_(text: str) -> str:  # noqa: N802 (the name gettext looks for)
    """Mark a literal for translation; the desk and the pages translate it when shown."""
    return text


class Action(StrEnum):
    """What the site does with a post, from mildest to most pressing."""

    PASS = "pass"
    REVIEW = "review"
    HOLD = "hold"
    URGENT = "urgent"

    @property
    def severity(self) -> int:
        """Place in the order pass < review < hold < urgent."""
        return _SEVERITY[self]


_SEVERITY = {Action.PASS: 0, Action.REVIEW: 1, Action.HOLD: 2, Action.URGENT: 3}


def highest(*actions: Action) -> Action:
    """The most severe of some actions; `pass` of none."""
    return max(actions, key=lambda action: action.severity, default=Action.PASS)


class Category(StrEnum):
    """The thirteen kinds of post that somebody looks at, in the order of the scheme."""

    STOP_OR_CHANGE_TREATMENT = "stop_or_change_treatment"
    DOSAGE_ADVICE = "dosage_advice"
    CURE_CLAIM = "cure_claim"
    UNSAFE_DRUG_OR_SUPPLEMENT = "unsafe_drug_or_supplement"
    VACCINE_MISINFORMATION = "vaccine_misinformation"
    DELAY_EMERGENCY_CARE = "delay_emergency_care"
    DISCOURAGE_PROFESSIONAL_CARE = "discourage_professional_care"
    DIAGNOSIS_OF_OTHER = "diagnosis_of_other"
    PRODUCT_PROMOTION = "product_promotion"
    SELF_HARM = "self_harm"
    EMERGENCY_SELF_REPORT = "emergency_self_report"
    PERSONAL_ATTACK = "personal_attack"
    PRIVACY_EXPOSURE = "privacy_exposure"


class Guidance(StrEnum):
    """Which card the author of an urgent post is shown."""

    BREATHING = "breathing"
    SELF_HARM = "self_harm"
    POISONING = "poisoning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look at a post, with the words that it rests on."""

    category: Category | None
    rule: str
    action: Action
    span: tuple[int, int]
    reason: str
    source: str
    against: tuple[str, ...] = ()
    guidance: Guidance | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine makes of one text."""

    action: Action
    categories: tuple[Category, ...]
    findings: tuple[Finding, ...]
    language: str
    guidance: tuple[Guidance, ...]
    staff_only: bool
    engine: str = VERSION


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the docs page and the desk show it."""

    id: str
    category: Category | None
    action: Action
    catches: str
    example: str
    source: str
    reason: str = ""
    softer: Action | None = None
