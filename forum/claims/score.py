"""A trained score beside the rules: how much a text reads like posts that were judged before.

Linear weights over the features of `forum.claims.features`, kept as small whole numbers in
`data/weights.bin`. How they were made and how far to trust them stands in docs/claims-model.md;
`make model` makes them anew from the labelled posts of tests/claims/data.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.claims import features
from forum.claims.columns import SIZE
from forum.claims.lexicon import DATA
from forum.claims.model import Action, Category, Finding, highest
from forum.claims.reading import Reading

FILE = DATA / "weights.bin"
# Sentences are weighed with their neighbours, so that one of many in a long story is not drowned.
_REACH = 1
# The heads that the chances are made from, beside those of the categories.
HEADS = ("urgent", "hold", "pass", "near.emergency", "near.self_harm", "near.hold")
_DANGERS = (Category.EMERGENCY_SELF_REPORT, Category.SELF_HARM)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """What was learned for some questions: for each slot a row of weights, a number a head.

    Rows are filled up with zeros to a multiple of four.
    """

    names: tuple[str, ...]
    weights: NDArray[np.int8]
    steps: Numbers
    biases: Numbers

    def scores(self, totals: NDArray[Any], counts: Numbers) -> Numbers:
        """The scores of texts whose weights sum up to `totals`, a row a text."""
        roots = np.sqrt(np.maximum(counts, 1))
        found: Numbers = self.biases + self.steps * totals / roots[:, None]
        return found


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned: heads for whole texts and for places, and how they become chances."""

    whole: Heads
    near: Heads
    actions: dict[Action, tuple[float, tuple[float, ...]]]
    categories: dict[Category, tuple[float, float]]
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
    categories: dict[Category, float]

    def chance(self, category: Category) -> float:
        """How likely it is that a text is of this category, from 0 to 1."""
        return self.categories[category]

    def named(self, least: float) -> list[Category]:
        """The categories that are at least so likely."""
        return [category for category, chance in self.categories.items() if chance >= least]

    def likeliest(self, *among: Category) -> Category:
        """The likeliest of some categories."""
        return max(among, key=self.chance)


@cache
def load() -> Weights:
    """The weights as delivered."""
    packed = FILE.read_bytes()
    size = int.from_bytes(packed[:4], "big")
    about = json.loads(packed[4 : 4 + size])
    numbers = np.frombuffer(zlib.decompress(packed[4 + size :]), dtype=np.int8)
    table = numbers.reshape(len(about["heads"]), SIZE)

    def heads(near: bool) -> Heads:
        chosen = [
            place for place, name in enumerate(about["heads"]) if name.startswith("near.") is near
        ]
        names = tuple(list(about["heads"])[place] for place in chosen)
        steps, biases = np.array([about["heads"][name] for name in names]).T
        weights = np.zeros((SIZE, -(-len(names) // 4) * 4), dtype=np.int8)
        weights[:, : len(names)] = table[chosen].T
        return Heads(names, weights, steps, biases)

    actions = {Action(name): (bias, tuple(row)) for name, (bias, row) in about["actions"].items()}
    categories = {Category(name): (bias, row) for name, (bias, row) in about["categories"].items()}
    return Weights(heads(False), heads(True), actions, categories, frozenset(about["trusted"]))


def score(reading: Reading, findings: Collection[Finding], context: str) -> Score:
    """Weigh a text that has been read and put through the rules."""
    weights = load()
    seen = features.of_text(reading)
    words = sum(len(sentence.words) for sentence in reading.sentences)
    slots = features.of_whole(seen, findings, context, words)
    rows = weights.whole.weights.take(slots, axis=0)
    total = np.ones(len(rows), dtype=np.float32) @ rows.astype(np.float32)
    total = total[: len(weights.whole.names)]
    row = weights.whole.scores(total[None, :], np.array([float(len(slots))]))[0]
    windows = _windows(weights.near, seen)
    where = windows.argmax(axis=0)
    heads = dict(zip(weights.whole.names, map(float, row), strict=True))
    heads |= dict(zip(weights.near.names, map(float, windows.max(axis=0)), strict=True))
    names = [name.removeprefix("near.") for name in weights.near.names]
    places = dict(zip(names, map(int, where), strict=True))
    given = inputs(heads, highest(*(each.action for each in findings)), words)
    chances = _chances(weights.actions, given)
    urgent, hold = chances[Action.URGENT], chances[Action.HOLD]
    categories = {
        category: _logistic(bias + factor * heads[f"category.{category}"])
        for category, (bias, factor) in weights.categories.items()
    }
    return Score(urgent, urgent + hold, 1 - chances[Action.PASS], places, categories)


def _windows(near: Heads, seen: features.Seen) -> Numbers:
    """The scores of each sentence with its neighbours, a row a sentence."""
    # A row of four is taken as one number, which is much faster than a row of three.
    rows = near.weights.view(np.int32)[:, 0].take(seen.slots).view(np.int8).reshape(-1, 4)
    sums = np.add.reduceat(rows[:, : len(near.names)], seen.starts, axis=0, dtype=np.int64)
    counts = seen.each.astype(np.float64)
    return near.scores(_with_neighbours(sums), _with_neighbours(counts[:, None])[:, 0])


def _with_neighbours(rows: NDArray[Any]) -> NDArray[Any]:
    """Each row and those before and after it, added up."""
    sums = rows.copy()
    for step in range(1, _REACH + 1):
        sums[step:] += rows[:-step]
        sums[:-step] += rows[step:]
    return sums


def inputs(heads: Mapping[str, float], ruled: Action, words: int) -> list[float]:
    """What the chances are made from: the heads, what the rules say, and the length.

    In a long text something nearly always sounds a little like danger, so each head counts anew
    with the length.
    """
    categories = {category: heads[f"category.{category}"] for category in Category}
    length = math.log2(1 + words) / 5 - 1
    return [
        *(heads[name] for name in HEADS),
        *(heads[name] * length for name in HEADS),
        max(heads["near.emergency"], heads["near.self_harm"]),
        *categories.values(),
        max(value for category, value in categories.items() if category not in _DANGERS),
        *(float(ruled is action) for action in (Action.REVIEW, Action.HOLD, Action.URGENT)),
        length,
        length * length,
    ]


def _chances(
    actions: Mapping[Action, tuple[float, tuple[float, ...]]], given: Sequence[float]
) -> dict[Action, float]:
    """The chance of each action; together they are 1."""
    raw = {
        action: bias + sum(map(float.__mul__, factors, given))
        for action, (bias, factors) in actions.items()
    }
    highest_raw = max(raw.values())
    powers = {action: math.exp(value - highest_raw) for action, value in raw.items()}
    return {action: power / sum(powers.values()) for action, power in powers.items()}


def _logistic(raw: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, raw))))
