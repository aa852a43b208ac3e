"""Telling of an error in an article, and the editors' page where the reports arrive."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.addresses import read_address
from forum.articles import editorial_queries, queries, reporting
from forum.articles.forms import ErrorReportForm
from forum.claims import Verdict
from forum.errors import Invalid, TooMany
from forum.permissions import Action, may
from forum.web.gate import public
from forum.web.limits import source
from forum.web.paging import go
from forum.web.viewer import member, viewer

error_reports = Blueprint("error_reports", __name__)
editorial = Blueprint("editorial", __name__, url_prefix="/editorial")


@error_reports.route("/articles/<slug>/report", methods=["GET", "POST"])
@public
def report(slug: str) -> ResponseReturnValue:
    head = queries.article_head(slug)
    form = ErrorReportForm()
    if not form.is_submitted():
        return render_template("articles/report.html", head=head, form=form, section="articles")
    verdict = reporting.look_at((form.words.data or "")[: reporting.LONGEST_REPORT])
    status = 422
    if form.validate():
        try:
            _send(head.id, form, verdict)
            if not verdict.guidance:
                return go(f"/articles/{slug}", "thanks-error")
            return render_template("articles/thanks.html", head=head, care=verdict.guidance)
        except Invalid as error:
            form.blame(error)
        except TooMany as error:
            form.form_errors.append(error.message)
            status = error.status
    # Whatever kept the report from being sent, words of danger are answered at once.
    page = render_template(
        "articles/report.html", head=head, form=form, care=verdict.guidance, section="articles"
    )
    return page, status


def _send(article_id: int, form: ErrorReportForm, verdict: Verdict) -> None:
    person = viewer()
    email = None if person.is_authenticated else (form.email.data or "").strip()
    reporting.report_error(
        article_id,
        form.words.data or "",
        verdict,
        source(),
        member_id=person.id,
        email=read_address(email) if email else None,
    )


@editorial.before_request
def only_editors() -> None:
    """To everybody else there is no such page."""
    if not may(viewer(), Action.OPEN_EDITORIAL):
        abort(404)


@editorial.get("")
def desk() -> ResponseReturnValue:
    return render_template("articles/editorial.html", desk=editorial_queries.editorial_desk())


@editorial.post("/reports/<id:report_id>/done")
def done(report_id: int) -> ResponseReturnValue:
    was_open = reporting.close_report(member().id, report_id)
    return go("/editorial", "saved" if was_open else "already")
