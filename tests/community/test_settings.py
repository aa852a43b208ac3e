"""Settings that change while the program runs: who may, what is kept, what is obeyed."""

from __future__ import annotations

import logging
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from forum import audit, clock
from forum.claims import NEUTRAL, Action, Guidance
from forum.community import queries, services
from forum.community.care import Care
from forum.community.queries import current
from forum.community.schema import BY_NAME, SETTINGS
from forum.community.values import DEFAULTS, Card
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import AuditEntry, CommunitySetting, Post, PostState, Role
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import make_article, make_member, thread_of
from tests.publishing.test_road import send

STOP = "Stop your Mestinon, all of you."


@pytest.fixture
def ada(app):
    return make_member("Ada", role=Role.ADMIN)


def change(actor, name, value, reason="It was asked for.", shown=None):
    if shown is None:
        shown = queries.newest_id(name)
    db.session.rollback()
    with unit_of_work(begin=False):
        services.change(actor, name, value, reason, shown=shown)


def store(name, value):
    """A row that the services would never write."""
    with unit_of_work():
        db.session.add(CommunitySetting(name=name, value=value, reason="by hand", at=clock.now()))
    db.session.expunge_all()


def test_every_default_is_sound_and_every_setting_says_what_it_is():
    for setting in SETTINGS:
        assert setting.read(setting.default) == (setting.default, []), setting.name
        assert str(setting.label)
        assert str(setting.meaning)
    assert DEFAULTS.care == Care()
    assert DEFAULTS.care.newcomer_links is Action.REVIEW
    assert DEFAULTS.care.member_links is Action.PASS
    assert DEFAULTS.tuning == NEUTRAL
    assert DEFAULTS.reports_reopen_after == 3
    assert DEFAULTS.duty_hours == (2, 4, 8, 12)
    assert DEFAULTS.cards[Guidance.BREATHING] == Card({}, "")


def test_a_change_counts_at_once_and_the_default_can_be_given_back(ada):
    assert current() == DEFAULTS
    change(ada, "newcomers.posts", 3)
    assert current().care.posts == 3
    change(ada, "newcomers.posts", None, "Enough looked at.")
    assert current() == DEFAULTS
    history = queries.history(BY_NAME["newcomers.posts"])
    assert [(each.old, each.new, each.by) for each in history.changes] == [
        (3, 1, "Ada"),
        (1, 3, "Ada"),
    ]


def test_each_change_is_in_the_audit_trail(ada):
    change(ada, "newcomers.links", "hold", "Spam in August.")
    entry = db.session.query(AuditEntry).filter_by(kind="setting").one()
    row = db.session.query(CommunitySetting).one()
    assert entry.subject == f"setting:{row.id}"
    assert entry.actor == audit.pseudonym(ada.id)
    assert audit.verify().problems == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.MODERATOR])
def test_nobody_but_admins_changes_anything(app, role):
    other = make_member(role=role)
    with pytest.raises(NotFound):
        change(other, "newcomers.posts", 3)
    assert db.session.query(CommunitySetting).count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("newcomers.posts", -1),
        ("newcomers.posts", "3"),
        ("newcomers.posts", True),
        ("newcomers.posts", 10**12),
        ("newcomers.days", 2.5),
        ("newcomers.links", "urgent"),
        ("newcomers.links", 3),
        ("reports.reopen_after", 0),
        ("desk.duty_hours", []),
        ("desk.duty_hours", [0]),
        ("desk.duty_hours", [2, 25]),
        ("desk.duty_hours", "2, 4"),
        ("desk.duty_hours", [True]),
        ("crisis.breathing", "x" * 601),
        ("crisis.breathing", 7),
        ("crisis.breathing", "a\x00b"),
        ("claims.rules", {"stop.directive": "hodl"}),
        ("claims.rules", []),
        ("claims.words", {"insult": ["the"]}),
        ("claims.weights", {"stop.directive": 1.5}),
        ("claims.weights", {"score.hold": 0.5}),
        ("links.members", "urgent"),
        ("links.known", "example.org"),
        ("links.known", ["example"]),
        ("links.unwanted", ["https:///"]),
        ("links.unwanted", [7]),
        ("links.unwanted", [f"site-{number}.example" for number in range(501)]),
        ("card.breathing", "Call."),
        ("card.breathing", {"en": "Call."}),
        ("card.breathing", {"en": ["x" * 301]}),
        ("card.breathing", {"en": ["a\x00b"]}),
        ("card.breathing", {"en": ["Call."] * 9}),
        ("card.breathing", {"<b>": ["Call."]}),
        ("claims.thresholds", {"score_hold": -1}),
    ],
)
def test_a_bad_value_is_refused_and_nothing_changes(ada, name, value):
    with pytest.raises(services.BadValue) as refused:
        change(ada, name, value)
    assert refused.value.message
    assert db.session.query(CommunitySetting).count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_change_needs_a_reason_of_bounded_length(ada, reason):
    with pytest.raises(Invalid) as refused:
        change(ada, "newcomers.posts", 3, reason)
    assert refused.value.field == "reason"


