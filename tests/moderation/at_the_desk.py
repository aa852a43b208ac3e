"""A moderator in a process of their own: reads what to do, a line each, and says what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from flask import current_app

from forum import create_app
from forum.errors import Refusal
from forum.extensions import db
from forum.models import Decision, Member, Outcome
from forum.moderation import leases
from forum.publishing import verdict
from forum.publishing.ruling import Ruling
from forum.web.transaction import ledger, unit_of_work
from tests.browser_client import Browser

ROOT = Path(__file__).resolve().parents[2]


class Moderator:
    """The test's end: `asks` sends a line, `answer` waits for the next one."""

    # Who sits there now.
    member = None

    def __init__(self, settings):
        command = [sys.executable, "-m", "tests.moderation.at_the_desk"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(settings)

    def _say(self, words):
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def is_ready(self):
        return self.answer() == "ready"

    def asks(self, do, *cases, **values):
        self._say({"do": do, "me": self.member.id, "cases": [case.id for case in cases], **values})

    def answer(self):
        line = self._process.stdout.readline()
        assert line, "the other process has ended"
        return json.loads(line)

    def does(self, do, *cases, **values):
        self.asks(do, *cases, **values)
        return self.answer()

    def leaves(self):
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def _rule(me, case_id, told):
    ruling = Ruling(Outcome(told["outcome"]), "Read.", message="Please reword.")
    with unit_of_work(begin=False):
        made = verdict.rule(me, case_id, told.get("version", 1), ruling)
        return "decided" if isinstance(made, Decision) else "asked"


def _look(me, case_id, _told):
    with ledger() as book:
        leases.look(book, case_id, me.id)
    return "done"


def _take(me, case_id, _told):
    with unit_of_work(begin=False):
        leases.take_over(me, case_id)
    return "done"


def _press(me, case_id, told):
    """A button of the case page, by the whole road of a request: the status and the page."""
    data = {"version": told.get("version", 1), "reason": "Read.", "message": told["message"]}
    path = f"/desk/cases/{case_id}/{told['outcome']}"
    answer = _browser(me, told).post(path, data=data)
    return [answer.status_code, answer.text]


def _browser(me, told):
    """Signed in once for each line that is read."""
    if "browser" not in told:
        told["browser"] = current_app.test_client()
        told["browser"].sign_in(me)
    return told["browser"]


_ACTS = {"rule": _rule, "look": _look, "take": _take, "press": _press}


def _try(me, case_id, told):
    try:
        return _ACTS[told["do"]](me, case_id, told)
    except Refusal as error:
        return type(error).__name__


def _work():
    app = create_app(json.loads(sys.stdin.readline()))
    app.extensions["wake_mail"] = lambda: None
    app.test_client_class = Browser
    with app.app_context():
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            told = json.loads(line)
            me = db.session.get_one(Member, told["me"])
            db.session.remove()
            became = [_try(me, case_id, told) for case_id in told["cases"]]
            db.session.remove()
            print(json.dumps(became), flush=True)


if __name__ == "__main__":
    _work()
