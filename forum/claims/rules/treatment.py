"""Stopping, refusing, swapping and dosing a treatment."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import N_, Action, Category
from forum.claims.rules.spec import Spec, spec

_T = "<treat|med|tref|treatgen>"
_ANY = "<treat|med|tref|treatgen|medany>"
_AMOUNT = "<num|numword|amountloose>"
_UNIT = "<dosewords|piece|treat|timeword|tref|meal|medany|remedy>"
_ORDER = ("question", "rejected")


def _celebrated(match: Match) -> bool:
    return match.nearby_text(*cues("treatment.celebrated"))


def _own_change(match: Match) -> Action | None:
    """Current, or celebrated, and nobody's order."""
    if match.says(*cues("treatment.own_change")):
        return None
    words = match.words
    if _celebrated(match) or match.nearby_text(
        "never picks up",
        "nobody picks up",
        "no one picks up",
        "never answers",
        "cannot reach",
        "no answer",
    ):
        return Action.REVIEW
    if any("own" in word.tags for word in words):
        return None if match.has("past") and not match.has("recent") else Action.REVIEW
    if not any(word.tags & {"ownpast", "ownperf"} for word in words):
        return None if match.has("past") and not match.has("recent") else Action.REVIEW
    recent = match.says(*cues("treatment.own_change.2"))
    return Action.REVIEW if recent and any("ownperf" in word.tags for word in words) else None


def _not_shop(match: Match) -> Action | None:
    """Orders about tablets, not about computers."""
    if match.says("ipad", "android", "samsung", "screen", "kindle", "dishwasher", "laptop"):
        return None
    return Action.HOLD


def _stop_order(match: Match) -> Action | None:
    if _not_shop(match) is None:
        return None
    if (
        match.words[-1].text in ("all", "it", "everything", "lot", "them")
        or not any(w.tags & {"treat", "med", "medany", "tref", "treatgen"} for w in match.words)
    ) and not match.whole_tags & {"treat", "med", "medany", "lessen"}:
        return None
    tags = {tag for word in match.words for tag in word.tags}
    if "caution" in tags and not tags & {"treat", "med", "tref", "treatgen"}:
        return None
    if match.says("i would", "i'd") and not match.has("dir", "ndir"):
        return Action.REVIEW
    if match.says("if you can", "where possible", "if possible", "if i were you"):
        return Action.REVIEW
    return Action.HOLD


