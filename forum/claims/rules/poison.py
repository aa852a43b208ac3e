"""Signs of poisoning, allergy, meningitis, steroid withdrawal and collapse, now."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category, Guidance
from forum.claims.rules.onset import emergency, hypothetical, poisoning
from forum.claims.rules.spec import Spec, spec

_E = Category.EMERGENCY_SELF_REPORT
_REASON = N_("This tells of trouble that is new, worse or happening now and may need help at once.")
_TABLETS = "<treat|med|medany|dosewords|piece|rxany>"


def _meningitis(match: Match) -> Action | None:
    tags = set().union(*(sentence.tags for sentence in match.reading.sentences))
    signs = ("fever" in tags) + ("meningitis" in tags)
    if "complement" not in tags and signs < 2:
        return None
    return emergency(match)


def _steroid(match: Match) -> Action | None:
    if not match.nearby("steroid", 2, 2):
        return None
    if (
        hypothetical(match)
        or match.nearby_year()
        or match.says("years ago", "last year", "back then", "i once")
    ):
        return None
    return Action.URGENT


RULES: tuple[Spec, ...] = (
    spec(
        "emergency.poisoning",
        _E,
        Action.URGENT,
        catches=N_("Too many tablets, or a child or pet that got at them."),
        example="The baby has chewed my Imuran, I do not know how much.",
        reason=N_(
            "This tells of too many tablets, or of somebody who took what was not theirs. "
            "A poison line or the emergency number can tell what to do."
        ),
        source="S20",
        patterns=(
            "(took|taken|swallowed|downed|had) _2 <toomany>",
            f"<toomany> ~8 {_TABLETS}",
            f"{_TABLETS} ~8 <toomany>",
            (
                "<childanimal> ~12 (ate|eaten|eating|swallowed|took|taken|had|has"
                f" had|got|chewed|chewing|licked|found|drank|drunk|sucking) ~6 {_TABLETS}"
            ),
            (
                f"{_TABLETS} ~10 (he|she|toddler|baby|dog|cat|child|kid|son|daughter|<childanimal>)"
                " ~6 (ate|eaten|swallowed|took|taken|chewed|drank)"
            ),
            (
                f"(took|taken|swallowed|had|has had|eaten) _3 <num|numword> _3 {_TABLETS} ~10"
                " (instead|not|by mistake|accident|already|meant|supposed|within|rather|should"
                " have)"
            ),
            (
                f"(took|taken|swallowed|had) _4 {_TABLETS} ~6 (twice|again|too soon|too close|by"
                " mistake|by accident|three times|four times|thrice|double|two times|<num> times)"
            ),
            f"(too much|too many|extra|double|overdone|overdid) ~5 {_TABLETS} ~12 <cholinergic>",
            (
                "(took|taken|had|gave|given|giving) _4 (wrong|someone else 's|husband 's|wife"
                f" 's|double|triple|twice) _4 {_TABLETS}"
            ),
            (
                "(strip|packet|bottle|box|pack|blister) _4 (gone|empty|missing) ~12"
                " (he|she|toddler|baby|dog|old|child)"
            ),
            "(overdosed|overdose|od'd|poisoned)",
            f"{_TABLETS} ~20 (thought|think|mistook|taking) (it|they|them) (was|were|for) _1 (sweets|sweet|candy|candies|lollies|smarties|skittles|treats|chocolate|mints)",
        ),
        unless=("negation of sign",),
        guidance=Guidance.POISONING,
        check=poisoning,
    ),
    spec(
        "emergency.cholinergic",
        _E,
        Action.URGENT,
        catches=N_("Signs of too much Mestinon: sweating, drooling, cramps, twitching, weaker."),
        example="Had my pyrido again, now I drip with sweat and my muscles jump.",
        reason=N_("These can be signs of too much medicine, which can make breathing fail."),
        source="S20",
        patterns=(
            (
                "(extra|more|double|doubled|upped|increased|too many|too"
                " much|twice|another|fifth|sixth|seventh|eighth|tenth|back to back|<num> already)"
                " ~12 <chol|tref|med|piece> ~20 <cholinergic> ~8 <cholinergic>"
            ),
            (
                "<chol> ~20 <cholinergic> ~6 <cholinergic> ~12"
                " (weaker|breath|breathe|breathing|worse|cannot|can not|shaking|floppy|legs)"
            ),
            "<cholinergic> ~4 <cholinergic> ~12 (after|since|from) ~6 <chol>",
        ),
        unless=("negation of sign",),
        guidance=Guidance.POISONING,
        check=emergency,
    ),
    spec(
        "emergency.allergy",
        _E,
        Action.URGENT,
        catches=N_("Swelling of throat, tongue or face, or other signs of severe allergy, now."),
        example="An hour into the drip and my tongue does not fit my mouth.",
        reason=_REASON,
        source="S39",
        patterns=(
            "<allergy>",
            (
                "(throat|tongue|lips|lip|face|airway) _4"
                " (closing|swelling|swollen|swelled|tight|tightening|tightens|thick|huge|puffy|puffed|puffing|bigger|ballooning|ballooned|blown|double|twice|closed|shutting|constricting)"
            ),
            (
                "(hives|rash|welts|itching|itchy) ~10"
                " (breath|breathe|breathing|wheezing|throat|tongue|lips|dizzy|faint|spreading|all"
                " over)"
            ),
        ),
        unless=("negation of sign",),
        guidance=Guidance.BREATHING,
        check=emergency,
    ),
    spec(
        "emergency.meningitis",
        _E,
        Action.URGENT,
        catches=N_("Fever, stiff neck, rash or light that hurts, on a complement inhibitor."),
        example="Ultomiris last week; shivering and my neck is like a board.",
        reason=N_(
            "On a complement inhibitor fever, a stiff neck, a rash or pain from light need "
            "care the same day, also when vaccinated."
        ),
        source="S28",
        patterns=(
            "<meningitis>",
            "<fever>",
            "(neck) _3 (stiff|stiffness|board|rigid|will not bend|hurts)",
            (
                "(light|lights|lamp|screen|brightness) _3"
                " (hurts|hurt|hurting|unbearable|kills|burns|too bright|stabbing|agony)"
            ),
            (
                "(rash|spots|bruises) _4 (does not fade|not fade|purple|spreading|under a"
                " glass|glass|pinprick|dark)"
            ),
        ),
        unless=("negation of sign",),
        check=_meningitis,
    ),
    spec(
        "emergency.steroid",
        _E,
        Action.URGENT,
        catches=N_("Vomiting, fainting or collapse after long-term steroids stop or run out."),
        example="Out of pred since Tuesday, keep fainting and being sick.",
        reason=N_(
            "Long-term steroids that stop suddenly can leave the body without its own. "
            "Vomiting or collapse then is an emergency."
        ),
        source="S23",
        patterns=(
            (
                "(ran out|run out|running out|out"
                " of|stopped|missed|without|no|forgot|lost|skipped|quit|off|cold turkey|threw"
                " up|cannot keep|can not keep|not keep|keep) ~25 <vomit|collapse>"
            ),
            (
                "<vomit|collapse> ~25 (ran out|run"
                " out|stopped|missed|without|no|forgot|lost|skipped|off|cold turkey)"
            ),
            "<vomit|collapse>",
        ),
        unless=("negation of sign", "figurative"),
        check=_steroid,
    ),
    spec(
        "emergency.collapse",
        _E,
        Action.URGENT,
        catches=N_("Chest pain, collapse, a fit or one-sided weakness, now."),
        example="Dad slid off his chair and does not answer me.",
        reason=_REASON,
        source="S39",
        patterns=(
            "<heartpain>",
            "(my|is|are|he|she|has|keeps|keep|just|suddenly|i) _4 <collapse>",
            (
                "(not|will not|cannot|does not|can not) _2"
                " (wake|waking|respond|responding|answer|answering) _2 (up|to|me|us)?"
            ),
            (
                "<strokew> ~8"
                " (numb|droop|dropped|drooping|weak|gone|slipped|sliding|paralysed|paralyzed|tingling)"
            ),
        ),
        unless=("negation of sign", "figurative", "medical test", "unanswered"),
        check=emergency,
    ),
)
