"""What is held, in general words: a class of order, offer or claim beside a class of thing."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import Action
from forum.claims.rules import care, conduct, remedies, treatment, vaccine
from forum.claims.rules.spec import Spec, named, widen

_T = "<treat|med|tref|treatgen>"
_SOLD = "<treat|med|medany|rxany|dangerous>"
_DOC = "<clinician|clinicplace>"
_V = "<vaccine|vref>"
_PLACE = "<emergencycare|=hospital|=hospitals|=ambulance>"
_YOU = cues("wide.you")


def _mine_only(match: Match) -> bool:
    return not match.has("dir", "ndir") and match.says("i", "my") and not match.says(*_YOU)


def _with_doctor(match: Match) -> bool:
    return match.asks_care or match.nearby_text(*cues("wide.with_doctor"))


def _order(match: Match) -> Action | None:
    """A lesson that others are to follow, about a treatment named in the text."""
    if _with_doctor(match) or _mine_only(match):
        return None
    return Action.HOLD if match.whole_tags & {"treat", "med", "tref"} else None


def _dose(match: Match) -> Action | None:
    """An amount for others: not my own, not the clinic's."""
    if _mine_only(match) or match.clinician_gave():
        return None
    if match.has("own", "ownpast", "ownperf") and not match.has("dir", "soft", "told"):
        return None
    about = match.whole_tags & {"treat", "med", "medany", "piece", "dosewords"}
    if not about and not match.says("hours", "hourly", "slow release", "long acting", "mg"):
        return None
    return Action.HOLD


def _offer(match: Match) -> Action | None:
    """I have some, you can have it: medicines passed from hand to hand."""
    if not match.says("i", "my", "mine", "we", "got", "have", "me") or not match.says(
        *_YOU, "meet", "come round", "come over", "if needed", "free to", "dm", "message", "pm"
    ):
        return None
    if match.says(*cues("wide.offer")):
        return None
    return Action.HOLD


def _blame(match: Match) -> Action | None:
    mine = match.says("my", "me", "mine") and not match.says(*_YOU, "all", "children", "kids")
    if match.says("not", "never", "no evidence", "study", "researchers"):
        return None
    if mine and not match.has("dir", "ndir"):
        return None
    return Action.REVIEW if match.hedge else Action.HOLD


def _turned(match: Match) -> Action | None:
    """An order away from clinicians, not "do not skip" and not my own story."""
    first = match.words[0].tags
    before = match.sentence.words[max(0, match.first - 3) : match.first]
    if first & {"own", "ownpast", "ownperf", "ndir", "clin"} or any(
        word.text in ("not", "never", "i", "he", "she", "they", "to") for word in before
    ):
        return None
    return care.turned_away(match)


def _harmful_care(match: Match) -> Action | None:
    """Emergency care runs down beside an order or a word to the reader."""
    if match.says("i usually", "i only", "i always", "i never", "i just"):
        return None
    if match.says("if you do not", "unless you", "call", "would have", "saved", "at first"):
        return None
    told = match.has("dir", "ndir", "wait") or match.says("you", "your", "people")
    past = match.says("was", "were", "did") and not match.has("dir", "ndir")
    return Action.HOLD if told and not past else None


def _illness(match: Match) -> Action | None:
    if match.asks_care:
        return None if match.hedge else Action.HOLD
    sure = match.has("strongly") or match.says("sorry", "afraid", "end of", "full stop", "no doubt")
    return Action.REVIEW if match.hedge and not sure else Action.HOLD


def _person(match: Match) -> Action | None:
    """Who somebody is, with what they have and want to keep to themselves."""
    if match.says("thank you", "thanks", "grateful", "kudos"):
        return None
    told = match.says(*cues("wide.person"))
    placed = match.has("street") or match.says(
        "school", "church", "number", "works", "lives", "from"
    )
    return Action.HOLD if told or placed else None


_STOP = named(treatment.RULES, "stop.directive")
_EXAMPLE = named(treatment.RULES, "stop.example")
_DOSE = named(treatment.RULES, "dose.directive")
_CURE = named(remedies.RULES, "cure.claim")
_UNSAFE = named(remedies.RULES, "unsafe.recommend")
_SUPPLY = named(remedies.RULES, "unsafe.supply")
_BLAME = named(vaccine.RULES, "vaccine.blame")
_REFUSE = named(vaccine.RULES, "vaccine.refuse")
_DELAY = named(care.RULES, "delay.directive")
_DISCOURAGE = named(care.RULES, "discourage.directive")
_DIAGNOSIS = named(care.RULES, "diagnosis.other")
_ADVERT = named(conduct.RULES, "promo.advert")
_INSULT = named(conduct.RULES, "attack.insult")
_PRIVACY = named(conduct.RULES, "privacy.person")

