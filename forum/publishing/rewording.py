"""Before what would be held is sent: would its author like to say it as their own experience?

Nobody's words are changed for them. Who keeps them waits for a moderator, as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.claims import Action, Category, Finding, Verdict
from forum.moderation.marking import Piece, mark, screened_text

# Advice and claims can be said as experience. An attack, an advert or a name cannot.
ABOUT_TREATMENT = frozenset(
    {
        Category.STOP_OR_CHANGE_TREATMENT,
        Category.DOSAGE_ADVICE,
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Category.CURE_CLAIM,
        Category.DELAY_EMERGENCY_CARE,
        Category.DISCOURAGE_PROFESSIONAL_CARE,
        Category.DIAGNOSIS_OF_OTHER,
        Category.VACCINE_MISINFORMATION,
    }
)
# Unmarked words are shown only this far around the marked ones, in letters.
_AROUND = 90
_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """The words in question, marked in place; why; and how such a thing can be said."""

    pieces: Sequence[Piece]
    reason: str
    examples: Sequence[str]


class WouldBeHeld(Exception):
    """Nothing was stored: the author has not yet been asked to say it as experience."""

    def __init__(self, offer: Offer) -> None:
        super().__init__("the author is asked first")
        self.offer = offer


def check(title: str | None, source: str, verdict: Verdict) -> None:
    """Raise WouldBeHeld if this would be held for what can be said as experience."""
    found = in_question(verdict)
    if not found:
        return
    pieces = shortened(mark(screened_text(title, source), [_Words(*each.span) for each in found]))
    categories = dict.fromkeys(each.category for each in found if each.category)
    raise WouldBeHeld(Offer(pieces, str(_(found[0].reason)), examples(categories)))


def in_question(verdict: Verdict) -> list[Finding]:
    """The findings for which this would be held, if the author can be asked. Pure.

    Urgent words are never delayed, and where conduct alone would hold them, asking helps nobody.
    """
    if verdict.action is not Action.HOLD:
        return []
    holding = [each for each in verdict.findings if each.action is Action.HOLD]
    categories = {each.category for each in holding if each.category}
    if not categories or not categories <= ABOUT_TREATMENT:
        return []
    return sorted(
        (each for each in holding if each.category in categories), key=lambda each: each.span
    )


@dataclass(frozen=True, slots=True)
class _Words:
    start: int
    end: int


def shortened(pieces: Iterable[Piece]) -> list[Piece]:
    """What stands between the marks is cut to the words next to them. Pure."""
    kept = list(pieces)
    last = len(kept) - 1
    return [
        piece
        if piece.findings
        else Piece(_cut(piece.words, before=number > 0, behind=number < last))
        for number, piece in enumerate(kept)
    ]


def _cut(words: str, *, before: bool, behind: bool) -> str:
    """The beginning, if marked words stand `before`; the end, if they stand `behind`."""
    if len(words) <= (before + behind) * _AROUND:
        return words
    start = words[:_AROUND].rsplit(" ", 1)[0] if before else ""
    end = words[-_AROUND:].split(" ", 1)[-1] if behind else ""
    return f"{start} … {end}"


def examples(categories: Iterable[Category]) -> list[str]:
    """Ways to say such a thing as experience: general words, none of the author's own."""
    found = [_examples_of(category) for category in categories]
    # One for each kind in turn, so that two kinds are both answered.
    turns = [group[number] for number in range(_EXAMPLES) for group in found if number < len(group)]
    return list(dict.fromkeys(turns))[:_EXAMPLES]


def _examples_of(category: Category) -> list[str]:
    return {
        Category.STOP_OR_CHANGE_TREATMENT: [
            _("“What happened to me when I stopped was that I grew weaker within days.”"),
            _("“My neurologist and I took a year to come off it, and this is how it went for me.”"),
        ],
        Category.DOSAGE_ADVICE: [
            _("“My neurologist changed my dose, and after that I had more strength at noon.”"),
            _("“How much I take was worked out with my doctor. It took us some months.”"),
        ],
        Category.UNSAFE_DRUG_OR_SUPPLEMENT: [
            _("“I tried it, and this is what I noticed in the first week.”"),
            _("“I asked my pharmacist about it before I took it.”"),
        ],
        Category.CURE_CLAIM: [
            _("“I have had no symptoms for two years, and I do not know why.”"),
            _("“What helped me most was resting before meals.”"),
        ],
        Category.DELAY_EMERGENCY_CARE: [
            _("“I was afraid of going to hospital. I called in the end, and I am glad.”"),
            _("“Next time I would call sooner.”"),
        ],
        Category.DISCOURAGE_PROFESSIONAL_CARE: [
            _("“My first doctor did not listen to me. I found another who did.”"),
            _("“I was disappointed after that appointment.”"),
        ],
        Category.DIAGNOSIS_OF_OTHER: [
            _("“That reminds me of how it began for me. Have you asked your doctor?”"),
            _("“It took three years until a doctor found what I have.”"),
        ],
        Category.VACCINE_MISINFORMATION: [
            _("“I felt weak for two days after my vaccination, and I told my doctor.”"),
            _("“I was worried before it, and I talked it over with my neurologist.”"),
        ],
    }.get(category, [])
