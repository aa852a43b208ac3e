"""What a moderator should see, in general words: hearsay, own changes, sharp or hopeless talk."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import Action
from forum.claims.rules import care, conduct, despair, remedies, treatment, vaccine
from forum.claims.rules.spec import Spec, named, widen

_T = "<treat|med|tref|treatgen>"
_V = "<vaccine|vref>"
_AMOUNT = "<num|numword|amountloose>"
_SICK = "<disease_mg|otherdisease|antibody>"
_HELPS = "(<helpv|curesoft|cure>|brings|bring|bringing|takes|knocks|good for|great for|works on)"
_GROUP = (
    "(most|majority|rest|many|nearly all|almost all|all|half|everyone|everybody|lots|plenty|others)"
)
_BLEAK = "(hope|future|joy|light|point|purpose|meaning|way out|way forward|anything good|good|reason|happiness|any of it|tomorrow)"


def _hearsay(match: Match) -> Action | None:
    """A remedy said to act on the disease: heard or supposed, and not a prescribed treatment."""
    if match.has("treat", "clinician", "vaccine") or match.clinician_gave():
        return None
    if match.says("no evidence", "does not", "do not", "not sure whether", "study", "researchers"):
        return None
    return Action.REVIEW if match.hedge else None


def _changing(match: Match) -> Action | None:
    """The author stops or cuts now, and nobody ordered it."""
    if match.has("clinician", "clinicplace") and not match.says(*cues("wide_review.changing.2")):
        return None
    if (
        match.has("past")
        or match.nearby_year()
        or match.says("by accident", "by mistake", "forgot")
    ):
        return None
    before = match.sentence.words[match.first - 1].text if match.first else ""
    if before in ("they", "he", "she", "we", "who", "it", "and", "have", "has", "had", "you"):
        return None
    wilful = match.has("recent", "rightnow") or match.says(*cues("wide_review.changing"))
    mine = match.says("i", "my", "me") or match.sentence.words[0].text in (
        "not",
        "no",
        "done",
        "off",
    )
    return Action.REVIEW if wilful and mine else None


def _guess(match: Match) -> Action | None:
    if match.asks_care or match.says(*cues("wide_review.guess")):
        return None
    return Action.REVIEW


def _verdict(match: Match) -> Action | None:
    """Not something I would touch: about a treatment just named."""
    before = match.near(-1)
    about = match.has("treat") or (before is not None and "treat" in before.tags)
    return Action.REVIEW if about else None


def _hinted(match: Match) -> Action | None:
    return Action.REVIEW if match.nearby_text(*vaccine.HINTS) else None


def _usual(match: Match) -> Action | None:
    about = match.whole_tags & {"treat", "med", "piece", "dosewords"}
    return Action.REVIEW if about or match.says("hours", "hourly", "a day") else None


def _invites(match: Match) -> Action | None:
    return Action.REVIEW if match.nearby_text(*cues("wide_review.invites")) else None


def _bleak(match: Match) -> Action | None:
    if match.says("not hopeless", "there is hope", "have hope", "gives me hope") and not match.says(
        "not have hope", "no hope"
    ):
        return None
    return despair.hopeless(match)


def _sharp(match: Match) -> Action | None:
    if match.has("clinician", "clinicplace") or match.says("my", "i am", "at work", "on tv"):
        return None
    if match.says(
        "grow up", "you do", "you really", "you always", "you never", "you just", "you sure"
    ):
        return Action.REVIEW
    here = match.has("place") or match.says(*cues("wide_review.sharp"))
    return Action.REVIEW if here else None


_BENEFIT = named(remedies.RULES, "cure.benefit")
_BARE = named(remedies.RULES, "unsafe.bare")
_OWN = named(treatment.RULES, "stop.own")
_EVALUATION = named(treatment.RULES, "stop.evaluation")
_NORM = named(treatment.RULES, "dose.norm")
_INSINUATE = named(vaccine.RULES, "vaccine.insinuate")
_HABIT = named(care.RULES, "delay.habit")
_DIAGNOSIS = named(care.RULES, "diagnosis.other")
_PROJECT = named(conduct.RULES, "promo.own")
_MILD = named(conduct.RULES, "attack.mild")
_CONTACT = named(conduct.RULES, "privacy.own")
_HOPELESS = named(despair.RULES, "selfharm.hopeless")

RULES: tuple[Spec, ...] = (
    widen(
        _BENEFIT,
        f"<hedge> ~10 {_HELPS} _4 {_SICK}",
        f"{_HELPS} _4 {_SICK} ~12 <hedge>",
        "<remedy|remedygen> ~5 <hedge> ~5 (<helpv|curesoft|cure>|answer|key|trick)",
        unless=("question", "rejected", "clinician said"),
        check=_hearsay,
    ),
    widen(
        _OWN,
        f"<change> _4 {_T}",
        "(leave|leaving|left|keep|keeping|put|putting) _3 <treat|med|tref> _2 (in|at the back) _2 (cupboard|drawer|box|packet|shelf|bin)",
        f"(might|may|tempted to|minded to|could) _2 (not|leave|skip|stop|drop|cut|halve|miss|try without|go without) _3 {_T}",
        "(no more|goodbye|done with|finished with|off) _3 <treat> _3 (for me|as of|from|today|tonight|since)",
        "(not|stopped|quit) _2 (taking|having|swallowing|take) _3 <treat> ~6 (since|today|now|tonight|this week|any more|anymore)",
        unless=("question", "rejected", "clinician's order", "clinician said", "told to others"),
        check=_changing,
    ),
    widen(
        _EVALUATION,
        "(would not|not something i would|nothing i would|never would i|not one i would) ~3 (touch|recommend|wish|suggest|advise|go near|go back|choose|bother|try)",
        "(steer clear|keep away|stay clear|give it a miss|give it a wide berth|think twice|not worth) ~4",
        check=_verdict,
    ),
    widen(
        _DIAGNOSIS,
        "^ _2 (might|could|may|maybe|perhaps|possibly|sounds|smells|looks|reminds|screams|wonder|bet|guess) ~6 <otherdisease>",
        "^ _1 <otherdisease> _1 (maybe|perhaps|possibly|i bet|i guess|by the look|at a guess)",
        unless=("question", "rejected", "clinician's order"),
        check=_guess,
    ),
    widen(
        _INSINUATE,
        "(injection|injections|needle|needles|shots|jabs|boosters|vaccines) ~25 (think what|draw|conclusion|conclusions|coincidence|just saying|hmm|innocent|make of that|make up your)",
        "(injections|needles) _4 (school|kids|children|baby|babies|work)",
        "(weird|strange|odd|funny|curious|interesting) _1 (how|that) ~14 (<vaccine>|jabbing|vaccinating|jabbed|vaccinated|injecting)",
        "(innocent|harmless|coincidence|convenient|chance) ~10 <vaccine|vref>",
        f"(ill|sick|wobbly|falling|fell|weak|fits|problems|never the same|changed) ~12 (after|week|day|month|since|when) ~8 {_V} ~8 (saying|think|wonder|conclusions|hmm)",
        check=_hinted,
    ),
    widen(
        _BARE,
        "(no|none|never|not|zero|nothing) _3 <caution|antibiotic> ~5 (us|we|mg|myasthenics|mgers|our kind|people like|any of us|ever)",
        "<caution|antibiotic> ~4 (forbidden|banned|out|verboten|poison|not for|no way|never|do not mix|off the list|out of the question|strictly) ~4 (us|we|mg|myasthenics|mgers|our|any of|$)",
        "(us lot|we|people with mg|mgers|myasthenics) _2 (can not|must not|should not|never|do not) _3 <caution|antibiotic>",
    ),
    widen(
        _NORM,
        f"{_GROUP} ~10 {_AMOUNT} _3 (every|each|a day|per day|hourly|hours|daily|times|at night|mestinon|tablets|pills|mg)",
        f"{_AMOUNT} _3 (every|each|a day|per day|hours|hourly|daily|mestinon|tablets|pills) ~8 (like|as|same as) _2 {_GROUP}",
        "<num|numword> (<timeword>|every _1 <timeword>) _2 (is|seems) _3 (standard|normal|usual|typical|average|about right|plenty|enough|common)",
        check=_usual,
    ),
    widen(
        _PROJECT,
        "(put together|made|run|running|host|hosting|do|started|start|launched|launching|have|opened|writing|set up|created|record|recorded|design) _3 <ownproject>",
        "(my|our) _3 <ownproject>",
        check=_invites,
    ),
    widen(
        _HOPELESS,
        f"(not|no|never|nothing|lost|losing|without|cannot|no longer|any) _2 (see|have|feel|got|find|imagine|picture|left|all|any|my)? _2 {_BLEAK} ~4 (me|any more|anymore|ever|again|left|for me|coming|ahead|in it|in anything|$)",
        "(see|find|feel) (nobody|nothing|no one|a stranger|only darkness|only black|only grey)",
        "(emptiness|hopelessness|meaningless|bleak|worthlessness|despair|darkness|bottomless|numbness)",
        "(picture|imagine|think about|look at|think of) _2 (future|tomorrow|next year|rest of my life|years) ~8 (grey|gray|black|dark|blank|empty|nothing|fog|wall|bleak)",
        "what _3 (point|use|good) _2 (me|am i|i am|living|any more|anymore|of it all)",
        "(no one|nobody) would (care|notice|miss)",
        check=_bleak,
    ),
    widen(
        _MILD,
        "(some|certain|half|most|the same|a few|all these|these|this|you lot|everyone) ~9 <mildrude|moanword>",
        "you (do|really|always|just|never|sure) _1 (go on|bang on|moan|whine|drone|ramble|complain|exaggerate)",
        "(competitive|professional|full time|serial|world champion|olympic|constant) <mildrude|moanword>",
        "^ _1 <=grow&=up>",
        "(here we go|typical|cue|yawn|sigh|oh look|as usual) ~8 <mildrude|moanword>",
        check=_sharp,
        unless=("quoted at me", "self mocking", "mg target", "question sincere"),
    ),
    widen(
        _HABIT,
        "i _2 (usually|only|always|tend to|normally|generally|just) ~3 (<wait>|lie down|sit|stay|wait) ~14",
    ),
    widen(
        _CONTACT,
        "(my|our|the) _1 <rolew> ~6 <privacy_health>",
        unless=("family without name", "own stay"),
    ),
    widen(
        _CONTACT,
        "(my|our) _2 (number|mobile|phone|email|address|whatsapp|landline|telegram|details) _4 (bio|profile|book|signature|below|above|header|page)",
        "(write|ring|text|call|phone|message|find|get|reach) _3 (my|on) _2 (whatsapp|mobile|landline|phone|email|telegram|cell|number) ~3",
        unless=("public number",),
    ),
)