RULES: tuple[Spec, ...] = (
    widen(
        _STOP,
        "(ignore|forget|never mind|overrule|disregard|bypass|tell|do not listen to|stop listening to|do not wait for|do not ask) _3 yours ~8",
        "<trust|tellv|ask&ndir> _1 (yours|him|her|them) ~10 (stop|finish|drop|be done|get it over|quit|come off|off)",
        "<trust|tellv|ask&ndir> _1 yours",
        "(finish|end|drop|quit|stop|get it over|do it|be done with|wean|cut|get off|come off|be off) _3 (in|within|by|inside) _2 (<num> <timeword>|<numword> <timeword>|fortnight|days|week|weeks|weekend|month)",
        f"(without|off|skipping|missing|stopping|quitting|dropping) _4 {_T} ~6 (nobody any harm|no harm|not kill|not hurt|never killed|never hurt|not harm|no one any harm|not do you any harm|not the end of the world|fine|no big deal|will not matter)",
        "(your best bet|the best thing|the only answer|the answer|the trick|my advice|the way|best move|smart move|first step|the cure) _2 is _2 <stop|lessen|refuse|swap> _3 <treat|med|tref|treatgen|medany>",
        "(no one|nobody|none of you|none of us) _3 (should|ought to|needs to|has to|must|wants to) _2 <use|begin|=be|=touch|=swallow|=swallowing|=taking|=putting|=on> _3 <treat|med|tref>",
        "(all of you|everyone|everybody|you all|people|you) _2 (should|must|need to|needs to|have to|ought to|had better|want to) _2 <stop|refuse|lessen|swap> _4 <treat|med|tref|treatgen|medany>",
        f"(time|high time|about time) _1 (you|everyone|we all|people|to) _2 <stop|lessen|refuse> _4 {_T}",
        f"(leave|keep|put) _3 {_T} _2 in _1 (box|cupboard|drawer|packet|cabinet|bottle|bin)",
        f"let _2 (your|the) body ~10 (without|off|free of|not) _3 {_T}",
        check=_order,
    ),
    widen(
        _DOSE,
        "(take|have|use|swallow|dose|go by|go with|eat) _3 (what|whatever|until|till|as much|as many|how much|how many|as often|when|whenever) _3 (you|your body|your legs|your eyes|body) _2 (feel|feels|ask|asks|need|needs|want|wants|say|says|like|tells|crave|demands|better|good|fancy)",
        "(maximum|max|limit|limits|label|leaflet|dosage|dose|doses|ceiling|chart|packet|box|schedule|timetable|number on) ~8 (means nothing|mean nothing|a joke|meaningless|only a suggestion|just a suggestion|too low|far too low|a lie|made up|does not count|do not count|is for|not for us|arbitrary|silly|stupid|to cover)",
        "<more&dir> _4 (to|by|up to|until) _2 <num|numword>",
        "(bump|put|push|whack|crank|up|raise|increase|double|move|take) _3 (up|to|it) ~2 (to|by|at) _1 <num|numword> _3 (every|a day|hourly|hours|at|in|each|times|daily|mg|tablets|pills|three)",
        "<use|more|begin&dir> _4 (double|triple|two|three|four|five|six|twice|extra|another|half) _4 <treat|med|dosewords|piece|meal|timeword>",
        "<num|numword> _1 (extra|more) ~6 (does the job|does the trick|sorts|works|helps|fixes|try it|and you)",
        "<use|more|putv&dir> _1 (another|an extra|one more|a second|a third|two more) _2 (<num>|<dosewords>|<piece>|<treat>|in|when|if|at|before)",
        "<more|halve|crush&dir> _2 (dose|dosage|tablets|pills|it|them|amount)",
        "(slow release|long acting|time release|extended release|slow ones|timespan) ~6 (chew|chewed|crush|crushed|halve|break|bite|suck|dissolve|split)",
        "(chew|crush|halve|break|bite|suck|dissolve|split) _2 (the|your|them|those|slow|any)? _1 (slow|long acting|timespan|extended|time release|slow release)",
        "(taper|wean|reduce|come down|cut) _2 (faster|quicker|slower|quickly) than",
        "(you|you all|everyone) _2 need _3 <num|numword> _3 <dosewords|treat>",
        check=_dose,
        unless=("question", "rejected", "clinician said", "toward care"),
    ),
    widen(
        _CURE,
        "<disease_mg|otherdisease> _3 (is|was|will be|can be|are) _2 (over|beaten|defeated|history|cured|reversed|gone|curable|healed) ~6 <remedy|remedygen|timeword|num|numword>",
        "<remedy|remedygen> ~4 (wipes out|wipe out|ends|end|kills|kill|beats|beat|finishes|finish|destroys|destroy|removes|remove|clears|clear|heals|heal|cures|cure|gets rid of|get rid of|eliminates|eliminate) _3 <disease_mg|otherdisease|antibody>",
    ),
    widen(
        _CURE,
        "(sends|send|sent|kicks|kicked|shows|showed|drives|drove) _2 <disease_mg|otherdisease> _2 (packing|away|running|the door|out|to sleep|for good)",
    ),
    widen(
        _EXAMPLE,
        "so (should|could|can|must|ought) _1 (everyone|everybody|every one|all of you|anyone|the rest)",
        "(be|do|try|make) ~3 (your turn|you next|the same|likewise)",
    ),
    widen(
        _UNSAFE,
        "<toxic|risky> ~4 <cure|curesoft> _3 <disease|otherdisease|antibody|symptomsoft|it>",
        "(get|grab|order|find) (yourself|yourselves) _3 <dangerous>",
        "<gov|buyv|putv&dir> _3 <dangerous|magnesium>",
        "<dangerous> ~8 (get|try|take|grab|neck|have) (some|it|one|a few) _1 (down you|yourself|too|yourselves|down your neck|today|now)",
        "(everyone|everybody|all of you|you|we|all of us) _2 (should|must|ought to|need to) _1 (be on|be taking|have|get on|take|try) _2 <dangerous|tref>",
        unless=("question", "rejected", "negation", "clinician said", "asks a clinician"),
    ),
    widen(
        _SUPPLY,
        f"<offer> ~8 {_SOLD}",
        f"{_SOLD} ~14 (give|post|send|spare|share|mail|have it|have them|have some|have one|yours if|yours for|come round|come over|help yourself|drop off|bring|swap|take some|take one)",
        f"(spare|leftover|left over|unused|extra|do not use|not using|never used|no longer use|no longer need) _4 {_SOLD}",
        f"{_SOLD} _6 (spare|leftover|left over|unused|do not use|not using|never used|not need|no longer need)",
        check=_offer,
    ),
    widen(
        _BLAME,
        f"{_V} _4 (is|are|was|were) _4 (reason|cause|causes|root|origin|source|why|culprit|behind|what gives|what gave|what makes|what made|what starts|what started|to blame|how) ~6 (<disease|otherdisease>|we|us|all|children|kids|people|everyone)",
        f"(it is|it was|blame|thanks to|down to|because of|thank) _4 {_V} ~8 (<disease|otherdisease>|we all|us all|all of us|everyone|made us|root|cause|reason)",
        f"<disease|otherdisease> ~5 (is|was|comes|starts|started|began|came) _4 (after|from|with|because|due|in|by) _3 {_V}",
        f"{_V} (gives|give|gave|brings|brought|makes|made|does|do|did|starts|started|turns|turned) _5 (<disease|otherdisease>|children ill|kids ill|people ill|us ill|this to us|sick|ill)",
        check=_blame,
    ),
    widen(
        _REFUSE,
        "(protect|shield|save|guard|defend) _3 (your|the|our)? _2 (kids|children|family|little ones|babies|baby|yourself|them) _2 (from|against) _3 <vaccine|vref|poison_words>",
        f"(keep|hold|get) _4 (kids|children|little ones|babies|family|arm|arms|them) _3 (away|out|far|clear) _3 (of|from)? _2 {_V}",
        f"(turn down|walk away from|run from|cross out|send back|bin|refuse|decline|say no to|do not accept|do not consent to) _3 (invitation|letter|appointment|reminder)? _2 {_V}",
    ),
    widen(
        _DELAY,
        f"{_PLACE} ~6 (do you harm|only do you|do more harm|make it worse|makes it worse|make you worse|makes you worse|get worse|where we get|kill you|kills you|finish you|waste|no use|useless|nothing for you|do nothing)",
        "(when|if) ~6 <v_air|v_eat|v_chest|v_talk|v_head|breathless|hardswallow|headdrop|voicegone|chokeverb|breathverb> ~6 <wait&dir>",
        "<v_air|breathless|hardswallow|headdrop|voicegone|chokeverb|breathverb> ~8 (stay|remain|lie|rest) _3 (home|bed|sofa|still|put|where you are|couch|at home) ~14 (do not|not|no need|never|instead of|hospital|a&e|er)",
        f"(no need|do not need|not need|do not bother|never bother|not bother|no point) _3 (to|with|for|in)? _4 {_PLACE}",
        check=_harmful_care,
    ),
    widen(
        _DISCOURAGE,
        "(no need|no use|no point|you do not need|we do not need|forget) (for|in|of|to see|about|seeing|to ask|to visit)? _2 (a|any|the|your|another|those)? _1 <clinician> !<=to>",
        "(leave|quit|drop|dump|sack|bin|fire|ditch|cancel|skip|abandon|hand back|tear up|burn) _1 (your|the|all|those|these|any|every|all your) _2 <clinician|clinicplace|test>",
        "(youtube|google|tiktok|facebook|chatgpt|internet|forum|group|nature|book|podcast) ~3 (taught|teaches|knows|know|told|tells|knew) _2 (me|you|us)? _1 more",
        f"(one|a|any) _2 <althealer> ~4 (worth|better than|beats|knows more|more than|instead of) _4 {_DOC}",
        "<althealer> ~4 (worth|better than|beats|knows more|know more|more than|outdoes|does more) _5 (all|them|ten|hundred|any|every|those|<clinician>)",
        f"(keep|hide) (it|this|that|them) (from|away from) _2 {_DOC}",
        f"<hidev> _2 {_DOC}",
        check=_turned,
    ),
    widen(
        _DIAGNOSIS,
        "(you are|she is|he is) (having|suffering|getting|showing|developing) _3 (panic attacks|a panic attack|panic|<otherdisease>)",
        "(what|that which) (you|she|he) (have|has|got|describe|are describing|is describing) _1 (is|are) _2 <otherdisease|disease_mg>",
        "^ _1 (that|this|it) is <adverb|strongly>? _1 <otherdisease> (you|$|<MARK>|for sure|no doubt)",
        check=_illness,
    ),
    widen(
        _ADVERT,
        "(<money>|<num> pounds|<numword> pounds|<num> dollars|<num> euros|<numword> dollars|<numword> euros|<num> quid|<numword> quid|<num> bucks) _1 (a|per|each|for a|the) _1 (bottle|box|pack|pot|jar|tub|month|session|tin|bag|tube|kit|sachet|packet)",
        "(ships|shipping|delivery|deliver|post|delivered) _1 (worldwide|anywhere|free|to your door|discreet|discreetly|overnight)",
        "(pills|tablets|capsules|tabs|drops|powder|oil|medication|product|herbs) _3 (available|in stock|back in stock|for sale|ready to ship|on offer)",
        "(dm|whatsapp|inbox|message|pm|text|telegram|contact) _2 (me|us)? _2 (for|to get|to know|the) _2 (list|prices|price|cost|catalogue|menu|rates|stock|order)",
        "(discount|off|cheaper|less|deal|percent) ~6 (link|code|shop|store|page|members|mention|say you|if you say)",
        "(through|via|on|from|with|at|using) my (page|link|shop|store|site|profile|code) ~12 (<pct>|discount|off|percent|less|cheaper|deal|offer)",
        "(order|buy|get|grab) _3 (yours|now|today|here) ~8 (<money>|<url>|stock|last|limited|link|code)",
    ),
    widen(
        _INSULT,
        "(you|u) (are|are just|are nothing but|are such|are really|sound like|will always be)? _1 (a|an|one|such a|nothing but a|nothing more than a|no more than a) ~6 <insult|rudenoun>",
        "(what|such) (a|an) ~5 <insult|rudenoun> _1 you",
        "^ ~2 (you|god you|oh you) ~4 <rudenoun|insult>",
        "(you|your) _2 (make|makes) me (sick|puke|vomit|want to puke)",
        "(go|please|just|go and|hope you) (choke|drown|rot|burn|starve|suffocate) ~4",
        "(nobody|no one) _2 (likes|believes|wants|can stand|cares about) you",
    ),
    widen(
        _PRIVACY,
        "<name> ~20 (she|he|her|his|who|and) ~10 <privacy_health|treat|disease|otherdisease>",
        "<name> ~14 <privacy_health|disease|otherdisease>",
        check=_person,
    ),
)
