"""Exceptions with a name of their own, which rules turn to."""

from __future__ import annotations

from forum.claims.context import Guard, Match, clinician, own_story, question

_BREATH_FIGURES = (
    "breath away",
    "hold my breath",
    "holding my breath",
    "hold your breath",
    "waste my breath",
    "fresh air",
    "save your breath",
    "room to breathe",
    "under my breath",
    "breathe easy",
    "breathe easier",
    "sigh of relief",
    "breathing space",
    "breathing exercises",
    "breathe again",
    "with bated breath",
    "breathing down my neck",
    "in the same breath",
    "breath test",
    "no longer short",
    "breathing test",
    "breathing tests",
    "laughing",
    "a breather",
    "laughed",
    "breathing machine",
    "can breathe",
    "breathing fine",
    "breathing is fine",
    "breathing was fine",
    "breathing okay",
    "breathing muscles test",
    "paperwork",
    "price",
    "prices",
    "breathing better",
    "breathing normally",
    "breathing well",
    "out of breath just reading",
    "breath just",
    "just reading",
    "just thinking about",
    "just watching",
    "your to",
    "breath of",
    "short of breath of",
    "moved to tears",
    "beauty",
    "view",
    "emails",
    "deadlines",
    "bills",
    "laundry",
    "breathing is better",
    "breathing is good",
    "breathing is back",
    "breathing has been fine",
    "fit into",
)
_SWALLOW_FIGURES = (
    "swallow my pride",
    "swallowed my pride",
    "bitter pill",
    "hard pill",
    "pill to swallow",
    "the news",
    "choked up",
    "choke up",
    "choking up",
    "back tears",
    "back the tears",
    "the bill",
    "price",
    "gag reflex test",
    "laughing",
    "laughed",
    "swallow test",
    "swallow study",
    "swallowing test",
    "barium",
    "swallow exercises",
    "speech therapist",
    "swallowing is fine",
    "swallowing fine",
    "swallowing is better",
    "swallow is fine",
    "choking hazard",
    "emotion",
    "traffic",
    "his excuses",
    "excuses",
    "swallow that",
    "swallowing better",
    "co-pay",
    "copay",
    "premium",
    "insurance",
    "swallowing is good",
    "swallowing has been fine",
    "swallowing is back",
    "money",
    "apology",
    "swallows nest",
    "smell",
    "hard to swallow that",
    "tantrum",
    "the truth",
    "swallow an apology",
    "karaoke",
    "singing",
    "concert",
    "cheering",
    "shouting at the",
)


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
    return match.says(
        "hope",
        "hoping",
        "looking for",
        "waiting for",
        "until there is",
        "until they find",
        "no cure",
        "not a cure",
        "find a cure",
        "one day",
        "someday",
        "dream of",
        "wish",
        "pray for",
        "will ever be",
        "no known cure",
        "not curable",
        "incurable",
        "towards a",
        "search for",
        "if only",
        "nothing cures",
        "is not a",
        "never be cured",
        "cannot be cured",
    )


def _asks_strongly(match: Match) -> bool:
    """Stopping with the doctor's word is not stopping alone."""
    return match.says(
        "ask your",
        "talk to your",
        "with your doctor",
        "with your neurologist",
        "speak to your",
        "without asking",
        "without talking",
        "without speaking",
        "without your",
        "unless your",
        "until you have spoken",
        "until your",
        "if your doctor",
        "if your neurologist",
        "without checking",
        "check with",
        "under supervision",
        "without a doctor",
        "without medical",
        "with medical",
        "without telling",
        "your doctor says",
        "your neuro says",
        "if your neuro",
        "suddenly",
        "abruptly",
        "see your",
        "on your own",
    )


def _clinician_said(match: Match) -> bool:
    """The words of a clinician to the author, not an order of the author."""
    return any("clin" in word.tags for word in match.words) or (
        clinician(match) and not any(word.tags & {"dir", "ndir", "soft"} for word in match.words)
    )


def _warning(match: Match) -> bool:
    """Toward care: not more than, never crush, on time, as prescribed."""
    return any("ndir" in word.tags for word in match.words) or match.says(
        "as prescribed",
        "with food",
        "on time",
        "not more than",
        "no more than",
        "your neuro told",
        "alarm",
        "ask your",
        "check with",
        "talk to your",
        "what your doctor",
        "photo",
        "photos",
        "notes",
        "questions",
        "list",
        "a break",
        "breaks",
        "litres of water",
        "glasses of water",
        "glass of water",
        "bottle of water",
        "rest",
        "nap",
        "steps",
        "minutes rest",
        "deep breaths",
        "ambulance",
        "999",
        "911",
        "bring",
        "with you",
        "to the hospital",
        "to a&e",
        "day at a time",
        "one day",
        "seriously",
        "easy",
        "walk",
        "care of",
        "a seat",
        "breaths",
        "sips",
        "bites",
        "bite",
        "breath",
        "time off",
        "bus",
        "stairs",
        "pictures",
        "picture",
        "video",
    )


