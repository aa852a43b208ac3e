"""How such words were ruled before, and which treatment a finding is about."""

from __future__ import annotations

import time

import pytest

from forum.claims.naming import treatment_in
from forum.extensions import db
from forum.models import Case, Role, StoredFinding
from forum.moderation.precedents import MOST
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import held_case, newest, ruled


@pytest.fixture
def desk(app, browse):
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())

    def hold(text):
        return held_case(browse(cora), thread, text)

    return {"cora": browse(cora), "mo": browse(mo), "hold": hold}


def shown(desk, case):
    """The part of the page that tells of earlier rulings."""
    text = words(desk["mo"].get(f"/desk/cases/{case.id}"))
    return text[text.index("How it was decided before") : text.index("Claims marked in it")]


def stop(name, number=""):
    return f"Stop your {name}, all of you. I did and I am cured. {number}"


def test_the_first_case_has_no_precedent(desk):
    assert "No post with the same finding was decided before." in shown(
        desk, desk["hold"](stop("Mestinon"))
    )


def test_the_same_treatment_comes_first_then_the_newest(desk):
    for name, outcome in (("Imuran", "remove"), ("Mestinon", "reword"), ("CellCept", "remove")):
        ruled(desk["mo"], desk["hold"](stop(name)), outcome, message="x", reason=f"About {name}.")
    seen = shown(desk, desk["hold"](stop("Mestinon", "again")))
    order = [seen.index(f"About {name}.") for name in ("Mestinon", "CellCept", "Imuran")]
    assert order == sorted(order)
    assert "“Stop your Mestinon" in seen
    assert "same treatment: pyridostigmine" in seen
    assert seen.count("same treatment") == 1
    assert "Asked to reword" in seen
    assert "Mo," in seen
    assert "Case 1" in seen


def test_what_was_taken_back_is_no_precedent(desk):
    decision = ruled(desk["mo"], desk["hold"](stop("Mestinon")), "remove", message="x")
    case = desk["hold"](stop("Mestinon", "again"))
    assert "Removed" in shown(desk, case)
    assert desk["mo"].post(f"/desk/decisions/{decision.id}/undo").status_code == 303
    assert "Removed" not in shown(desk, case)


def test_practice_and_other_rules_are_no_precedents(desk):
    first = desk["hold"](stop("Mestinon"))
    ruled(desk["mo"], first, "remove", message="x", reason="Practised.")
    with unit_of_work():
        db.session.get_one(Case, first.id).practice = True
    other = desk["hold"]("You are a stupid liar and everybody here hates you, get lost.")
    ruled(desk["mo"], other, "remove", message="x", reason="An attack.")
    seen = shown(desk, desk["hold"](stop("Mestinon", "again")))
    assert "Practised." not in seen
    assert "An attack." not in seen


def test_no_more_than_a_few_are_shown(desk):
    for number in range(MOST + 2):
        case = desk["hold"](stop("Mestinon", number))
        ruled(desk["mo"], case, "remove", message="x", reason=f"Ruling {number}.")
    seen = shown(desk, desk["hold"](stop("Mestinon", "again")))
    assert seen.count("Ruling ") == MOST
    assert f"Ruling {MOST + 1}." in seen
    assert "Ruling 1." not in seen


def test_words_are_shown_as_they_stood_when_they_were_ruled_on(desk):
    case = desk["hold"](stop("Mestinon"))
    ruled(desk["mo"], case, "reword", message="x")
    data = {"words": "My dose was lowered by my doctor.", "version": 1, "audience": "members"}
    assert desk["cora"].post(f"/posts/{case.post_id}/edit", data=data).status_code == 303
    assert "“Stop your Mestinon" in shown(desk, desk["hold"](stop("Mestinon", "again")))


# The treatment of a finding.


def test_a_finding_keeps_the_treatment_that_its_words_name(desk):
    desk["hold"](stop("Mestinon"))
    assert {row.treatment for row in db.session.query(StoredFinding)} == {"pyridostigmine"}
    assert newest(StoredFinding).treatment == "pyridostigmine"


@pytest.mark.parametrize(
    ("text", "about", "name"),
    [
        ("Stop your Mestinon now.", "Stop your", "pyridostigmine"),
        ("STOP YOUR MESTINON NOW.", "STOP YOUR", "pyridostigmine"),
        ("I take Imuran. Stop your Mestinon now.", "Stop your", "pyridostigmine"),
        ("I take Imuran. You must stop it now.", "stop it", "azathioprine"),
        ("Imuran is bad, so drop the prednisone and rest.", "drop the", "prednisone"),
        ("St John’s wort healed me, take it.", "take it", "huperzine"),
        ("vitamin d and z-pack: take it", "z-pack", "azithromycin"),
        ("Just stop predinsone.", "Just stop", "prednisone"),
        ("Мestinon is poison, stop it.", "stop it", "pyridostigmine"),
        ("You must stop it now.", "stop it", None),
        ("", "", None),
    ],
)
def test_the_nearest_treatment_is_named(text, about, name):
    start = text.index(about)
    assert treatment_in(text, (start, start + len(about))) == name


@pytest.mark.parametrize("span", [(-5, 10_000), (9, 3), (50, 60), (0, 0)])
def test_a_span_outside_the_text_is_no_trouble(span):
    assert treatment_in("Stop your Mestinon.", span) == "pyridostigmine"


def test_naming_a_treatment_takes_no_time_that_anybody_notices():
    text = "It was a long winter and my arms were heavy, but the spring came. " * 300
    spent = []
    for _ in range(20):
        begun = time.perf_counter()
        treatment_in(text, (9_000, 9_040))
        spent.append(time.perf_counter() - begun)
    assert min(spent) < 0.002
