"""Is it now? The difference between a memory, a known state and an emergency."""

from __future__ import annotations

import re

from forum.claims.context import Match, leading, once
from forum.claims.lexicon import cues
from forum.claims.model import Action

_TO_OTHERS = cues("onset.to_others")
_GENERAL = cues("onset.general")
_REPORTED = cues("onset.reported")
_NOW = frozenset(["now", "rightnow", "tonight", "today", "yesterday"])


def _told_as_past(match: Match) -> bool:
    """The symptom itself stands in the past."""
    words = match.sentence.words[max(0, match.first - 4) : match.last]
    texts = {word.text for word in words}
    if texts & {"could", "was", "were", "had", "did", "used", "couldn't", "would"}:
        return True
    return any("vd" in word.tags and "vb" not in word.tags for word in match.words)


def _recent(match: Match) -> bool:
    return match.has("recent") or match.says("now")


def strongly_recent(match: Match) -> bool:
    """Said to be of today, or getting worse."""
    return match.has("rightnow")


def _rhetorical(match: Match) -> bool:
    """ "Can't breathe? Do this": asked of the reader, then answered with an order."""
    after = match.near(1)
    mine = match.says("i", "my", "he", "she", "me", "his", "her")
    ordered = after is not None and bool(after.tags & {"dir", "ndir"})
    return "?" in match.sentence.ending and ordered and not mine


def hypothetical(match: Match) -> bool:
    """Said of what might be, of others in general, or of what is written somewhere."""
    if _rhetorical(match):
        return True
    if match.says(*_TO_OTHERS) and not strongly_recent(match) and not _mine_now(match):
        return True
    if match.says(*_REPORTED):
        return not (strongly_recent(match) or match.says("worse", "new"))
    general = match.says(*_GENERAL)
    return (
        general and not strongly_recent(match) and not match.says("worse", "harder", "than usual")
    )


def _mine_now(match: Match) -> bool:
    before = {word.text for word in match.sentence.words[max(0, match.first - 4) : match.last]}
    return bool(before & {"i", "my", "he", "she"}) and not match.says(*cues("onset.mine_now"))


def _over(match: Match) -> bool:
    """Told as past and over, here or around."""
    if strongly_recent(match):
        return match.says(*cues("onset.over"))
    if match.has("past") or match.nearby_year():
        return True
    if _told_as_past(match):
        around = any(
            other is not None and "rightnow" in other.tags
            for other in (match.near(-1), match.near(1))
        )
        return not around
    return False


@once
def _known(match: Match) -> bool:
    """Stable, and known for long."""
    if match.says(*cues("onset.known")):
        return match.says(*cues("onset.known.2"))
    return match.has("stable") and not strongly_recent(match)


@once
def _is_list(match: Match) -> bool:
    """Signs in a row that belong to nobody: a leaflet, not a cry."""
    marks = sum(word.text in (",", ";", "/", ":", "(") for word in match.sentence.words)
    someone = match.says(*cues("onset.is_list"))
    return (
        marks >= 2
        and not someone
        and not match.has("relative", "childanimal", "recent", "rightnow")
    )


_ABLE = re.compile(
    r" can (?:finally |now |actually |still |even )*"
    r"(?:eat|swallow|breathe|talk|speak|drink|lift|hold|sing|chew|walk|climb|sleep) "
)


@once
def _able(match: Match) -> bool:
    """I can eat again: good news, unless something else cannot be done."""
    return bool(_ABLE.search(match.text)) and not match.says(*cues("onset.able"))


@once
def _habit(match: Match) -> bool:
    """What the author usually does when it happens."""
    return (
        match.says("usually", "generally", "normally", "always")
        and match.says("when my", "when it", "when i", "if my", "if it")
        and not strongly_recent(match)
    )


def ruled_out(match: Match) -> bool:
    """Past, known for long, only feared, or of nobody."""
    if match.sentence.language != "en":
        return match.has("past", "hypo", "stable") and not match.has("rightnow")
    return (
        _habit(match)
        or _able(match)
        or _is_list(match)
        or hypothetical(match)
        or _over(match)
        or _known(match)
        or leading(match)
    )


def emergency(match: Match) -> Action | None:
    """A strong sign: urgent unless past, known, hypothetical or a figure of speech."""
    if ruled_out(match):
        return None
    if match.has("figurative") and not (match.has("recent") or match.has("vitalverb")):
        return None
    return Action.URGENT


def emergency_mild(match: Match) -> Action | None:
    """A milder sign: urgent when new, worse, or plainly happening."""
    if ruled_out(match):
        return None
    changing = match.has("recent", "rightnow") or changing_nearby(match)
    progressing = match.says(*cues("onset.emergency_mild"))
    return Action.URGENT if changing or progressing else None


def changing_nearby(match: Match) -> bool:
    """A neighbouring sentence says that it is of today."""
    for step in (-1, 1):
        other = match.near(step)
        if other is not None and "rightnow" in other.tags:
            return True
    return False


def poisoning(match: Match) -> Action | None:
    """Too many tablets or the wrong person: urgent unless over or asked in general."""
    if hypothetical(match) or match.says(
        "too many pills to",
        "too many tablets to",
        "per day",
        "rattle",
        "a day",
        "too many side",
        "on too many",
    ):
        return None
    child = match.nearby("childanimal", 1, 1)
    if match.nearby_text(
        "nothing happened", "all there", "no harm done", "was fine", "were fine", "luckily"
    ):
        return None
    old = (
        match.has("past")
        or match.nearby_year()
        or match.says("last year", "years ago", "once took", "once had", "i once")
    )
    if old and not strongly_recent(match):
        return None
    acted = match.says(*cues("onset.poisoning"))
    if not acted:
        return None
    unwell = match.nearby("cholinergic") or match.nearby("collapse") or match.nearby("breathless")
    fresh = _recent(match) or strongly_recent(match) or changing_nearby(match)
    asks = any(
        other is not None and "?" in other.ending
        for other in (match.near(0), match.near(1), match.near(2))
    )
    if (
        child
        or unwell
        or fresh
        or asks
        or match.says("just", "whole", "entire", "by mistake", "all")
        or ("toomany" in match.words[-1].tags and match.says("all my pills", "all my tablets"))
    ):
        return Action.URGENT
    return None
