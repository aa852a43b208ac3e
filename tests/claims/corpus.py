"""The posts that the engine is measured on, and how it does on them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forum.claims import Action, Verdict, screen

DATA = Path(__file__).parent / "data"
# By writers who had only the scheme: the score is trained on these, and the rules were mended by them.
WRITTEN = tuple(sorted(f"written/{path.stem}" for path in (DATA / "written").glob("*.jsonl")))
# By other such writers: never looked at, never trained on, only scored.
SCORED = tuple(sorted(f"scored/{path.stem}" for path in (DATA / "scored").glob("*.jsonl")))
EARLIER = (
    "scheme",
    "paraphrases",
    "dev_seen",
    "dev_blind",
    "dev_fresh",
    "dev_second",
    "dev_third",
    "dev_fourth",
    "dev_fifth",
    "paraphrases_b",
    "unseen",
    "unseen_b",
)
TRAINED = (*EARLIER, *WRITTEN)
SETS = (*TRAINED, *SCORED)


@dataclass(frozen=True)
class Post:
    """One post with what it should get; categories are None where nobody noted them."""

    id: str
    text: str
    context: str
    action: str
    categories: tuple[str, ...] | None


@cache
def posts(name: str) -> tuple[Post, ...]:
    """All posts of one file."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return tuple(
        Post(e["id"], e["text"], e["context"], e["action"], _categories(e["categories"]))
        for e in entries
    )


def _categories(noted: list[str] | None) -> tuple[str, ...] | None:
    return None if noted is None else tuple(noted)


@cache
def judged(name: str) -> tuple[tuple[Post, Verdict], ...]:
    """Posts with the verdict of the engine."""
    return tuple((post, screen(post.text, post.context)) for post in posts(name))


@cache
def confusion(name: str) -> Counter[tuple[str, str]]:
    """How many posts of each wanted action got which."""
    return Counter((post.action, str(verdict.action)) for post, verdict in judged(name))


def right(name: str) -> int:
    """Posts with the right action."""
    return sum(count for (want, got), count in confusion(name).items() if want == got)


def share(names: tuple[str, ...], want: str, gets: tuple[str, ...]) -> float:
    """The part of posts with one wanted action that got one of some others."""
    total = Counter[tuple[str, str]]()
    for name in names:
        total += confusion(name)
    all_of = sum(count for (wanted, _), count in total.items() if wanted == want)
    return sum(total[want, got] for got in gets) / all_of


def report(name: str) -> str:
    """The confusion of one set as text."""
    table = confusion(name)
    exact = sum(
        sorted(map(str, verdict.categories)) == sorted(post.categories)
        for post, verdict in judged(name)
        if post.categories is not None
    )
    noted = sum(post.categories is not None for post in posts(name))
    actions = [str(action) for action in Action]
    lines = [
        f"{name}: {right(name)} of {len(posts(name))} actions, {exact} of {noted} exact categories",
        "  wanted    " + "".join(action.rjust(8) for action in actions),
    ]
    for want in actions:
        cells = "".join(str(table[want, got]).rjust(8) for got in actions)
        lines.append(f"  {want:<10}{cells}")
    return "\n".join(lines)
