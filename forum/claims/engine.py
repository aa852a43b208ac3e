"""Put a text through every rule and draw the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from forum.claims.candidates import Place, indexes
from forum.claims.context import GUARDS, Match, against
from forum.claims.exceptions import GUARDS as EXCEPTIONS
from forum.claims.language import UNKNOWN
from forum.claims.model import N_, Action, Category, Finding, Guidance, Rule, Verdict, highest
from forum.claims.pattern import find
from forum.claims.reading import Reading, Sentence, read
from forum.claims.rules import Spec, all_specs, cite
from forum.claims.score import score
from forum.claims.settling import settle
from forum.claims.topics import rules as topic_rules
from forum.claims.tuning import NEUTRAL, Tuning
from forum.claims.vocabulary import vocabulary
from forum.claims.weighing import weigh

WINDOW = 20_000
OVERLAP = 400
LONGEST = 200_000
PER_RULE = 3

_UNKNOWN = Rule(
    id="general.language",
    category=None,
    action=Action.REVIEW,
    catches=N_("A text in a language that the engine does not know."),
    example="Jestem bardzo zmeczony i nie wiem, co robic.",
    source=cite("rule"),
    reason=N_("The engine does not know this language, so a person looks at it."),
)
_UNREAD = Rule(
    id="general.length",
    category=None,
    action=Action.REVIEW,
    catches=N_("A text that is too long to be read to its end."),
    example="200,001 letters.",
    source=cite("rule"),
    reason=N_("The engine did not read all of this, so a person looks at it."),
)
_ORDER = {category: place for place, category in enumerate(Category)}


@dataclass(frozen=True, slots=True)
class _Met:
    """What a rule says of some words, and those words among the others."""

    finding: Finding
    match: Match | None = None


def screen(text: str, context: str = "comment", tuning: Tuning = NEUTRAL) -> Verdict:
    """Judge one text. The same text always gets the same verdict under the same tuning."""
    return _judged(text, context, tuning, scored=True)


def screen_by_rules(text: str, context: str = "comment", tuning: Tuning = NEUTRAL) -> Verdict:
    """What the rules say without the trained score; for comparing the two."""
    return _judged(text, context, tuning, scored=False)


def _judged(text: str, context: str, tuning: Tuning, *, scored: bool) -> Verdict:
    indexes()
    words = vocabulary(tuning.words)
    findings: list[Finding] = []
    languages: list[str] = []
    for start, part in _windows(text[:LONGEST]):
        reading = read(part, words)
        languages.append(reading.language)
        met = list(_met(reading, context))
        found = _best([each.finding for each in met])
        if scored and reading.sentences and reading.language != UNKNOWN:
            found = weigh(reading, found, score(reading, found, context), tuning)
        findings.extend(_shifted(finding, start) for finding in _explained(found, met))
    if len(text) > LONGEST:
        findings.append(_unread(len(text)))
    return _verdict(settle(findings, tuning), languages[0] if languages else "en")


def _unread(length: int) -> Finding:
    span = (LONGEST, length)
    return Finding(None, _UNREAD.id, _UNREAD.action, span, _UNREAD.reason, _UNREAD.source)


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of bounded size that overlap a little."""
    start = 0
    while True:
        yield start, text[start : start + WINDOW]
        start += WINDOW - OVERLAP
        if start + OVERLAP >= len(text):
            return


def _shifted(finding: Finding, start: int) -> Finding:
    if not start:
        return finding
    first, last = finding.span
    return Finding(
        finding.category,
        finding.rule,
        finding.action,
        (first + start, last + start),
        finding.reason,
        finding.source,
        finding.against,
        finding.guidance,
    )


def ruled(reading: Reading, context: str) -> list[Finding]:
    """What the rules alone find in a text that has been read, each place once."""
    return _best([each.finding for each in _met(reading, context)])


