"""`make model`: learn the weights anew and write forum/claims/data/weights.bin."""

from __future__ import annotations

import json
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np

from forum.claims import features, score
from tests.claims.corpus import TRAINED, WRITTEN
from training import fitting
from training.examples import Example, load

# Writers are left out in turn, this many at a time, to learn how far the heads can be trusted.
FOLDS = 5


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


@dataclass
class _Posts:
    """The labelled posts, put here before the workers are made, so that they need not be sent."""

    writers: list[list[Example]] = field(default_factory=list)
    others: list[Example] = field(default_factory=list)


_POSTS = _Posts()


def _left_out(fold: int) -> list[Example]:
    writers = enumerate(_POSTS.writers)
    return [each for number, posts in writers if number % FOLDS == fold for each in posts]


def _read_without(fold: int) -> dict[str, fitting.Numbers]:
    """What heads that have not read some writers say of their posts."""
    rest = [each for other in range(FOLDS) if other != fold for each in _left_out(other)]
    return fitting.readings(fitting.fit_heads(rest + _POSTS.others), _left_out(fold))


def train() -> fitting.Model:
    """The heads on all posts; the chances on posts whose writers the heads had not read."""
    _POSTS.others = [each for name in TRAINED if name not in WRITTEN for each in load(name)]
    _POSTS.writers = [load(name) for name in WRITTEN]
    everything = [each for posts in _POSTS.writers for each in posts]
    say(f"{len(everything)} posts of {len(WRITTEN)} writers, {len(_POSTS.others)} others")
    given = []
    with ProcessPoolExecutor(mp_context=get_context("fork")) as workers:
        for fold, readings in enumerate(workers.map(_read_without, range(FOLDS))):
            given.append(readings)
            say(f"learned without {len(_left_out(fold))} posts ({fold + 1} of {FOLDS})")
    found = {name: np.concatenate([each[name] for each in given]) for name in given[0]}
    unseen = [each for fold in range(FOLDS) for each in _left_out(fold)]
    return fitting.Model(
        fitting.fit_heads(everything + _POSTS.others),
        fitting.fit_chances(found, unseen),
        fitting.fit_categories(found, unseen),
        fitting.trusted(everything),
    )


def write(model: fitting.Model) -> int:
    """Pack the weights: whole numbers from -127 to 127, each head with its step."""
    about: dict[str, object] = {
        "actions": model.actions,
        "categories": model.categories,
        "trusted": model.trusted,
    }
    steps, packed = {}, bytearray()
    for name, (weights, bias) in model.heads.items():
        step = float(np.abs(weights).max() / 127) or 1.0
        steps[name] = (step, bias)
        packed += np.round(weights / step).astype(np.int8).tobytes()
    about["heads"] = steps
    head = json.dumps(about).encode()
    # The same posts give the same file: no time and no name of a machine stands in it.
    content = len(head).to_bytes(4, "big") + head + zlib.compress(bytes(packed), 9)
    score.FILE.write_bytes(content)
    return len(content)


def main() -> None:
    size = write(train())
    say(f"wrote {score.FILE.name}: {size // 1024} KiB, {features.SIZE} slots")


if __name__ == "__main__":
    main()