def _legal(match: Match) -> bool:
    return match.says(
        "pharmacy",
        "pharmacist",
        "chemist",
        "back to the",
        "hand it in",
        "hand them in",
        "food bank",
        "delivered",
        "home delivery",
        "my supply",
        "running low",
        "ran out",
        "emergency supply",
        "returned",
        "disposed",
        "illegal",
        "do not share",
        "never share",
        "not allowed",
    ) and not match.says("anyone", "dm", "message")


def _mild_caution(match: Match) -> bool:
    return any(word.tags & {"magnesium", "statin"} for word in match.words)


def _regret(match: Match) -> bool:
    return match.says(
        "regret",
        "wish i had",
        "should have",
        "mistake",
        "stupid",
        "never again",
        "do not be like me",
        "nearly died",
        "lucky",
        "lesson learned",
        "do not do what i did",
        "learn from",
    )


def _to_care(match: Match) -> bool:
    return match.says(
        "until help",
        "for the ambulance",
        "help arrives",
        "after calling",
        "call 999",
        "call 911",
        "ring 999",
        "do not wait",
        "never wait",
        "not wait",
        "go to a&e",
        "in the waiting room",
        "ring the",
        "phone the",
        "call the",
        "get help",
        "call an ambulance",
        "paramedics",
    )


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
    if match.says("sorry to hear", "people who said", "they said", "told me", "said it was", "said i"):
        return True
    before = set[str]()
    for word in match.sentence.words[max(0, match.first - 3) : match.first]:
        before = set() if word.kind == "mark" else before | {word.text}
    asked = {
        "do",
        "if",
        "when",
        "that",
        "because",
        "since",
        "as",
        "who",
        "like",
        "while",
        "once",
        "where",
        "people",
        "why",
        "how",
        "what",
        "did",
        "does",
        "unless",
        "until",
        "tell",
        "told",
        "although",
        "though",
        "whether",
        "before",
        "after",
        "with",
        "knowing",
        "say",
        "says",
        "said",
        "know",
        "knows",
        "sorry",
        "hear",
        "whose",
        "both",
        "case",
        "and",
    }
    texts = {word.text for word in match.words}
    if match.words[0].text in ("you", "she", "he", "they", "your") and before & asked:
        return True
    if match.says(
        "if you have",
        "when you have",
        "case of",
        "history of",
        "signs of",
        "people with",
        "those with",
        "tested for",
    ):
        return True
    if texts & {"you", "your", "yours", "she", "her", "he", "his", "they"} - {"they"}:
        return match.says(
            "was diagnosed",
            "were diagnosed",
            "got diagnosed",
            "diagnosed with",
            "tested",
            "tests",
            "my wife",
            "my husband",
            "my son",
            "my daughter",
            "my mum",
            "my mom",
            "my sister",
            "my brother",
            "my dad",
            "my mother",
            "my father",
            "my friend",
            "my aunt",
            "my uncle",
            "my nan",
            "my gran",
            "my partner",
        ) and not texts & {"you", "your"}
    mine = (
        "i have",
        "i had",
        "i got",
        "i might",
        "i could",
        "i may",
        "mine",
        "my",
        "i was",
        "i am",
        "we have",
        "i think i",
        "me and",
        "i also have",
        "i really have",
        "i do not have",
        "i ended up",
    )
    return match.says(*mine) or not match.says(
        "you",
        "your",
        "yours",
        "that",
        "she",
        "he",
        "her",
        "his",
        "this",
        "those",
        "sounds",
        "sound",
        "looks",
        "could",
        "these",
        "with",
        "might",
        "probably",
        "screams",
        "classic",
        "textbook",
        "bet",
        "money",
        "maybe",
        "may",
        "obvious",
    )


def _asking_goods(match: Match) -> bool:
    return question(match) and match.says(
        "anyone", "any", "where", "which", "does", "can anyone", "recommend", "anybody", "has"
    )


def _charity(match: Match) -> bool:
    return match.says(
        "mgfa",
        "charity",
        "nhs",
        "myaware",
        "in aid of",
        "research fund",
        "petition",
        "trial",
        "registry",
    )


def _self_mocking(match: Match) -> bool:
    first = match.sentence.words[max(0, match.first - 3) : match.last]
    return bool({word.text for word in first} & {"me", "i", "myself", "im"}) and "you" not in {
        word.text for word in first
    }


