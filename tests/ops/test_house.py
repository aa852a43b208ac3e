"""Health, tidying up, the queue on both engines, and the claims command."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
import redis

from forum import clock, queue
from forum.extensions import db
from forum.models import (
    Attempt,
    OperatorNote,
    OutboxMessage,
    Post,
    PostState,
    Subscription,
)
from forum.ops.retention import tidy
from forum.web.transaction import unit_of_work
from tests.conftest import REDIS, missing
from tests.factories import make_article, make_post, thread_of


def test_health_says_when_the_operator_must_do_something(app, client):
    assert client.get("/healthz").json == {"database": "ok", "operator": "nothing to do"}
    with unit_of_work():
        db.session.add(OperatorNote(kind="mail-refused", words="554", at=clock.now()))
    assert client.get("/healthz").json["operator"] == "mail-refused"


def test_what_has_been_kept_long_enough_goes_and_the_rest_stays(app):
    now = clock.now()
    old, fresh = now - timedelta(days=40), now - timedelta(hours=1)
    with unit_of_work():
        for number, at in enumerate((old, fresh)):
            db.session.add(Attempt(kind="post", subject="x", at=at))
            db.session.add(
                OutboxMessage(
                    key=f"k{number}",
                    message="digest",
                    recipient="a@example.org",
                    message_id="<x@y>",
                    priority=5,
                    state="sent",
                    not_before=at,
                    created_at=at,
                )
            )
            db.session.add(
                Subscription(email=f"s{number}@example.org", token=f"t{number}", created_at=at)
            )
    thread = thread_of(make_article())
    make_post(
        thread, None, "Never confirmed.", state=PostState.AWAITING_EMAIL, ago=timedelta(days=40)
    )
    make_post(thread, None, "Still waiting.", state=PostState.AWAITING_EMAIL)
    tidy()
    assert db.session.query(Attempt).count() == 1
    assert [
        row.recipient for row in db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    ] == ["", "a@example.org"]
    assert db.session.query(Subscription).one().email == "s1@example.org"
    erased, waiting = db.session.query(Post).order_by(Post.id)
    assert (erased.state, erased.source, erased.guest_email) == (PostState.ERASED, "", None)
    assert waiting.source == "Still waiting."
    assert tidy()["attempts"] == 0


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_job_asked_for_runs_in_the_worker(app, tmp_path, kind):
    url = f"sqlite:///{tmp_path}/queue.db"
    if kind == "redis":
        try:
            redis.Redis.from_url(REDIS).ping()
        except redis.ConnectionError:
            missing("Redis does not answer")
        url = REDIS
    app.config["QUEUE_URL"], before = url, app.config["QUEUE_URL"]
    kept = app.extensions["queue"], app.extensions["queue_jobs"]
    done = threading.Event()
    try:
        made = queue.register(app, {f"job_{tmp_path.name}": (done.set, None)})
        consumer = made.create_consumer(
            workers=1, periodic=False, initial_delay=0.05, max_delay=0.1
        )
        consumer.start()
        queue.nudge(app, f"job_{tmp_path.name}")
        assert done.wait(20)
        consumer.stop(graceful=True)
    finally:
        app.config["QUEUE_URL"] = before
        app.extensions["queue"], app.extensions["queue_jobs"] = kept


def test_a_queue_that_is_away_does_not_break_the_page(app):
    app.config["QUEUE_URL"], before = "redis://127.0.0.1:1/0", app.config["QUEUE_URL"]
    kept = app.extensions["queue"], app.extensions["queue_jobs"]
    try:
        queue.register(app, {"lost": (lambda: None, None)})
        queue.nudge(app, "lost")
    finally:
        app.config["QUEUE_URL"] = before
        app.extensions["queue"], app.extensions["queue_jobs"] = kept


def test_claims_are_screened_from_json_lines_and_a_bad_line_does_not_stop_the_rest(app):
    lines = [
        json.dumps({"id": "a", "text": "Stop your Mestinon, all of you.", "context": "comment"}),
        "not json",
        json.dumps({"id": "b", "text": "I had my infusion on Monday.", "context": "comment"}),
    ]
    result = app.test_cli_runner().invoke(args=["claims", "screen"], input="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert answers[0]["id"] == "a"
    assert answers[0]["action"] == "hold"
    finding = answers[0]["findings"][0]
    assert set(finding) == {"category", "rule", "span", "reason", "source", "against"}
    assert answers[1]["line"] == 2
    assert "error" in answers[1]
    assert answers[2] == {"id": "b", "action": "pass", "categories": [], "findings": []}
