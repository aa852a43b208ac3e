"""Vaccines blamed, called poison or to be refused."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import N_, Action, Category
from forum.claims.rules.spec import Spec, spec

_V = "<vaccine|vref>"
_HARM = (
    "(mg|myasthenia|disease|diseases|illness|autism|autoimmune|autoimmunity|cancer|paralysis|this|us"
    " sick|people sick|you sick|weakness|strokes|clots|immune system|nervous"
    " system|nerves|muscles|dna|people|thousands|millions|more than|us|everyone|kids|children)"
)


def _blame(match: Match) -> Action | None:
    """My own, flat: review. Everybody's: hold. Hedged or heard: review."""
    if match.says("study", "surveillance", "researchers", "case report") and not match.has("ndir"):
        return None
    mine = match.says("my", "me", "mine") and not match.says("told me")
    if mine and match.clause("hedge", 10):
        return None
    if mine and not match.says("you", "everyone", "people", "kids", "children", "all of"):
        return Action.REVIEW
    return Action.REVIEW if match.hedge else Action.HOLD


RULES: tuple[Spec, ...] = (
    spec(
        "vaccine.blame",
        Category.VACCINE_MISINFORMATION,
        Action.HOLD,
        catches=N_("Says that vaccines cause MG or other illness, shed, or are poison."),
        example="The tetanus needle is how all of us caught this.",
        reason=N_(
            "This says as a fact that vaccines cause illness or are poison. The sources "
            "that we know do not support it."
        ),
        source="S25",
        patterns=(
            f"{_V} ~4 <sufferv> _4 {_HARM}",
            f"{_V} ~4 <sufferv> _4 <disease|otherdisease>",
            (
                f"{_V} (is|are|was|were) _4 (poison|toxic|poisonous|deadly|genocide|a"
                " bioweapon|bioweapon|depopulation|experiment|experimental|an experiment|gene"
                " therapy|a crime|murder|evil|killing|killing us|full of|lethal|a"
                " killer|killers|weapon|weapons|unsafe)"
            ),
            (
                f"{_V} ~3"
                " (kill|kills|killed|killing|destroy|destroys|destroyed|wreck|wrecks|wrecked|ruin|ruins|ruined|damage|damages|damaged|rot|rots|poison|poisons|poisoned|attacks|attack|paralyse|paralyses|paralyze|paralyzes|made|make|makes)"
                f" _3 {_HARM}"
            ),
            (
                "<disease|otherdisease> ~5 (comes from|came from|come from|caused by|is from|are"
                " from|because of|due to|thanks to|down to|started with|brought on by|from|result"
                f" of) _4 {_V}"
            ),
            (
                f"{_V} _4 (is|are|was) (where|how|why|what) _6"
                " (comes|come|came|from|got|get|caused|have|sick|started|gave)"
            ),
            "(vaccinated|jabbed|vaxxed|vaxed) _4 <shedv>",
            f"{_V} _2 (shed|sheds|shedding)",
            f"{_V} shedding",
            (
                "(microchip|microchips|nanobots|depopulation|population"
                f" control|graphene|5g|tracking) ~6 {_V}"
            ),
            (
                f"{_V} ~6 (microchip|microchips|nanobots|depopulation|population"
                " control|graphene|5g|tracking|mercury|aluminium|aluminum|fetal cells)"
            ),
            f"(blame|blaming) _3 {_V} _3 (for)? _4 {_HARM}?",
            (
                "(injecting|pumping|jabbing|poisoning) _4 (kids|children|babies|us|people|them|you)"
                " _1 (with|full of) _2 (poison|toxins|this|that|rubbish|chemicals|it|muck|garbage)"
            ),
            (
                f"{_V} _2 (had|have|has|having) (something|everything|a lot|a hand|a part|plenty)"
                " _1 (to do|in)"
            ),
            f"{_V} (did|does|do|has done|have done) this",
            f"{_V} ~3 (injured|injury|injuries|injures|maimed|maims)",
            (
                f"(since|after) (the|those|these|that) {_V} _3 (rolled out|came out|started|began)"
                " ~6 (everyone|people|cases|mg|more|sick)"
            ),
        ),
        unless=("question", "rejected", "negation", "live vaccine", "wish"),
        check=_blame,
    ),
    spec(
        "vaccine.refuse",
        Category.VACCINE_MISINFORMATION,
        Action.HOLD,
        catches=N_("Tells others to refuse vaccines."),
        example="Keep that needle away from your family.",
        reason=N_(
            "This tells others to refuse vaccines. Most are safe and recommended in MG; "
            "only live ones are a matter for your doctor."
        ),
        source="S25",
        patterns=(
            f"<stop|refuse|avoidv&dir> _4 {_V}",
            f"<use|begin|letv|callv|trust|buyv|gov|seev|putv|dov|offer&ndir> _6 {_V}",
            f"{_V} ~8 (keep|keeping) _5 (away|safe from|clear)",
            f"(keep|keeping) _5 (away|clear|far) (from|of) _4 {_V}",
            f"(say|just say) no to _3 {_V}",
            f"(nobody|no one) _1 (needs|need) _3 {_V}",
            f"you (do not|never) _1 need _3 {_V}",
            f"(no one|nobody) _3 (should|needs to|has to) _4 {_V}",
            "(never|do not) _2 (vaccinate|jab|immunise|immunize) _2",
            f"{_V} (must|should) be (refused|banned|stopped|avoided)",
        ),
        unless=("question", "rejected", "live vaccine", "asks a clinician", "clinician's order"),
        softer=("hedge",),
    ),
    spec(
        "vaccine.insinuate",
        Category.VACCINE_MISINFORMATION,
        Action.REVIEW,
        catches=N_("Hints that vaccines did it, or refuses them for oneself as a matter of trust."),
        example="Booster on Friday, seizure on Sunday, draw your own conclusions.",
        reason=N_("This hints that a vaccine did harm without saying so."),
        source="S25",
        patterns=(
            (
                f"{_V} ~25 (makes you think|makes you wonder|coincidence|funny that|funny how|draw"
                " your own|just saying|just sayin|you do the maths|you do the math|go"
                " figure|connect the dots|join the dots|do your research|do your own"
                " research|nobody talks about|no one talks about|they will not tell you|cover"
                " up|covered up|what are they hiding|wake up|no one will say|suspicious|say no"
                " more|i will say no more|strange|odd|fishy|linked)"
            ),
            (
                "(makes you think|makes you wonder|coincidence|funny how|funny that|strange"
                " how|odd how|they do not tell you|they will not tell you|nobody talks about|no"
                " one talks about|cover up|do your research|do your own research|everyone i"
                f" know|ever notice|ever wonder|ever noticed|ever wondered) ~15 {_V}"
            ),
            (
                f"(right|days|day|week|weeks|hours|straight|soon|month|months) after _6 {_V} ~12"
                " (makes you|you decide|coincidence|hmm|just saying|go figure)"
            ),
            f"i (do not|would not|never|will never) trust _3 {_V}",
            (
                f"(big pharma|they|pharma) ~8 {_V} ~6"
                " (money|profit|profits|hiding|hide|secret|lies|lie)"
            ),
            f"(not|never) (having|getting|taking) _3 {_V} (poison|rubbish|again and neither)",
            f"{_V}",
            (
                f"(heard|hear|read|saw|told|apparently|supposedly|say|says|said) ~8 {_V} ~6"
                " (cause|causes|caused|trigger|triggers|triggered|sets off|brings"
                " on|give|gives|shed|dangerous|behind|bad for)"
            ),
            (
                f"{_V} ~4 (could|might|may) _2 (be|have) _3 (behind|why|cause|causing|to"
                " blame|caused) _4 (all|our|everyone|so many|people)"
            ),
        ),
        unless=("rejected", "live vaccine"),
        check=lambda match: _hint(match),
    ),
)


HINTS = cues("vaccine.hints")


def _hint(match: Match) -> Action | None:
    if match.sincere():
        return None
    if len(match.words) > 1:
        return Action.REVIEW
    return Action.REVIEW if match.nearby_text(*HINTS) else None
