"""The library of notes, and publishing with one of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.models import (
    AuditEntry,
    ContextNote,
    LibraryNote,
    LibraryNoteVersion,
    Post,
    PostState,
    Role,
)
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import held_case, newest, rule, ruled

WORDS = "Please do not stop a medicine on your own."
SOURCE = {"source_title": "Label of pyridostigmine", "source_url": "https://example.org/label"}


@pytest.fixture
def desk(app, browse):
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    case = held_case(browse(cora), thread)
    return {"cora": cora, "mo": browse(mo), "thread": thread, "case": case}


def in_days(count):
    return (clock.today() + timedelta(days=count)).isoformat()


def new(mo, name="Stopping", **values):
    data = {"name": name, "category": "stop_or_change_treatment", "words": WORDS, **SOURCE}
    return mo.post("/desk/notes/new", data={**data, **values})


def overdue(version):
    """As if the day to check the sources had come."""
    with unit_of_work():
        found = db.session.get_one(LibraryNoteVersion, version.id)
        found.expires_on = clock.today() - timedelta(days=1)


def test_a_note_is_written_listed_and_in_the_trail(desk):
    answer = new(desk["mo"], expires_on=in_days(90))
    note = newest(LibraryNote)
    assert answer.location.startswith(f"/desk/notes/{note.id}")
    seen = words(desk["mo"].get("/desk/notes"))
    assert "Stopping" in seen
    assert WORDS in seen
    assert "Version 1. For: stopping or changing a treatment" in seen
    assert "To be checked by" in seen
    assert db.session.query(AuditEntry).filter_by(kind="note_version").count() == 1


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"name": " "}, "give the note a short name"),
        ({"name": "x" * 81}, "keep the name under 80"),
        ({"words": ""}, "Please write the note that readers will see"),
        ({"words": "x" * 2001}, "under 2,000 letters"),
        ({"category": "nonsense"}, "choose one of the list"),
        ({"source_title": ""}, "name the source that this address leads to"),
        ({"source_title": "", "source_url": ""}, "Please name a source"),
        ({"source_url": "http://example.org"}, "begins with https://"),
        ({"source_url": "javascript:alert(1)"}, "begins with https://"),
        ({"second_url": "https://example.org/2"}, "name the source that this address leads to"),
        ({"source_title": "x" * 301}, "keep a source under 300"),
        ({"expires_on": "31.3.2030"}, "year-month-day"),
        ({"expires_on": "2020-01-01"}, "a day that is still to come"),
        ({"expires_on": "9999-99-99"}, "year-month-day"),
    ],
)
def test_what_is_not_right_is_asked_again_and_nothing_is_lost(desk, values, complaint):
    answer = new(desk["mo"], **{"second_title": "", "words": "My long careful note.", **values})
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert values.get("words", "My long careful note.") in answer.text
    assert db.session.query(LibraryNote).count() == 0


def test_two_notes_never_have_one_name(desk):
    new(desk["mo"])
    answer = new(desk["mo"])
    assert answer.status_code == 422
    assert "There is a note with this name already." in words(answer)
    assert db.session.query(LibraryNoteVersion).count() == 1


def test_new_words_are_a_new_version_and_the_old_one_stays(desk):
    new(desk["mo"])
    note = newest(LibraryNote)
    page = desk["mo"].get(f"/desk/notes/{note.id}/change")
    assert WORDS in page.text
    data = {"version": 1, "words": "Ask your MG team first.", **SOURCE}
    assert desk["mo"].post(f"/desk/notes/{note.id}/change", data=data).status_code == 303
    versions = db.session.query(LibraryNoteVersion).order_by(LibraryNoteVersion.version).all()
    assert [each.words for each in versions] == [WORDS, "Ask your MG team first."]
    db.session.expunge_all()
    answer = desk["mo"].post(f"/desk/notes/{note.id}/change", data=data)
    assert answer.status_code == 409
    assert "Somebody has changed this note since you opened it" in words(answer)
    assert "Ask your MG team first." in answer.text
    seen = words(desk["mo"].get(f"/desk/notes/{note.id}"))
    assert seen.index("Version 2") < seen.index("Version 1")


def test_a_retired_note_is_offered_no_more_and_can_be_brought_back(desk):
    new(desk["mo"])
    note = newest(LibraryNote)
    step = f"/desk/cases/{desk['case'].id}/publish_with_note"
    assert "Use this note" in words(desk["mo"].get(step))
    for _ in range(2):
        assert desk["mo"].post(f"/desk/notes/{note.id}/retire").status_code == 303
    assert "Use this note" not in words(desk["mo"].get(step))
    assert "1 retired note" in words(desk["mo"].get("/desk/notes"))
    assert desk["mo"].post(f"/desk/notes/{note.id}/bring-back").status_code == 303
    assert "Use this note" in words(desk["mo"].get(step))
    kinds = [entry.kind for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert kinds[-2:] == ["note_retired", "note_brought_back"]


@pytest.mark.parametrize("path", ["999", "999/change", "x", "0"])
def test_a_note_that_is_not_there_is_not_found(desk, path):
    assert desk["mo"].get(f"/desk/notes/{path}").status_code == 404


# Publishing with one.


def choose(desk, version, **values):
    return rule(desk["mo"], desk["case"], "publish_with_note", choose=version.id, **values)


def held_in(answer, name):
    """What a line of the step holds."""
    found = re.search(rf'name="{name}"(?: type="\w+")? value="([^"]*)"', answer.text)
    assert found
    return found[1]


def test_a_note_of_the_library_fills_the_step_and_stands_signed_under_the_post(desk, browse):
    new(desk["mo"], expires_on=in_days(200))
    version = newest(LibraryNoteVersion)
    answer = choose(desk, version, note="")
    assert answer.status_code == 200
    assert newest(Post).state is PostState.HELD
    taken = held_in(answer, "library_version")
    assert taken == str(version.id)
    assert held_in(answer, "source_title") == SOURCE["source_title"]
    expires_on = held_in(answer, "expires_on")
    ruled(
        desk["mo"],
        desk["case"],
        "publish_with_note",
        note=WORDS,
        library_version=taken,
        expires_on=expires_on,
        **SOURCE,
    )
    note = newest(ContextNote)
    assert note.library_version_id == version.id
    assert note.expires_on == date.fromisoformat(expires_on)
    page = words(browse(desk["cora"]).get(f"/threads/{desk['thread'].id}"))
    assert WORDS in page
    assert "Mo, moderator" in page
    assert "Label of pyridostigmine" in page
    assert "The sources are to be checked again by" in page


def test_words_changed_after_choosing_are_no_longer_the_librarys(desk):
    new(desk["mo"])
    version = newest(LibraryNoteVersion)
    ruled(
        desk["mo"],
        desk["case"],
        "publish_with_note",
        note=f"{WORDS} Really.",
        library_version=version.id,
        **SOURCE,
    )
    assert newest(ContextNote).library_version_id is None


def test_choosing_a_note_never_loses_what_was_typed(desk):
    new(desk["mo"])
    version = newest(LibraryNoteVersion)
    mine = {"note": "My own words first.", "source_title": "My source", "source_url": ""}
    answer = choose(desk, version, **mine)
    assert "My own words first." in answer.text
    assert WORDS in answer.text
    assert held_in(answer, "source_title") == "My source"


def test_choosing_another_note_takes_the_place_of_the_first(desk):
    new(desk["mo"])
    first = newest(LibraryNoteVersion)
    new(desk["mo"], name="Other", words="Another note.", source_title="Other source")
    second = newest(LibraryNoteVersion)
    answer = choose(desk, second, note=WORDS, library_version=first.id, **SOURCE)
    box = answer.text[answer.text.index('<textarea id="note"') :].split("</textarea>")[0]
    assert box.endswith("\nAnother note.")
    assert held_in(answer, "source_title") == "Other source"


def test_a_note_whose_sources_are_due_is_marked_and_not_offered_first(desk):
    new(desk["mo"], name="A due note")
    overdue(newest(LibraryNoteVersion))
    new(desk["mo"], name="B for anything", category="")
    new(desk["mo"], name="C fits the finding")
    seen = words(desk["mo"].get(f"/desk/cases/{desk['case'].id}/publish_with_note"))
    names = ("C fits the finding", "B for anything", "A due note")
    order = [seen.index(name) for name in names]
    assert order == sorted(order)
    assert "Its sources should have been checked by" in seen
    assert "Its sources should have been checked by" in words(desk["mo"].get("/desk/notes"))


def test_a_new_note_is_kept_for_the_library_by_a_tick(desk):
    ruled(
        desk["mo"],
        desk["case"],
        "publish_with_note",
        note=WORDS,
        keep="y",
        keep_name="Stopping",
        **SOURCE,
    )
    note = newest(LibraryNote)
    assert (note.name, note.category) == ("Stopping", "stop_or_change_treatment")
    assert newest(ContextNote).library_version_id == newest(LibraryNoteVersion).id


@pytest.mark.parametrize("name", ["", "Taken"])
def test_a_name_that_cannot_be_kept_decides_nothing(desk, name):
    new(desk["mo"], name="Taken")
    answer = rule(
        desk["mo"],
        desk["case"],
        "publish_with_note",
        note=WORDS,
        keep="y",
        keep_name=name,
        **SOURCE,
    )
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "Is this safe to show?" in words(answer)
    assert newest(Post).state is PostState.HELD
    assert db.session.query(LibraryNote).count() == 1


@pytest.mark.parametrize("library_version", ["", "x", "999", "9" * 40])
def test_a_made_up_version_of_the_library_is_no_version(desk, library_version):
    values = {"note": WORDS, "library_version": library_version, **SOURCE}
    ruled(desk["mo"], desk["case"], "publish_with_note", **values)
    assert newest(ContextNote).library_version_id is None


def test_two_sources_are_shown_to_readers(desk, browse):
    ruled(
        desk["mo"],
        desk["case"],
        "publish_with_note",
        note=WORDS,
        second_title="A second sheet",
        second_url="https://example.org/2",
        **SOURCE,
    )
    page = browse(desk["cora"]).get(f"/threads/{desk['thread'].id}").text
    assert 'href="https://example.org/2"' in page
    assert "A second sheet" in page
