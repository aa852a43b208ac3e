"""Exceptions with a name of their own, which rules turn to."""

from __future__ import annotations

from forum.claims.context import Guard, Match, clinician, question
from forum.claims.lexicon import cues

_BREATH_FIGURES = cues("exception.breath_figures")
_SWALLOW_FIGURES = cues("exception.swallow_figures")


def _figurative_breath(match: Match) -> bool:
    return match.says(*_BREATH_FIGURES) and not match.says("not laughing")


def _figurative_swallow(match: Match) -> bool:
    return match.says(*_SWALLOW_FIGURES)


def _negated_sign(match: Match) -> bool:
    """No trouble with it: "not short of breath", "no choking"."""
    start = match.first
    for word in reversed(match.sentence.words[max(0, start - 4) : start]):
        if word.kind == "mark" or word.text in ("but", "and", "only", "because", "since"):
            return False
        if word.text in ("no", "not", "never", "without", "neither", "nor", "none", "zero"):
            return True
    return False


def _live_vaccine(match: Match) -> bool:
    return match.says("live", "live vaccine", "live vaccines", "nasal flu", "yellow fever")


def _wish(match: Match) -> bool:
    return match.says(*cues("exception.wish"))


def _asks_strongly(match: Match) -> bool:
    """Stopping with the doctor's word is not stopping alone."""
    return match.says(*cues("exception.asks_strongly"))


def _clinician_said(match: Match) -> bool:
    """The words of a clinician to the author, not an order of the author."""
    return any("clin" in word.tags for word in match.words) or (
        clinician(match) and not any(word.tags & {"dir", "ndir", "soft"} for word in match.words)
    )


def _warning(match: Match) -> bool:
    """Toward care: not more than, never crush, on time, as prescribed."""
    return any("ndir" in word.tags for word in match.words) or match.says(
        *cues("exception.warning")
    )


def _legal(match: Match) -> bool:
    return match.says(*cues("exception.legal")) and not match.says("anyone", "dm", "message")


def _mild_caution(match: Match) -> bool:
    return any(word.tags & {"magnesium", "statin"} for word in match.words)


def _regret(match: Match) -> bool:
    return match.says(*cues("exception.regret"))


def _to_care(match: Match) -> bool:
    return match.says(*cues("exception.to_care"))


def _own_doctor(match: Match) -> bool:
    return match.says(
        "my", "mine", "some", "that one", "this one", "him", "her"
    ) and not match.says("all", "you", "trust")


def _own_rule(match: Match) -> bool:
    """My own habit or my own list of what does not suit me."""
    mine = match.says("i", "my", "me") and not match.says(
        "you", "we", "us", "everyone", "people", "anyone", "if you"
    )
    return mine and not any(word.tags & {"ndir", "dir"} for word in match.words)


def _own_diagnosis(match: Match) -> bool:
    """About oneself, or said of those who are known to have it."""
    if match.says(
        "sorry to hear", "people who said", "they said", "told me", "said it was", "said i"
    ):
        return True
    before = set[str]()
    for word in match.sentence.words[max(0, match.first - 3) : match.first]:
        before = set() if word.kind == "mark" else before | {word.text}
    asked = set(cues("exception.own_diagnosis"))
    texts = {word.text for word in match.words}
    if match.words[0].text in ("you", "she", "he", "they", "your") and before & asked:
        return True
    if match.says(*cues("exception.own_diagnosis.3")):
        return True
    if texts & {"you", "your", "yours", "she", "her", "he", "his", "they"} - {"they"}:
        return match.says(*cues("exception.own_diagnosis.4")) and not texts & {"you", "your"}
    mine = cues("exception.own_diagnosis.2")
    return match.says(*mine) or not match.says(*cues("exception.own_diagnosis.5"))


def _asking_goods(match: Match) -> bool:
    return question(match) and match.says(*cues("exception.asking_goods"))


def _charity(match: Match) -> bool:
    return match.says(*cues("exception.charity"))


def _self_mocking(match: Match) -> bool:
    first = match.sentence.words[max(0, match.first - 3) : match.last]
    return bool({word.text for word in first} & {"me", "i", "myself", "im"}) and "you" not in {
        word.text for word in first
    }


