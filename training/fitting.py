"""Fitting: one linear head for each question, then how the heads make chances of the actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from forum.claims import features
from forum.claims.model import Action, Category
from forum.claims.score import QUESTIONS, inputs
from training.examples import Example, matrix

# Found by trying on posts of writers left out; the results hardly move within half and double.
STRENGTH = 15.0
# A slot met in one post only tells of that post.
FEWEST = 2
# How much more a missed danger weighs than a false alarm while fitting.
GRAVE = 1.5
NEAR_GRAVE = 2.0
ROUNDS = 2
# A rule is trusted once it has spoken so often on new writers' posts and was so often right.
FEWEST_TRUSTED = 6
TRUST = 0.85
INPUTS = ("urgent", "hold", "pass", "near.emergency", "near.self_harm", "near.hold")
_URGENT_KINDS = {
    "emergency": Category.EMERGENCY_SELF_REPORT,
    "self_harm": Category.SELF_HARM,
}

Numbers = NDArray[np.float64]
Head = tuple[NDArray[np.float32], float]


@dataclass(frozen=True)
class Model:
    heads: dict[str, Head]
    chances: dict[str, tuple[float, list[float]]]
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
    learner = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight={True: grave, False: 1}, tol=1e-3
    ).fit(rows[:, kept], yes)
    weights = np.zeros(features.SIZE, dtype=np.float32)
    weights[kept] = learner.coef_[0]
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


def fit_heads(examples: Sequence[Example], *, categories: bool) -> dict[str, Head]:
    """All heads. Those of categories only name what the others found."""
    rows = matrix([example.whole for example in examples])
    near, owners = _windows(examples)
    heads: dict[str, Head] = {}
    for name in INPUTS:
        yes = wanted(examples, name)
        heads[name] = _fit(rows, yes, GRAVE)
        if name.startswith("near."):
            heads[name] = _fit_near(near, owners, yes, heads[name])
    if categories:
        noted = [place for place, e in enumerate(examples) if e.categories or e.action == "pass"]
        for category in Category:
            name = f"category.{category}"
            yes = wanted(examples, name)[noted]
            heads[name] = _fit(rows[noted], yes, GRAVE)
    return heads


def readings(heads: dict[str, Head], examples: Sequence[Example]) -> Numbers:
    """The inputs of the chances for each example: as `forum.claims.score.inputs` makes them."""
    rows = matrix([example.whole for example in examples])
    near, owners = _windows(examples)
    found: dict[str, Numbers] = {}
    for name in INPUTS:
        weights, bias = heads[name]
        if not name.startswith("near."):
            found[name] = rows @ weights + bias
            continue
        best = np.full(len(examples), -9.0)
        np.maximum.at(best, owners, near @ weights + bias)
        found[name] = best
    return np.array(
        [
            inputs(
                {name: float(found[name][place]) for name in INPUTS},
                INPUTS,
                Action(example.ruled),
                example.words,
            )
            for place, example in enumerate(examples)
        ]
    )


def fit_chances(
    given: Numbers, examples: Sequence[Example]
) -> dict[str, tuple[float, list[float]]]:
    """How the inputs answer each question, learned on examples that the heads had not seen."""
    yes = {
        "urgent": [e.action == "urgent" for e in examples],
        "grave": [e.action in ("urgent", "hold") for e in examples],
        "noticed": [e.action != "pass" for e in examples],
    }
    found = {}
    for question in QUESTIONS:
        learner = LogisticRegression(C=1.0, max_iter=5000).fit(given, yes[question])
        found[question] = (float(learner.intercept_[0]), [float(each) for each in learner.coef_[0]])
    return found


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
