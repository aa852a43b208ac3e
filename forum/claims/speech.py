"""Who tells whom to do what: each English verb is marked with its speech act.

dir: told to others as something to do     ndir: told to others as something not to do
soft: "I would", "you could"               gen: general ("Skipping a dose is ...")
own: what I do or will do                  ownpast, ownperf: what I did, have done
clin: ordered by a clinician               told: ordered by somebody else, reported
"""

from __future__ import annotations

from forum.claims.lexicon import cues
from forum.claims.word import Word

_OTHERS = frozenset(cues("speech.others"))
_SELF = frozenset(["i", "we"])
_THIRD = frozenset(["he", "she", "they", "it"])
_AUXILIARY = frozenset(cues("speech.auxiliary"))
_STRONG = frozenset(cues("speech.strong"))
_WEAK = frozenset(["could", "might", "may", "would"])
_BINDING = frozenset(["need", "needs", "have", "ought", "got", "has"])
_PLAN = frozenset(cues("speech.plan"))
_GOOD_TO = frozenset(cues("speech.good_to"))
_BAD_TO = frozenset(cues("speech.bad_to"))
_URGE = frozenset(cues("speech.urge"))
_TOLD = frozenset(cues("speech.told"))
_OBJECT = frozenset(["me", "us", "him", "her", "my", "them"])
_ADVISING = frozenset(cues("speech.advising"))
_AGAINST = frozenset(cues("speech.against"))
PARTICLES = frozenset(cues("speech.particles"))
_IF = frozenset(["if", "when", "whenever", "once", "next", "unless", "as"])
_NOT_AFTER = frozenset(cues("speech.not_after"))
_SURE = frozenset(cues("speech.sure"))
_ASKED = frozenset(cues("speech.you"))
_OPENERS = frozenset(cues("speech.openers"))

# Each speech act as the tags of a word that has it.
_ACTS = {
    act: frozenset((act,))
    for act in [
        "dir",
        "ndir",
        "soft",
        "nsoft",
        "gen",
        "own",
        "nown",
        "ownpast",
        "ownperf",
        "clin",
        "told",
    ]
}


def mark(words: list[Word]) -> None:
    """Add the tag of its speech act to every verb of one English sentence."""
    for index in [index for index, word in enumerate(words) if "verb" in word.tags]:
        word, act = words[index], None
        if "vb" in word.tags:
            act = _base(words, index)
        if act is None and "vg" in word.tags:
            act = _gerund(words, index)
        if act is None and "vd" in word.tags:
            act = _past(words, index)
        if act:
            words[index] = word.also(_ACTS[act])


def _before(words: list[Word], index: int) -> int:
    for place in range(index - 1, -1, -1):
        if "adverb" not in words[place].tags or words[place].text == "better":
            return place
    return min(index - 1, -1)


def _text(words: list[Word], index: int) -> str:
    return words[index].text if 0 <= index < len(words) else ""


def _base(words: list[Word], index: int) -> str | None:
    place = _before(words, index)
    text = _text(words, place)
    if text == "not":
        return _opposite(_denied(words, place))
    if text in ("never", "nobody"):
        return "ndir" if text == "nobody" or imperative(words, place) else None
    if text == "to" and _text(words, _before(words, place)) in ("must", "should"):
        return _modal(words, _before(words, place))
    if text == "to":
        return _infinitive(words, place)
    if text in _STRONG or text in _WEAK:
        return _modal(words, place)
    if text in _SELF:
        if _text(words, place - 1) in ("should", "can", "could", "do", "did", "if", "shall"):
            return None
        return "own"
    if text == "you":
        return _you(words, place)
    if text == "let" or (text in ("us", "me") and _text(words, place - 1) == "let"):
        return "own"
    if imperative(words, index):
        return _reported(words, index) or "dir"
    return _shared(words, index)


def _opposite(act: str | None) -> str | None:
    return {"dir": "ndir", "ndir": "dir", "soft": "nsoft", "own": "nown"}.get(act or "")


def _denied(words: list[Word], place: int) -> str | None:
    """What "not" before a verb hangs on: do, a modal, or "why"."""
    before = _before(words, place)
    text = _text(words, before)
    if text == "do":
        subject = _text(words, _before(words, before))
        if subject == "why":
            return "ndir"
        if imperative(words, before):
            return _reported(words, before) or "dir"
        return "own" if subject in _SELF else "soft" if subject == "you" else None
    if text in _STRONG or text in _WEAK:
        return _modal(words, before)
    if text == "why":
        return "ndir"
    return "dir" if text in ("please", "") else None


