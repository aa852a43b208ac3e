"""What somebody chose, as a short string and as attributes of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.web.comfort import LONGEST, PLACES, SCHEMES, SPEEDS, Comfort, changed, read_comfort
from forum.web.face import comfort_in

CHOICES = st.builds(
    Comfort,
    text=st.integers(0, 3),
    space=st.integers(0, 2),
    theme=st.sampled_from(("", *SCHEMES)),
    place=st.sampled_from(("", *PLACES)),
    eye=st.booleans(),
    hand=st.booleans(),
    still=st.booleans(),
    speed=st.sampled_from(("", *SPEEDS)),
    here=st.booleans(),
)


@given(CHOICES)
def test_every_choice_comes_back_as_it_was_and_fits_its_cookie(comfort):
    kept = str(comfort)
    assert len(kept) <= LONGEST
    assert read_comfort(kept) == comfort
    assert comfort_in(f"a=b; comfort={kept}; c=d") == kept


@given(st.text(max_size=100))
def test_whatever_cannot_be_read_is_an_ordinary_page(kept):
    comfort = read_comfort(kept)
    assert read_comfort(str(comfort)) == comfort


def test_the_usual_page_has_no_string_and_no_attributes():
    assert str(Comfort()) == ""
    assert dict(Comfort().attributes) == {}


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        ("t2.s1.c-dusk.e1", Comfort(text=2, space=1, theme="dusk", eye=True)),
        ("e1.t2", Comfort(text=2, eye=True)),
        ("t2.t3", Comfort(text=2)),
        ("t9.x.c-pink.p-l", Comfort(place="left")),
        ("t2" + "." * 62, Comfort()),
        ('"><script>', Comfort()),
        ("usual", Comfort()),
        (None, Comfort()),
    ],
)
def test_kept_strings_old_broken_and_hostile(kept, meant):
    assert read_comfort(kept) == meant


@given(CHOICES)
def test_a_day_switch_only_raises_and_switched_off_gives_back_what_was_chosen(comfort):
    usual = replace(comfort, eye=False, hand=False)
    eye = changed(usual, "eye", "on")
    assert eye.shown_text >= max(2, usual.text)
    assert eye.shown_space >= max(1, usual.space)
    assert changed(eye, "eye", "off") == usual
    assert changed(changed(usual, "hand", "on"), "hand", "off") == usual


@pytest.mark.parametrize(
    ("name", "value"), [("eye", "maybe"), ("place", "up"), ("theme", "pink"), ("", "")]
)
def test_a_switch_that_does_not_exist_changes_nothing(name, value):
    assert changed(Comfort(), name, value) is None
