"""Fitting: one linear head for each question, then how the heads make chances of the actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from forum.claims import features
from forum.claims.model import Action, Category
from forum.claims.score import HEADS, inputs
from training.examples import Example, matrix

# Found by trying on posts of writers left out; the results hardly move within half and double.
STRENGTH = 40.0
# How much more a seldom feature counts than one of every text: the power of its log-rarity.
RARITY = 1.5
# A slot met in one post only tells of that post.
FEWEST = 2
# How much more a missed danger weighs than a false alarm while fitting.
GRAVE = 1.5
NEAR_GRAVE = 2.0
ROUNDS = 2
# A rule is trusted once it has spoken so often on new writers' posts and was so often right.
FEWEST_TRUSTED = 6
TRUST = 0.85
_URGENT_KINDS = {
    "emergency": Category.EMERGENCY_SELF_REPORT,
    "self_harm": Category.SELF_HARM,
}

Numbers = NDArray[np.float64]
Head = tuple[NDArray[np.float32], float]


@dataclass(frozen=True)
class Model:
    """All that is learned; see forum.claims.score."""

    heads: dict[str, Head]
    actions: dict[str, tuple[float, list[float]]]
    categories: dict[str, tuple[float, float]]
    trusted: list[str]


def wanted(examples: Sequence[Example], name: str) -> NDArray[np.bool_]:
    """Which examples answer yes to the question of a head."""
    plain = name.removeprefix("near.")
    if plain in _URGENT_KINDS:
        kind = _URGENT_KINDS[plain]
        # Where nobody noted the category, an urgent post is nearly always an emergency.
        default = plain == "emergency"
        return np.array(
            [
                e.action == "urgent" and (kind in e.categories if e.categories else default)
                for e in examples
            ]
        )
    if plain.startswith("category."):
        category = plain.removeprefix("category.")
        return np.array([category in e.categories for e in examples])
    return np.array([e.action == plain for e in examples])


def _fit(rows: csr_matrix, yes: NDArray[np.bool_], grave: float) -> Head:
    met = np.asarray((rows > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(met >= FEWEST)
    rarity = (np.log(1 + rows.shape[0] / met[kept]) / 4) ** RARITY
    learner = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight={True: grave, False: 1}, tol=1e-3
    ).fit((rows[:, kept] @ diags(rarity)).tocsr(), yes)
    weights = np.zeros(features.SIZE, dtype=np.float32)
    weights[kept] = learner.coef_[0] * rarity
    return weights, float(learner.intercept_[0])


def _windows(examples: Sequence[Example]) -> tuple[csr_matrix, NDArray[np.int64]]:
    """Every sentence with its neighbours, and the number of the example that it is of."""
    rows, owners = [], []
    for number, example in enumerate(examples):
        for place in range(len(example.sentences)):
            rows.append(np.concatenate(example.sentences[max(0, place - 1) : place + 2]))
            owners.append(number)
    return matrix(rows), np.array(owners)


def _fit_near(
    rows: csr_matrix, owners: NDArray[np.int64], yes: NDArray[np.bool_], begin: Head
) -> Head:
    """Learn from the window that speaks most in each yes, and from all windows of each no."""
    weights, bias = begin
    for _ in range(ROUNDS):
        strength = rows @ weights + bias
        best: dict[int, int] = {}
        for row, owner in enumerate(owners):
            if yes[owner] and (owner not in best or strength[row] > strength[best[owner]]):
                best[owner] = row
        chosen = list(best.values())
        others = np.flatnonzero(~yes[owners])
        told = np.array([True] * len(chosen) + [False] * len(others))
        weights, bias = _fit(rows[np.concatenate([chosen, others])], told, NEAR_GRAVE)
    return weights, bias


def fit_heads(examples: Sequence[Example]) -> dict[str, Head]:
    """All heads: those of actions, of places, and of categories."""
    rows = matrix([example.whole for example in examples])
    near, owners = _windows(examples)
    heads: dict[str, Head] = {}
    for name in HEADS:
        yes = wanted(examples, name)
        heads[name] = _fit(rows, yes, GRAVE)
        if name.startswith("near."):
            heads[name] = _fit_near(near, owners, yes, heads[name])
    noted = np.flatnonzero(_noted(examples))
    for category in Category:
        name = f"category.{category}"
        heads[name] = _fit(rows[noted], wanted(examples, name)[noted], GRAVE)
    return heads


def _noted(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Whether the categories of an example are known: one that passes has none."""
    return np.array([bool(e.categories) or e.action == "pass" for e in examples])


def readings(heads: dict[str, Head], examples: Sequence[Example]) -> dict[str, Numbers]:
    """The score of each example by each head."""
    rows = matrix([example.whole for example in examples])
    near, owners = _windows(examples)
    found: dict[str, Numbers] = {}
    for name, (weights, bias) in heads.items():
        if name.startswith("near."):
            best = np.full(len(examples), -9.0)
            np.maximum.at(best, owners, near @ weights + bias)
            found[name] = best
        else:
            found[name] = rows @ weights + bias
    return found


def fit_chances(
    found: dict[str, Numbers], examples: Sequence[Example]
) -> dict[str, tuple[float, list[float]]]:
    """How the heads make the chance of each action, learned on examples the heads had not seen."""
    given = [
        inputs(
            {name: float(values[place]) for name, values in found.items()},
            Action(example.ruled),
            example.words,
        )
        for place, example in enumerate(examples)
    ]
    learner = LogisticRegression(C=1.0, max_iter=5000)
    learner.fit(np.array(given), [example.action for example in examples])
    return {
        str(name): (float(bias), [float(each) for each in row])
        for name, bias, row in zip(learner.classes_, learner.intercept_, learner.coef_, strict=True)
    }


def fit_categories(
    found: dict[str, Numbers], examples: Sequence[Example]
) -> dict[str, tuple[float, float]]:
    """How the head of a category makes its chance: a bias and a factor."""
    noted = _noted(examples)
    chances = {}
    for category in Category:
        name = f"category.{category}"
        learner = LogisticRegression(C=1.0, max_iter=5000)
        learner.fit(found[name][noted][:, None], wanted(examples, name)[noted])
        chances[str(category)] = (float(learner.intercept_[0]), float(learner.coef_[0, 0]))
    return chances


def trusted(examples: Sequence[Example]) -> list[str]:
    """Rules that are nearly always right where they hold a text or call it urgent."""
    right: dict[str, list[bool]] = {}
    for example in examples:
        for rule in example.grave:
            right.setdefault(rule, []).append(example.action in ("hold", "urgent"))
    return sorted(
        rule
        for rule, found in right.items()
        if len(found) >= FEWEST_TRUSTED and sum(found) / len(found) >= TRUST
    )
