"""Asking another person: a second opinion, a clinician reviewer; and their answers."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import Case, Decision, Post
from forum.moderation import consultations, questions
from forum.moderation.case_file import concerns
from forum.moderation.desk import desk_blueprint
from forum.moderation.marking import mark, screened_text
from forum.moderation.page_views import case_page
from forum.moderation.people_forms import AnswerForm, QuestionForm, ReferralForm
from forum.permissions import Action
from forum.publishing import seconding
from forum.web.paging import go
from forum.web.viewer import member

desk_asking = desk_blueprint("desk_asking")
# Reviewers see these pages, and nothing else of the desk.
desk_referred = desk_blueprint("desk_referred", Action.ANSWER_REFERRAL)


@desk_asking.route("/cases/<id:case_id>/ask", methods=["GET", "POST"])
def ask(case_id: int) -> ResponseReturnValue:
    """Ask the other moderators, proposing nothing."""
    form = QuestionForm()
    if form.is_submitted():
        try:
            consultations.ask_moderator(member(), case_id, form.question.data or "")
            return go(f"/desk/cases/{case_id}", "asked", anchor="asked")
        except (Invalid, Stale) as error:
            form.blame(error)
    return _ask_page(case_id, form, form.question.name)


@desk_asking.route("/cases/<id:case_id>/refer", methods=["GET", "POST"])
def refer(case_id: int) -> ResponseReturnValue:
    """Ask the clinician reviewers."""
    form = ReferralForm()
    if form.is_submitted():
        try:
            consultations.refer(member(), case_id, form.referral.data or "")
            return go(f"/desk/cases/{case_id}", "asked", anchor="asked")
        except (Invalid, Stale) as error:
            form.blame(error)
    return _ask_page(case_id, form, form.referral.name)


def _ask_page(case_id: int, form: QuestionForm | ReferralForm, field: str) -> ResponseReturnValue:
    if concerns(case_id, member().id):
        raise NotFound
    case = db.session.get_one(Case, case_id)
    page = render_template(
        "desk/ask.html",
        case=case,
        post=db.session.get_one(Post, case.post_id),
        form=form,
        field=form[field],
        clinician=isinstance(form, ReferralForm),
        section="desk",
    )
    return page, form.status


@desk_asking.get("/asked")
def asked() -> ResponseReturnValue:
    """What waits for somebody's answer, and what became of one's own questions."""
    return render_template(
        "desk/asked.html",
        waiting=questions.still_open(member()),
        lately=questions.answered_lately(member()),
        section="desk",
    )


@desk_asking.post("/asked/<id:consultation_id>/agree")
def agree(consultation_id: int) -> ResponseReturnValue:
    """Do what another moderator proposed."""
    form = AnswerForm()
    try:
        done = seconding.agree(member(), consultation_id, form.read_version.data or 0)
    except (Invalid, Stale) as error:
        return _not_done(consultation_id, form, error)
    if isinstance(done, Decision):
        return go(f"/desk/cases/{done.case_id}?undo={done.id}#decided")
    return go(f"/desk/cases/{done.case_id}", "agreed", anchor="asked")


@desk_asking.post("/asked/<id:consultation_id>/disagree")
def disagree(consultation_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    try:
        row = seconding.disagree(member(), consultation_id, form.answer.data or "")
    except (Invalid, Stale) as error:
        return _not_done(consultation_id, form, error)
    return go(f"/desk/cases/{row.case_id}", "not-agreed", anchor="asked")


@desk_asking.post("/asked/<id:consultation_id>/answer")
def answer(consultation_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    try:
        row = consultations.answer(member(), consultation_id, form.answer.data or "")
    except (Invalid, Stale) as error:
        return _not_done(consultation_id, form, error)
    return go(f"/desk/cases/{row.case_id}", "answered", anchor="asked")


@desk_asking.post("/asked/<id:consultation_id>/withdraw")
def withdraw(consultation_id: int) -> ResponseReturnValue:
    """Take one's own question back."""
    form = AnswerForm()
    try:
        row = consultations.withdraw(member(), consultation_id)
    except Stale as error:
        return _not_done(consultation_id, form, error)
    return go(f"/desk/cases/{row.case_id}", "question-withdrawn", anchor="asked")


def _not_done(
    consultation_id: int, form: AnswerForm, error: Invalid | Stale
) -> ResponseReturnValue:
    """The case as it is now, with what was typed and why nothing was done."""
    case_id = questions.case_of(consultation_id)
    if isinstance(error, Invalid):
        form.blame(error)
        return case_page(case_id, answering=form), form.status
    return case_page(case_id, answering=form, moved=error.message), error.status


@desk_referred.get("/referred")
def referred() -> ResponseReturnValue:
    """What waits for a clinician reviewer."""
    return _referred_page()


def _referred_page(moved: str = "", typed: str = "") -> str:
    return render_template(
        "desk/referred.html",
        waiting=questions.referred(member()),
        moved=moved,
        kept=[("answer", typed)] if typed else [],
        section="referred",
    )


@desk_referred.route("/referred/<id:consultation_id>", methods=["GET", "POST"])
def one_referral(consultation_id: int) -> ResponseReturnValue:
    """The words, what was found in them, the question; and the answer. No name but the asker's."""
    form = AnswerForm()
    if form.is_submitted():
        try:
            consultations.answer(
                member(),
                consultation_id,
                form.answer.data or "",
                form.sources.data or "",
                clinician=True,
            )
            return go("/desk/referred", "answered")
        except Invalid as error:
            form.blame(error)
        except Stale as error:
            return _referred_page(error.message, form.answer.data or ""), error.status
    found = questions.referral(consultation_id, member())
    page = render_template(
        "desk/referred_one.html",
        found=found,
        pieces=mark(screened_text(found.post.title, found.post.source), found.findings),
        form=form,
        section="referred",
    )
    return page, form.status
