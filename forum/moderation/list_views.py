"""The list of what is waiting: lanes, filters, counts, and choosing spam."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.models import Level
from forum.moderation import lanes
from forum.moderation.desk import desk_blueprint
from forum.moderation.duty import on_duty_until
from forum.moderation.filters import read_filters, read_id
from forum.moderation.rows import Row, tell
from forum.publishing import spam
from forum.publishing.screening import screened_text
from forum.web.paging import go
from forum.web.viewer import member

desk_list = desk_blueprint("desk_list")

_TICKED = re.compile(r"([0-9]{1,10})\.([0-9]{1,10})")
_NOT_SPAM = tuple(level for level in Level if level not in spam.LANES)


@desk_list.get("/list")
def waiting() -> ResponseReturnValue:
    return _list(request.args, choosing=request.args.get("mode") == "spam")


@desk_list.get("/first")
def first() -> ResponseReturnValue:
    """The first case of what the list shows now."""
    filters = read_filters(request.args)
    case_id = lanes.next_case(member().id, filters)
    if case_id is None:
        return go(filters.address("/desk/list"), "none-waiting")
    return go(f"/desk/cases/{case_id}")


def _list(
    given: Mapping[str, str],
    *,
    choosing: bool,
    ticked: Sequence[spam.Chosen] = (),
    problem: str = "",
) -> str:
    filters = read_filters(given)
    if choosing and filters.lane in _NOT_SPAM:
        filters = filters.in_lane(None)
    page = lanes.queue(given.get("after"), filters, without=_NOT_SPAM if choosing else ())
    shown = spam.LANES if choosing else tuple(Level)
    counts = lanes.counts(filters)
    return render_template(
        "desk/list.html",
        groups=[
            (lane, list(rows)) for lane, rows in groupby(_tell(page), key=lambda row: row.level)
        ],
        later=page.later,
        after=given.get("after", ""),
        filters=filters,
        counts=counts,
        total=sum(counts[lane.value] for lane in shown),
        choices=lanes.choices(filters),
        lanes=shown,
        choosing=choosing,
        ticked={each.case_id for each in ticked},
        problem=problem,
        duty_until=on_duty_until(member().id),
        section="desk",
    )


def _tell(page: lanes.QueuePage) -> list[Row]:
    me = member().id
    return [
        tell(row, screened_text(row.title, row.source), page.findings.get(row.post_id, ()), me)
        for row in page.rows
    ]


@desk_list.post("/spam")
def take_down() -> ResponseReturnValue:
    """Each case that was ticked is decided by itself; the answer says of each what became of it."""
    chosen = _chosen(request.form.getlist("case"))
    problem = ""
    if not chosen:
        problem = _("Choose at least one row first.")
    elif len(chosen) > spam.MOST:
        problem = _(
            "That is more than %(most)s. Please take down fewer at once. Nothing was changed.",
            most=spam.MOST,
        )
    if problem:
        return _list(request.form, choosing=True, ticked=chosen, problem=problem), 422
    return _outcome(spam.take_down(member(), chosen), taken_back=False)


@desk_list.post("/spam/undo")
def take_back() -> ResponseReturnValue:
    given = [read_id(text) for text in request.form.getlist("decision")]
    wanted = [decision_id for decision_id in given if decision_id is not None][: spam.MOST]
    return _outcome(spam.take_back(member(), wanted), taken_back=True)


def _chosen(given: Sequence[str]) -> list[spam.Chosen]:
    """Case and version of each box ticked; what no box of ours says is left out."""
    found: dict[int, spam.Chosen] = {}
    for text in given:
        if parts := _TICKED.fullmatch(text):
            case_id, version = read_id(parts[1]), read_id(parts[2])
            if case_id is not None and version is not None:
                found[case_id] = spam.Chosen(case_id, version)
    return list(found.values())


def _outcome(done: Sequence[spam.Done], *, taken_back: bool) -> str:
    rows = {row.id: row for row in _tell(lanes.these([each.case_id for each in done]))}
    return render_template(
        "desk/spam.html",
        done=[(rows.get(each.case_id), each) for each in done if each.decision_id is not None],
        not_done=[(rows.get(each.case_id), each) for each in done if each.decision_id is None],
        taken_back=taken_back,
        section="desk",
    )
