"""Speech acts of Spanish verbs: order, order not to, own plan."""

from __future__ import annotations

from forum.claims.word import Word

_DUTY = frozenset(
    [
        "que",
        "debes",
        "debe",
        "deben",
        "debeis",
        "deberias",
        "deberiais",
        "deberian",
        "deberia",
        "puedes",
        "podeis",
        "pueden",
        "necesitas",
        "recomiendo",
        "aconsejo",
        "mejor",
        "conviene",
        "toca",
        "prueba",
        "intenta",
    ]
)
_OWN = frozenset(["voy", "quiero", "pienso", "decidido", "pensando", "vamos"])
_CLITIC = frozenset(["te", "se", "os", "le", "les", "lo", "la", "los", "las", "me", "nos", "ya"])
_DENIED = frozenset(["hace", "falta", "hay", "necesitas", "teneis", "tienes", "necesita", "sirve"])


def mark(words: list[Word]) -> None:
    """Add the tag of its speech act to every verb of one Spanish sentence."""
    for index, word in enumerate(words):
        if "verb" in word.tags:
            act = _act(words, index)
            if act:
                words[index] = word.also(frozenset((act,)))


def _act(words: list[Word], index: int) -> str | None:
    word = words[index]
    place = index - 1
    while place >= 0 and (words[place].text in _CLITIC or "adverb" in words[place].tags):
        place -= 1
    text = words[place].text if place >= 0 else ""
    if text in ("no", "nunca", "jamas"):
        return "ndir" if word.tags & {"neg", "inf"} and "own" not in word.tags else None
    if "inf" in word.tags and place >= 0:
        return _infinitive(words, place)
    starts = place < 0 or words[place].kind in ("mark", "sign")
    starts = (
        starts or bool(words[place].tags & {"vocative"}) or text in ("y", "o", "pues", "asi que")
    )
    if "imp" in word.tags and starts and "own" not in word.tags:
        return "dir" if _free(words, place) else None
    return None


def _infinitive(words: list[Word], place: int) -> str | None:
    before = {word.text for word in words[max(0, place - 4) : place + 1]}
    text = words[place].text
    if before & {"no", "nunca", "nadie"} and before & (_DENIED | _DUTY):
        return "ndir"
    if before & {"me", "mi"} and "que" in before:
        return None
    if text in _DUTY and not before & {"tengo", "he", "tuve", "dicho", "dijo"}:
        return "dir"
    if before & _OWN:
        return "own"
    return None


def _free(words: list[Word], place: int) -> bool:
    """Not the second verb of a sentence about somebody else."""
    if place < 0 or words[place].kind in ("mark", "sign"):
        subject = {word.text for word in words[: max(place, 0)]}
        return not subject & {"medico", "doctora", "doctor", "neurologo", "neurologa", "ella", "el"}
    return not any("verb" in word.tags and "dir" not in word.tags for word in words[:place])
