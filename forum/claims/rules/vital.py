"""Danger in general words: a body function that life hangs on, beside any word of trouble."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import Action
from forum.claims.rules import danger, despair, poison
from forum.claims.rules.onset import (
    changing_nearby,
    emergency,
    hypothetical,
    ruled_out,
    strongly_recent,
)
from forum.claims.rules.spec import Spec, named, widen

_NOT = "(<v_cant>|(can|could|will|would|do|does|is|are|has) not)"
_TABLETS = "<treat|med|medany|piece|rxany>"
_ATE = "(took|taken|swallowed|ate|eaten|had|has had|drank|drunk|chewed|necked|downed|scoffed|munched|gobbled|licked|crunched|polished off|sucked|got through|been at|been into|got into|got hold of|got at|got his hands on|got her hands on|helped himself|helped herself|emptied|finished|raided)"
_YOUNG = "(<childanimal>|<num|numword> year old|<num|numword> years old|<num|numword> month old|<num|numword> months old|little <relative>|grandkid|hamster|pup|rabbit)"
_PARTS = ("v_air", "v_eat", "v_talk", "v_head", "v_cough", "v_lips")
_DEVICE = cues("vital.device")


def _somebody(match: Match) -> bool:
    return match.says(*cues("vital.somebody")) or match.has("relative", "childanimal")


def _eased(match: Match) -> bool:
    """Better, back, fine: told as good news, or about a device or a figure of speech."""
    if match.says("not better", "no better", "any better", "not fine"):
        return False
    return match.says(
        "better",
        "back to normal",
        "no longer",
        "no trouble",
        "no problem",
        "no problems",
        "without trouble",
        "without any",
        "without stopping",
        "without a problem",
        "much easier",
        "improved",
        "settled",
        "passed off",
        "wore off",
        "eased",
        "all good now",
        "went away",
        "gone away",
        "has gone away",
        "stopped happening",
        "used to be",
        "used to",
        "again for the first time",
        *_DEVICE,
    )


def _trouble(match: Match) -> Action | None:
    """Cannot do it: urgent unless past, known, eased or of nobody."""
    if _eased(match) or not (_somebody(match) or match.has("rightnow")):
        return None
    return None if ruled_out(match) or _laughing(match) else Action.URGENT


def _laughing(match: Match) -> bool:
    return match.has("figurative") and not match.has("recent", "rightnow")


def _gasped(match: Match) -> Action | None:
    """A lone "breath" between a few words, as somebody types who runs out of it."""
    words = match.near_texts() & {"words", "word", "sentence"}
    return Action.URGENT if words and not match.has("past") else None


def _failing(match: Match) -> Action | None:
    """Weak, gone, going: urgent when new or changing, or with a second such sign."""
    if _eased(match) or ruled_out(match):
        return None
    if match.has("recent", "rightnow") or changing_nearby(match):
        return Action.URGENT
    others = sum(part in match.whole_tags for part in _PARTS)
    ongoing = match.says(*cues("vital.failing"))
    return Action.URGENT if others >= 2 and ongoing and _somebody(match) else None


def _sign(match: Match) -> Action | None:
    """A sign strong enough by itself."""
    return None if _eased(match) else emergency(match)


def _mix_up(match: Match) -> Action | None:
    """A medicine in the wrong person or in the wrong number, told as just done."""
    if hypothetical(match) or match.nearby_year():
        return None
    if match.nearby_text(*cues("vital.mix_up")) and not strongly_recent(match):
        return None
    return None if match.has("past") and not strongly_recent(match) else Action.URGENT


def _count(match: Match) -> Action | None:
    """Ten or more at once, or fewer by mistake."""
    numbers = [int(word.text) for word in match.words if word.kind == "num" and word.text.isdigit()]
    many = any(9 < number < 60 for number in numbers) or match.says(*cues("vital.count"))
    if not many or match.says("mg", "years", "weeks", "months", "days", "minutes", "hours"):
        return None
    return _mix_up(match)


_AIR = named(danger.RULES, "emergency.breathing")
_SWALLOW = named(danger.RULES, "emergency.swallowing")
_BULBAR = named(danger.RULES, "emergency.bulbar")
_OXYGEN = named(danger.RULES, "emergency.oxygen")
_POISON = named(poison.RULES, "emergency.poisoning")
_WISH = named(despair.RULES, "selfharm.wish")
_GOODBYE = named(despair.RULES, "selfharm.goodbye")
_METHOD = named(despair.RULES, "selfharm.method")


def _plan(match: Match) -> Action | None:
    if match.says(*cues("vital.plan")):
        return None
    return despair.despair(match)


def _counting(match: Match) -> Action | None:
    """Lining up and counting tablets, when it is not the pill box of the week."""
    if match.nearby_text(*cues("vital.counting")):
        return None
    return despair.despair(match)


RULES: tuple[Spec, ...] = (
    widen(
        _AIR,
        f"{_NOT} _4 <v_air>",
        "(gurgling|gurgly|bubbling|rattling|rattly) ~8 (clear|cough|shift|swallow|breathe|chest|throat)",
        "<v_air> _3 (<v_cant>|(can|could|will|would|does|do) not)",
        "<=not&v_air>",
        "(<v_air>|pause|gasp|rest|stop) ~5 (sentence|phrase|sentences|phrases|syllable|name) ",
        "(sentence|phrase|sentences|phrases|syllable|words|speech) ~6 <v_air>",
        "(puffing|puffed|panting|gasping|wheezing|winded|breathless|out of puff) ~3 (just|from|after|only|even|to|when|brushing|walking|talking|getting|doing|putting|climbing|sitting|saying|lying|tying|making|washing)",
        "(can not|cannot|not|no strength|too weak|unable|too tired|too feeble) _4 <v_cough>",
        "<=weak&weakcough>",
        "(sucking|sucks|pulling|pulls|drawing|caving|tugging|sinking) ~4 (ribs|chest|tummy|belly|stomach|collarbone|collarbones|throat) _2 in",
        "(ribs|tummy|belly|collarbones) ~4 (suck|sucking|sucked|pull|pulling|going|show|cave|caving)",
        "(sits|sitting|standing|stands|weight|pressing|pressure) _2 on _1 <v_chest>",
        "<v_chest> _4 (<v_fail>|elephant|brick|bricks|band|squeezed|crushed|sitting on|weight|vice|not moving|not lifting|not rising)",
        "(elephant|brick|bricks|belt|weight|someone sitting) ~4 <v_chest>",
        check=_trouble,
    ),
    widen(
        _AIR,
        "<v_air> _4 <v_fail>",
        "<v_fail> _2 <v_air>",
        "<v_cough> _4 <v_fail>",
        "(puffed|puffing|wheezing|wheezy|breathless|winded|panting|rattling)",
        check=_failing,
    ),
    widen(_AIR, "^ _1 (breath|breathe|air|gasp) $", check=_gasped),
    widen(_AIR, "<v_lips> _5 <v_blue>", "<v_blue> _2 <v_lips>", check=_sign),
    widen(
        _SWALLOW,
        f"{_NOT} _2 (swallow|swallowing|get anything down|keep anything down|drink|get it down)",
        "<v_eat> ~6 (wrong way|wrong pipe|wrong tube|wrong hole|windpipe|sideways|nose|nostrils|nostril)",
        "(wrong way|wrong pipe|wrong tube|wrong hole|windpipe) ~6 <v_eat>",
        "<v_eat> _3 (will not|does not|not|refuses to|never) _2 (go|stay|come|move|work)",
        "(choke|choked|chokes|choking|gag|gags|gagging|splutter|spluttering|splutters|drowning|drown|drowns) ~4 <v_eat>",
        "<v_eat> ~4 (choke|chokes|choking|gag|gags|gagging|spluttering)",
        "<v_eat> _3 (stuck|sticks|sticking|jams|catches|lodges|pools|pooling)",
        check=_trouble,
    ),
    widen(
        _BULBAR,
        f"{_NOT} _3 <v_head>",
        "(lift|hold|holding|raise|keep|prop|propping|support|supporting|carry) _2 <v_head> ~4 (up|hand|hands|upright|any more|$)",
        f"{_NOT} _2 (talk|speak|talking|speaking|get words out|get a word out|be understood)",
        "<=not&v_talk>",
        "(hold|holding|prop|propping|holds|support|supporting) ~4 (<v_head>|jaw|mouth) ~5 (hand|hands|up|shut|closed)",
        "<v_talk> ~10 (nothing left|runs out|run out|gives out|dies|packs up|stops|disappears|cuts out)",
        "voice _4 (not|inaudible|nobody) _3 (hear|heard|understand|come|there|understood)",
        "(neck|head|chin) _4 <v_fail>",
        "(voice|speech|swallow|swallowing|throat) _4 <v_fail>",
        "(nobody|no one|they) (can|could) _1 (hear|understand|make out) _2 (me|her|him)",
        check=_failing,
    ),
    widen(
        _OXYGEN,
        "(sats|sat|o2|spo2|saturation|oxygen|oximeter|saturations) ~8 (under|below|dropped|drops|dropping|down|low|eighties|eighty)",
        check=_trouble,
    ),
    widen(
        _OXYGEN,
        "(finger|clip|meter|monitor|oximeter|thingy|gadget|reader|peg|sats|o2) ~5 (says|shows|reads|reading|showing|at|is|on|down to|to|gives) _2 <num>",
    ),
    widen(
        _POISON,
        f"{_YOUNG} ~8 {_ATE} ~8 {_TABLETS}",
        f"{_TABLETS} ~14 {_YOUNG} ~6 {_ATE}",
        f"{_YOUNG} ~14 {_TABLETS} ~12 {_ATE}",
        f"{_ATE} ~4 {_TABLETS} ~12 (thought|thinking|thinks) _2 (it|they|them) _1 (was|were|is|are)",
        f"(gave|given|handed|fed) _2 (my|our|the|him|her|his)? _1 (<relative>|him|her|baby|dog|cat|<name>) _2 (my|wrong|double|two|twice|both) _3 {_TABLETS}",
        f"{_TABLETS} _3 (instead of|not) (hers|his|mine|theirs|my own|her own|the usual|paracetamol|aspirin)",
        f"(strip|packet|bottle|box|blister|pack|jar) ~6 (gone|empty|missing|half empty|open) ~14 {_YOUNG}",
        f"{_YOUNG} ~14 (strip|packet|bottle|box|blister|pack|jar) ~6 (gone|empty|missing|open)",
        "(took|taken|had|swallowed|necked) ~6 (in one go|all at once|in one sitting|all together|in one mouthful)",
        "(dosette|pill box|pill organiser|blister|nomad|med box|tablet box) ~12 (in one go|all at once|muddled|mixed up|twice|wrong day|wrong days)",
        "(muddled|mixed up|got confused|jumbled|mistook) ~8 (dosette|pill box|pills|tablets|meds|boxes) ~8 (took|taken|had|swallowed|given|gave)",
        check=_mix_up,
    ),
    widen(
        _POISON,
        f"(took|taken|swallowed|necked|downed) _3 <num|numword> _4 {_TABLETS}",
        check=_count,
    ),
    widen(
        _WISH,
        "(decided|know|promise|sure|made up my mind) ~4 (<goodbye>|(will not|not going to|not) be (here|around|alive))",
        "(picked|chosen|chose|set|fixed|decided|know|got|marked) _4 (day|date|time|night|when|how) ~12 (carry on|carrying on|go on|going on|here|point|end|last|die|it)",
        "(point|reason|reasons|sense|use) _3 (carry on|carrying on|going on|go on|living|live|continuing|being here|being alive|waking up|existing)",
        "(no|not|nothing) _4 (point|reason|reasons) _1 (to|for|in) _3 (live|living|carry on|carrying on|go on|going on|continue|stay alive|stay|being here|be here)",
        "(do not|not|no longer|never) _2 want _2 (live|be alive|wake|exist|go on living|keep living|be here)",
        "(last|final) (time|night|week|christmas|birthday) ~6 (anyone|you|they) _2 (see|hear|hears|sees) _2 (me|from me)",
        "(everyone|everybody|they|kids|children|wife|husband|family|she|he|all) ~4 (better|happier|easier|freer|relieved|relief) ~4 (dead|gone|without me|not here|if i|once i|when i)",
        "(ready|want|wish|going|planning|plan|about|like) to (go|be gone|be with|join) ~4 (for good|forever|mum|my wife|my husband|the other side|him in|her in)",
        "(world|life|lives) _2 (without me|without me in it)",
        check=_plan,
    ),
    widen(
        _METHOD,
        "(line|lined|lining|lay|laid|count|counted|counting|saved|saving|hoarding|stash|stashed|collecting|collected) _3 <med|treat|rx|dosewords> ~10 (count|counted|counting|them|night|nights|look|stare|enough|just in case)",
        check=_counting,
    ),
    widen(
        _METHOD,
        "<med|treat|rx|dosewords> _2 (out|ready|beside|next to|lined) _1 (on|here|$|<MARK>|me|the)",
    ),
    widen(
        _GOODBYE,
        "(been|was) _2 (lovely|nice|good|pleasure|honour|honor|great|privilege|joy) _1 (knowing|to know|to have known|having known|being with) _2 (you|all)",
        "(look after|take care of|feed|mind|be kind to|give a home to|hug) _2 (<cap>|him|her|them|kids|cat|dog|girls|boys|mum|children) _1 for me",
        "(you have all been|you were all|you have been) _2 (lovely|kind|good|wonderful) ~6 (goodbye|end|rest|sorry|no more|peace)",
    ),
)