def _modal(words: list[Word], place: int) -> str | None:
    """What a verb after should, could, would ... is to its hearer."""
    text = words[place].text
    subject = _text(words, _before(words, place))
    if text == "better" and subject in ("had", "would"):
        subject = _text(words, _before(words, place) - 1)
    if subject in ("nobody", "none", "no one"):
        return "ndir"
    if subject in _SELF:
        return {"would": "soft", "will": "own"}.get(text)
    if subject == "why" or "everyone" in _tags(words, _before(words, place)):
        return "dir"
    if place and words[0].text in ("no one", "nobody", "none"):
        return "ndir"
    if place and "everyone" in words[0].tags:
        return "soft" if text in _WEAK else "dir"
    if subject in _OTHERS:
        hoped = text in _WEAK or (text == "will" and subject != "you")
        return "soft" if hoped else "dir"
    return None


def _tags(words: list[Word], place: int) -> frozenset[str]:
    return words[place].tags if 0 <= place < len(words) else frozenset()


def _you(words: list[Word], place: int) -> str | None:
    back = [_text(words, place - step) for step in (1, 2, 3)]
    if back[0] in _ASKED or (back[0] == "not" and back[1] in _ASKED):
        return None
    if _text(words, place - 1) in _OPENERS or set(back[1:]) & {"if", "when"}:
        return None
    return "dir" if place == 0 or _boundary(words, place - 1) else "soft"


def _boundary(words: list[Word], place: int) -> bool:
    return words[place].kind in ("mark", "sign") or bool(words[place].tags & {"conj", "vocative"})


def _infinitive(words: list[Word], place: int) -> str | None:
    """What "to" before a verb hangs on."""
    head = _before(words, place)
    text = _text(words, head)
    if text in _OPENERS:
        return None
    if text in _OBJECT or "relative" in _tags(words, head):
        return _order(words, head)
    if text in _OTHERS or "everyone" in _tags(words, head):
        verb = _text(words, _before(words, head))
        return "dir" if verb in _URGE or verb in ("for",) else "told" if verb in _TOLD else None
    if text in _BINDING or text in _PLAN:
        return _bound(words, head)
    if text in _BAD_TO or "no need" in text:
        return (
            "ndir" if _negated(words, head) or (text not in _GOOD_TO and text != "need") else None
        )
    if text in _GOOD_TO or text in ("is", "idea"):
        bad = _negated(words, head) or _text(words, head - 1) in ("bad", "terrible")
        return "ndir" if bad else "dir"
    if text in _TOLD:
        return "clin" if _clinician(words, head) else "told"
    return None


def _negated(words: list[Word], place: int) -> bool:
    return any(_text(words, place - step) in ("no", "not", "never") for step in (1, 2, 3))


def _order(words: list[Word], head: int) -> str | None:
    """Told me to ..., asked my husband to ..."""
    for step in (1, 2, 3):
        if _text(words, head - step) in _TOLD:
            return "clin" if _clinician(words, head) else "told"
    return "told"


def _clinician(words: list[Word], place: int) -> bool:
    return any("clinician" in word.tags for word in words[max(0, place - 8) : place])


def _bound(words: list[Word], head: int) -> str | None:
    """You need to ..., I am going to ..., you do not have to ..."""
    subject, negated, asked = "", False, False
    place = head - 1
    while place >= 0:
        text = words[place].text
        negated = negated or text in ("not", "never", "no")
        if text in _AUXILIARY or "adverb" in words[place].tags:
            place -= 1
            continue
        subject = text
        asked = _text(words, place - 1) in ("do", "did", "would", "if", "are", "when", "should")
        break
    if negated and words[head].text in ("need", "have", "got", "want"):
        return "ndir" if (subject in _OTHERS and not asked) or not subject else None
    if subject in ("nobody", "no one"):
        return "ndir"
    if subject in _SELF and subject != "we":
        return "own" if not negated else "nown"
    if subject in _OTHERS and not asked and words[head].text in _BINDING:
        return "ndir" if negated else "dir"
    if not subject and words[head].text in _PLAN - {"about", "like"}:
        return "own" if not negated else "nown"
    if not subject and words[head].text in ("need", "got"):
        return "dir"
    return None


def imperative(words: list[Word], index: int) -> bool:
    """True when a base form stands where an order to the reader stands."""
    place = _before(words, index)
    if place < 0:
        return True
    word = words[place]
    if word.text == "please":
        return True
    if "vocative" in word.tags and word.text not in ("us", "we"):
        return _opens(words, place)
    if word.kind in ("mark", "sign", "handle") or "conj" in word.tags:
        if word.text in ("%", "/", "#"):
            return False
        return _fresh(words, place)
    begins = place > 1 and (words[0].text in _IF or words[1].text in _IF)
    free = "vb" not in word.tags or word.text in PARTICLES
    return begins and word.text not in _NOT_AFTER and free


