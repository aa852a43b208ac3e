"""Pauses and bans: who may, what the member still can do, how it ends; and notes on members."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from forum import audit, clock
from forum.extensions import db
from forum.models import (
    AuditEntry,
    Consultation,
    Duty,
    Frequency,
    Member,
    MemberNote,
    Notification,
    OutboxMessage,
    Post,
    PostState,
    Report,
    Restriction,
    Role,
    Subscription,
    SubscriptionState,
    Support,
)
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, thread_of
from tests.moderation.desk import ADVICE, held_case, newest
from tests.publishing.test_at_once import at_once
from tests.publishing.test_guests import link_in, write
from tests.publishing.test_road import send

WHY = "You sold things to members twice."
PLEA = "I can't swallow and my breathing is getting worse"


@pytest.fixture
def desk(app, browse):
    """Cora's advice; Mo and Nia moderate."""
    people = {
        "cora": make_member("Cora"),
        "mo": make_member("Mo", role=Role.MODERATOR),
        "nia": make_member("Nia", role=Role.MODERATOR),
        "thread": thread_of(make_article()),
    }
    people["case"] = held_case(browse(people["cora"]), people["thread"], ADVICE)
    return people


def restrict(browser, case, length="pause-7", reason=WHY):
    data = {"length": length, "restrict_reason": reason}
    return browser.post(f"/desk/cases/{case.id}/restrict", data=data)


@pytest.fixture
def paused(desk, browse):
    assert restrict(browse(desk["mo"]), desk["case"]).status_code == 303
    desk["page"] = browse(desk["cora"])
    return desk


def paused_until(desk):
    db.session.remove()
    return db.session.get_one(Member, desk["cora"].id).paused_until


def mails(name):
    return db.session.query(OutboxMessage).filter_by(message=name).all()


def lift(browser, reason="We talked, and it is well."):
    url = f"/desk/restrictions/{newest(Restriction).id}/lift"
    return browser.post(url, data={"lift_reason": reason})


# Pausing.


def test_the_member_hears_why_until_when_and_what_to_do(paused):
    left = paused_until(paused) - clock.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    mail = mails("paused")[0]
    assert mail.recipient == "cora@example.org"
    assert WHY in mail.body
    assert "/you/pause" in mail.body
    assert "Mestinon" not in mail.body
    assert db.session.query(Notification).filter_by(kind="paused").one().member_id
    page = words(paused["page"].get("/you/pause"))
    assert WHY in page
    assert "UTC" in page
    assert "Contact" in page
    for path in ("/you", f"/members/{paused['cora'].id}", "/activities/new"):
        assert "not write for now" in words(paused["page"].get(path))
    assert audit.verify().problems == []


def test_nothing_is_written_and_the_words_come_back(paused):
    page, thread = paused["page"], paused["thread"]
    other = make_post(thread, make_member("Ann"), "Mine took four hours.")
    own = make_post(thread, paused["cora"], "An older post of mine.")
    new = {
        "words": "My update today.",
        "kind": "update",
        "audience": "members",
        "key": "key-123456",
    }
    edit = {"words": "Changed words.", "version": 1, "audience": "members"}
    report = {"reason": "harm", "words": "It worries me."}
    tries = {
        "My reply today.": send(page, thread, "My reply today."),
        "My update today.": page.post("/activities/new", data=new),
        "Changed words.": page.post(f"/posts/{own.id}/edit", data=edit),
        "It worries me.": page.post(f"/posts/{other.id}/report", data=report),
        "": page.post(f"/posts/{other.id}/supports/me_too"),
    }
    for typed, answer in tries.items():
        assert answer.status_code == 422
        assert "You can read here, but not write, until" in words(answer)
        assert WHY in words(answer)
        assert typed in answer.text
    assert db.session.query(Post).count() == 3
    assert newest(Post).source == "An older post of mine."
    assert db.session.query(Report).count() == db.session.query(Support).count() == 0
    assert mails("danger_while_paused") == []


