"""Delaying emergency care, turning people away from clinicians, naming others' illness."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import N_, Action, Category
from forum.claims.rules.spec import Spec, spec

_CARE = "<emergencycare|clinicplace|ambulance>"
_DOC = "<clinician|clinicplace>"
_DISEASE = "<disease_mg|otherdisease>"
_SIGN = frozenset(cues("care.sign"))


def _acute(match: Match) -> bool:
    """A sign of danger, or the place to go with it, named nearby."""
    sentences = [match.near(step) for step in (-2, -1, 0, 1)]
    found = any(item is not None and not _SIGN.isdisjoint(item.tags) for item in sentences)
    return found or match.nearby_text("crisis", "wobble", "a bad spell", "flare", "attack")


def _wait(match: Match) -> Action | None:
    if not _acute(match) or match.says(
        "while you wait", "wait for the ambulance", "for the ambulance"
    ):
        return None
    if match.has("relaxed") and not match.has("body", "breathless"):
        return Action.REVIEW
    return Action.HOLD


def _habit(match: Match) -> Action | None:
    if not _acute(match) or match.says("used to", "wish", "regret", "mistake", "should have"):
        return None
    return Action.REVIEW


RULES: tuple[Spec, ...] = (
    spec(
        "delay.directive",
        Category.DELAY_EMERGENCY_CARE,
        Action.HOLD,
        catches=N_("Tells others not to call for help, not to go, or to wait it out."),
        example="When swallowing packs up, leave the phone alone.",
        reason=N_(
            "This tells others to wait or not to call for help. In MG, trouble breathing "
            "or swallowing needs help at once."
        ),
        source="S34 S39",
        patterns=(
            "<callv|gov|seev|letv|bev|trust|buyv|dov&ndir> _6 <emergencycare|ambulance>",
            "<callv|gov&ndir> _4 (hospital|clinic|the ward|a ward|an ambulance|out)",
            (
                "<callv|gov&ndir> _4 <clinicplace|clinician> ~10"
                " <breathless|hardswallow|voicegone|headdrop|breathverb|swallowverb|fewwords>"
            ),
            (
                "<breathless|hardswallow|voicegone|headdrop|breathverb|swallowverb|fewwords|chokeverb>"
                " ~12 <callv|gov|tellv|seev|letv&ndir>"
            ),
            "<stop|avoidv|refuse&dir> _4 <emergencycare|ambulance|=hospital>",
            (
                "(no|not any|never a) (need|reason|point|use) (for|in|to|calling|ringing|going|of)"
                " _6 <emergencycare|ambulance|=hospital>"
            ),
            (
                "(you|we|nobody|no one) (do not|does not|never) _1 (need|needs) _3"
                " <emergencycare|ambulance|=hospital>"
            ),
            "(nobody|no one) _1 needs _3 <emergencycare|ambulance|=hospital>",
            (
                "(stay|keep|steer) (away from|out of|clear of|well away from) _3"
                " <emergencycare|=hospital|=hospitals>"
            ),
            (
                "<emergencycare|=hospital|=hospitals> ~4 (makes it worse|make it worse|will kill"
                " you|waste of time|is a waste|are a waste|only makes|just makes|make you"
                " worse|makes you worse|is where you die|do nothing|does nothing|will do nothing|do"
                " more harm)"
            ),
            "(avoid|skip|forget) _2 <emergencycare|ambulance>",
            "<callv|gov&ndir> (them|anyone|anybody|for help|for an|in|out|999|911)",
            (
                "(calling|ringing|going to|phoning) _3 <emergencycare|ambulance> _4"
                " (overreacting|over the top|overkill|silly|pointless|a waste|unnecessary|drama)"
            ),
        ),
        unless=("question", "rejected", "own experience", "clinician said"),
        check=lambda match: _soft_delay(match),
    ),
    spec(
        "delay.wait",
        Category.DELAY_EMERGENCY_CARE,
        Action.HOLD,
        catches=N_("Tells others to sit out signs of a crisis at home."),
        example="Short of air? Lie down, count sheep, it passes.",
        reason=N_("This tells others to sit out signs that need help at once."),
        source="S34 S39",
        patterns=(
            "<wait&dir>",
            "<gov|callv|seev&dir> only _6 (if|when)",
            (
                "(it|they) (always|usually|will|just|_1)? (passes|pass|goes away|settles|blows"
                " over) ~6 (no need|do not|so)"
            ),
            (
                "(lie|lying|sit|sitting|stay|staying|keep) (down|up|calm|still|quiet|relaxed) ~8"
                " (it passes|it will pass|passes|pass|goes off|wears off|settles)"
            ),
        ),
        unless=("question", "rejected", "clinician said", "sends to care"),
        check=_wait,
    ),
    spec(
        "delay.lesson",
        Category.DELAY_EMERGENCY_CARE,
        Action.HOLD,
        catches=N_("Tells one's own waiting as an example to follow."),
        example="I sat mine out with a film on and so can you.",
        reason=N_("This makes an example of having waited with signs that need help at once."),
        source="S34",
        patterns=(
            (
                "(never|no) _3 <emergencycare|=hospital|=ambulance> ~10"
                " (you|fine|yours|survived|still here|so can)"
            ),
            (
                "<wait&ownpast> ~14 (so can you|you can|you will|so will you|nobody needs|and"
                " so|worked|do the same|fine|right as rain)"
            ),
            "(so can you|you can too|you will be fine|you will survive|it will pass)",
        ),
        unless=("question", "rejected", "regret"),
        check=lambda match: Action.HOLD if _waited(match) and _acute(match) else None,
    ),
    spec(
        "delay.habit",
        Category.DELAY_EMERGENCY_CARE,
        Action.REVIEW,
        catches=N_("One's own habit of waiting, or a soft 'see how it is tomorrow'."),
        example="I give it a night's sleep before I bother anybody.",
        reason=N_("This speaks of waiting with signs that usually need help at once."),
        source="S34",
        patterns=(
            "<wait&own>",
            "<wait&soft>",
            "<wait&told>",
            (
                "i (only|never|do not|rarely|hardly ever|will not|refuse to|usually) _2"
                " <gov|callv|tellv> _6"
                " (unless|until|if|when|<emergencycare>|<clinicplace>|ambulance)"
            ),
            (
                "(see|wait and see|wait to see|waiting to see) (how|if|whether) (it|you|things|your"
                " _2|he|she|his _2|her _2|the _2) _4"
                " (tomorrow|morning|later|overnight|settles|improves|is in|monday)"
            ),
            "(maybe|perhaps|could|might) _2 <wait>",
            "i (would|will) (give|leave) it _4 (day|night|hour|hours|days|morning)",
        ),
        unless=("rejected", "clinician's order", "past habit"),
        check=_habit,
    ),
    spec(
        "discourage.directive",
        Category.DISCOURAGE_PROFESSIONAL_CARE,
        Action.HOLD,
        catches=N_(
            "Tells others not to see, trust, tell or follow clinicians, or to refuse tests."
        ),
        example="Whatever you do, keep the neurologist in the dark.",
        reason=N_("This turns others away from clinicians, checks or tests that keep them safe."),
        source="S24",
        patterns=(
            f"<seev|trust|tellv|gov|callv|letv|seek|keeps|take|dov|ask&ndir> _5 {_DOC}",
            "<trust|seev|tellv|gov|keeps|take|dov|letv&ndir> _4 <test>",
            f"<stop|refuse|avoidv|swap|sack&dir> _5 {_DOC}",
            "<stop|refuse|avoidv&dir> _4 <test>",
            f"<hidev&dir> ~6 {_DOC}",
            f"(keep|hide|keeping|hiding) _5 (from|away from) _3 {_DOC}",
            f"<lie|hidev&dir> _2 (to)? _2 {_DOC}",
            f"(hand|give|send|tear|rip) _2 (back|in|up) _4 {_DOC}",
            (
                "(fire|sack|dump|ditch|ignore|bin|drop|leave) _1"
                f" (your|the|that|those|these|all|them|any) _3 {_DOC}"
            ),
            (
                "(you|we) (do not|never|no longer|hardly) _1 need _4"
                f" (a|any|your|the|another|those|these|no)? _1 {_DOC}"
            ),
            f"(nobody|no one) _1 (needs|need) _4 {_DOC}",
            f"(you|we) need no {_DOC}",
            (
                "(no|without) (doctor|doctors|neurologist|hospital|gp|clinic|consultant|specialist)"
                " (needed|required|necessary|involved)"
            ),
            (
                "<althealer|remedy|remedygen|=google|=instinct|=gut|=intuition|=tiktok|=chatgpt|=youtube|=this>"
                " ~5 (beats|beat|better than|knows more than|know more than|outdoes|over|does more"
                f" than|is worth more than|trumps|worth) _6 {_DOC}"
            ),
            (
                "<see|trust|seev|gov|listen&dir> _4"
                " <althealer|remedy|=instincts|=instinct|=gut|=intuition> ~6"
                f" (not|instead|rather|over|than|before) _5 {_DOC}?"
            ),
            "(be|become) your own (doctor|neurologist|physician|consultant)",
            f"(tell|inform|telling) {_DOC} nothing",
            f"what (your|the) {_DOC} (does not|do not|doesn't) know",
            f"{_DOC} (need not|does not need to|do not need to|never needs to|should not) know",
            (
                f"(swap|replace|trade|exchange) _4 {_DOC} ~3 (for|with) _4"
                " <althealer|remedy|remedygen>"
            ),
            f"(walk|run|stay|keep|steer) (away|clear|well clear|well away|out) (from|of) _4 {_DOC}",
            f"(waste|wasting) _3 (on|with|at) _3 {_DOC}",
            "<clinician> ~8 <sack|stop|swap&dir> (yours|them|him|her)",
            "(leave|without telling) (your|the|any) <clinician> out of it",
        ),
        unless=("question", "rejected", "own experience", "clinician's order narrow"),
        check=lambda match: turned_away(match),
    ),
    spec(
        "discourage.general",
        Category.DISCOURAGE_PROFESSIONAL_CARE,
        Action.REVIEW,
        catches=N_(
            "Says of doctors or tests in general that they lie, only want money, are useless."
        ),
        example="Consultants are salesmen with a stethoscope.",
        reason=N_(
            "This runs clinicians or tests down in general, which may keep others from care."
        ),
        source="rule",
        patterns=(
            (
                "(doctors|neurologists|consultants|specialists|medics|neuros|gps|hospitals|big"
                " pharma|all of them) (are|is) _4 (liars|lying|paid|in the"
                " pocket|useless|crooks|salesmen|drug"
                " dealers|pushers|puppets|killers|murderers|clueless|idiots|quacks|in it for|not to"
                " be trusted|only in it|a waste|the enemy|butchers|bought)"
            ),
            (
                "(doctors|neurologists|consultants|specialists|medics|neuros|gps|hospitals)"
                " (all|only|just|never|do not|know nothing) _4 (lie|care|want|money|know"
                " nothing|poison|push|kickbacks|commission|nothing|profit|drug)"
            ),
            (
                "<test> (is|are) _2 (waste|pointless|useless|a scam|a con|rubbish|unnecessary|money"
                " making)"
            ),
            (
                "i (would not|do not|never|stopped) (trust|trusting|believe|listen to|bother with)"
                " _2 <clinician> _3 (any more|anymore|at all|ever|again)?"
            ),
            "i (would not|never) (bother|tell|trust) _4 <clinician|clinicplace|test>",
            "think twice _3 <tellv|seev|callv|gov|trust|ask> _4 <clinician|clinicplace>",
            "(not worth|waste of time|no point) _4 <clinician|test|clinicplace>",
        ),
        unless=("question", "rejected", "past", "own doctor"),
    ),
    spec(
        "diagnosis.other",
        Category.DIAGNOSIS_OF_OTHER,
        Action.HOLD,
        catches=N_("Tells someone what they have or do not have."),
        example="What you are describing is multiple sclerosis, full stop.",
        reason=N_(
            "This tells somebody what illness they have or do not have. Only someone who "
            "examines them can."
        ),
        source="rule",
        patterns=(
            (
                "(you|she|he|they|your _2) <adverb|strongly>? (have|has|got|have got|has got|is"
                f" having|are having) _3 {_DISEASE}"
            ),
            (
                "(you|she|he|your _2) (do not|does not|have not|has not|can not|never|have"
                f" never|definitely do not) _2 (have|got|had|be having) _3 {_DISEASE}"
            ),
            (
                "(that|this|it|what you have|what you describe|those|these|yours|what she has|what"
                f" he has) _1 (is|are|was) <adverb|strongly>? (not)? _3 {_DISEASE}"
            ),
            (
                "(that|this|it|those|these symptoms|your symptoms|sounds|looks|classic|textbook)"
                f" _3 (textbook|classic|screams|scream|obvious|clear case of|pure) _2 {_DISEASE}"
            ),
            (
                "(textbook|classic|obvious|clear case of|definitely|obviously|clearly|certainly)"
                f" _2 {_DISEASE}"
            ),
            (
                "(you are|she is|he is|your _2 is) <adverb|strongly>? (a|an|suffering"
                " from|having|autistic|bipolar|coming down with|in the early stages of) _2"
                f" {_DISEASE}"
            ),
            "you (are|_1) not (ill|sick|myasthenic) ~4",
            f"<hedge> _5 {_DISEASE}",
            f"no way _4 {_DISEASE}",
            f"(could|might|may) (well|easily|also|just|very well)? be _3 {_DISEASE}",
            f"{_DISEASE} (is|was) what (you|she|he|that)",
            f"{_DISEASE} _1 (you|she|he) (have|has|is|are|got)",
            "its all in (your|her|his) (head|mind)",
            f"{_DISEASE} (by|from) the (sound|sounds|look|looks) of",
            (
                f"{_DISEASE} (if you ask me|i would say|i would bet|i bet|no question|written all"
                " over)"
            ),
            (
                "(you|she|he|your _3) (have|has|got) _3 (signs|symptoms|all the signs) of _2"
                f" {_DISEASE}"
            ),
            f"(my money is|i would put money|bet) _3 on _3 {_DISEASE}",
            (
                "(it is|it must be|is|that is|this is) (all|just|only|in|all in) _2 (your|her|his)"
                " (head|mind|nerves|imagination)"
            ),
            (
                "(sure|certain|convinced|positive) (you|she|he|your _3|it|that) _2"
                f" (have|has|is|got) _3 {_DISEASE}"
            ),
        ),
        unless=("question", "rejected", "clinician's order", "own diagnosis"),
        check=lambda match: _diagnosis(match),
    ),
)


def _waited(match: Match) -> bool:
    around = match.around
    return "wait" in match.whole_tags or any(
        f" {word} " in around
        for word in ("sofa", "home", "bed", "sat", "stayed", "lay", "never rang")
    )


def turned_away(match: Match) -> Action | None:
    """Held, unless it is the author's own story or meant kindly."""
    signs = match.has("v_air", "breathless", "hardswallow", "chokeverb", "breathverb")
    if signs and match.words[-1].text in ("hospital", "ward"):
        return None
    if match.says("cancel your plans", "second opinion", "do not let", "dismiss"):
        return None
    if match.says("i would not", "i would never"):
        return Action.REVIEW
    ordered = match.has("dir", "ndir", "soft") or match.says("your", "you")
    if not ordered and match.has("own", "ownpast", "ownperf", "nown"):
        return None
    return Action.HOLD


