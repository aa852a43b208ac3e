"""The plainest holds and the signs of danger where word order is not that of English."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category, Guidance
from forum.claims.rules.onset import emergency
from forum.claims.rules.spec import Spec, spec

_OTHERS = ("es", "fr", "de", "pt", "it", "nl")
_T = "<treat|med|tref|treatgen|medany>"


def _hope(match: Match) -> Action | None:
    return None if match.has("past") and not match.has("rightnow") else Action.REVIEW


def _died(match: Match) -> Action | None:
    over = match.has("past") and not match.has("rightnow")
    return None if over or match.has("hypo", "figurative") else Action.URGENT


def _flat(match: Match) -> Action:
    return Action.REVIEW if match.hedge else Action.HOLD


def _named(match: Match) -> Action | None:
    if match.has("askcare"):
        return None if match.hedge else Action.HOLD
    return _flat(match)


RULES: tuple[Spec, ...] = (
    spec(
        "lang.stop",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_("Tells others to stop or refuse a treatment, in a language other than English."),
        example="Dejad las pastillas.",
        source="S23 S24",
        reason=N_("This tells others to stop or change a treatment without their prescriber."),
        patterns=(
            f"<stop|refuse|swap|lessen&dir> _5 {_T}",
            f"<take|begin|keeps&ndir> _5 {_T}",
            f"{_T} _4 <stop&dir>",
            f"<noneed> _3 {_T}",
        ),
        unless=("question", "rejected", "asks a clinician", "clinician's order"),
    ),
    spec(
        "lang.evaluation",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.REVIEW,
        languages=_OTHERS,
        catches=N_("Runs a treatment down, in a language other than English."),
        example="El Imuran es basura.",
        source="S24",
        reason=N_("This runs a standard treatment down."),
        patterns=(f"{_T} _2 <poison_words>",),
        unless=("question", "rejected"),
    ),
    spec(
        "lang.own",
        Category.STOP_OR_CHANGE_TREATMENT,
        Action.REVIEW,
        languages=("es",),
        catches=N_("The author changes a treatment now, alone, in Spanish."),
        example="Ya no me tomo el Imuran.",
        source="S23",
        reason=N_("You tell of changing your own treatment now without your team."),
        patterns=(
            f"<stop|lessen&own> _4 {_T}",
            f"<cannot> _3 <take&inf> _3 {_T}",
            f"no <take&own> _3 {_T}",
            f"(voy|quiero|pienso|he decidido) (a)? <stop|lessen&inf> _4 {_T}",
        ),
        unless=("question", "rejected", "clinician's order", "asks a clinician", "past, not now"),
    ),
    spec(
        "lang.dose",
        Category.DOSAGE_ADVICE,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_("Tells others how much to take, in a language other than English."),
        example="Tomad cuatro de golpe.",
        source="S20",
        reason=N_("This gives others an amount or a schedule. Doses are set per person."),
        patterns=(
            "<take|begin&dir> _3 <num|numword|amountloose> _3 <dosewords|treat|piece|timeword>",
            "<more|crush|halve&dir> _4 <treat|med|dosewords|piece>",
            "<amountloose> ~5 <harmless_words>",
            "<more&dir> _1 <num|numword|tref>",
        ),
        unless=("question", "rejected", "clinician's order", "asks a clinician"),
    ),
    spec(
        "lang.cure",
        Category.CURE_CLAIM,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_("Says that something cures the disease, in a language other than English."),
        example="Mi aceite cura la miastenia.",
        source="S35 S45",
        reason=N_("This says as a fact that something cures a disease."),
        patterns=(
            "<cure> _3 <disease|otherdisease>",
            "<disease|otherdisease> _3 <cure>",
            "<remedy> _4 <cure>",
            "<toxic|risky> ~4 <cure>",
        ),
        unless=("question", "rejected", "negation"),
        check=_flat,
    ),
    spec(
        "lang.unsafe",
        Category.UNSAFE_DRUG_OR_SUPPLEMENT,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_("Recommends or offers a risky medicine, in a language other than English."),
        example="Probad la ivermectina.",
        source="S1 S45",
        reason=N_("This recommends or offers a medicine without a clinician."),
        patterns=(
            "<take|begin|buyv&dir> _4 <dangerous>",
            f"<offer&own> _4 {_T}",
            f"<supply> ~6 {_T}",
            f"{_T} ~6 <supply>",
        ),
        unless=("question", "rejected", "asks a clinician", "clinician's order"),
    ),
    spec(
        "lang.vaccine",
        Category.VACCINE_MISINFORMATION,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_(
            "Says that vaccines cause illness or are poison, or must be refused, in a language"
            " other than English."
        ),
        example="Las vacunas son veneno.",
        source="S25",
        reason=N_("This says as a fact that vaccines cause illness or must be refused."),
        patterns=(
            "<vaccine> _3 <sufferv> _4 <disease|otherdisease>",
            "<vaccine> _2 <poison_words>",
            "<stop|refuse&dir> _3 <vaccine>",
            "<take|trust&ndir> _3 <vaccine>",
            "<novax>",
            "<sufferv> _3 <disease> _3 <vaccine>",
        ),
        unless=("question", "rejected", "negation before"),
        check=_flat,
    ),
    spec(
        "lang.delay",
        Category.DELAY_EMERGENCY_CARE,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_(
            "Tells others not to call for help or to wait, in a language other than English."
        ),
        example="No vayas a urgencias, aguanta.",
        source="S34 S39",
        reason=N_("This tells others to wait or not to call for help."),
        patterns=(
            "<callv|gov&ndir> _5 <emergencycare>",
            "<wait&dir> ~10 <breathverb|swallowverb|emergencycare>",
            "<breathverb|swallowverb|noair> ~10 <wait&dir>",
        ),
        unless=("question", "rejected"),
    ),
    spec(
        "lang.discourage",
        Category.DISCOURAGE_PROFESSIONAL_CARE,
        Action.HOLD,
        languages=_OTHERS,
        catches=N_(
            "Tells others not to trust, see or tell clinicians, in a language other than English."
        ),
        example="No te fíes de la neuróloga.",
        source="rule",
        reason=N_("This turns others away from clinicians."),
        patterns=(
            "<trust|tellv|seev|gov|callv&ndir> _5 <clinician|clinicplace>",
            "<stop|refuse|sack&dir> _4 <clinician|test>",
            "<nodoctor>",
            "<hidev&dir> ~6 <clinician>",
        ),
        unless=("question", "rejected"),
    ),
    spec(
        "lang.diagnosis",
        Category.DIAGNOSIS_OF_OTHER,
        Action.HOLD,
        languages=("es",),
        catches=N_("Tells someone what illness they have, in Spanish."),
        example="Eso es un ictus.",
        source="rule",
        reason=N_(
            "This tells somebody what illness they have. Only someone who examines them can."
        ),
        patterns=(
            "^ <youhave|younot> _2 <disease|otherdisease>",
            "<vocative|conj> <youhave|younot> _2 <disease|otherdisease>",
            "^ _3 <hedge> _4 <otherdisease>",
            "^ <hedge> _4 <disease_mg> $",
            "<youhave> _1 <otherdisease>",
        ),
        unless=("question", "rejected"),
        check=_named,
    ),
    spec(
        "lang.promotion",
        Category.PRODUCT_PROMOTION,
        Action.HOLD,
        languages=("es",),
        catches=N_("Adverts and calls to buy, in Spanish."),
        example="Oferta: dos botes por uno, pídelo por WhatsApp.",
        source="rule",
        reason=N_("This reads as an advert or a call to buy."),
        patterns=(
            "<ad> ~12 (<ad>|<num>|<url>|<phone>|<remedy>|%|<money>|whatsapp)",
            "(<remedy>|<url>|<phone>) ~12 <ad>",
        ),
        unless=("question", "rejected"),
    ),
    spec(
        "lang.attack",
        Category.PERSONAL_ATTACK,
        Action.HOLD,
        languages=("es",),
        catches=N_("Insults at a person, in Spanish."),
        example="Menuda farsante eres.",
        source="rule",
        reason=N_("This insults a person."),
        patterns=(
            "(eres|sois|es usted) _4 <insult>",
            "<insult> _2 (eres|sois)",
            "^ _1 <insult> $",
            "(callate|vete a la mierda|que te den)",
        ),
        unless=("question", "rejected"),
    ),
    spec(
        "lang.hopeless",
        Category.SELF_HARM,
        Action.REVIEW,
        languages=("es",),
        catches=N_("Hopelessness without a wish to die, in Spanish."),
        example="Ya nada me importa.",
        source="S40",
        reason=N_("This sounds hopeless. A kind word from a moderator may help."),
        patterns=("<hopeless>",),
        check=_hope,
    ),
    spec(
        "lang.wish",
        Category.SELF_HARM,
        Action.URGENT,
        languages=_OTHERS,
        catches=N_("A wish to be dead or a plan, in a language other than English."),
        example="Ya no quiero estar viva.",
        source="S40",
        reason=N_(
            "This speaks of not wanting to live. The person may need somebody to talk to at once."
        ),
        patterns=("<wantdead>", "<goodbye>"),
        guidance=Guidance.SELF_HARM,
        check=_died,
    ),
    spec(
        "lang.emergency",
        Category.EMERGENCY_SELF_REPORT,
        Action.URGENT,
        languages=_OTHERS,
        catches=N_("Trouble breathing or swallowing now, in a language other than English."),
        example="Me cuesta respirar desde el lunes.",
        source="S34 S39",
        reason=N_(
            "This tells of trouble that is new, worse or happening now and may need help at once."
        ),
        patterns=(
            "<cannot> _4 <breathverb|swallowverb>",
            "<breathverb|swallowverb> _4 <cannot>",
            "<noair>",
            "<bluelips>",
            "<allergy>",
            "<cannot> _4 <headdrop|weakcough>",
            "<headdrop>",
            "<oxylow> _3 <num>",
            "<voicegone>",
            "<heartpain>",
            "<collapse>",
        ),
        unless=("question general",),
        guidance=Guidance.BREATHING,
        check=emergency,
    ),
    spec(
        "lang.poisoning",
        Category.EMERGENCY_SELF_REPORT,
        Action.URGENT,
        languages=_OTHERS,
        catches=N_(
            "Too many tablets, or a child that got at them, in a language other than English."
        ),
        example="La niña se ha tragado mi Imuran.",
        source="S20",
        reason=N_(
            "This tells of too many tablets. A poison line or the emergency number can tell what"
            " to do."
        ),
        patterns=(f"<toomany> ~6 {_T}", f"{_T} ~6 <toomany>", "<childanimal> ~6 <toomany>"),
        guidance=Guidance.POISONING,
        check=emergency,
    ),
)
