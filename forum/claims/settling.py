"""What an operator's choice for a rule makes of its findings."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from forum.claims.model import Action, Finding, Guidance
from forum.claims.rules import all_specs
from forum.claims.tuning import Choice, Tuning


@cache
def _delivered() -> dict[str, tuple[Action, Guidance | None]]:
    return {each.rule.id: (each.rule.action, each.guidance) for each in all_specs()}


def settle(findings: list[Finding], tuning: Tuning) -> list[Finding]:
    """Findings as the operator's choice for their rules leaves them.

    A milder choice is a ceiling. A graver one replaces what the rule says in full; where the rule
    itself speaks mildly (a hedge, a question), it stays mild.
    """
    if not tuning.rules:
        return findings
    chosen = dict(tuning.rules)
    settled = (_settled(finding, chosen.get(finding.rule)) for finding in findings)
    return [finding for finding in settled if finding is not None]


def _settled(finding: Finding, choice: Choice | None) -> Finding | None:
    if choice is None:
        return finding
    if choice is Choice.OFF:
        return None
    wanted = Action(choice.value)
    full, guidance = _delivered().get(finding.rule, (finding.action, None))
    lowered = wanted.severity < finding.action.severity
    raised = wanted.severity > full.severity and finding.action.severity >= full.severity
    if not lowered and not raised:
        return finding
    shown = guidance if wanted is Action.URGENT else None
    return replace(finding, action=wanted, guidance=shown)
