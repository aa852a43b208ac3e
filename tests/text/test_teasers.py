"""A teaser ends where a sentence ends: half a sentence about a treatment can say the opposite."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.text import plain, teaser

LONG = "and so it went on for many words " * 20


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Short.", "Short."),
        ("No full stop", "No full stop"),
        ("", ""),
        ("One. Two? Three! " + LONG, "One. Two? Three!"),
        ("I saw Dr. Smith today. " + LONG, "I saw Dr. Smith today."),
        ("Prof. Ames and Mrs. Lee said no. " + LONG, "Prof. Ames and Mrs. Lee said no."),
        ("Take it with food, e.g. bread. " + LONG, "Take it with food, e.g. bread."),
        ("I take approx. two, i.e. not many. " + LONG, "I take approx. two, i.e. not many."),
        ("He said No. And so on. " + LONG, "He said No. And so on."),
        ("It is no. 7 of ten. " + LONG, "It is no. 7 of ten."),
        ("It was 2.5 mg a day. " + LONG, "It was 2.5 mg a day."),
        ("She said “stop.” I did not. " + LONG, "She said “stop.” I did not."),
        ("Wait… what. " + LONG, "Wait… what."),
        ("これは文です。 " + LONG, "これは文です。"),
        (LONG, ""),
        ("**Bold** and [a link](https://e.example). " + LONG, "Bold and a link."),
    ],
)
def test_a_teaser_is_whole_sentences(source, expected):
    assert teaser(source) == expected


def test_a_first_sentence_that_is_a_little_too_long_is_shown_whole():
    sentence = "Never stop " + "x" * 250 + " without asking."
    assert teaser(f"{sentence} {LONG}") == sentence


def test_a_sentence_that_begins_with_yes_and_ends_with_no_is_not_cut():
    source = (
        "You can stop pyridostigmine on your own. " + "Never " * 60 + "do that, I mean. " + LONG
    )
    shown = teaser(source)
    assert shown in ("", "You can stop pyridostigmine on your own.")


@settings(max_examples=100, deadline=None, database=None)
@given(
    st.lists(
        st.sampled_from(["Yes", "no", "Dr.", "e.g.", "end.", "ask?", "2.5", "“so.”", "x" * 50]),
        max_size=120,
    )
)
def test_a_teaser_is_the_beginning_and_never_cuts(parts):
    source = " ".join(parts)
    shown = teaser(source)
    assert source.startswith(shown)
    assert len(shown) <= 360
    assert shown in ("", source) or shown.rstrip("”")[-1] in ".?"
    assert not shown.endswith(("Dr.", "e.g.")) or shown == source


def test_plain_words_hold_no_marks():
    source = "# Title\n\n*a* [b](https://e.example) `c`\nd\n\n- e\n- f\n\n```\ng\n```\n<b>h</b>"
    assert plain(source) == "Title\na b c d\ne\nf\ng\n<b>h</b>"