def test_reading_leaving_settings_and_taking_down_still_work(paused):
    page, thread = paused["page"], paused["thread"]
    own = make_post(thread, paused["cora"], "An older post of mine.")
    for path in (f"/threads/{thread.id}", "/you", "/you/notices", "/activities"):
        assert page.get(path).status_code == 200
    assert page.post(f"/posts/{own.id}/withdraw").status_code == 303
    assert db.session.get_one(Post, own.id).state is PostState.WITHDRAWN
    assert page.post(f"/threads/{thread.id}/follow").status_code == 303
    settings = {"who_here": "carer", "who_shown": "y"}
    assert page.post("/you", data=settings).status_code == 303


def test_it_ends_by_itself(paused, browse):
    with clock.travel(timedelta(days=7, minutes=1)):
        page = browse(paused["cora"])
        assert send(page, paused["thread"], "I am back.").status_code == 303
        assert "not write for now" not in words(page.get("/you"))
        assert "You can write here." in words(page.get("/you/pause"))
        desk_page = browse(paused["mo"]).get(f"/desk/members/{paused['cora'].id}")
        assert "ended on" in words(desk_page)
        assert "Lift it" not in words(desk_page)
        assert lift(browse(paused["mo"])).status_code == 409


def test_lifting_needs_a_reason_and_tells_the_member(paused, browse):
    mo = browse(paused["mo"])
    assert lift(mo, " ").status_code == 422
    assert lift(mo, "x" * 1001).status_code == 422
    assert paused_until(paused) is not None
    assert lift(mo).status_code == 303
    assert paused_until(paused) is None
    assert "We talked, and it is well." in mails("paused")[1].body
    assert "you can write again" in mails("paused")[1].body
    assert send(paused["page"], paused["thread"], "Thank you.").status_code == 303
    assert lift(mo).status_code == 409
    page = words(mo.get(f"/desk/members/{paused['cora'].id}"))
    assert WHY in page
    assert "We talked, and it is well." in page


def test_until_when_follows_the_latest_that_holds(paused, browse):
    nia = browse(paused["nia"])
    first = newest(Restriction)
    assert restrict(nia, paused["case"], "pause-1", "A second thing.").status_code == 303
    assert paused_until(paused) == first.ends_at
    assert restrict(nia, paused["case"], "pause-30", "A third thing.").status_code == 303
    third = newest(Restriction)
    assert paused_until(paused) == third.ends_at
    assert lift(nia).status_code == 303
    assert paused_until(paused) == first.ends_at
    assert "Another still holds" in mails("paused")[-1].body


def test_the_same_form_sent_twice_is_one_pause(paused, browse, app):
    assert restrict(browse(paused["mo"]), paused["case"]).status_code == 303
    assert db.session.query(Restriction).count() == 1
    assert len(mails("paused")) == 1
    browsers = [browse(paused["mo"]), browse(paused["mo"])]
    at_once(
        app, *[lambda b=b: restrict(b, paused["case"], "pause-3", "Once only.") for b in browsers]
    )
    assert db.session.query(Restriction).filter_by(reason="Once only.").count() == 1


@pytest.mark.parametrize(
    ("length", "reason", "said"),
    [
        ("", WHY, "Please choose for how long."),
        ("pause-2", WHY, "Please choose for how long."),
        ("ban-36525", WHY, "Please choose for how long."),
        ("pause-7", "  ", "Please write the reason."),
        ("pause-7", "w" * 1001, "under 1,000 letters"),
    ],
)
def test_a_length_that_is_not_offered_or_no_reason_is_asked_again(
    desk, browse, length, reason, said
):
    answer = restrict(browse(desk["mo"]), desk["case"], length, reason)
    assert answer.status_code == 422
    assert said in words(answer)
    assert reason in answer.text
    assert paused_until(desk) is None


# Danger.