def _soft_delay(match: Match) -> Action | None:
    if match.says("unless", "wait until") and match.has("soft"):
        return Action.REVIEW
    if match.says(*cues("care.soft_delay")) and match.has("emergencycare"):
        toward = match.says(*cues("care.soft_delay.2"))
        if toward:
            return None
    return Action.REVIEW if match.hedge and not match.has("ndir", "dir") else Action.HOLD


def _meant(match: Match) -> bool:
    """ "You have MG" is often only a fact; a diagnosis is short or emphatic, or names another illness."""
    texts = {word.text for word in match.words}
    emphatic = match.has("strongly") or match.says(*cues("care.meant"))
    if texts & {"he", "she", "they"} and not texts & {"you", "your"}:
        return emphatic
    if any("disease_mg" in word.tags for word in match.words) and texts & {"you", "your"}:
        return emphatic or len(match.sentence.words) <= 5
    return True


def _diagnosis(match: Match) -> Action | None:
    sent = match.nearby_text(*cues("care.diagnosis"))
    if not match.hedge and not _meant(match):
        return None
    if any(word.tags & {"remedy", "curesoft", "cure", "harmless_words"} for word in match.words):
        return None
    if match.asks_care or sent:
        return None if match.hedge else Action.HOLD
    return Action.REVIEW if match.hedge else Action.HOLD
