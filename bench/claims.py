"""How well the claims engine judges posts that it was not made from, and how fast it is.

The posts are those of tests/claims/data/scored: written from the scheme alone, never looked at
while the engine was mended, never trained on. Beside the engine stand its rules without the trained
score, and a plain list of words as other systems offer it.
"""

from __future__ import annotations

import math
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from forum.claims import NEUTRAL, screen
from forum.claims.engine import screen_by_rules
from forum.claims.reading import read
from forum.claims.score import score
from tests.claims.corpus import SCORED, WRITTEN, Post, posts

# What a community usually puts on such a list; a post with one of them waits for a moderator.
WORDS = re.compile(
    r"\b(cure[ds]?|miracle|detox|big pharma|poison|toxic|scam|stop taking|come off|quit taking"
    r"|throw away|overdose|double (the|your) dose|magnesium|quinine|botox|cipro\w*|azithromycin"
    r"|vaccines? (cause|caused)|anti-?vax|suicid\w*|kill (myself|yourself)|idiot|stupid|moron"
    r"|discount|promo|buy now|whatsapp|telegram|guaranteed|natural remedy|you have (ms|als)"
    r"|don'?t trust doctors|do not go to (the )?hospital)\b",
    re.IGNORECASE,
)
ACTIONS = ("urgent", "hold", "review", "pass")
ROUNDS = 400


@dataclass(frozen=True)
class Judged:
    """What one judge said of one post."""

    post: Post
    action: str
    categories: frozenset[str]
    guided: bool


Judge = Callable[[Post], Judged]


def _by_engine(post: Post) -> Judged:
    verdict = screen(post.text, post.context)
    return Judged(
        post, str(verdict.action), frozenset(map(str, verdict.categories)), bool(verdict.guidance)
    )


def _by_rules(post: Post) -> Judged:
    verdict = screen_by_rules(post.text, post.context)
    return Judged(
        post, str(verdict.action), frozenset(map(str, verdict.categories)), bool(verdict.guidance)
    )


def _by_score(post: Post) -> Judged:
    """The trained score alone, which sees nothing of the rules."""
    found = score(read(post.text), [], post.context)
    action = "review" if found.noticed >= NEUTRAL.threshold("score_review") else "pass"
    if found.grave >= NEUTRAL.threshold("score_hold"):
        action = "hold"
    if found.urgent >= NEUTRAL.threshold("score_urgent"):
        action = "urgent"
    named = frozenset(map(str, found.named(0.5))) if action != "pass" else frozenset[str]()
    return Judged(post, action, named, action == "urgent")


def _by_words(post: Post) -> Judged:
    return Judged(post, "hold" if WORDS.search(post.text) else "pass", frozenset(), False)


@dataclass(frozen=True)
class Measure:
    """A share that should be small (or, for F1, large), and how it is counted."""

    name: str
    wanted: str
    bad: Callable[[Judged], bool]


MEASURES = (
    Measure("urgent posts without guidance", "urgent", lambda each: not each.guided),
    Measure("ordinary posts not passed", "pass", lambda each: each.action != "pass"),
    Measure("ordinary posts held", "pass", lambda each: each.action == "hold"),
    Measure(
        "posts to hold that were published", "hold", lambda each: each.action in ("pass", "review")
    ),
)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not whole:
        return 0.0, 1.0
    z, share = 1.96, part / whole
    middle = share + z * z / (2 * whole)
    reach = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return (middle - reach) / (1 + z * z / whole), (middle + reach) / (1 + z * z / whole)


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean over the categories of how well each was named."""
    categories = {name for each in judged for name in each.post.categories or ()}
    scores = []
    for name in sorted(categories):
        hit = sum(
            name in (each.post.categories or ()) and name in each.categories for each in judged
        )
        said = sum(name in each.categories for each in judged)
        wanted = sum(name in (each.post.categories or ()) for each in judged)
        scores.append(2 * hit / max(1, said + wanted))
    return statistics.fmean(scores) if scores else 0.0


def spread(judged: Sequence[Judged]) -> tuple[float, float]:
    """The 95 % interval of the macro F1, by drawing posts again and again."""
    draw = random.Random(7)
    found = sorted(macro_f1(draw.choices(judged, k=len(judged))) for _ in range(ROUNDS))
    return found[int(ROUNDS * 0.025)], found[int(ROUNDS * 0.975)]


def table(name: str, judge: Judge, every: Iterable[Post]) -> list[str]:
    """What one judge makes of the posts, as lines."""
    judged = [judge(post) for post in every]
    lines = [f"  {name}"]
    for measure in MEASURES:
        asked = [each for each in judged if each.post.action == measure.wanted]
        wrong = sum(measure.bad(each) for each in asked)
        low, high = wilson(wrong, len(asked))
        share = wrong / max(1, len(asked))
        lines.append(
            f"    {measure.name:<36}{share:7.1%}   ({low:.1%} to {high:.1%}; {wrong} of {len(asked)})"
        )
    low, high = spread(judged)
    lines.append(
        f"    {'categories, macro F1':<36}{macro_f1(judged):7.2f}   ({low:.2f} to {high:.2f})"
    )
    return lines


def quality(names: Sequence[str] = SCORED) -> str:
    """The three judges on the same posts."""
    every = [post for name in names for post in posts(name)]
    lines = [f"claims engine on {len(every)} posts that it was not made from (95 % intervals)"]
    for name, judge in (
        ("rules and trained score", _by_engine),
        ("rules only", _by_rules),
        ("trained score only", _by_score),
        ("a plain list of words", _by_words),
    ):
        lines += table(name, judge, every)
    return "\n".join(lines)


def _texts(size: int, names: Sequence[str] = SCORED) -> list[str]:
    """Texts of about `size` letters, made of posts put together."""
    whole = "\n\n".join(post.text for name in names for post in posts(name))
    return [whole[start : start + size] for start in range(0, len(whole) - size, size)]


def _median_ms(texts: Sequence[str], judge: Callable[[str], object] = screen) -> float:
    times = []
    for text in texts:
        begun = time.process_time()
        judge(text)
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def speed() -> str:
    """CPU time of one text, how it grows with length, and what importing the engine costs.

    The engine has read a thousand texts before, as in a running site; then each text is new. There
    are many, because what else a shared machine does comes and goes within seconds.
    """
    written = _texts(2048, WRITTEN)
    _median_ms(written[:1000])
    new = _texts(2048) + written[1000:]
    at_2k, again = _median_ms(new), _median_ms(new)
    # Something simple beside it, so that the machine of the day can be judged.
    listed = _median_ms(new, WORDS.findall)
    at_16k = _median_ms(_texts(16_384))
    huge = "All is well here and I took my tablet at nine. " * 21_800
    bounded = _median_ms([huge])
    program = (
        "import time; t = time.perf_counter(); import forum.claims; print(time.perf_counter() - t)"
    )
    imports = [
        float(
            subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(5)
    ]
    return "\n".join(
        [
            f"claims engine: 2 KB of new text in {at_2k:.2f} ms (median of {len(new)}),"
            f" seen before in {again:.2f} ms",
            f"  a plain list of {len(WORDS.pattern.split('|'))} words takes {listed:.2f} ms for it:"
            f" the engine {at_2k / listed:.1f} times as long, {again / listed:.1f} seen before",
            f"  16 KB in {at_16k:.1f} ms: {at_16k / again:.1f} times as long for 8 times the text",
            f"  1 MB in {bounded:.0f} ms: only the first 200,000 letters are read",
            f"  importing it: {statistics.median(imports) * 1000:.0f} ms",
        ]
    )


if __name__ == "__main__":
    print(quality())
    print(speed())