def test_a_plea_by_a_paused_member_brings_help_and_calls_those_on_duty_once_an_hour(paused):
    with unit_of_work():
        now = clock.now()
        turn = Duty(member_id=paused["nia"].id, since=now, until=now + timedelta(hours=3))
        db.session.add(turn)
    answer = send(paused["page"], paused["thread"], PLEA)
    assert answer.status_code == 422
    assert "call your local emergency number now" in words(answer)
    assert PLEA.replace("'", "&#39;") in answer.text
    assert db.session.query(Post).count() == 1
    mail = mails("danger_while_paused")[0]
    assert mail.recipient == "nia@example.org"
    assert f"/desk/members/{paused['cora'].id}" in mail.body
    for secret in ("swallow", "Cora", "breath"):
        assert secret not in mail.body + mail.subject
    new = {"words": PLEA, "kind": "update", "audience": "members", "key": "key-123456"}
    page = paused["page"].post("/activities/new", data=new)
    assert "call your local emergency number now" in words(page)
    assert len(mails("danger_while_paused")) == 1
    assert db.session.query(AuditEntry).filter_by(kind="danger_while_paused").count() == 1
    assert audit.verify().problems == []
    with clock.travel(timedelta(minutes=61)):
        send(paused["page"], paused["thread"], PLEA)
        assert len(mails("danger_while_paused")) == 2


def test_the_desk_sees_that_it_happened_and_no_words_of_it(paused, browse):
    send(paused["page"], paused["thread"], PLEA)
    page = words(browse(paused["mo"]).get(f"/desk/members/{paused['cora'].id}"))
    assert "typed words that tell of danger" in page
    assert "swallow" not in page


def test_a_report_of_danger_by_a_paused_member_calls_too(paused):
    post = make_post(paused["thread"], make_member("Ann"), "Goodbye, all of you.")
    report = {"reason": "danger", "words": ""}
    assert paused["page"].post(f"/posts/{post.id}/report", data=report).status_code == 422
    assert len(mails("danger_while_paused")) == 2, "nobody is on duty, so all moderators"


# Bans.


def test_a_ban_begins_only_when_a_second_moderator_agrees(desk, browse):
    mo, nia = browse(desk["mo"]), browse(desk["nia"])
    assert restrict(mo, desk["case"], "ban-90").status_code == 303
    assert paused_until(desk) is None
    assert mails("paused") == []
    assert [mail.recipient for mail in mails("second_opinion")] == ["nia@example.org"]
    page = words(nia.get(f"/desk/cases/{desk['case'].id}"))
    assert "Ban Cora for 90 days" in page
    question = newest(Consultation).id
    url = f"/desk/asked/{question}/agree"
    assert mo.post(url, data={"read_version": 1}).status_code == 422
    with clock.travel(timedelta(hours=5)):
        assert browse(desk["nia"]).post(url, data={"read_version": 1}).status_code == 303
        left = paused_until(desk) - clock.now()
        assert timedelta(days=89, hours=23) < left <= timedelta(days=90), "all of its days"
    row = newest(Restriction)
    assert (row.by_id, row.confirmed_by_id) == (desk["mo"].id, desk["nia"].id)
    assert len(mails("paused")) == 1
    told = words(nia.get(f"/desk/members/{desk['cora'].id}"))
    assert "agreed by Nia" in told


def test_a_ban_that_nobody_agrees_to_never_was(desk, browse):
    restrict(browse(desk["mo"]), desk["case"], "ban-0")
    question = newest(Consultation).id
    page = words(browse(desk["nia"]).get(f"/desk/cases/{desk['case'].id}"))
    assert "Ban Cora until it is lifted" in page
    url = f"/desk/asked/{question}/disagree"
    assert browse(desk["nia"]).post(url, data={"answer": "Too hard."}).status_code == 303
    assert paused_until(desk) is None
    assert mails("paused") == []
    assert lift(browse(desk["mo"])).status_code == 404
    told = words(browse(desk["mo"]).get(f"/desk/members/{desk['cora'].id}"))
    assert "not agreed to" in told
    # It can be proposed anew, and taken back.
    assert restrict(browse(desk["mo"]), desk["case"], "ban-0").status_code == 303
    withdraw = f"/desk/asked/{newest(Consultation).id}/withdraw"
    assert browse(desk["mo"]).post(withdraw).status_code == 303
    assert (
        browse(desk["nia"])
        .post(f"/desk/asked/{newest(Consultation).id}/agree", data={"read_version": 1})
        .status_code
        == 409
    )
    assert paused_until(desk) is None


