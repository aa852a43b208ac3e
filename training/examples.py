"""Labelled posts as the score sees them: the slots of each sentence and of the whole text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from forum.claims import engine, features
from forum.claims.model import Action, highest
from forum.claims.reading import read
from tests.claims.corpus import DATA

Slots = NDArray[np.int32]
_GRAVE = (Action.HOLD, Action.URGENT)


@dataclass(frozen=True)
class Example:
    """One labelled post."""

    text: str
    action: str
    categories: frozenset[str]
    ruled: str
    # The rules that would hold it, or call it urgent.
    grave: frozenset[str]
    words: int
    sentences: list[Slots]
    whole: Slots


def load(name: str) -> list[Example]:
    """The posts of one file of tests/claims/data."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line)) for line in lines]


def _example(entry: dict[str, object]) -> Example:
    text, context = str(entry["text"]), str(entry["context"])
    reading = read(text[: engine.WINDOW])
    findings = engine.ruled(reading, context)
    seen = features.of_text(reading)
    words = sum(len(sentence.words) for sentence in reading.sentences)
    categories = entry["categories"]
    return Example(
        text=text,
        action=str(entry["action"]),
        categories=frozenset(map(str, categories)) if isinstance(categories, list) else frozenset(),
        ruled=str(highest(*(each.action for each in findings))),
        grave=frozenset(each.rule for each in findings if each.action in _GRAVE),
        words=words,
        sentences=[_array(slots) for slots in seen.sentences],
        whole=_array(features.of_whole(seen, findings, context, words)),
    )


def _array(slots: features.Slots) -> Slots:
    return np.sort(slots).astype(np.int32)


def matrix(rows: Sequence[Slots]) -> csr_matrix:
    """One row a text, each slot weighing one over the root of how many there are."""
    starts = np.cumsum([0] + [len(row) for row in rows])
    weights = [np.full(len(row), 1 / np.sqrt(max(1, len(row))), dtype=np.float32) for row in rows]
    return csr_matrix(
        (np.concatenate(weights), np.concatenate(rows), starts), shape=(len(rows), features.SIZE)
    )


def names(folder: Path) -> list[str]:
    """The files of a folder of tests/claims/data, by name."""
    return sorted(str(path.relative_to(DATA).with_suffix("")) for path in folder.glob("*.jsonl"))
