"""Texts a decision opens with. A moderator may change every one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.models import Outcome, StoredFinding
from forum.text import clean_source


@dataclass(frozen=True, slots=True)
class ReadyText:
    """One text to choose: what it is for, the words to the author, the reason for the record."""

    key: str
    name: str
    words: str
    reason: str = ""
    # The categories of findings that it answers; none: it fits anything.
    answers: frozenset[str] = frozenset()


_TREATMENT = frozenset({"stop_or_change_treatment", "dosage_advice", "unsafe_drug_or_supplement"})
_CARE = frozenset({"delay_emergency_care", "discourage_professional_care"})
_CLAIM = frozenset({"cure_claim", "vaccine_misinformation"})


def _rewording() -> list[ReadyText]:
    return [
        ReadyText(
            "own-story",
            _("Say it as your own story"),
            _(
                "Thank you for writing. Your own story is welcome here, with all that you took or left. "
                "Could you say it as what happened to you, and leave out what others should do? "
                "Somebody who reads it may be on a treatment that must not be stopped or changed alone."
            ),
            answers=_TREATMENT | _CARE,
        ),
        ReadyText(
            "what-is-known",
            _("Say how sure it is"),
            _(
                "Thank you for sharing this. As it stands, readers could take it as certain. "
                "Could you say where you read it, or that it is what you hope or what helped you? "
                "Then others can make up their own minds."
            ),
            answers=_CLAIM,
        ),
        ReadyText(
            "no-diagnosis",
            _("Leave the naming of illnesses to doctors"),
            _(
                "Thank you for trying to help. Nobody can tell from a post what somebody has. "
                "Could you say what it reminds you of, and suggest that they ask their doctor?"
            ),
            answers=frozenset({"diagnosis_of_other"}),
        ),
        ReadyText(
            "kinder",
            _("Say it more kindly"),
            _(
                "We know that talks here can hurt. Could you say what you disagree with, "
                "and leave out what you think of the person?"
            ),
            answers=frozenset({"personal_attack"}),
        ),
        ReadyText(
            "no-names",
            _("Leave out private things"),
            _(
                "Could you leave out names, addresses and numbers of people who did not agree to be "
                "named here? Everything else can stay as you wrote it."
            ),
            answers=frozenset({"privacy_exposure"}),
        ),
    ]


def _removing() -> list[ReadyText]:
    return [
        ReadyText(
            "harm",
            _("A reader could come to harm"),
            _(
                "We have taken this down, because a reader who follows it could come to harm. "
                "You are welcome to write about your own experience."
            ),
            _("Following this could harm a reader."),
            _TREATMENT | _CARE | _CLAIM | {"diagnosis_of_other"},
        ),
        ReadyText(
            "selling",
            _("It sells or advertises"),
            _(
                "We have taken this down, because nothing is sold or advertised here. "
                "You are welcome to write about your own experience."
            ),
            _("Selling or advertising."),
            frozenset({"product_promotion"}),
        ),
        ReadyText(
            "unkind",
            _("It attacks somebody"),
            _(
                "We have taken this down, because it attacks a person. "
                "You may disagree with anybody here; please do it without hurting them."
            ),
            _("An attack on somebody."),
            frozenset({"personal_attack"}),
        ),
        ReadyText(
            "private",
            _("It tells private things"),
            _(
                "We have taken this down, because it tells private things about somebody "
                "who did not agree to that."
            ),
            _("Private things about somebody."),
            frozenset({"privacy_exposure"}),
        ),
        ReadyText(
            "self-harm",
            _("It could endanger somebody in despair"),
            _(
                "We have taken down what could endanger a reader who is in despair. It is good that "
                "you wrote, and you are not in trouble with us. If you think of harming yourself, "
                "please open “Help now” and call somebody today."
            ),
            _("It tells how to come to harm."),
            frozenset({"self_harm"}),
        ),
    ]


def texts_for(outcome: Outcome, categories: Iterable[str]) -> list[ReadyText]:
    """The texts to choose from for this decision, those that answer the findings first."""
    found = set(categories)
    made = {Outcome.REWORD: _rewording, Outcome.REMOVE: _removing}.get(outcome)
    texts = made() if made else []
    return sorted(texts, key=lambda text: not (text.answers & found))


def reason_for(outcome: Outcome, findings: Sequence[StoredFinding], *, reported: bool) -> str:
    """The reason for the record that a decision opens with."""
    if outcome is Outcome.PUBLISH:
        return _("Read by a moderator. Nothing here would harm a reader who believes it.")
    if outcome is Outcome.UPHOLD:
        return _("Looked at again by a moderator. What was decided stands.")
    if outcome is Outcome.REMOVE:
        first = texts_for(outcome, {each.category for each in findings if each.category})[0]
        return first.reason
    if findings:
        return str(_(findings[0].reason))
    return _("Reported by a member.") if reported else _("Read by a moderator.")


def message_for(outcome: Outcome, categories: Iterable[str]) -> str:
    """The message to the author that a decision opens with."""
    if outcome is Outcome.UPHOLD:
        return _(
            "Another moderator has read your words and what you wrote to us. "
            "What was decided stands."
        )
    texts = texts_for(outcome, categories)
    return texts[0].words if texts else ""


def note_for(categories: set[str]) -> str:
    """The note that a post published with one begins with."""
    if categories & _TREATMENT:
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


def filled(typed: str, chosen: str, ready: Iterable[str]) -> str:
    """A box after a ready text was chosen for it: nothing that somebody typed is lost.

    A box that is empty or holds an untouched ready text takes the chosen one; to other words it is
    added below.
    """
    typed = clean_source(typed)
    if not typed or typed in {clean_source(text) for text in ready}:
        return chosen
    return typed if chosen in typed else f"{typed}\n\n{chosen}"