def test_two_who_agree_at_once_begin_it_once(app, desk, browse):
    ann = make_member("Ann", role=Role.MODERATOR)
    restrict(browse(desk["mo"]), desk["case"], "ban-30")
    url = f"/desk/asked/{newest(Consultation).id}/agree"
    nia, ann = browse(desk["nia"]), browse(ann)
    answers = at_once(
        app,
        lambda: nia.post(url, data={"read_version": 1}),
        lambda: ann.post(url, data={"read_version": 1}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(mails("paused")) == 1
    assert db.session.query(AuditEntry).filter_by(kind="restriction").count() == 1


def test_until_it_is_lifted_is_said_so(app, browse):
    ada = make_member("Ada", role=Role.ADMIN)
    cora = make_member("Cora")
    case = held_case(browse(cora), thread_of(make_article()), ADVICE)
    assert restrict(browse(ada), case, "ban-0").status_code == 303
    assert "until it is lifted" in words(browse(cora).get("/you/pause"))
    assert "until it is lifted" in mails("paused")[0].body
    assert "ends by itself" not in mails("paused")[0].body
    assert "ends by itself" not in words(browse(cora).get("/you/pause"))
    page = words(browse(ada).get(f"/desk/members/{cora.id}"))
    assert "acted alone" in page
    words_kept = db.session.query(AuditEntry).filter_by(kind="restriction").one()
    assert words_kept.subject == f"restriction:{newest(Restriction).id}"


def test_a_moderator_alone_cannot_ban_but_pause(app, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    case = held_case(browse(make_member("Cora")), thread_of(make_article()), ADVICE)
    answer = restrict(browse(mo), case, "ban-30")
    assert answer.status_code == 422
    assert "needs a second moderator" in words(answer)
    assert restrict(browse(mo), case, "pause-3").status_code == 303


def test_a_newsletter_goes_on_and_a_banned_address_does_not_write_as_a_guest(desk, browse, client):
    with unit_of_work():
        db.session.add(
            Subscription(
                email="cora@example.org",
                frequency=Frequency.WEEKLY,
                state=SubscriptionState.ACTIVE,
                token="t" * 40,
                created_at=clock.now(),
            )
        )
    restrict(browse(desk["mo"]), desk["case"])
    assert db.session.query(Subscription).one().state is SubscriptionState.ACTIVE
    write(client, desk["thread"], "Round the back.", email="cora@example.org")
    answer = client.post(link_in("confirm_comment"))
    assert answer.status_code == 422
    assert "not write" in words(answer)
    assert newest(Post).state is PostState.AWAITING_EMAIL


# Who may.


@pytest.mark.parametrize(
    ("role", "by", "allowed"),
    [
        (Role.REVIEWER, Role.MODERATOR, True),
        (Role.MODERATOR, Role.MODERATOR, False),
        (Role.EDITOR, Role.MODERATOR, False),
        (Role.ADMIN, Role.MODERATOR, False),
        (Role.MODERATOR, Role.ADMIN, True),
        (Role.ADMIN, Role.ADMIN, False),
    ],
)
def test_staff_of_equal_or_higher_rank_are_not_restricted_and_the_page_says_why(
    app, browse, role, by, allowed
):
    author, actor = make_member("Una", role=role), make_member("Vic", role=by)
    case = held_case(browse(author), thread_of(make_article()), ADVICE)
    answer = restrict(browse(actor), case)
    assert answer.status_code == (303 if allowed else 422)
    until = db.session.get_one(Member, author.id).paused_until
    assert (until is not None) is allowed
    if not allowed:
        page = words(browse(actor).get(f"/desk/cases/{case.id}"))
        assert "Una has a role equal to yours or above it" in page
        assert "Pause or ban Una" not in page


def test_nobody_restricts_themself_guests_or_with_a_practice_case(app, browse, client):
    mo = make_member("Mo", role=Role.MODERATOR)
    thread = thread_of(make_article())
    own = held_case(browse(mo), thread, ADVICE)
    assert restrict(browse(mo), own).status_code == 404
    assert browse(mo).get(f"/desk/members/{mo.id}").status_code == 404
    write(client, thread, PLEA)
    guest = newest(type(own))
    assert restrict(browse(mo), guest).status_code == 404
    page = browse(mo).get(f"/desk/cases/{guest.id}")
    assert page.status_code == 200
    assert "/desk/members/" not in page.text


def test_members_reviewers_and_editors_find_none_of_it(desk, browse):
    restrict(browse(desk["mo"]), desk["case"])
    restriction, cora = newest(Restriction).id, desk["cora"].id
    for role in (Role.MEMBER, Role.REVIEWER, Role.EDITOR):
        other = browse(make_member(role=role))
        assert other.get(f"/desk/members/{cora}").status_code == 404
        assert other.post(f"/desk/members/{cora}/notes", data={"note": "x"}).status_code == 404
        assert restrict(other, desk["case"]).status_code == 404
        answer = other.post(f"/desk/restrictions/{restriction}/lift", data={"lift_reason": "x"})
        assert answer.status_code == 404
    assert browse(desk["cora"]).get(f"/desk/members/{cora}").status_code == 404


# The member's page at the desk.


def test_the_page_holds_what_moderators_need_and_only_own_notes_can_be_taken_out(
    desk, browse, count_statements
):
    cora, mo, nia = desk["cora"], browse(desk["mo"]), browse(desk["nia"])
    page = f"/desk/members/{cora.id}"
    assert page in mo.get(f"/desk/cases/{desk['case'].id}").text
    few = count_statements(lambda: mo.get(page))
    for number in range(5):
        post = make_post(desk["thread"], make_member(), f"Words {number}")
        browse(cora).post(f"/posts/{post.id}/report", data={"reason": "other", "words": "Odd."})
        assert mo.post(f"{page}/notes", data={"note": f"Note {number} <b>"}).status_code == 303
        restrict(mo, desk["case"], "pause-1", f"Reason {number}")
        lift(mo)
    # Sent twice, it is one note.
    mo.post(f"{page}/notes", data={"note": "Note 4 <b>"})
    assert db.session.query(MemberNote).count() == 5
    assert count_statements(lambda: mo.get(page)) <= few + 2
    seen = mo.get(page)
    assert "Note 4 &lt;b&gt;" in seen.text
    assert "1 post, 0 of them shown." in words(seen)
    assert words(seen).count("Odd.") == 5
    note = newest(MemberNote).id
    assert "Take this note out" not in words(nia.get(page))
    assert nia.post(f"/desk/member-notes/{note}/remove").status_code == 404
    assert mo.post(f"/desk/member-notes/{note}/remove").status_code == 303
    assert mo.post(f"/desk/member-notes/{note}/remove").status_code == 404
    assert db.session.query(MemberNote).count() == 4
    kinds = [row.kind for row in db.session.query(AuditEntry)]
    assert (kinds.count("member_note"), kinds.count("member_note_gone")) == (5, 1)


@pytest.mark.parametrize("note", ["", "  \n ", "n" * 2001])
def test_a_note_is_asked_again_when_empty_or_huge(desk, browse, note):
    answer = browse(desk["mo"]).post(f"/desk/members/{desk['cora'].id}/notes", data={"note": note})
    assert answer.status_code == 422
    assert note.strip() in answer.text
    assert db.session.query(MemberNote).count() == 0


def test_notes_and_pauses_are_seen_by_nobody_else(paused, browse):
    browse(paused["mo"]).post(
        f"/desk/members/{paused['cora'].id}/notes", data={"note": "A note for us"}
    )
    ben = browse(make_member("Ben"))
    for browser in (ben, paused["page"]):
        for path in (
            f"/members/{paused['cora'].id}",
            "/you/pause",
            f"/threads/{paused['thread'].id}",
        ):
            page = words(browser.get(path))
            assert "A note for us" not in page
            if browser is ben:
                assert WHY not in page
                assert not re.search(r"not write", page)
