"""Signs that somebody may be in danger now: breathing, swallowing, voice, neck, oxygen."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category, Guidance
from forum.claims.rules.onset import emergency, emergency_mild
from forum.claims.rules.spec import Spec, spec

_E = Category.EMERGENCY_SELF_REPORT
_REASON = N_("This tells of trouble that is new, worse or happening now and may need help at once.")


def _low_oxygen(match: Match) -> Action | None:
    low = any(_percent(word.text) for word in match.words)
    return emergency(match) if low or match.has("vitallow") else None


def _percent(text: str) -> bool:
    digits = text.rstrip("%")
    return digits.isdigit() and 50 <= int(digits) <= 92


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
)