def _explained(findings: Iterable[Finding], met: Sequence[_Met]) -> Iterator[Finding]:
    """Findings with what spoke for the author; asked of those alone that are kept, few of all."""
    matches = {(each.finding.rule, each.finding.span): each.match for each in met}
    for finding in findings:
        match = matches.get((finding.rule, finding.span))
        spoke = against(match) if match else ()
        yield replace(finding, against=(*spoke, *finding.against)) if spoke else finding


def _met(reading: Reading, context: str) -> Iterator[_Met]:
    if reading.language == UNKNOWN:
        span = (0, reading.folded.length)
        reason, source = _UNKNOWN.reason, _UNKNOWN.source
        yield _Met(Finding(None, _UNKNOWN.id, _UNKNOWN.action, span, reason, source))
    index = indexes()
    for sentence in reading.sentences:
        known = index.get(sentence.language, index["en"])
        if places := known.candidates(sentence.coded):
            yield from _in_sentence(reading, sentence, places, context)


def _in_sentence(
    reading: Reading, sentence: Sentence, places: Sequence[Place], context: str
) -> Iterator[_Met]:
    counts: dict[str, int] = defaultdict(int)
    for _, rule, pattern in places:
        if counts[rule.rule.id] >= PER_RULE:
            continue  # a rule that has said its gravest here has said enough
        for first, last in find(pattern, sentence.coded):
            if counts[rule.rule.id] >= PER_RULE:
                break
            match = Match(reading, sentence, first, last, context)
            finding = _judge(rule, match)
            if finding is not None:
                said = finding.action is rule.rule.action
                counts[rule.rule.id] += PER_RULE if said else 1
                yield _Met(finding, match)


def _judge(rule: Spec, match: Match) -> Finding | None:
    if any(_guard(name, match) for name in rule.unless):
        return None
    action: Action | None = rule.rule.action
    if rule.check is not None:
        action = rule.check(match)
    if action is None:
        return None
    if action is Action.HOLD and any(_guard(name, match) for name in rule.softer):
        action = Action.REVIEW
    return Finding(
        category=rule.rule.category,
        rule=rule.rule.id,
        action=action,
        span=match.reading.span(match.sentence, match.first, match.last),
        reason=rule.rule.reason,
        source=rule.rule.source,
        guidance=rule.guidance if action is Action.URGENT else None,
    )


def _guard(name: str, match: Match) -> bool:
    guard = GUARDS.get(name) or EXCEPTIONS[name]
    return guard(match)


def _verdict(findings: list[Finding], language: str) -> Verdict:
    kept = _best(findings)
    action = highest(*(finding.action for finding in kept))
    categories = sorted({item.category for item in kept if item.category}, key=_ORDER.__getitem__)
    guidance = tuple(dict.fromkeys(item.guidance for item in kept if item.guidance))
    if action is Action.URGENT and not guidance:
        # Some dangers have no card of their own; every card says whom to call now.
        guidance = (Guidance.BREATHING,)
    return Verdict(
        action=action,
        categories=tuple(categories),
        findings=tuple(kept),
        language=language,
        guidance=guidance,
        staff_only=_staff_only(action, kept),
    )


def _best(findings: list[Finding]) -> list[Finding]:
    """One finding for each rule and place, the gravest first."""
    chosen: dict[tuple[str, int], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.span[0])
        held = chosen.get(key)
        if held is None or finding.action.severity > held.action.severity:
            chosen[key] = finding
    return sorted(chosen.values(), key=lambda item: (-item.action.severity, item.span, item.rule))


def _staff_only(action: Action, findings: list[Finding]) -> bool:
    if action is Action.HOLD:
        return True
    secret = {rule.rule.id for rule in all_specs() if rule.staff}
    return action is Action.URGENT and any(
        item.action is Action.HOLD or item.rule in secret for item in findings
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule that can speak, for the docs page and the desk."""
    found = {rule.rule.id: rule.rule for rule in all_specs()}
    return (*found.values(), _UNKNOWN, _UNREAD, *topic_rules())


@cache
def weighed() -> frozenset[str]:
    """The ids of the rules that are weighed against the trained score."""
    return frozenset(each.rule.id for each in all_specs())


__all__ = ["Guidance", "cite", "rules", "screen"]
