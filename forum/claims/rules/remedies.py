"""Cures, unsafe medicines and supplements."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category
from forum.claims.rules.spec import Spec, spec

_SICK = "<disease_mg|otherdisease|antibody|symptomsoft>"
_THING = "<remedy|remedygen|althealer|product>"
_SOLD = "<treat|med|medany|rxany|dangerous>"
_CLAIM = ("question", "rejected", "negation", "wish")


def _flat(match: Match) -> Action:
    """Hedged or heard: review. Said flat: hold. A harmless practice of faith: review."""
    if match.hedge or match.has_text(
        "prayer", "prayers", "prayed", "god", "lord", "jesus", "reiki"
    ):
        return Action.REVIEW
    return Action.HOLD


def _cure(match: Match) -> Action | None:
    if match.says(
        "was convinced", "i hoped", "i thought", "was sure", "had hoped", "would cure me"
    ):
        return None
    standard = match.has("treat") and not match.has("remedy", "remedygen")
    mine = match.says("my", "me", "i", "mine", "us")
    if match.says(
        "study",
        "trial",
        "researchers",
        "scientists",
        "mice",
        "phase",
        "funding",
        "fundraiser",
        "donate",
        "walk for",
        "research",
    ):
        return None if not match.says("proves", "proven", "settled") else Action.REVIEW
    if standard and mine and not match.says("you", "everyone", "anyone"):
        return None
    return _flat(match)


def _helps(match: Match) -> Action | None:
    if match.own_subject():
        return None
    return Action.REVIEW


def _named_before(match: Match) -> Action | None:
    """ "Not for us" needs the medicine that was just named."""
    tagged = any(word.tags & {"caution", "antibiotic", "medany", "remedy"} for word in match.words)
    if tagged or match.nearby("caution") or match.nearby("antibiotic"):
        return Action.REVIEW
    return Action.REVIEW if match.says("ending", "ends") else None


def _unsafe(match: Match) -> Action | None:
    tags = {tag for word in match.words for tag in word.tags}
    if match.says("my link", "our link", "code", "my page"):
        return None
    vet = match.says("vet", "farm shop", "feed store")
    if (match.has("askcare") and not vet) or match.clinician_gave():
        return None
    risky = tags & {"dangerous", "toxic", "rx", "caution"} and not tags & {"magnesium"}
    return Action.HOLD if risky or ("magnesium" in tags and match.has("num")) else Action.REVIEW


RULES: tuple[Spec, ...] = (
    spec(
        "cure.claim",
        Category.CURE_CLAIM,
        Action.HOLD,
        catches=N_("Says that something cures, reverses or removes MG or another disease."),
        example="Goat yoghurt got rid of my myasthenia for good.",
        reason=N_(
            "This says as a fact that something cures or removes a disease. There is no "
            "known cure for MG, though remission happens."
        ),
        source="S35 S45",
        patterns=(
            f"<cure> _3 {_SICK}",
            f"{_THING} ~6 <curesoft> _4 {_SICK}",
            f"<curesoft> _3 {_SICK} ~6 {_THING}",
            (
                "<cure> _1"
                " (you|it|this|me|him|her|us|them|yourself|everything|anything|people|patients|himself|herself|myself)"
            ),
            "<remedy|remedygen> ~4 (cures|cured|heals|healed) !<=as>",
            (
                "[is was are found discovered know got real secret natural one only actual] _3"
                f" (cure|remedy) (for|to|that|of) _3 {_SICK}"
            ),
            (
                "(is|was|are|found|discovered|know|knows|got) _2"
                " (the|a|my|your|real|only|natural|actual|miracle) _2 [cure miracle] !<=is>"
            ),
            "(there is|there really is|here is|have|has) _1 (a|the) _1 cure",
            f"(put|puts|putting|send|sends|sent|get|gets|got) _4 {_SICK} _1 (in|into) remission",
            (
                f"{_THING} ~5 (put|puts|sends|sent|send|gets|got|will put|brings|brought) _4"
                " (in|into) remission"
            ),
            "(put|puts|sends|get|gets) (you|people|everyone|anyone|us) _1 (in|into) remission",
            f"{_SICK} _4 <finething> ~8 {_THING}",
            f"{_THING} ~10 {_SICK} _3 (is|was|has|have|had|completely|totally|all|_1) <finething>",
            f"(no more|goodbye to|bye bye|say goodbye to|farewell) _1 {_SICK}",
            f"{_THING} ~6 (symptom|symptoms) _4 <finething>",
            f"(symptom|symptoms) _4 <finething> ~6 {_THING}",
            "<curesoft|cure> the root (cause|causes)",
            f"(root cause|root causes) _3 (is|of) ~4 {_SICK} ~5 {_THING}",
            (
                f"{_SICK} (can|could|will) _1 be"
                " (cured|reversed|healed|eliminated|beaten|fixed|undone) "
            ),
            f"{_SICK} (is|are) _2 (curable|reversible)",
            (
                f"{_THING} ~5 (works|work) (better|wonders|miracles|like magic) _2 (than|on|for) _3"
                " <treat|med|disease>"
            ),
            (
                f"{_SICK} (gives up|give up|vanish|vanishes|disappears|disappear|melts away|goes"
                " away|go away|leaves|is history|surrenders|packs its bags|clears up|dies off) ~6"
                f" {_THING}"
            ),
            (
                f"{_THING} ~8 {_SICK} _1 (gives up|give"
                " up|vanish|vanishes|disappears|disappear|goes away|go"
                " away|leaves|surrenders|clears up|packs up|quits)"
            ),
            "<remedy|remedygen> ~5 (cures|cured|heals|healed|cure|heal)",
            "(heal|cure) (yourself|your|thyself)",
            "cure yourself",
        ),
        unless=_CLAIM,
        check=_cure,
    ),
    spec(
        "cure.benefit",
        Category.CURE_CLAIM,
        Action.REVIEW,
        catches=N_("Says that a remedy treats or calms the disease, short of a cure."),
        example="Beetroot is said to settle the immune system.",
        reason=N_("This says that a remedy acts on the disease. No source shows that."),
        source="S45",
        patterns=(
            f"{_THING} ~6 <helpv|curesoft> _4 {_SICK}",
            f"<helpv|curesoft> _4 {_SICK} ~4 (with|by|using) _3 {_THING}",
            (
                f"{_THING} ~4"
                " (good|great|brilliant|wonderful|amazing|helps|works|work|wonders|miracle) _1"
                f" (for|with|against|on) _3 {_SICK}"
            ),
            f"{_THING} _3 (works|work) (wonders|miracles)",
            (
                f"{_THING} ~4 (supposed|meant|said|rumoured|reported) to (help|work|be good|do"
                " wonders|calm|boost)"
            ),
        ),
        unless=("question", "rejected", "negation", "clinician said"),
        check=_helps,
    ),
    spec(
        "unsafe.recommend",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.HOLD,
        catches=N_(
            "Recommends to others a caution-list, prescription-only or toxic substance "
            "(hold), or a harmless remedy (review)."
        ),
        example="Get some ivermectin down you.",
        reason=N_(
            "This recommends a medicine or remedy to others without a clinician. Some of "
            "these can make MG worse."
        ),
        source="S1 S2 S45",
        patterns=(
            "<use|begin|buyv|ingest&dir> _4 <dangerous|magnesium>",
            "<use|begin|buyv|addv&soft> _3 <dangerous>",
            "<use|begin|buyv&dir> _4 <mild>",
            (
                "i (would|really|highly|strongly|honestly|can|always|_1)? (recommend|suggest|vouch"
                " for|swear by) _4 <dangerous|mild|magnesium>"
            ),
            "(recommend|recommending) _3 <dangerous> (to|for) _2 [everyone anyone you all]",
            (
                "(you|everyone|everybody|anyone|mgers|people) _1 (should|must|need to|needs"
                " to|ought to|have to|needs|need) _3 <dangerous|mild>"
            ),
            "(have you|has anyone|you) (tried|considered) _3 <dangerous>",
            "(give|giving) _2 [it them him her kids children yourself] _2 <dangerous>",
            (
                "<dangerous> _3 (is|are) _2 (what you need|the answer|the way to go|the way"
                " forward|your friend|all you need|a must|essential|the only thing)"
            ),
            (
                "(bit|few|some|little|drops|drop) of <dangerous> ~4 (sorts|sort|fixes|works|does"
                " the trick|will|is all|and you)"
            ),
            "(a few|a couple of|some) <dangerous> (a|per|each|every) <timeword>",
            (
                "(drop|drops|spoon|spoonful|sip|scoop|teaspoon|capful|dab|glass|shot|dose|pinch) of"
                " _1 <toxic|risky>"
            ),
            (
                "<num|numword> _1 (drop|drops|spoons|teaspoons|capsules|stings) ~6"
                " (<timeword>|daily|weekly|every|each|in water|under) ~8"
            ),
            "_2 <toxic> ~3 (a day|a week|daily|weekly|every day|each morning)",
            "<mild|dangerous> ~8 give (it|them|that) a (go|try|whirl|shot|chance)",
            "(ask|get|beg|badger|nag) _3 (vet|farm shop|feed store|tack shop) ~4 <toxic|rx>",
            "(give|giving) _3 <mild|dangerous|magnesium> _1 a (try|go|whirl|shot|chance)",
            "(worth|try) (a try|a go|giving|adding) _3 <mild|dangerous>",
            (
                "<mild> (is|are) _1 (great|brilliant|amazing|fantastic|wonderful|fab|excellent) ~3"
                " (try|for)"
            ),
            "(few|couple of|handful of) (sting|stings|drops) _1 (a|per|every) <timeword>",
        ),
        unless=("question", "rejected", "negation before", "clinician said", "asks a clinician"),
        check=_unsafe,
    ),
    spec(
        "unsafe.reassure",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.HOLD,
        catches=N_("Says that a caution-list substance is safe for people with MG."),
        example="Gentamicin is no trouble at all for us.",
        reason=N_("This calls a medicine safe that is on a caution list for MG."),
        source="S1 S2 S3",
        patterns=(
            "<caution|toxic> (is|are) _3 <harmless_words>",
            "<cref> (is)? _2 <harmless_words>",
            (
                "<caution|toxic> _3 <harmless_words> _3 (for|with|in) _2"
                " (us|you|mg|everyone|myasthenia|anyone|people)"
            ),
            "(nothing|not anything) wrong with _3 <caution|toxic>",
            (
                "(ignore|forget|disregard) _4 (warning|warnings|caution list|cautionary list|the"
                " list) _6 <caution|toxic>?"
            ),
        ),
        unless=(
            "question",
            "rejected",
            "negation",
            "asks a clinician",
            "own experience",
            "clinician's order",
        ),
        softer=("hedge", "mild caution"),
    ),
    spec(
        "unsafe.supply",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.HOLD,
        catches=N_("Offers, sells, shares or tells how to get a medicine without a prescription."),
        example="I have boxes of Imuran over, who wants them?",
        reason=N_("Medicines must not be shared, sold or bought without a prescription here."),
        source="rule",
        patterns=(
            (
                f"(spare|leftover|left over|unused|extra|unopened|surplus|unwanted) _4 {_SOLD} ~12"
                " (want|wants|need|needs|anyone|anybody|message|dm|pm|post|send|swap|sell|free"
                " to|yours|first come|collect|going)"
            ),
            (
                "(anyone|anybody|who|whoever) (want|wants|need|needs) _5 (spare|leftover|left"
                f" over|unused|extra|my) _3 {_SOLD}"
            ),
            f"<offer&own> _4 {_SOLD}",
            f"[sell selling] _4 {_SOLD}",
            f"(can|could|will|happy to|glad to) <offer> _1 (you|them|it|some|anyone) _4 {_SOLD}",
            f"{_SOLD} ~2 (for sale|to sell|to give away|going spare|up for grabs|to swap|to spare)",
            f"{_SOLD} ~10 (have|take|help yourself to|try|grab) (some|one|a few|mine)",
            f"{_SOLD} ~10 (help yourself|come and get|yours if you|yours for the)",
            (
                f"{_SOLD} ~4 (left over|leftover|spare|to spare|going begging|surplus) ~8"
                " (pm|dm|message|text|address|want|need|anyone)"
            ),
            (
                f"(short of|out of|need|needs|needing|run out of) _3 {_SOLD} ~12 (pm me|dm"
                " me|message me|i have|i got|i can send|your address|left over)"
            ),
            (
                "(no|without) _1 (prescription|script|rx|doctor|prescriber|questions)"
                " (needed|required|necessary|asked)"
            ),
            "(without|no need for|do not need) (a|any)? (prescription|script)",
            (
                f"<buyv&dir|soft> _4 {_SOLD} _4 (online|from|over the|on the|off"
                " the|web|internet|ebay|mexico|india|turkey|thailand)"
            ),
            (
                f"(you|anyone) can (get|buy|order|source) _4 {_SOLD} _4"
                " (online|from|over|without|on the|off)"
            ),
            "(get|buy|order|source) (it|them|some) _3 (online|from|off|without|over the counter)",
            "(take|have|borrow|use) (some of|one of|a few of) (mine|my) _2",
            f"<take|buyv&dir> my _2 {_SOLD}",
            (
                "i (have|got|have got) _3 (spare|leftover|left over|extra|plenty of|stash"
                f" of|supply of|box of|boxes of|packs of) _3 {_SOLD} ~8 (if|you|share|anyone|happy)"
            ),
            "vet _4 (same|supplies|supply|sells|stuff)",
        ),
        unless=(
            "question without offer",
            "rejected",
            "negation before",
            "clinician's order",
            "supply is legal",
        ),
        check=lambda match: (
            Action.HOLD
            if match.whole_tags & {"treat", "med", "medany", "dangerous", "product"}
            else None
        ),
    ),
    spec(
        "unsafe.bare",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.REVIEW,
        catches=N_(
            "Lays down a rule about a medicine for all, with no source and no "
            "'ask your pharmacist'."
        ),
        example="Beta-blockers are out for every one of us.",
        reason=N_(
            "Being on a caution list does not mean that nobody may ever have it. A source, "
            "or 'ask your pharmacist', would make this safe to post."
        ),
        source="S1 S2",
        patterns=(
            "<use|begin|letv&ndir> _6 <caution|antibiotic|rx>",
            "<avoidv|stop|refuse&dir> _3 <caution|antibiotic|remedy|toxic>",
            (
                "<caution|antibiotic|remedy|toxic> ~6 (off limits|banned|forbidden|no no|no-no|no -"
                " no|a no|not allowed|contraindicated|deadly|kill you|kills|kill|lethal|never|hard"
                " no|off the menu|off the table|out of bounds|not for us|out for us|is out|are"
                " out|never ever|big no|strictly|not safe|unsafe|prohibited)"
            ),
            "(no|never|zero) <caution|antibiotic> (for|if|with|ever|when|at all)",
            (
                "(mg|myasthenia|mgers|myasthenics|people with mg|us|you|we) _2 (can not|must"
                " not|should not|must never|should never|can never) _3 (have|take|touch|use|go"
                " near|be given) _4 <caution|antibiotic|remedy|toxic>"
            ),
            (
                "(can not|must not|should not|must never|should never) (have|take|touch|use|go"
                " near|be given) _3 <caution|antibiotic|toxic> _3 (if|with) _3 <disease_mg>"
            ),
            (
                "(anything|everything|any drug) (ending|that ends|with) _4"
                " (mycin|in|ycin|cin|floxacin|ol)"
            ),
            "(stay|keep) (away from|clear of|off) _3 <caution|antibiotic|remedy|toxic>",
            "^ _1 (not|never|no|nope) _1 (for us|for mg|with mg|for mgers|for people with)",
            "(we|us) (do not|never) (take|touch|have|use|do) _3 <caution|antibiotic>",
        ),
        unless=(
            "question",
            "rejected",
            "asks a clinician",
            "clinician's order",
            "clinician said",
            "own rule",
        ),
        check=_named_before,
    ),
    spec(
        "unsafe.request",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.REVIEW,
        catches=N_("Asks members for medicine, or where to buy it without a prescription."),
        example="Who could part with a strip of Mestinon?",
        reason=N_(
            "Medicines cannot be passed between members. A pharmacist or the clinic can help "
            "when a supply runs out."
        ),
        source="rule",
        patterns=(
            (
                "(anyone|anybody|someone|somebody) _4 (spare|leftover|left over|extra|sell me|send"
                f" me|lend me) _4 {_SOLD}"
            ),
            f"(where|how) can i (buy|get|order) _4 {_SOLD} _4 (without|online)",
        ),
    ),
    spec(
        "general.cause",
        None,
        Action.REVIEW,
        catches=N_("Blames a food, habit or substance for the disease as a fact."),
        example="MG is nothing but too much wheat.",
        reason=N_(
            "This names a cause of the disease as a fact. No category fits; a moderator may "
            "want to answer."
        ),
        source="S35",
        patterns=(
            (
                "(gluten|sugar|dairy|milk|wheat|bread|meat|fluoride|aspartame|sweetener|sweeteners|wifi|5g|mould|mold|parasites|seed"
                " oils|toxins|stress|microwaves|plastic|plastics|amalgam|fillings|candida|leaky"
                " gut|processed food|junk"
                " food|chemtrails|glyphosate|nightshades|tomatoes|coffee|negative thinking|bad"
                " karma|trauma|sin|soy) ~3 <sufferv|=behind|=root> _4 (mg|myasthenia|this"
                " disease|autoimmune|all of this|disease|our illness|it all)"
            ),
            (
                "(mg|myasthenia|autoimmune disease|this disease) _2 (is|comes from|is caused"
                " by|caused by|is just|is really|starts in) _6"
                " (gluten|sugar|dairy|milk|wheat|bread|meat|fluoride|aspartame|5g|wifi|parasites|seed"
                " oils|toxins|mould|mold|candida|leaky"
                " gut|gut|karma|trauma|thoughts|sin|punishment|anger|stress|food|diet)"
            ),
        ),
        unless=("question", "rejected", "negation"),
    ),
)
