"""Work grows with the length of the text, whatever the text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.claims import screen

HOSTILE = [
    "stop ",
    "a",
    "a ",
    "stop your ",
    "not ",
    "no no ",
    "( ",
    "-",
    "- ",
    "1 ",
    "1-",
    "1.",
    "?",
    '"',
    "take two mestinon ",
    "you have ",
    "can not breathe ",
    "s t o p ",
    "my dad took ",
    "é",
    "\u200b",
    "http://",
    "a@",
    "@a",
    "<",
    "$1",
    "i i i ",
    ", and ",
    "vaccine cause ",
    "\n",
    "mestinonn ",
]


def seconds(text: str) -> float:
    best = 9.0
    for _ in range(2):
        start = time.process_time()
        screen(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_is_about_four_times_the_work(piece: str) -> None:
    screen(piece)
    short = seconds((piece * 8192)[:8192])
    long = seconds((piece * 32768)[:32768])
    assert long < 10 * short + 0.1


def test_words_far_inside_a_long_text_are_still_read() -> None:
    text = "Lovely day in the garden. " * 1500 + "Stop your prednisone, everyone."
    verdict = screen(text)
    assert verdict.action == "hold"
    start, end = verdict.findings[0].span
    assert text[start:end] == "Stop your prednisone"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_gets_a_verdict_with_spans_inside(text: str) -> None:
    for finding in screen(text).findings:
        start, end = finding.span
        assert 0 <= start <= end <= len(text)


def test_what_was_not_read_is_looked_at_by_a_person() -> None:
    text = "All is well here and I took my tablet at nine. " * 4300
    verdict = screen(text)
    assert len(text) > 200_000
    assert verdict.action == "review"
    assert [finding.rule for finding in verdict.findings] == ["general.length"]
