"""Trying a change of the engine before it counts: on a text, and on the last posts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from forum.claims import Finding, Tuning, Verdict, screen
from forum.claims.tuning import read_tuning
from forum.community import labels
from forum.community.forms import SettingForm, TrialForm
from forum.community.queries import current
from forum.community.schema import BY_NAME, Kind, Setting, known_rules
from forum.community.services import said
from forum.errors import Invalid, NotFound
from forum.models import Post
from forum.moderation.marking import Piece, mark
from forum.publishing.replay import MOST, USUAL, Replay, replay

# How long a page may work on a replay. The command line has no such limit.
SECONDS = 8.0
_LONGEST_TUNING = 200_000
_PART = {Kind.RULES: "rules", Kind.WORDS: "words", Kind.THRESHOLDS: "thresholds"}
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
    """A verdict with the words marked."""

    verdict: Verdict
    pieces: list[Piece]


def trial() -> ResponseReturnValue:
    """A text, or the last posts, under the present tuning and a changed one."""
    if request.method == "GET":
        form = TrialForm(formdata=None)
        form.last.data = str(USUAL)
        return _page(form)
    form = TrialForm()
    changed = _changed(form)
    if form.errors:
        return _page(form, changed), form.status
    if request.form.get("act") == "replay":
        return _replayed(form, changed)
    return _judged(form, changed)


def opened(setting: Setting, value: Any, written: SettingForm) -> str:
    """The trial of a change that is being written: `value` has been read without a fault."""
    whole = {**current().tuning.as_values(), _PART[setting.kind]: value}
    form = TrialForm(formdata=None)
    form.tuning.data = json.dumps(whole, ensure_ascii=False, indent=1)
    form.last.data = str(USUAL)
    form.setting.data = setting.name
    form.reason.data, form.shown.data = written.reason.data, str(written.shown.data or 0)
    return _page(form, read_tuning(whole, known_rules())[0])


def _changed(form: TrialForm) -> Tuning | None:
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
    tuning, faults = read_tuning(value, known_rules())
    for fault in faults:
        form.blame(Invalid("tuning", said(fault)))
    return tuning


def _judged(form: TrialForm, changed: Tuning | None) -> ResponseReturnValue:
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
    now = _judge(text, current().tuning)
    then = _judge(text, changed) if changed is not None else None
    return _page(form, changed, judged=now, judged_then=then)


def _judge(text: str, tuning: Tuning) -> Judged:
    verdict = screen(text, "comment", tuning)
    return Judged(verdict, mark(text, [_Found(finding) for finding in verdict.findings]))


def _replayed(form: TrialForm, changed: Tuning | None) -> ResponseReturnValue:
    last = form.how_many(MOST)
    if last is None:
        form.blame(Invalid("last", _("Please give a whole number from 1 to %(most)s.", most=MOST)))
        return _page(form, changed), form.status
    present = current().tuning
    if changed is None:
        found = replay(last, present, seconds=SECONDS)
    else:
        found = replay(last, changed, present, seconds=SECONDS)
    return _page(form, changed, replayed=found)


def _page(
    form: TrialForm,
    changed: Tuning | None = None,
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
        setting=setting if setting is not None and setting.tunes else None,
        judged=judged,
        judged_then=judged_then,
        replayed=replayed,
        listed=LISTED,
        most=MOST,
        lowered=labels.lowered_urgent(labels.rules_of(changed)) if changed else [],
        say=gettext,
        section="desk",
        desk_page="trial",
    )


def take_draft(setting: Setting, form: SettingForm) -> None:
    """Back from a trial to the page of the setting, with the change as it was written."""
    if not setting.tunes:
        raise NotFound
    try:
        value = json.loads(request.form.get("tuning", "")[:_LONGEST_TUNING])
        part = value[_PART[setting.kind]]
    except (ValueError, RecursionError, KeyError, TypeError):
        part = setting.default
    form.fill(setting.read(part)[0])
