"""The page of one case, as every view that ends on it shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from forum import clock
from forum.authors import byline
from forum.models import Case, Decision, Level, Outcome, PostState, Role
from forum.moderation import answerers, claim_records, lanes, leases, library
from forum.moderation.accuracy import of_reporters
from forum.moderation.author_file import answers_appeal
from forum.moderation.case_file import CaseFile, case_file
from forum.moderation.case_history import one_decision
from forum.moderation.causes import in_words
from forum.moderation.changes import Stretch, changed
from forum.moderation.duty import moderators
from forum.moderation.filters import read_id
from forum.moderation.forms import (
    CLAIM_WORDS,
    REPORT_REASONS,
    RecordForm,
    RulingForm,
)
from forum.moderation.marking import mark, screened_text
from forum.moderation.people import asking_about, people_around
from forum.moderation.people_forms import AnswerForm
from forum.moderation.precedents import precedents
from forum.moderation.ready_texts import message_for, note_for, reason_for, texts_for
from forum.moderation.restrictions import until
from forum.publishing import undoing
from forum.web.viewer import member

# The decisions that open a step of their own; publishing is one press.
STEPS = (Outcome.UPHOLD, Outcome.PUBLISH_WITH_NOTE, Outcome.REWORD, Outcome.REMOVE)


@dataclass(frozen=True, slots=True)
class Holder:
    """Another moderator who has the case open: until when, and for how many more minutes."""

    name: str
    until: str
    minutes: int


def holder_of(case: Case) -> Holder | None:
    other = leases.held_by_other(case, member().id)
    if other is None or case.taken_until is None:
        return None
    left = case.taken_until - clock.now()
    return Holder(
        other.handle, case.taken_until.strftime("%H:%M"), max(1, round(left.total_seconds() / 60))
    )


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What a page tells of the press before: a decision to undo, a question asked, an undoing."""

    decision: Decision | None = None
    told: bool = False
    asked: int | None = None
    undone: bool = False


def afterwards() -> Afterwards:
    """Out of the address; whatever does not fit is as if it was not there."""
    decision_id = read_id(request.args.get("undo", ""))
    decision = one_decision(decision_id) if decision_id else None
    if decision is None or decision.actor_id != member().id or not undoing.can_undo(decision):
        decision = None
    return Afterwards(
        decision=decision,
        told=decision is not None and _author_hears(decision),
        asked=read_id(request.args.get("asked", "")),
        undone=request.args.get("undone") == "1",
    )


def _author_hears(decision: Decision) -> bool:
    """A look that left all as it was is told only to an author who asked for it."""
    left = decision.outcome is Outcome.PUBLISH and decision.old_state == PostState.PUBLISHED
    quiet = left or decision.outcome is Outcome.UPHOLD
    return not quiet or answers_appeal(decision.case_id)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Which decisions this moderator may take on this case, and how they are offered."""

    # Why not, if not: it is about their own words, or about their own decision.
    barred: str
    second_person: bool
    # The post stays as readers see it now, whatever else is decided.
    leave: Outcome | None
    publish: bool


def deciding(file: CaseFile) -> Deciding:
    me = member()
    own, ruled = file.post.author_id == me.id, any(a.actor_id == me.id for a in file.appeals)
    urgent = file.case.level is Level.URGENT and not file.case.practice
    alone = (own or ruled) and me.role is Role.ADMIN and len(moderators()) < 2
    shown = file.post.state == PostState.PUBLISHED
    asked_again = file.case.level in {Level.APPEAL, Level.REPORT}
    leave = Outcome.UPHOLD if asked_again or (shown and file.note) else None
    if leave is None and shown:
        leave = Outcome.PUBLISH
    return Deciding(
        barred="" if alone else "own" if own else "ruled" if ruled else "",
        second_person=urgent and bool(answerers.seconds(file.case, file.post, me)),
        leave=leave,
        publish=not shown or (leave is Outcome.UPHOLD and file.note is not None),
    )


@dataclass(frozen=True, slots=True)
class Version:
    """How a text came from one version to the next."""

    number: int
    stretches: list[Stretch]


def versions(file: CaseFile) -> list[Version]:
    """What each change of the post changed, the newest first."""
    post = file.post
    texts = [(post.version, screened_text(post.title, post.source))]
    texts += [(each.version, screened_text(each.title, each.source)) for each in file.revisions]
    return [
        Version(number, changed(older, newer))
        for (number, newer), (_older, older) in pairwise(texts)
    ]


def ready_for(outcome: Outcome, file: CaseFile) -> dict[str, Any]:
    """What the step of a decision opens with, and what can be chosen for it."""
    return {
        "reason": reason_for(outcome, file.findings, reported=bool(file.reports)),
        "message": message_for(outcome, file.categories),
        "note": note_for(file.categories) if outcome is Outcome.PUBLISH_WITH_NOTE else "",
        "texts": texts_for(outcome, file.categories),
    }


def case_page(
    case_id: int,
    form: RulingForm | None = None,
    *,
    opened: Outcome | None = None,
    moved: str = "",
    record: RecordForm | None = None,
    answering: AnswerForm | None = None,
    typed: Sequence[tuple[str, str]] = (),
) -> str:
    """One case. `moved` says why nothing was done; `typed` is given back where no form shows it."""
    file = case_file(case_id)
    choosing = opened is Outcome.PUBLISH_WITH_NOTE
    return render_template(
        "desk/case.html",
        file=file,
        pieces=mark(screened_text(file.post.title, file.post.source), file.findings),
        author=byline(file.author, to_staff=True),
        byline=byline,
        why_here=in_words(file.case.cause),
        in_words=in_words,
        said=lambda words: ", ".join(gettext(each) for each in words),
        versions=versions(file),
        precedents=precedents(file.post, file.findings),
        records=claim_records.of_case(case_id),
        similar=claim_records.similar(file.case, file.treatments, file.categories),
        record=record or _new_record(file),
        claim_words=CLAIM_WORDS,
        counts=lanes.counts(),
        form=form or RulingForm(formdata=None),
        opened=opened,
        ready={outcome: ready_for(outcome, file) for outcome in (*STEPS, Outcome.PUBLISH)},
        library=library.offered(file.categories) if choosing else (),
        is_due=library.is_due,
        deciding=deciding(file),
        holder=holder_of(file.case),
        undoable=file.ruling is not None and undoing.can_undo(file.ruling),
        after=afterwards(),
        moved=moved,
        typed=typed,
        reasons=REPORT_REASONS,
        asking=asking_about(member(), file.case, file.post),
        answering=answering or AnswerForm(formdata=None),
        people=people_around(member(), file.case, file.post),
        until=until,
        accuracy=of_reporters({each.reporter_id for each in file.reports}),
        section="desk",
    )


def _new_record(file: CaseFile) -> RecordForm:
    """A claim to mark, beginning with the words of the first finding."""
    form = RecordForm(formdata=None)
    if file.findings:
        first = file.findings[0]
        form.words.data = screened_text(file.post.title, file.post.source)[first.start : first.end]
    form.version.data = file.post.version
    return form
