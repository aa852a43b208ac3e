"""The forms of English and Spanish verbs and the plurals of nouns."""

from __future__ import annotations

from collections.abc import Iterator

BASE, ING, PAST, THIRD = "vb", "vg", "vd", "vz"

_IRREGULAR = {
    "take": ("took", "taken"),
    "give": ("gave", "given"),
    "come": ("came", "come"),
    "get": ("got", "gotten"),
    "go": ("went", "gone"),
    "throw": ("threw", "thrown"),
    "leave": ("left", "left"),
    "quit": ("quit", "quit"),
    "put": ("put", "put"),
    "cut": ("cut", "cut"),
    "let": ("let", "let"),
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "see": ("saw", "seen"),
    "buy": ("bought", "bought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "keep": ("kept", "kept"),
    "begin": ("began", "begun"),
    "have": ("had", "had"),
    "ring": ("rang", "rung"),
    "sleep": ("slept", "slept"),
    "sit": ("sat", "sat"),
    "ride": ("rode", "ridden"),
    "hold": ("held", "held"),
    "drink": ("drank", "drunk"),
    "eat": ("ate", "eaten"),
    "beat": ("beat", "beaten"),
    "lose": ("lost", "lost"),
    "walk": ("walked", "walked"),
    "do": ("did", "done"),
    "make": ("made", "made"),
    "feel": ("felt", "felt"),
    "stand": ("stood", "stood"),
    "bring": ("brought", "brought"),
    "find": ("found", "found"),
    "swallow": ("swallowed", "swallowed"),
    "breathe": ("breathed", "breathed"),
    "swear": ("swore", "sworn"),
    "drive": ("drove", "driven"),
    "hide": ("hid", "hidden"),
    "stick": ("stuck", "stuck"),
    "spend": ("spent", "spent"),
    "run": ("ran", "run"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "hear": ("heard", "heard"),
    "choose": ("chose", "chosen"),
    "shake": ("shook", "shaken"),
    "lie": ("lay", "lain"),
    "grind": ("ground", "ground"),
    "set": ("set", "set"),
    "stay": ("stayed", "stayed"),
    "split": ("split", "split"),
    "hang": ("hung", "hung"),
    "stow": ("stowed", "stowed"),
    "pay": ("paid", "paid"),
    "burn": ("burned", "burnt"),
    "bite": ("bit", "bitten"),
    "hurt": ("hurt", "hurt"),
    "read": ("read", "read"),
    "write": ("wrote", "written"),
    "bear": ("bore", "borne"),
    "fight": ("fought", "fought"),
    "shut": ("shut", "shut"),
    "blow": ("blew", "blown"),
    "catch": ("caught", "caught"),
    "die": ("died", "died"),
    "shed": ("shed", "shed"),
    "mean": ("meant", "meant"),
    "become": ("became", "become"),
    "lay": ("laid", "laid"),
    "spread": ("spread", "spread"),
    "melt": ("melted", "melted"),
    "draw": ("drew", "drawn"),
    "forget": ("forgot", "forgotten"),
    "wake": ("woke", "woken"),
}
_DOUBLED = frozenset(
    [
        "stop",
        "drop",
        "quit",
        "cut",
        "get",
        "put",
        "let",
        "skip",
        "bin",
        "chop",
        "wean",
        "swap",
        "rip",
        "bump",
        "up",
        "top",
        "hop",
        "run",
        "sit",
        "ban",
        "nip",
        "jab",
        "plug",
        "shop",
        "chat",
        "beg",
        "tap",
        "set",
        "zap",
        "hit",
        "forget",
        "begin",
        "shut",
        "grab",
        "pop",
        "flip",
        "step",
        "rub",
        "stab",
        "sip",
    ]
) - {"wean", "up"}


def verb(term: str) -> Iterator[tuple[str, frozenset[str]]]:
    """A verb or a phrase that begins with one, in its four written forms."""
    head, _, rest = term.partition(" ")
    tail = f" {rest}" if rest else ""
    yield head + tail, frozenset((BASE, "verb"))
    yield ing(head) + tail, frozenset((ING, "verb"))
    yield third(head) + tail, frozenset((THIRD, "verb"))
    for form in past(head):
        yield form + tail, frozenset((PAST, "verb"))


def ing(word: str) -> str:
    """stop: stopping; take: taking; lie: lying."""
    if word in _DOUBLED:
        return word + word[-1] + "ing"
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe")):
        return word[:-1] + "ing"
    return word + "ing"


def third(word: str) -> str:
    """go: goes; try: tries; stop: stops."""
    if word == "have":
        return "has"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def past(word: str) -> tuple[str, ...]:
    """The past and the participle, alike for regular verbs."""
    if word in _IRREGULAR:
        return tuple(dict.fromkeys(_IRREGULAR[word]))
    if word in _DOUBLED:
        return (word + word[-1] + "ed",)
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ied",)
    return (word + "ed",)


def plural(term: str) -> str:
    """The plural of a noun or of the last word of a phrase."""
    if term.endswith(("s", "x", "ch", "sh")):
        return term + "es"
    if term.endswith("y") and term[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"


_ES_ENDINGS = {
    "ar": {
        "imp": "a ad e en en",
        "neg": "es eis e en",
        "own": "o",
        "past": "e o aron",
        "own_past": "e",
        "third": "a an",
        "ger": "ando",
        "part": "ado",
        "two": "as ais",
    },
    "er": {
        "imp": "e ed a an",
        "neg": "as ais a an",
        "own": "o",
        "past": "i io ieron",
        "own_past": "i",
        "third": "e en",
        "ger": "iendo",
        "part": "ido",
        "two": "es eis",
    },
    "ir": {
        "imp": "e id a an",
        "neg": "as ais a an",
        "own": "o",
        "past": "i io ieron",
        "own_past": "i",
        "third": "e en",
        "ger": "iendo",
        "part": "ido",
        "two": "es is",
    },
}
_CLITICS = ("", "lo", "la", "los", "las", "le", "te", "se", "telo", "tela", "me", "nos")


def spanish_verb(term: str) -> Iterator[tuple[str, frozenset[str]]]:
    """A Spanish verb; stem changes are written in the data as `infinitive/stem`."""
    head, _, rest = term.partition(" ")
    infinitive, _, changed = head.partition("/")
    tail = f" {rest}" if rest else ""
    ending = infinitive[-2:] if infinitive[-2:] in _ES_ENDINGS else "ar"
    stem = infinitive[:-2]
    for clitic in _CLITICS:
        yield infinitive + clitic + tail, frozenset((BASE, "verb", "inf"))
    for form, endings in _ES_ENDINGS[ending].items():
        for suffix in endings.split():
            for root in dict.fromkeys((stem, changed or stem)):
                for clitic in _CLITICS if form in ("imp", "ger") else ("",):
                    yield _spell(root, suffix) + clitic + tail, frozenset((form, "verb"))


def _spell(root: str, suffix: str) -> str:
    if suffix[0] in "ei":
        if root.endswith("c"):
            return root[:-1] + "qu" + suffix
        if root.endswith("g"):
            return root + "u" + suffix
        if root.endswith("z"):
            return root[:-1] + "c" + suffix
    return root + suffix
