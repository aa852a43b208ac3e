"""`make model`: learn the weights anew and write forum/claims/data/weights.bin."""

from __future__ import annotations

import json
import sys
import zlib

import numpy as np

from forum.claims import features, score
from tests.claims.corpus import TRAINED, WRITTEN
from training import fitting
from training.examples import Example, load

# Writers are left out in turn, this many at a time, to learn how far the heads can be trusted.
FOLDS = 5


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def train() -> fitting.Model:
    """The heads on all posts; the chances on posts whose writers the heads had not read."""
    tuned = [example for name in TRAINED if name not in WRITTEN for example in load(name)]
    writers = [load(name) for name in WRITTEN]
    say(f"{sum(map(len, writers))} posts of {len(writers)} writers, {len(tuned)} others")
    given: list[dict[str, fitting.Numbers]] = []
    unseen: list[Example] = []
    for fold in range(FOLDS):
        left_out = [
            e for number, posts in enumerate(writers) if number % FOLDS == fold for e in posts
        ]
        rest = [e for number, posts in enumerate(writers) if number % FOLDS != fold for e in posts]
        given.append(fitting.readings(fitting.fit_heads(rest + tuned), left_out))
        unseen.extend(left_out)
        say(f"learned without {len(left_out)} posts ({fold + 1} of {FOLDS})")
    found = {name: np.concatenate([each[name] for each in given]) for name in given[0]}
    everything = [e for posts in writers for e in posts] + tuned
    return fitting.Model(
        fitting.fit_heads(everything),
        fitting.fit_chances(found, unseen),
        fitting.fit_categories(found, unseen),
        fitting.trusted([e for posts in writers for e in posts]),
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
