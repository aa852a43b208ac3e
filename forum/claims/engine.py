"""Put a text through every rule and draw the verdict."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from forum.claims.context import GUARDS, Match, against
from forum.claims.exceptions import GUARDS as EXCEPTIONS
from forum.claims.language import UNKNOWN
from forum.claims.lexicon import LANGUAGES
from forum.claims.model import N_, Action, Category, Finding, Guidance, Rule, Verdict, highest
from forum.claims.pattern import Coded, Pattern, find
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
_LOADING = threading.Lock()


Place = tuple[int, Spec, Pattern]


@dataclass(frozen=True, slots=True)
class _Index:
    """Patterns of one language by the letters that they cannot do without.

    Beside each pattern stand its other needs, the first being met by the letter: the second, which
    rules out nearly all, and the rest.
    """

    by_letter: dict[str, tuple[tuple[int, tuple[int, ...], Place], ...]]
    always: tuple[Place, ...]

    def candidates(self, coded: Coded) -> list[Place]:
        """Patterns that a sentence could match, in the order of the rules."""
        found = {place[0]: place for place in self.always}
        mask = coded.mask
        for letter in {letter for piece in coded.pieces for letter in piece.first}:
            for second, rest, place in self.by_letter.get(letter, ()):
                if mask & second and (not rest or all(map(mask.__and__, rest))):
                    found[place[0]] = place
        return [found[number] for number in sorted(found)]


@cache
def _index() -> dict[str, _Index]:
    """Rules by language, each pattern with its rule."""
    result = {}
    for language in LANGUAGES:
        table: dict[str, list[tuple[int, tuple[int, ...], Place]]] = defaultdict(list)
        always: list[Place] = []
        number = 0
        for rule in all_specs():
            for pattern in rule.patterns if language in rule.languages else ():
                number += 1
                place = (number, rule, pattern)
                if not pattern.needs:
                    always.append(place)
                # Where there is no second need, any mask meets it.
                second, rest = (*pattern.needs, -1, -1)[1], pattern.needs[2:]
                for letter in set(pattern.first):
                    table[letter].append((second, rest, place))
        by_letter = {letter: tuple(places) for letter, places in table.items()}
        result[language] = _Index(by_letter, tuple(always))
    return result


def _ready() -> dict[str, _Index]:
    with _LOADING:
        return _index()


def screen(text: str, context: str = "comment", tuning: Tuning = NEUTRAL) -> Verdict:
    """Judge one text. The same text always gets the same verdict under the same tuning."""
    return _judged(text, context, tuning, scored=True)


def screen_by_rules(text: str, context: str = "comment", tuning: Tuning = NEUTRAL) -> Verdict:
    """What the rules say without the trained score; for comparing the two."""
    return _judged(text, context, tuning, scored=False)


def _judged(text: str, context: str, tuning: Tuning, *, scored: bool) -> Verdict:
    _ready()
    words = vocabulary(tuning.words)
    findings: list[Finding] = []
    languages: list[str] = []
    for start, part in _windows(text[:LONGEST]):
        reading = read(part, words)
        languages.append(reading.language)
        found = ruled(reading, context)
        if scored and reading.sentences and reading.language != UNKNOWN:
            found = weigh(reading, found, score(reading, found, context), tuning)
        findings.extend(_shifted(finding, start) for finding in found)
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
    _ready()
    return _best(list(_findings(reading, context)))


def _findings(reading: Reading, context: str) -> Iterator[Finding]:
    if reading.language == UNKNOWN:
        yield Finding(
            None,
            _UNKNOWN.id,
            _UNKNOWN.action,
            (0, reading.folded.length),
            _UNKNOWN.reason,
            _UNKNOWN.source,
        )
    index = _ready()
    for sentence in reading.sentences:
        known = index.get(sentence.language, index["en"])
        yield from _in_sentence(reading, sentence, known, context)


def _in_sentence(
    reading: Reading, sentence: Sentence, known: _Index, context: str
) -> Iterator[Finding]:
    counts: dict[str, int] = defaultdict(int)
    for _, rule, pattern in known.candidates(sentence.coded):
        if counts[rule.rule.id] >= PER_RULE:
            continue  # a rule that has said its gravest here has said enough
        for first, last in find(pattern, sentence.coded):
            if counts[rule.rule.id] >= PER_RULE:
                break
            finding = _judge(rule, Match(reading, sentence, first, last, context))
            if finding is not None:
                said = finding.action is rule.rule.action
                counts[rule.rule.id] += PER_RULE if said else 1
                yield finding


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
        against=against(match),
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
