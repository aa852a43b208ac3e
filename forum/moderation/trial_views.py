"""Trying a change before it counts: on a text, and on the last posts."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.claims import Finding, Verdict, screen
from forum.community import labels
from forum.community.forms import SettingForm, TrialForm
from forum.community.handling import Handling, read_file, read_handling
from forum.community.queries import current
from forum.community.schema import BY_NAME, Setting
from forum.community.services import said
from forum.errors import Invalid, NotFound
from forum.models import Post
from forum.moderation.causes import in_words
from forum.moderation.marking import Piece, mark
from forum.publishing.course import Course, decide
from forum.publishing.extra_care import Fresh, Standing, course_of
from forum.publishing.links import links
from forum.publishing.replay import MOST, USUAL, Replay, replay
from forum.publishing.standing import with_own_site
from forum.text import render

# How long a page may work on a replay. The command line has no such limit.
SECONDS = 8.0
_LONGEST_TUNING = 200_000
# How many changed posts a page lists.
LISTED = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding as `mark` wants it."""

    finding: Finding

    @property
    def start(self) -> int:
        return self.finding.span[0]

    @property
    def end(self) -> int:
        return self.finding.span[1]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the words marked, and what more care would do, by who wrote it."""

    verdict: Verdict
    pieces: list[Piece]
    cared: list[tuple[Standing, Course]]


def trial() -> ResponseReturnValue:
    """A text, or the last posts, under the present tuning and a changed one."""
    if request.method == "GET":
        form = TrialForm(formdata=None)
        form.last.data = str(USUAL)
        return _page(form)
    form = TrialForm()
    changed = _changed(form)
    if form.errors or not form.is_submitted():
        return _page(form, changed), form.status
    if request.form.get("act") == "replay":
        return _replayed(form, changed)
    return _judged(form, changed)


def opened(setting: Setting, value: Any, written: SettingForm) -> str:
    """The trial of a change that is being written: `value` has been read without a fault."""
    whole = copy.deepcopy(dict(current().file))
    within = whole
    for part in setting.path[:-1]:
        within = within[part]
    within[setting.path[-1]] = value
    form = TrialForm(formdata=None)
    form.tuning.data = json.dumps(whole, ensure_ascii=False, indent=1)
    form.last.data = str(USUAL)
    form.setting.data = setting.name
    form.reason.data, form.shown.data = written.reason.data, str(written.shown.data or 0)
    return _page(form, read_handling(whole)[0])


def _changed(form: TrialForm) -> Handling | None:
    """The change to try, if one is given. Faults are said at the field."""
    typed = (form.tuning.data or "").strip()
    if not typed:
        return None
    try:
        if len(typed) > _LONGEST_TUNING:
            raise ValueError
        value = json.loads(typed)
    except (ValueError, RecursionError):
        form.blame(Invalid("tuning", _("This is no JSON. It must be as in a tuning file.")))
        return None
    handling, faults = read_handling(value)
    for fault in faults:
        form.blame(Invalid("tuning", said(fault)))
    return handling


def _judged(form: TrialForm, changed: Handling | None) -> ResponseReturnValue:
    text = (form.text.data or "").replace("\r\n", "\n")
    if not text.strip():
        form.blame(Invalid("text", _("Please write or paste a text first.")))
    elif len(text) > Post.LONGEST:
        form.blame(
            Invalid(
                "text",
                _(
                    "This is too long by %(count)s letters. A post has at most %(most)s.",
                    count=len(text) - Post.LONGEST,
                    most=Post.LONGEST,
                ),
            )
        )
    if form.errors:
        return _page(form, changed), form.status
    now = _judge(text, current().handling)
    then = _judge(text, changed) if changed is not None else None
    return _page(form, changed, judged=now, judged_then=then)


def _judge(text: str, handling: Handling) -> Judged:
    verdict = screen(text, "comment", handling.tuning)
    course, care = decide(verdict), with_own_site(handling.care)
    fresh = Fresh(links(text, str(render(text))))
    courses = [(each, course_of(course, care, each, fresh)) for each in Standing]
    return Judged(
        verdict,
        mark(text, [_Found(finding) for finding in verdict.findings]),
        [(standing, cared) for standing, cared in courses if cared != course],
    )


def _replayed(form: TrialForm, changed: Handling | None) -> ResponseReturnValue:
    last = form.how_many(MOST)
    if last is None:
        form.blame(Invalid("last", _("Please give a whole number from 1 to %(most)s.", most=MOST)))
        return _page(form, changed), form.status
    present = current().handling
    if changed is None:
        found = replay(last, present, seconds=SECONDS)
    else:
        found = replay(last, changed, present, seconds=SECONDS)
    return _page(form, changed, replayed=found)


def _page(
    form: TrialForm,
    changed: Handling | None = None,
    *,
    judged: Judged | None = None,
    judged_then: Judged | None = None,
    replayed: Replay | None = None,
) -> str:
    setting = BY_NAME.get(form.setting.data or "")
    return render_template(
        "desk/trial.html",
        form=form,
        changed=changed,
        setting=setting if setting is not None and setting.path else None,
        judged=judged,
        judged_then=judged_then,
        replayed=replayed,
        listed=LISTED,
        most=MOST,
        lowered=labels.lowered_urgent(labels.rules_of(changed.tuning)) if changed else [],
        in_words=in_words,
        section="desk",
        desk_page="trial",
    )


def take_draft(setting: Setting, form: SettingForm) -> None:
    """Back from a trial to the page of the setting, with the change as it was written."""
    if not setting.path:
        raise NotFound
    try:
        given = json.loads(request.form.get("tuning", "")[:_LONGEST_TUNING])
    except (ValueError, RecursionError):
        given = {}
    form.fill(read_file(given)[0][setting.name])