RULES: tuple[Spec, ...] = (
    spec(
        "stop.directive",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.HOLD,
        catches=N_("Tells others to stop, skip, refuse, cut or swap a treatment."),
        example="Chuck your steroids, everyone, and breathe easy.",
        reason=N_(
            "This tells others to stop or change a treatment without their prescriber. "
            "Stopping some MG treatments suddenly is dangerous."
        ),
        source="S23 S24",
        patterns=(
            f"<stop&dir> _4 {_ANY}",
            f"<leavev&dir> _4 {_ANY} _2 [off out alone behind]",
            f"<lessen&dir> _4 {_ANY}",
            f"<swap&dir> _4 {_ANY}",
            f"<refuse&dir> _4 {_ANY}",
            f"<use|begin|keeps|letv&ndir> _6 {_T}",
            (
                f"<putv|takeoff|use|begin|leavev&dir> _4 {_T} _3 (in|into|down|on) (the|a) [bin"
                " trash toilet loo drain fire sea sink rubbish garbage skip]"
            ),
            (
                "(ignore|forget|never mind|bypass|overrule|defy) (yours|your _1"
                " <clinician>|him|her|them) ~4 (and|do|be|stop|in)"
            ),
            "<dov|bev&dir> (it|this|that) in _2 (<timeword>|<num>|<numword>|fortnight)",
            (
                "<stop&dir> _1 (it all|all of it|everything|the lot|all of them|them all|the whole"
                " lot)"
            ),
            f"<missv&dir> _3 {_T}",
            (
                "<begin|putv&dir> _3 <treat> ~3 (yourself|on your own|without asking|without"
                " a|without the)"
            ),
            (
                "(nobody|no one) _3 (died|dies|suffered|hurt) _4"
                f" (stopping|missing|skipping|quitting|dropping|without) _3 {_ANY}"
            ),
            (
                f"(give|giving) _3 {_T} _1 (a wide berth|a miss|the boot|the elbow|the heave|a"
                " swerve|the push)"
            ),
            f"<takeoff|putv&dir> (yourself|your _2) off _3 {_T}",
            f"[you we] (do not|never|will not|no longer|hardly) _1 need !<=to> _2 {_T}",
            f"(nobody|no one) _1 (need|needs) _2 {_T}",
            f"<stop&dir> _2 (<poison_words>|that|this|it|them) ~6 {_T}",
            f"(better|manage|cope|live|healthier|happier) (off)? _1 without _4 {_T}",
            f"<needv&ndir> _3 {_T}",
            (
                "(no|not any) (need|reason|point) (for|in|to) (take|taking|use|using|being"
                f" on|have|having|stay on|staying on)? _3 {_T}"
            ),
            f"<change&gen> _6 {_ANY} ~6 <harmless_words>",
            f"<change&gen> _6 {_ANY} _2 (is|was) _1 [best right smartest wisest only]",
            f"{_T} _2 (should|must|needs to|has to|ought to) be _1 <stop>",
            f"<stop&told> you _3 {_T}",
            (
                "be (done|off it|off them|finished|free|rid of it) ~2 (in|within) _2"
                " <timeword|num|numword>"
            ),
            f"(without|no) _2 {_T} ~3 (you will|you would|your body) _3 [better heal well fine]",
            f"<dov&ndir> _1 {_T}",
        ),
        unless=(*_ORDER, "asks a clinician strongly", "clinician said"),
        softer=("hedge before",),
        check=_stop_order,
    ),
    spec(
        "stop.example",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.HOLD,
        catches=N_("Turns one's own stopping into a lesson for others."),
        example="I came off everything last year. Do the same.",
        reason=N_("This turns your own change of treatment into advice for others to follow."),
        source="S23",
        patterns=(
            "[do try] (the same|as i did|what i did|likewise|it too|it yourself)",
            "(follow|copy) (my|our) (example|lead)",
            (
                "(you|everyone|anyone|you all) (can|should|could|will|must) (do it|do the same|do"
                " this|follow|too)"
            ),
            "(so|and) (should|can|could|will) you",
            "(be|get) like me",
        ),
        unless=_ORDER,
        check=lambda match: Action.HOLD if match.story("change", "treat", "med") else None,
    ),
    spec(
        "stop.evaluation",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.REVIEW,
        catches=N_("Advises against a treatment without ordering, or runs a treatment down."),
        example="Personally I would skip the immunosuppressants.",
        reason=N_("This advises against a standard treatment, short of an order."),
        source="S24",
        patterns=(
            f"<stop|refuse|swap|lessen&soft> _4 {_T}",
            f"<use|begin|needv|trust&nsoft> _4 {_T}",
            f"<avoidv&dir> _4 {_T}",
            f"<avoidv&soft> _4 {_T}",
            f"(better|easier|wiser|time|kinder) to <stop|lessen> _3 {_T}",
            (
                "i would not (bother|wish|touch|recommend|go"
                f" near|give|advise|entertain|put|risk|have) _4 {_T}"
            ),
            f"would not (bother|wish|touch|recommend|go near|give|advise|entertain|risk) _4 {_T}",
            f"{_T} ~3 (not worth|is not worth|are not worth)",
            f"{_T} (is|are|was|were) _3 <poison_words>",
            f"(can not|do not|not|never|would not) recommend _4 {_T}",
            f"{_T} ~4 would not (wish|recommend|touch|bother|advise)",
            f"(avoid|skip|stay off|stay away from) _2 {_T} _2 if (you|at all) _1 (can|possible)",
            f"not worth _4 {_T}",
            f"(think|thought) twice about _3 {_T}",
            (
                f"{_T} (ruins|ruin|destroys|destroy|wrecks|rots|kills|kill|poisons|poison)"
                " (your|you|people|everyone|us|everything)"
            ),
            f"i would (give|leave) _3 {_T} _2 (a wide berth|a miss|alone|off|well alone)",
            f"why (are|do|would|is) _2 still _2 <take> _3 {_T}",
            f"i (do not|never) (believe in|trust|hold with) _3 {_T}",
            "<stop|swap|lessen|refuse&soft> _2 [it them that]",
        ),
        unless=("question", "rejected", "clinician's order"),
    ),
    spec(
        "stop.own",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.REVIEW,
        catches=N_("The author changes a treatment now, alone, or is proud of having done it."),
        example="As of Monday I am done with my tablets, I have not told the clinic.",
        reason=N_(
            "You tell of changing your own treatment now without your team. Nothing is "
            "blocked; a moderator may write to you, because sudden changes can be risky."
        ),
        source="S23",
        patterns=(
            f"<change&own> _5 {_T}",
            (
                "<stop&own|ownperf|ownpast> _1 (everything|it all|the lot|all of it|all of them|the"
                " tablets)"
            ),
            (
                "(thinking of|thinking about|considering|tempted by) _2 (not <take>|<stop|lessen>)"
                f" _3 {_T}"
            ),
            f"not <take&vg> _3 {_T} _1 (tonight|tomorrow|today|this week|any more|anymore|$)",
            f"no more _2 {_T} (for me|$|from now|from today|i am)",
            f"<change&ownperf> _5 {_T}",
            f"<change&ownpast> _5 {_T}",
            f"<takeoff|leavev|putv&own> _1 (myself|my _2) _2 (off|out) _3 {_T}?",
            f"i (am|have) (_2) (done|finished|through) with _3 {_T}",
            f"i am not (going to|_1) (taking|take|swallow|having|touching|touch) _3 {_T}",
            f"(took|taken|taking|weaned|weaning|tapered|tapering) myself off _3 {_T}",
            f"i (will not|refuse to) (be)? <use|begin> _3 {_T}",
            f"i have not (taken|had|touched) _3 {_T}",
            "<more|halve&own> _4 <treat|tref|dosewords>",
            f"(doubled|doubling|upped|upping|halved|halving) my own _3 {_T}",
        ),
        unless=("question", "rejected", "clinician's order", "clinician said"),
        check=_own_change,
    ),
    spec(
        "dose.directive",
        Category.DOSAGE_ADVICE,
        Action.HOLD,
        catches=N_("Tells others how much, how often or in what form to take something."),
        example="Neck two at once, forget the chart.",
        reason=N_(
            "This gives others an amount or a schedule. Doses are set per person, and too "
            "much of some MG medicines causes a crisis."
        ),
        source="S20 S21",
        patterns=(
            f"<use|begin&dir> _3 {_AMOUNT} _3 {_UNIT}",
            "<use|begin&dir> _2 <amountloose>",
            f"<offer&dir> _1 (him|her|them|it|yourself|your _1) _3 {_AMOUNT} _3 {_UNIT}",
            "^ up (your|the|it|that) _2 (<treat>|<med>|<dosewords>|to|by)",
            "(<conj>|<adverb>|<MARK>) up (your|the|it|that) _2 (<treat>|<med>|<dosewords>|to|by)",
            (
                "<use|begin&dir> _1 <num|numword> (more|extra|before|at"
                " once|together|instead|straight|and see|whenever|when|if|until|till|every|each|$)"
            ),
            f"{_AMOUNT} _3 <dosewords|piece> (more|extra) (each|every|a|per|in the|at|until)",
            (
                "<use&dir> (another|a second|one more|an extra)"
                " (<MARK>|$|if|when|after|before|until|and|straight|one)"
            ),
            (
                "<crush|halve&dir> _3 (<num>|slow release|slow - release|long acting|extended"
                " release|slow ones)"
            ),
            (
                "<use|begin&dir> _4 <treat|tref|med|remedy> _3 (every|each|per) _2"
                " <num|numword|timeword>"
            ),
            "<use|begin&dir> _4 <treat|tref|med> _2 <num|numword> (times|x|a)",
            "<more&dir> _4 <treat|med|dosewords|tref|piece>",
            "<more&dir> (up)? (on)? _1 <num|numword|dosewords|tref>",
            (
                "<more&dir> (if|when|whenever|after|next|straight|on|until|till) ~6"
                " <dosewords|treat|tref|med>"
            ),
            "<crush|halve&dir> _4 <treat|med|tref|piece>",
            "<putv&dir> _3 up (to)? _2 <num|numword>",
            "<putv|bev|dov&dir> _3 on _2 <num|numword> _2 <dosewords|timeword>",
            "[you they] (really|probably|_1)? (need|want|require) _3 <num|numword> _2 <dosewords>",
            "<amountloose> ~5 <harmless_words>",
            "<num|numword|more> _2 <dosewords> ~4 <harmless_words>",
            "<more|halve|crush&gen> ~8 <harmless_words>",
            (
                "[maximum max limit label leaflet dosage dose doses ceiling chart packet] ~5"
                " <denial|=guideline|=conservative|=nonsense|=cautious|=guidance|=low>"
            ),
            (
                "(ignore|forget|disregard|never mind|bin) _4 [maximum max limit label leaflet"
                " dosage schedule timetable chart ceiling]"
            ),
            (
                "(go|dose|dosing|judge|take it|adjust it|adjust) (by|according to|on) (how you"
                " feel|feel|feeling|instinct|how your|your body)"
            ),
            (
                "(you|they|your body) (can|could|will) (easily|safely|happily|comfortably|_1)?"
                " (handle|tolerate|cope with|manage|get away with) _2 <num|numword|amountloose>"
            ),
            "(have|get|slip|squeeze|sneak|bung) (in)? _1 <amountloose>",
            (
                "<use&dir> _2 (double|two|twice|triple|both|the lot|all of them) ~8"
                " (missed|miss|forget|forgot|skipped|late)"
            ),
            (
                "(missed|miss|forgot|forget) _3 (dose|one|tablet|pill) ~4 (double|take two|take"
                " both|two at once|both together|two together)"
            ),
            (
                "<timeword|=every|=hourly> ~3 <treat> ~4 (is the way|for everyone|is what you"
                " need|is what works)"
            ),
        ),
        unless=("question", "rejected", "clinician said", "gives warning"),
        softer=("hedge before",),
        check=_not_shop,
    ),
    spec(
        "dose.norm",
        Category.DOSAGE_ADVICE,
        Action.REVIEW,
        catches=N_("Speaks of amounts as what is usual, or suggests one softly."),
        example="Four a day seems to be where people settle.",
        reason=N_("This offers an amount or schedule as the usual one. Doses are set per person."),
        source="S20",
        patterns=(
            (
                "(most|nearly all|almost all|all|many|majority|half|lots) (of us|of"
                " you|people|patients|folk|folks|here|everyone|mgers|of the group) ~8"
                f" <num|numword> _3 {_UNIT}"
            ),
            (
                "(most|nearly all|almost all|all|many) (of us|of you|people|patients|folk|folks) ~5"
                " (every|each) <num|numword> <timeword>"
            ),
            f"<use|more|begin&soft> _4 {_AMOUNT} _3 {_UNIT}",
            "<more&soft> _4 <treat|tref|dosewords|med>",
            (
                "(be|do|feel) (ok|fine|alright|okay|safe|good|all right) (with|taking|to take|to"
                f" have|having|on) _2 {_AMOUNT}"
            ),
            (
                "<use&soft> _1 <num|numword> (more|extra|before|at"
                " once|together|instead|after|when|if|until|every)"
            ),
            (
                "<num|numword> _1 every _1 <num|numword> <timeword> ~4 (is|seems|does|works) _3"
                " (right|enough|plenty|standard|normal|norm|usual|most|fine for|trick)"
            ),
            "<crush|halve&soft> _4 <treat|tref|piece|med>",
            (
                "(usual|normal|typical|standard|average|sweet spot|magic)"
                " (dose|amount|number|starting dose) _3 (is|are|seems) _3 <num|numword>"
            ),
            (
                "<num|numword> _2 <dosewords> _3 (is|seems|tends|should be|usually) _3"
                " (usual|normal|standard|typical|enough|plenty|right|sweet spot|about"
                " right|average|ideal|do it|the sweet spot)"
            ),
            (
                "(everyone|everybody|people|you will|you all) _3 (end up|ends"
                " up|settle|settles|get to|does best|do best|do well|does well|find) _2"
                f" (on|at|with|that) _3 <num|numword> _3 {_UNIT}"
            ),
            (
                "(some|a lot of|plenty of|other) (people|of us|folks|members|patients) _2"
                " (take|do|use|have|go up to|manage on|swear by) _3 <num|numword|amountloose> _3"
                f" {_UNIT}"
            ),
        ),
        unless=("question", "rejected", "clinician's order", "own experience"),
    ),
)