def _unnamed(match: Match) -> bool:
    """Anger at the illness, the system, unnamed clinicians, or what others said to me."""
    if match.says("you", "u"):
        return match.says(
            "called me",
            "told me i",
            "said i",
            "make you feel",
            "makes you feel",
            "made to feel",
            "if you",
            "when you",
            "make you",
            "makes you",
            "you feel",
            "feel like",
            "feeling like",
            "you look like",
            "thank you",
            "treat you",
            "said to me",
            "told me",
            "you know",
            "do you",
            "are you all",
            "you lot are",
            "think you are",
            "thinks you are",
            "think you",
            "make you look",
            "you are not",
            "you would think",
            "love you",
            "bless you",
            "you poor",
        )
    return match.has("clinician", "disease_mg", "clinicplace") or match.says(
        "called me",
        "calling me",
        "boss",
        "council",
        "government",
        "insurance",
        "company",
        "he called",
        "she called",
        "dog",
        "cat",
        "assessor",
        "system",
        "they said",
        "told me",
        "my ex",
        "my eyelid",
        "weather",
        "muscle",
        "muscles",
        "eyes",
        "eye",
        "legs",
        "my",
        "disease",
    )


def _mg_target(match: Match) -> bool:
    return any(word.tags & {"disease_mg"} for word in match.words) or match.says(
        "mg you", "dear mg", "myasthenia you"
    )


def _question_sincere(match: Match) -> bool:
    return question(match) and match.says("any", "anyone", "how", "where")


def _consent(match: Match) -> bool:
    return match.says(
        "with her permission",
        "with his permission",
        "with permission",
        "she asked me to",
        "he asked me to",
        "public page",
        "she is happy for me",
        "he is happy for me",
        "her own blog",
        "his own blog",
        "with her consent",
        "in the paper",
        "author of",
        "wrote the book",
        "in memory",
        "passed away",
        "foundation",
        "published",
    )


def _public(match: Match) -> bool:
    return match.says(
        "professor",
        "prof",
        "dr",
        "actor",
        "actress",
        "singer",
        "footballer",
        "president",
        "author",
        "celebrity",
        "film",
        "paper by",
        "study by",
        "talk by",
        "speaker",
        "charity",
        "famous",
        "olympic",
        "politician",
        "saint",
        "interview",
        "biography",
        "episode",
        "podcast",
    )


def _family(match: Match) -> bool:
    return not match.has("name") and match.says(
        "my wife", "my husband", "my son", "my daughter", "my mum", "my dad"
    )


def _public_number(match: Match) -> bool:
    return match.says(
        "helpline",
        "samaritans",
        "clinic number",
        "crisis line",
        "emergency number",
        "switchboard",
        "hospital number",
        "ring 111",
        "call 999",
        "charity",
        "mgfa",
        "myaware",
        "hotline",
        "the ward",
        "pharmacy",
        "poison",
        "lifeline",
        "advice line",
        "the clinic is on",
        "reception",
        "support line",
        "nurse line",
        "crisis",
        "text shout",
        "shout",
    )


def _advert(match: Match) -> bool:
    return match.says(
        "price",
        "prices",
        "order",
        "orders",
        "buy",
        "sale",
        "discount",
        "catalogue",
        "price list",
    )


def _explained(match: Match) -> bool:
    return match.nearby_text(
        "holiday",
        "moving",
        "new job",
        "leaving the group",
        "leaving this group",
        "leaving the forum",
        "taking a break",
        "deleting facebook",
        "deleting my account",
        "closing my account",
        "off to",
        "for tonight",
        "see you",
        "back soon",
        "back in",
        "break from",
        "chocolate",
        "coffee",
        "gluten",
        "to my",
        "retire",
        "retiring",
        "next week",
        "bread",
        "cheese",
        "prednisone",
        "pred",
        "summer",
        "winter",
        "after surgery",
        "unsubscribing",
        "logging off for",
        "so long for now",
        "different group",
        "of the year",
        "of the day",
        "going to bed",
        "flight",
        "volunteer",
        "stepping down",
        "committee",
        "ivig",
        "infusion",
        "sofa",
    )


def _medical_test(match: Match) -> bool:
    return match.says(
        "perfect fit",
        "fit in",
        "fit into",
        "fit for",
        "keep fit",
        "get fit",
        "fit and",
        "seizure meds",
        "fit the",
        "to fit",
        "did not fit",
        "not fit",
        "does not fit",
        "fit with",
        "a good fit",
        "on my lap",
        "fitting in",
        "drowsy from",
    )


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
    "own story": own_story,
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