def _unnamed(match: Match) -> bool:
    """Anger at the illness, the system, unnamed clinicians, or what others said to me."""
    if match.says("you", "u"):
        return match.says(*cues("exception.unnamed"))
    return match.has("clinician", "disease_mg", "clinicplace") or match.says(
        *cues("exception.unnamed.2")
    )


def _mg_target(match: Match) -> bool:
    return any(word.tags & {"disease_mg"} for word in match.words) or match.says(
        "mg you", "dear mg", "myasthenia you"
    )


def _question_sincere(match: Match) -> bool:
    return question(match) and match.says("any", "anyone", "how", "where")


def _consent(match: Match) -> bool:
    return match.says(*cues("exception.consent"))


def _public(match: Match) -> bool:
    return match.says(*cues("exception.public"))


def _family(match: Match) -> bool:
    return not match.has("name") and match.says(
        "my wife", "my husband", "my son", "my daughter", "my mum", "my dad"
    )


def _public_number(match: Match) -> bool:
    return match.says(*cues("exception.public_number"))


def _advert(match: Match) -> bool:
    return match.says(*cues("exception.advert"))


def _explained(match: Match) -> bool:
    return match.nearby_text(*cues("exception.explained"))


def _medical_test(match: Match) -> bool:
    return match.says(*cues("exception.medical_test"))


def _toward_care(match: Match) -> bool:
    """Ask first, or do not: no advice on an amount."""
    return any("ndir" in word.tags for word in match.words) or match.says(
        "as prescribed", "ask your", "check with", "talk to your", "your team", "pharmacist said"
    )


def _told_to_others(match: Match) -> bool:
    """An order, which is no plan of the author's."""
    return any(word.tags & {"dir", "ndir", "soft", "nsoft", "gen", "nown"} for word in match.words)


def _unanswered(match: Match) -> bool:
    """A clinic that does not pick up is no collapse."""
    return match.says("answer", "answering", "respond", "responding") and (
        match.has("clinician", "clinicplace") or match.says("phone", "email", "message", "calls")
    )


GUARDS: dict[str, Guard] = {
    "told to others": _told_to_others,
    "unanswered": _unanswered,
    "toward care": _toward_care,
    "own stay": lambda match: match.says("i was", "when i", "while i", "i am", "with me"),
    "past, not now": lambda match: match.has("past") and not match.has("rightnow"),
    "figurative breath": _figurative_breath,
    "figurative swallow": _figurative_swallow,
    "negation of sign": _negated_sign,
    "live vaccine": _live_vaccine,
    "wish": _wish,
    "asks a clinician strongly": _asks_strongly,
    "clinician said": _clinician_said,
    "clinician's order narrow": _clinician_said,
    "gives warning": _warning,
    "supply is legal": _legal,
    "mild caution": _mild_caution,
    "regret": _regret,
    "past habit": (
        lambda match: match.has("ownpast") and match.says("used to", "wish", "regret", "then")
    ),
    "sends to care": _to_care,
    "own doctor": _own_doctor,
    "own rule": _own_rule,
    "own diagnosis": _own_diagnosis,
    "asking for goods": _asking_goods,
    "charity": _charity,
    "self mocking": _self_mocking,
    "unnamed target": _unnamed,
    "mg target": _mg_target,
    "question sincere": _question_sincere,
    "question general": (
        lambda match: (
            match.says("alguien", "quelqu'un", "jemand", "alguem", "qualcuno", "iemand")
            and not match.has("rightnow")
        )
    ),
    "question without offer": (
        lambda match: (
            question(match)
            and not match.says("i have", "i got", "mine", "i can", "have got", "got some")
        )
    ),
    "quoted at me": lambda match: match.says(
        "called me", "calls me", "calling me", "told me i", "said i", "says i", "accused me", '"'
    ),
    "question generic": lambda match: False,
    "consent": _consent,
    "public figure": _public,
    "family without name": _family,
    "public number": _public_number,
    "is advert": _advert,
    "explained goodbye": _explained,
    "medical test": _medical_test,
}
