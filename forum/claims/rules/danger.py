"""Signs that somebody may be in danger now: breathing, swallowing, poisoning and the like."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category, Guidance
from forum.claims.rules.onset import emergency, emergency_mild, hypothetical, poisoning
from forum.claims.rules.spec import Spec, spec

_E = Category.EMERGENCY_SELF_REPORT
_REASON = N_("This tells of trouble that is new, worse or happening now and may need help at once.")
_TABLETS = "<treat|med|medany|dosewords|piece|rxany>"


def _low_oxygen(match: Match) -> Action | None:
    low = any(_percent(word.text) for word in match.words)
    return emergency(match) if low or match.has("vitallow") else None


def _percent(text: str) -> bool:
    digits = text.rstrip("%")
    return digits.isdigit() and 50 <= int(digits) <= 92


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
        "emergency.breathing",
        _E,
        Action.URGENT,
        catches=N_(
            "Cannot breathe, blue lips, few words to a breath, weak cough, ribs pulling in; "
            "now, for oneself or another person."
        ),
        example="Tonight I get three words out and then I gasp.",
        reason=_REASON,
        source="S34 S39",
        patterns=(
            "(can|could|will) (not|barely|hardly|scarcely|only just|just about) _3 <breathverb>",
            (
                "(barely|hardly|scarcely|unable to|not able to|not|struggle to|struggles to|fail"
                " to|cannot) _2 <breathverb&vb|vg>"
            ),
            "<struggle> _2 (to|with|for|at) _3 (<breathverb>|<airwords>|breathing)",
            "<struggle> (for|at) (air|breath|oxygen)",
            "<struggle> _4 with _3 (<breathverb>|breathing)",
            (
                "(without|before|to|keep|keeps|am|is) _1 (stopping|pausing|stop|pause) for"
                " (breath|air)"
            ),
            (
                "(cough|coughing|coughs) ~8 (nothing comes up|nothing will come|nothing coming|too"
                " weak|not come up)"
            ),
            (
                "(can not|cannot|could not|barely|hardly|unable to|struggle to|struggling"
                " to|without stopping|not) _3 (finish|complete|get through|get out|get to the end"
                " of|say) _2 (sentence|sentences|sentance|word|words|my name)"
            ),
            (
                "(only|just|barely|hardly) _1"
                " (say|speak|get|manage|talk|getting|saying|managing|utter) _3"
                " (word|words|syllables)"
            ),
            (
                "(cough|coughs) ~5 (weak|weaker|feeble|useless|gone|pathetic|nothing|no strength|no"
                " power|no force)"
            ),
            "(weak|feeble|useless|no|pathetic|tiny) _1 cough",
            (
                "(hard|harder|difficult|tough|effort|struggle|battle|work|impossible) to"
                " (draw|take|get|catch|pull|suck|drag|drag in) _3 (breath|breaths|air|breathe)"
            ),
            (
                "(fighting|fight|working|work|straining|battle|battling) (for|to get) _2"
                " (breath|breaths|every breath|air|each breath|my breath)"
            ),
            (
                "(sit|stand|lean|prop|bend) (up|forward|upright|over) _3 (to breathe|for air|to get"
                " air|to get my breath)"
            ),
            (
                "(gasping|gasp|gasps|panting|puffing|wheezing|heaving)"
                " (just|from|after|to|walking|at|when|between|every|for|like)"
            ),
            "(breaths|breath|breathing) _2 (coming|come|comes) _2 (short|fast|shallow|quick|hard)",
            "<bluelips>",
            "<accessory>",
            (
                "(not|can"
                " not|cannot|barely|hardly|no|too|never|only|trouble|unable|struggle|struggling|lost)"
                " _4 <weakcough>"
            ),
            "<weakcough> _3 (weak|gone|feeble|useless|not|rubbish|too|nothing|pathetic|silly|joke)",
            (
                "(not|can"
                " not|cannot|barely|hardly|without|before|after|only|few|one|two|three|four|five|six|run|running|need|needing|have"
                " to|keep|keeps|to|in|at|through) _5 <fewwords>"
            ),
            (
                "<num|numword> _2 (words|word|syllables|breaths) _3 (per|at"
                " a|before|then|between|a|to|for|and|just)"
            ),
            (
                "(no|not enough|enough|short of|run out of|running out of|little|starved of|gasping"
                " for|gulping for) _1 (air|oxygen)"
            ),
            (
                "(air|breath) (will not|does not|is not|not) _2 (go|going|come|coming|get|getting)"
                " _1 (in|down)"
            ),
            (
                "(lungs|chest|diaphragm|ribs) _3 (will"
                " not|not|giving|gave|given|stopped|too|so|locking|locked|barely) _3"
                " (move|moving|expand|up|out|weak|tight|work|working|fill|lift|rise|moves|inflate)"
            ),
            "(turning|going|gone|went|looks|look) (blue|grey|gray|purple)",
            "(stopped|stops|stop|not) breathing",
            "(on|into) _2 (ventilator|vent|bipap) (now|tonight|again)",
        ),
        unless=("figurative breath", "negation of sign"),
        guidance=Guidance.BREATHING,
        check=emergency,
    ),
    spec(
        "emergency.breathless",
        _E,
        Action.URGENT,
        catches=N_(
            "Breathing harder than before: new, worse or happening now, however mildly told."
        ),
        example="Bit puffed since the weekend, even talking.",
        reason=_REASON,
        source="S34 S39",
        patterns=(
            "<breathless>",
            "<fewwords>",
            (
                "(breathing|breath|breaths) _3"
                " (rubbish|bad|terrible|awful|rough|poor|dreadful|crap|dire|ropey|horrible|weaker|worrying)"
            ),
            (
                "(drowning|suffocating|smothering|smothered|choking) ~6"
                " (lie|lying|flat|back|bed|down|asleep|sleep)"
            ),
            "<num|numword> pillows",
            "(propped|propping|prop) _2 (up|on|upright)",
            (
                "(breathing|breathe|breath) ~8 (bit|little|slightly|somewhat|wee) _2"
                " (off|hard|harder|tight|short|worse|difficult|funny)"
            ),
            (
                "(can not|cannot|not|unable to|have to|only|only way|must|had to|hard to|harder"
                " to|need to|trouble) _5 <lieflat>"
            ),
            (
                "<lieflat> _6"
                " (breath|breathe|breathing|air|chest|suffocate|choke|gasp|gasping|panic|worse)"
            ),
            (
                "(chest|lungs|diaphragm|ribs) _3 (tired|weak|weaker|heavy|tight|exhausted|not"
                " working|worn out)"
            ),
            (
                "(breathing|breath|breaths|breathe) _4"
                " (worse|harder|shallow|shallower|difficult|laboured|labored|weird|funny|odd|strange|off|bad|heavy|tight|weaker|weak|short|shorter|quick|fast|noisy|effort|hard"
                " work|work|struggle|wrong)"
            ),
            (
                "(worse|harder|shallow|difficult|trouble|problems|bother|labouring|effort) _3"
                " (breathing|breaths|breathe)"
            ),
            (
                "<fvclow|oxylow> ~6"
                " (dropped|dropping|falling|fallen|down|low|lower|fell|worse|going"
                " down|halved|plummeted)"
            ),
            "(extra|more|two|another|second) (breath|breaths) _4 <verb>",
            (
                "(need|needed|needs|needing|take|takes|taking) _3 (breath|breaths|rest) _3"
                " (to|between|before|just|after) _3"
            ),
        ),
        unless=("figurative breath", "negation of sign"),
        guidance=Guidance.BREATHING,
        check=emergency_mild,
    ),
    spec(
        "emergency.swallowing",
        _E,
        Action.URGENT,
        catches=N_("Choking, or cannot swallow food, drink, tablets or saliva; now."),
        example="Water comes back out of my nose since this morning.",
        reason=_REASON,
        source="S34",
        patterns=(
            "(can|could|will) (not|barely|hardly|scarcely|only just) _3 <swallowverb>",
            "(can|could) (not|barely|hardly) _3 <swallowverb&vb>",
            "(barely|hardly|unable to|not able to|struggle to|cannot) _2 <swallowverb>",
            "<struggle> _2 (to|with) _2 <swallowverb>",
            (
                "(food|water|tea|pills|tablets|bread|everything|yoghurt|yogurt|rice|meat|saliva|spit|soup|liquids|drink|drinks|medication)"
                " _2 (sticks|stuck|sticking|will not go|not go|not going|goes down the"
                " wrong|getting stuck|gets stuck|keeps sticking|comes back|came back|coming back) "
            ),
            "<chokeverb> _2 (on|over|at) _4",
            (
                "(keep|keeps|kept|started|starts|nearly|almost|am|is|are|was|been|constantly|now)"
                " _2 <chokeverb>"
            ),
            (
                "<swallowverb> (will not|does not|has stopped|stopped|is not|not) _2"
                " (work|working|go|happen|happening)?"
            ),
            (
                "(throat|swallow) _2 (will not|not|has stopped|gave up|given up|packed|stopped|has"
                " gone|quit|gone on strike|is gone)"
            ),
        ),
        unless=("figurative swallow", "negation of sign"),
        guidance=Guidance.BREATHING,
        check=emergency,
    ),
    spec(
        "emergency.bulbar",
        _E,
        Action.URGENT,
        catches=N_("Swallowing, voice or neck weaker than before: new, worse or now."),
        example="My neck will not carry my head since Friday.",
        reason=_REASON,
        source="S34",
        patterns=(
            "<hardswallow>",
            "<voicegone>",
            (
                "(can not|cannot|not|barely|hardly|have to|keeps|keep|need to|hard to|harder"
                " to|trouble|unable to|struggle to|struggling to|fight to) _4 <headdrop>"
            ),
            "<headdrop>",
            "chin ~3 (on|to|down on|resting on) (my|his|her|the) (chest|sternum|collarbone)",
            (
                "(swallow|swallowing|swallows|chewing) _4"
                " (worse|harder|difficult|weaker|slow|slower|trouble|hard work|weird|funny|off|bad)"
            ),
            (
                "(voice|speech) _3"
                " (gone|going|fading|slurred|slurring|worse|nasal|disappearing|whisper|packing"
                " up|weaker|thick)"
            ),
            "(worse|harder|trouble|difficult|difficulty|problems) _3 (swallow|swallowing)",
            (
                "(soup|tea|water|coffee|juice|milk|drink|drinks|food|liquid|liquids|saliva|spit) _3"
                " (comes|come|coming|came|goes|going|went|is"
                " coming|running|dribbles|dribbling|leaks|leaking|shoots|pours) _2"
                " (out|back|down|up|through) _4 (nose|nostrils|wrong|mouth|chin|windpipe|lungs)"
            ),
            (
                "(neck|head) _3 (too weak|so weak|giving out|gives out|given out|gave out|will"
                " not|too heavy|so heavy|weaker|drops|dropping|falls|falling|flops)"
            ),
        ),
        unless=("figurative swallow", "negation of sign"),
        guidance=Guidance.BREATHING,
        check=emergency_mild,
    ),
    spec(
        "emergency.oxygen",
        _E,
        Action.URGENT,
        catches=N_("A low oxygen reading now."),
        example="The finger clip says 86 and I feel odd.",
        reason=_REASON,
        source="S34",
        patterns=(
            "(clip|finger|thing|meter|monitor|reading|oximeter|gadget|peg|watch) ~6 <pct>",
            "<oxylow> ~7 <num>",
            "<num> ~4 <oxylow>",
            "(clip|finger|thing|meter|monitor|reading) ~6 <num> ~3 (%|percent|oxygen)",
        ),
        unless=("negation of sign",),
        guidance=Guidance.BREATHING,
        check=_low_oxygen,
    ),
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