def test_a_setting_that_does_not_exist_is_not_found(ada):
    with pytest.raises(NotFound):
        change(ada, "newcomers.shoe_size", 3)


def test_what_is_so_already_is_said_and_not_stored(ada):
    with pytest.raises(Invalid):
        change(ada, "newcomers.posts", 1)
    change(ada, "newcomers.posts", 2)
    with pytest.raises(Invalid):
        change(ada, "newcomers.posts", 2)
    assert db.session.query(CommunitySetting).count() == 1


def test_the_same_form_sent_twice_is_one_change(ada):
    change(ada, "newcomers.posts", 2, shown=0)
    change(ada, "newcomers.posts", 2, shown=0)
    assert db.session.query(CommunitySetting).count() == 1


def test_a_change_by_somebody_else_meanwhile_is_not_overwritten_unseen(ada):
    eve = make_member("Eve", role=Role.ADMIN)
    change(ada, "newcomers.posts", 2, shown=0)
    with pytest.raises(Stale):
        change(eve, "newcomers.posts", 5, shown=0)
    assert current().care.posts == 2


def test_of_two_admins_at_the_same_moment_one_wins(app, ada):
    eve = make_member("Eve", role=Role.ADMIN)
    ready, said = threading.Barrier(2), []

    def press(actor, value):
        with app.app_context():
            ready.wait()
            try:
                with unit_of_work(begin=False):
                    services.change(actor, "newcomers.posts", value, "At once.", shown=0)
                said.append("saved")
            except Stale:
                said.append("stale")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=each) for each in ((ada, 2), (eve, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["saved", "stale"]
    assert db.session.query(CommunitySetting).count() == 1


def test_reading_costs_one_tiny_statement_and_one_more_after_a_change(ada, count_statements):
    current()
    assert count_statements(current) == 1
    change(ada, "newcomers.posts", 2)
    db.session.remove()
    assert count_statements(current) == 2
    assert count_statements(current) == 1


def test_a_change_by_another_process_is_seen(app):
    """Another process writes past our cache: here, a row put in by hand."""
    assert current().care.days == 14
    store("newcomers.days", 30)
    assert current().care.days == 30


def test_broken_stored_values_fall_back_and_are_said(app, browse, caplog):
    store("newcomers.posts", "many")
    store("claims.rules", {"gone.rule": "off", "stop.directive": "off"})
    store("a.setting.of.old", 5)
    with caplog.at_level(logging.ERROR):
        found = current()
    assert found.care.posts == 1
    assert dict(found.tuning.rules) == {"stop.directive": "off"}
    assert "newcomers.posts" in caplog.text
    assert "gone.rule: there is no rule of this name" in caplog.text
    thread = thread_of(make_article())
    assert send(browse(make_member("Cora")), thread, STOP).status_code == 303
    page = words(browse(make_member("Mo", role=Role.MODERATOR)).get("/desk/settings"))
    assert "What is stored here cannot be used" in page
    assert "gone.rule" in page


def test_a_stored_value_that_is_no_json_crashes_nothing(app):
    store("newcomers.posts", 2)
    store("newcomers.days", 20)
    broken = text("UPDATE community_settings SET value = '{x' WHERE name = 'newcomers.posts'")
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(DataError):
            db.session.execute(broken)
        return
    with unit_of_work():
        db.session.execute(broken)
    app.extensions.pop("community_settings", None)
    assert (current().care.posts, current().care.days) == (1, 20)


def test_posts_are_screened_as_the_operator_tuned_it(ada, browse):
    thread, cora = thread_of(make_article()), make_member("Cora")
    send(browse(cora), thread, STOP)
    change(ada, "claims.rules", {"stop.directive": "off"})
    send(browse(cora), thread, STOP + " Really.")
    change(ada, "claims.words", {"insult": ["snotgoblin"]})
    send(browse(cora), thread, "You are a snotgoblin.")
    found = db.session.query(Post).order_by(Post.id).all()
    assert [post.state for post in found] == [
        PostState.HELD,
        PostState.PUBLISHED,
        PostState.HELD,
    ]


def test_the_operators_words_stand_on_the_help_card_as_plain_text(ada, client):
    change(ada, "crisis.breathing", "Our own line: <b>12345</b>,\n\nday and night.")
    page = client.post("/care", data={"words": "I can't breathe well right now."})
    assert "Our own line: &lt;b&gt;12345&lt;/b&gt;, day and night." in page.text
    change(ada, "crisis.breathing", None)
    page = client.post("/care", data={"words": "I can't breathe well right now."})
    assert "If it is hard to breathe" in page.text
    assert "Our own line" not in page.text