def _opens(words: list[Word], place: int) -> bool:
    while place >= 0 and (
        words[place].tags & {"vocative", "adverb", "conj"} or words[place].kind == "mark"
    ):
        if words[place].kind == "mark":
            return _fresh(words, place)
        place -= 1
    return place < 0 or words[place].text in ("of", "my", "your")


def _fresh(words: list[Word], place: int) -> bool:
    """After a comma or "and": an order, unless the verb shares an earlier subject."""
    if words[place].text in _SURE:
        return True
    for back in range(place - 1, -1, -1):
        word = words[back]
        if word.text in ("i", "we", "they", "he", "she", "who", "which"):
            following = _after(words, back)
            return not (_tags(words, following) & {"vb"} or _finite(words, following))
        if word.text == "to" and "vb" in _tags(words, back + 1):
            return _text(words, back - 1) not in _OBJECT | _PLAN | _TOLD | {"how", "and"}
        if word.text == "you" and _text(words, back - 1) in ("do", "did", "can", "will", "if"):
            return _text(words, back - 1) == "if"
    return True


def _after(words: list[Word], place: int) -> int:
    place += 1
    while place < len(words) and "adverb" in words[place].tags:
        place += 1
    return place


def _finite(words: list[Word], place: int) -> bool:
    """A helping verb that a later base form could share: I can ... and ..."""
    return _text(words, place) in (
        "can",
        "could",
        "will",
        "would",
        "do",
        "did",
        "must",
        "should",
        "might",
        "may",
        "usually",
        "often",
        "normally",
        "get",
        "wake",
        "make",
        "put",
        "have",
        "need",
        "sit",
        "go",
        "eat",
    )


def _shared(words: list[Word], index: int) -> str | None:
    """The act of the verb before "and" when this one shares its subject."""
    place = _before(words, index)
    if place < 0 or words[place].text not in ("and", "or", ",", "then", "but"):
        return None
    for back in range(place - 1, max(-1, place - 9), -1):
        found = words[back].tags & {"dir", "ndir", "own", "clin", "told", "soft"}
        if found:
            return min(found)
    return None


def _reported(words: list[Word], index: int) -> str | None:
    """An order after "my neurologist said:" is the neurologist's."""
    for place in range(max(0, index - 3), index):
        if "quoting" not in words[place].tags or words[place].text == "told":
            continue
        if place and "you" not in {item.text for item in words[place:index]}:
            return "clin" if _clinician(words, place) else "told"
    return None


def _gerund(words: list[Word], index: int) -> str | None:
    place = _before(words, index)
    text = _text(words, place)
    if text == "not":
        return "ndir" if _text(words, place - 1) in _ADVISING else None
    if text in ("am", "been", "be"):
        return _subject_act(words, place, "own")
    if text == "was":
        return _subject_act(words, place, "ownpast")
    if text in ("is", "was") and not _GOOD_TO.isdisjoint(_window(words, place, 4)):
        return "dir" if "my" not in _window(words, place, 4) else None
    if text in ("with", "about", "in"):
        return "dir" if {"wrong", "harm", "how", "what"} & _window(words, place, 3) else None
    if text in _AGAINST or (text == "in" and "point" in _window(words, place, 3)):
        verb = words[place]
        return "ndir" if not (verb.tags & {"own", "ownpast", "clin", "told"}) else None
    if text in _ADVISING:
        return _advised(words, place)
    if place < 0 or words[place].kind == "mark":
        return "gen"
    return None


def _advised(words: list[Word], place: int) -> str | None:
    window = _window(words, place, 4)
    if "not" in window or "never" in window:
        return "nsoft" if "i" in window else None
    if words[place].text in ("worth", "off", "try"):
        return None if words[place].tags & {"own", "ownpast"} else "dir"
    return "dir" if "i" in window or imperative(words, place) else None


def _window(words: list[Word], place: int, size: int) -> set[str]:
    return {word.text for word in words[max(0, place - size) : place]}


def _subject_act(words: list[Word], place: int, act: str) -> str | None:
    window = _window(words, place, 4)
    return act if window & _SELF or place == 0 else None


def _past(words: list[Word], index: int) -> str | None:
    place = _before(words, index)
    text = _text(words, place)
    if text in _SELF:
        return "ownpast"
    if text in ("have", "has", "had", "'s"):
        if _text(words, _before(words, place)) in _SELF:
            return "ownperf" if text == "have" else "ownpast"
        return "clin" if _clinician(words, index) else None
    if text in ("and", ",", "then", "just") and _window(words, place, 8) & _SELF:
        return "ownpast"
    if place < 0 and "vb" not in words[index].tags:
        return "ownpast"
    if "clinician" in _tags(words, place) and "order" in words[index].tags:
        return "clin"
    return None
