"""A trained score beside the rules: how much a text reads like posts that were judged before.

Linear weights over the features of `forum.claims.features`, kept as small whole numbers in
`data/weights.bin`. How they were made and how far to trust them stands in docs/claims-model.md;
`make model` makes them anew from the labelled posts of tests/claims/data.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from forum.claims import features
from forum.claims.lexicon import DATA
from forum.claims.model import Action, Category, Finding, highest
from forum.claims.reading import Reading

FILE = DATA / "weights.bin"
# Sentences are weighed with their neighbours, so that one of many in a long story is not drowned.
_REACH = 1
# What is asked of a text: is somebody in danger; is it that, or harmful; is it anything to look at?
QUESTIONS = ("urgent", "grave", "noticed")


@dataclass(frozen=True, slots=True)
class Head:
    """What was learned for one question: a weight for each slot, a step and a bias."""

    weights: array[int]
    step: float
    bias: float

    def total(self, slots: Collection[int]) -> float:
        """The plain sum of the weights, to be scaled by `scaled`."""
        return sum(map(self.weights.__getitem__, slots))

    def scaled(self, total: float, count: int) -> float:
        """The score of `count` slots whose weights sum up to `total`."""
        return self.bias + self.step * total / math.sqrt(max(1, count))


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned: heads by name, and how their scores become chances."""

    heads: dict[str, Head]
    inputs: tuple[str, ...]
    chances: dict[str, tuple[float, tuple[float, ...]]]
    # Rules that were nearly always right: the score does not soften what they say.
    trusted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """How likely each question is answered by yes, from 0 to 1, and where the weightiest words are."""

    urgent: float
    grave: float
    noticed: float
    # The sentence that weighs most for each window head ("emergency", "self_harm", "hold").
    places: dict[str, int]
    heads: dict[str, float]
    slots: frozenset[int]

    def category(self, *among: Category) -> Category:
        """The category that the whole text reads most like."""
        weights = load()
        count = len(self.slots)

        def strength(category: Category) -> float:
            head = weights.heads[f"category.{category}"]
            return head.scaled(head.total(self.slots), count)

        return max(among, key=strength)

    def reads_like(self, category: Category) -> bool:
        """Whether the text reads more like this category than not."""
        head = load().heads[f"category.{category}"]
        return head.scaled(head.total(self.slots), len(self.slots)) > 0


@cache
def load() -> Weights:
    """The weights as delivered."""
    packed = FILE.read_bytes()
    size = int.from_bytes(packed[:4], "big")
    about = json.loads(packed[4 : 4 + size])
    numbers = zlib.decompress(packed[4 + size :])
    heads = {}
    for place, (name, (step, bias)) in enumerate(about["heads"].items()):
        weights = array("b", numbers[place * features.SIZE : (place + 1) * features.SIZE])
        heads[name] = Head(weights, step, bias)
    chances = {name: (bias, tuple(row)) for name, (bias, row) in about["chances"].items()}
    return Weights(heads, tuple(about["inputs"]), chances, frozenset(about["trusted"]))


def score(reading: Reading, findings: Collection[Finding], context: str) -> Score:
    """Weigh a text that has been read and put through the rules."""
    weights = load()
    sentences = features.of_sentences(reading)
    words = sum(len(sentence.words) for sentence in reading.sentences)
    slots = features.of_whole(sentences, findings, context, words)
    heads: dict[str, float] = {}
    places: dict[str, int] = {}
    for name in weights.inputs:
        head = weights.heads[name]
        if name.startswith("near."):
            heads[name], places[name.removeprefix("near.")] = _weightiest(head, sentences)
        else:
            heads[name] = head.scaled(head.total(slots), len(slots))
    given = inputs(heads, weights.inputs, highest(*(each.action for each in findings)), words)
    urgent, grave, noticed = (_chance(weights, name, given) for name in QUESTIONS)
    return Score(
        urgent, max(urgent, grave), max(urgent, grave, noticed), places, heads, frozenset(slots)
    )


def inputs(heads: dict[str, float], names: Sequence[str], ruled: Action, words: int) -> list[float]:
    """What the chances are made from: the heads, what the rules say, and the length."""
    return [
        *(heads[name] for name in names),
        max(heads["near.emergency"], heads["near.self_harm"]),
        *(float(ruled is action) for action in (Action.REVIEW, Action.HOLD, Action.URGENT)),
        math.log2(1 + words) / 5,
    ]


def _weightiest(head: Head, sentences: Sequence[Sequence[int]]) -> tuple[float, int]:
    """The highest score of a sentence with its neighbours, and which sentence it is."""
    sums = [(head.total(slots), len(slots)) for slots in sentences]
    best, where = -9.0, 0
    for place in range(len(sums)):
        near = sums[max(0, place - _REACH) : place + _REACH + 1]
        found = head.scaled(sum(total for total, _ in near), sum(count for _, count in near))
        if found > best:
            best, where = found, place
    return best, where


def _chance(weights: Weights, question: str, given: Sequence[float]) -> float:
    bias, factors = weights.chances[question]
    raw = bias + sum(map(float.__mul__, factors, given))
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, raw))))
