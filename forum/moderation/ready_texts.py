"""Texts a decision opens with. A moderator may change every one of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.models import Outcome, StoredFinding


def reason_for(outcome: Outcome, findings: Sequence[StoredFinding]) -> str:
    """The reason for the record, from what was found."""
    if outcome is Outcome.PUBLISH:
        return _("Read by a moderator. Nothing here would harm a reader who believes it.")
    first = findings[0].reason if findings else _("Reported by a member.")
    return str(first)


def message_for(outcome: Outcome) -> str:
    """The message to the author."""
    if outcome is Outcome.REWORD:
        return _(
            "Thank you for writing. Your own story is welcome here, with all that you took or left. "
            "Could you say it as what happened to you, and leave out what others should do? "
            "Somebody who reads it may be on a treatment that must not be stopped or changed alone."
        )
    if outcome is Outcome.REMOVE:
        return _(
            "We have taken this down, because a reader who follows it could come to harm. "
            "You are welcome to write about your own experience."
        )
    return ""


def note_for(findings: Sequence[StoredFinding]) -> str:
    """The note under a post that is published with one."""
    categories = {finding.category for finding in findings}
    if "stop_or_change_treatment" in categories or "dosage_advice" in categories:
        return _(
            "This is one person's experience. Please do not stop or change a medicine on your own: "
            "some must be reduced slowly. Ask the person who prescribed it."
        )
    if "cure_claim" in categories:
        return _(
            "There is no known cure for MG. Many people reach long times without symptoms on treatment."
        )
    if "vaccine_misinformation" in categories:
        return _(
            "Most vaccines are safe for people with MG. Ask your MG team which ones are right for you."
        )
    return _("This is one person's experience. Please ask your own doctor before you act on it.")
