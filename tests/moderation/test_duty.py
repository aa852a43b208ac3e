"""Being on duty: who is called to an urgent case, and what its author reads about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum import clock
from forum.extensions import db
from forum.models import AuditEntry, Duty, OutboxMessage, Role
from forum.moderation import duty
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, thread_of
from tests.publishing.test_road import send

PLEA = "I can't swallow and my breathing is getting worse"
ADVICE = "Stop your Mestinon, all of you. I did and I am cured."
NOBODY = "Nobody is on duty now."


@pytest.fixture
def mo(app):
    return make_member("Mo", role=Role.MODERATOR)


def switch(browser, hours, **values):
    return browser.post("/desk/duty", data={"hours": hours, **values})


def called():
    found = db.session.query(OutboxMessage).filter_by(message="urgent_case")
    return kept(sorted(each.recipient for each in found))


def test_the_page_offers_every_turn_and_says_how_long_it_lasts(mo, browse):
    browser = browse(mo)
    page = browser.get("/desk/health")
    assert "You are not on duty." in words(page)
    for hours in duty.HOURS:
        assert f'name="hours" value="{hours}"' in page.text
    assert switch(browser, "4").status_code == 303
    assert "You are on duty for 3 hours 59 minutes more." in words(browser.get("/desk/health"))
    assert "On duty now: Mo." in words(browser.get("/desk/health"))
    assert switch(browser, "off").status_code == 303
    assert "You are not on duty." in words(browser.get("/desk/health"))


def test_a_turn_ends_by_itself_and_a_new_one_takes_its_place(mo, browse):
    browser = browse(mo)
    switch(browser, "12")
    switch(browser, "2")
    with clock.travel(timedelta(hours=1, minutes=59)):
        assert duty.anyone_on_duty()
    with clock.travel(timedelta(hours=2, minutes=1)):
        assert not duty.anyone_on_duty()
        assert duty.on_duty_until(mo.id) is None


def test_each_turn_stands_in_the_audit_trail(mo, browse):
    switch(browse(mo), "2")
    switch(browse(mo), "off")
    switch(browse(mo), "off")
    kinds = [row.kind for row in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert kinds == ["on_duty", "off_duty"]


@pytest.mark.parametrize("hours", ["", "0", "3", "999999999999", "-2", "２", "4.0", "x" * 100_000])
def test_another_length_is_refused_in_words(mo, browse, hours):
    answer = switch(browse(mo), hours)
    assert answer.status_code == 422
    assert "Please choose one of the times offered." in words(answer)
    assert db.session.query(Duty).count() == 0


@pytest.mark.parametrize(
    ("given", "back"),
    [
        ("/desk/list?lane=hold&notice=decided", "/desk/list?lane=hold&notice=saved"),
        ("/desk/list", "/desk/list?notice=saved"),
        ("", "/desk/health?notice=saved"),
        ("https://elsewhere.example/", "/desk/health?notice=saved"),
        ("//elsewhere.example", "/desk/health?notice=saved"),
        ("/\\elsewhere.example", "/desk/health?notice=saved"),
    ],
)
def test_the_button_comes_back_to_its_own_page_and_never_to_another_site(mo, browse, given, back):
    assert switch(browse(mo), "2", next=given).location == back


def test_the_switch_and_the_pages_do_not_exist_for_members(mo, browse):
    cora = browse(make_member("Cora"))
    assert switch(cora, "2").status_code == 404
    assert cora.get("/desk/health").status_code == 404
    assert cora.get("/desk/rules").status_code == 404
    assert db.session.query(Duty).count() == 0


def test_urgent_mail_goes_to_those_on_duty_else_to_all(mo, browse):
    nia, cora = make_member("Nia", role=Role.MODERATOR), make_member("Cora")
    thread = thread_of(make_article())
    send(browse(cora), thread, PLEA)
    assert called() == [mo.email, nia.email]
    switch(browse(nia), "2")
    send(browse(cora), thread, PLEA + " still")
    assert called() == [mo.email, nia.email, nia.email]


def test_a_member_who_moderates_no_more_is_not_on_duty(mo, browse):
    switch(browse(mo), "12")
    db.session.query(type(mo)).filter_by(id=mo.id).update({"role": Role.MEMBER})
    db.session.commit()
    assert not duty.anyone_on_duty()


def test_the_author_of_a_plea_reads_whether_somebody_is_on_duty(mo, browse):
    cora, thread = make_member("Cora"), thread_of(make_article())
    browser = browse(cora)
    page = words(browser.get(send(browser, thread, PLEA).location, follow_redirects=True))
    assert NOBODY in page
    assert "It usually takes" not in page
    switch(browse(mo), "2")
    page = words(browser.get(send(browser, thread, PLEA + " now").location, follow_redirects=True))
    assert "A moderator is on duty now and looks at urgent words first." in page
    assert "do not wait for an answer here" in page
    assert NOBODY not in page


def test_the_author_of_held_words_reads_it_too_and_later_on_their_own_page(mo, browse):
    cora, thread = make_member("Cora"), thread_of(make_article())
    browser = browse(cora)
    answer = send(browser, thread, ADVICE)
    assert NOBODY in words(browser.get(answer.location, follow_redirects=True))
    post = answer.location.split("/posts/")[1].split("?")[0]
    assert NOBODY in words(browser.get(f"/posts/{post}/decision"))
    switch(browse(mo), "2")
    assert "A moderator is on duty now." in words(browser.get(f"/posts/{post}/decision"))


def test_an_ordinary_post_tells_nothing_of_duty(mo, browse):
    cora, thread = make_member("Cora"), thread_of(make_article())
    browser = browse(cora)
    answer = send(browser, thread, "My second infusion was easier than the first.")
    assert "on duty" not in words(browser.get(answer.location, follow_redirects=True))


def test_a_guest_with_a_plea_reads_it_after_sending(mo, client):
    answer = client.get("/comments/sent?care=breathing")
    assert NOBODY in words(answer)
    assert "on duty" not in words(client.get("/comments/sent"))
