"""The engine keeps the quality that it had when it was written.

These floors guard against going backwards. They stand mostly on posts that the rules were tuned
on, so they say nothing about unseen ones: for that see `python -m bench.claims`.
"""

import pytest

from tests.claims.corpus import SCORED, SETS, confusion, judged, posts, right, share

DEV = (
    "dev_seen",
    "dev_blind",
    "dev_fresh",
    "dev_second",
    "dev_third",
    "dev_fourth",
    "dev_fifth",
)


@pytest.mark.parametrize("name", ["scheme", "paraphrases"])
def test_the_scheme_is_kept(name: str) -> None:
    assert len(posts(name)) == 46
    assert right(name) >= 44


@pytest.mark.parametrize("name", ["scheme", "paraphrases", "paraphrases_b"])
def test_no_urgent_example_is_missed(name: str) -> None:
    missed = [p.text for p, v in judged(name) if p.action == "urgent" and v.action != "urgent"]
    assert missed == []


def test_three_new_paraphrases_of_each_example_are_kept() -> None:
    assert len(posts("paraphrases_b")) == 138
    assert right("paraphrases_b") >= 132


def test_the_development_sets_are_large_and_mostly_ordinary_talk() -> None:
    every = [post for name in DEV for post in posts(name)]
    assert len(every) >= 400
    assert sum(post.action == "pass" for post in every) >= 0.4 * len(every)
    assert len({post.text for post in every}) == len(every)


def test_urgent_posts_are_hardly_ever_missed() -> None:
    assert share(DEV, "urgent", ("pass", "review", "hold")) < 0.03


def test_ordinary_talk_is_left_alone() -> None:
    assert share(DEV, "pass", ("review", "hold", "urgent")) < 0.06


def test_what_should_be_held_is_not_published() -> None:
    assert share(DEV, "hold", ("pass", "review")) < 0.12


@pytest.mark.parametrize("name", SETS)
def test_pass_never_has_a_category_and_hold_always_has_one(name: str) -> None:
    for post, verdict in judged(name):
        if verdict.action == "pass":
            assert verdict.categories == (), post.text
        if verdict.action in ("hold", "urgent"):
            assert verdict.categories, post.text


def test_every_wanted_action_occurs() -> None:
    wanted = {want for name in DEV for want, _ in confusion(name)}
    assert wanted == {"pass", "review", "hold", "urgent"}


def test_posts_of_strangers_are_judged_as_promised() -> None:
    """On posts that nobody who mended rules or trained has read; see docs/claims-model.md."""
    guided = [bool(v.guidance) for n in SCORED for p, v in judged(n) if p.action == "urgent"]
    assert guided.count(False) / len(guided) < 0.05
    assert share(SCORED, "pass", ("review", "hold", "urgent")) < 0.08
    assert share(SCORED, "pass", ("hold",)) < 0.02
    assert share(SCORED, "hold", ("pass", "review")) < 0.2
