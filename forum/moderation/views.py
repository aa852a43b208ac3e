"""The desk: one case a page, deciding it, taking a decision back, and who has the case open."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.errors import Invalid, NotFound, Stale
from forum.models import Consultation, Outcome
from forum.moderation import lanes, leases, library
from forum.moderation.case_file import case_file, concerns
from forum.moderation.case_history import one_decision
from forum.moderation.desk import desk_blueprint
from forum.moderation.duty import on_duty_until
from forum.moderation.filters import read_id
from forum.moderation.forms import RulingForm
from forum.moderation.page_views import afterwards, case_page, ready_for
from forum.moderation.ready_texts import filled
from forum.publishing import undoing, verdict
from forum.publishing.ruling import Ruling
from forum.web.paging import go
from forum.web.transaction import ledger
from forum.web.viewer import member

desk = desk_blueprint("desk")


@desk.get("")
def next_one() -> ResponseReturnValue:
    """One case a page: the one to look at next, or that nothing waits for this moderator."""
    case_id = lanes.next_case(member().id)
    if case_id is not None:
        return go(f"/desk/cases/{case_id}", request.args.get("notice"))
    return render_template(
        "desk/case/done.html",
        counts=lanes.counts(),
        duty_until=on_duty_until(member().id),
        after=afterwards(),
        section="desk",
    )


def _on(told: str) -> ResponseReturnValue:
    """On to the next case, with what to tell there."""
    case_id = lanes.next_case(member().id)
    return go(f"/desk/cases/{case_id}?{told}#decided" if case_id else f"/desk?{told}#decided")


@desk.get("/cases/<id:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    _seen(case_id)
    return case_page(case_id)


@desk.get("/cases/<id:case_id>/<any(uphold,publish_with_note,reword,remove):outcome>")
def step(case_id: int, outcome: str) -> ResponseReturnValue:
    """The step of one decision, with its ready texts."""
    _seen(case_id)
    return case_page(case_id, opened=Outcome(outcome))


def _seen(case_id: int) -> None:
    """Who looked and when is kept, even though reading changes nothing that anybody owns.

    Whom a case concerns neither counts as having looked nor keeps it from those who may decide it.
    """
    if not concerns(case_id, member().id):
        with ledger() as book:
            leases.look(book, case_id, member().id)


@desk.post("/cases/<id:case_id>/<any(uphold,publish,publish_with_note,reword,remove):outcome>")
def decide(case_id: int, outcome: str) -> ResponseReturnValue:
    form, chosen = RulingForm(), Outcome(outcome)
    if form.choose.data:
        _fill(form, case_id, chosen)
    if form.choose.data or not form.is_submitted():
        return case_page(case_id, form, opened=chosen)
    try:
        ruling = _ruling(form, chosen)
        keep = chosen is Outcome.PUBLISH_WITH_NOTE and bool(form.keep.data)
        if keep:
            library.check_new_name(form.keep_name.data or "", "keep_name")
        if form.take.data:
            leases.take_over(member(), case_id)
        made = verdict.rule(member(), case_id, form.version.data or 0, ruling)
    except Invalid as error:
        form.blame(error)
        return case_page(case_id, form, opened=chosen), form.status
    except Stale as error:
        page = case_page(
            case_id, form, opened=chosen, moved=error.message, typed=form.what_was_typed()
        )
        return page, error.status
    if isinstance(made, Consultation):
        return _on(f"asked={case_id}")
    if keep:
        library.keep(member(), made.id, form.keep_name.data or "", "keep_name")
    return _on(f"undo={made.id}")


def _ruling(form: RulingForm, outcome: Outcome) -> Ruling:
    """What the form says. Raises Invalid."""
    ruling = Ruling(outcome=outcome, reason=form.reason.data or "", message=form.message.data or "")
    if outcome is not Outcome.PUBLISH_WITH_NOTE:
        return ruling
    expires_on = library.read_day(form.expires_on.data or "")
    note, sources = form.note.data or "", form.read_sources()
    version = library.version_of(read_id(form.library_version.data or "") or 0)
    wording = library.Wording(note, sources, expires_on)
    return Ruling(
        outcome=outcome,
        reason=ruling.reason,
        note=note,
        sources=sources,
        note_expires_on=expires_on,
        # Words that were changed after choosing are no longer the library's.
        library_version_id=version.id if version and wording.same_as(version) else None,
    )


def _fill(form: RulingForm, case_id: int, outcome: Outcome) -> None:
    """Put the text or note that was pressed into its box. Nothing that was typed is lost."""
    ready = ready_for(outcome, case_file(case_id))
    chosen = form.choose.data or ""
    if outcome is Outcome.PUBLISH_WITH_NOTE:
        version = library.version_of(read_id(chosen) or 0)
        if version is None:
            return
        known = {ready["note"]}
        if taken := library.version_of(read_id(form.library_version.data or "") or 0):
            known.add(taken.words)
            if form.has_sources_of(taken.sources):
                form.fill_sources([], None)
        form.note.data = filled(form.note.data or "", version.words, known)
        if form.has_no_sources():
            form.fill_sources(version.sources, version.expires_on)
        form.library_version.data = str(version.id)
        return
    texts = {text.key: text for text in ready["texts"]}
    if (text := texts.get(chosen)) is not None:
        known = {each.words for each in texts.values()}
        form.message.data = filled(form.message.data or "", text.words, known)
        reasons = {ready["reason"], *(each.reason for each in texts.values())}
        if text.reason:
            form.reason.data = filled(form.reason.data or "", text.reason, reasons)


@desk.post("/decisions/<id:decision_id>/undo")
def undo(decision_id: int) -> ResponseReturnValue:
    try:
        case = undoing.undo(member(), decision_id)
    except Stale as error:
        decision = one_decision(decision_id)
        if decision is None or decision.case_id is None:
            raise NotFound from error
        return case_page(decision.case_id, moved=error.message), error.status
    return go(f"/desk/cases/{case.id}?undone=1#decided")


@desk.post("/cases/<id:case_id>/reopen")
def reopen(case_id: int) -> ResponseReturnValue:
    """A decided case is asked anew, to reverse what a person or the program did."""
    try:
        case = undoing.open_again(member(), case_id)
    except Stale as error:
        return case_page(case_id, moved=error.message), error.status
    return go(f"/desk/cases/{case.id}")


@desk.post("/cases/<id:case_id>/take")
def take(case_id: int) -> ResponseReturnValue:
    """Take a case over from another moderator."""
    if concerns(case_id, member().id):
        raise NotFound
    try:
        leases.take_over(member(), case_id)
    except NotFound:
        # It was decided meanwhile: its page says how.
        return go(f"/desk/cases/{case_id}")
    return go(f"/desk/cases/{case_id}#decide")


@desk.post("/cases/<id:case_id>/release")
def release(case_id: int) -> ResponseReturnValue:
    """Give a case back to the others, and go on."""
    leases.release(member(), case_id)
    following = lanes.next_case(member().id, but=case_id)
    return go(f"/desk/cases/{following}" if following else "/desk/list")
