"""How the queue is: waiting times, backlog, rules, load; being on duty."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from forum import clock
from forum.errors import Invalid
from forum.moderation import drills, duty, health, rule_stats
from forum.moderation.desk import desk_blueprint
from forum.moderation.spans import in_words
from forum.web.forms import PageForm
from forum.web.gate import safe_next
from forum.web.pages import day
from forum.web.paging import go
from forum.web.viewer import member

desk_health = desk_blueprint("desk_health")


class DutyForm(PageForm):
    """Each button sends its own number of hours; the page it stands on is come back to."""

    hours = HiddenField()
    next = HiddenField()


@desk_health.app_template_filter("span")
def span(length: timedelta) -> str:
    """A span of time in words, on every page of the desk."""
    return in_words(length)


@desk_health.app_template_filter("from_now")
def from_now(moment: datetime) -> str:
    """How long it is until then, in words."""
    return in_words(moment - clock.now())


@desk_health.get("/health")
def queue_health() -> ResponseReturnValue:
    return _page(DutyForm(formdata=None))


def _page(form: DutyForm) -> str:
    return render_template(
        "desk/health.html",
        form=form,
        duty_until=duty.on_duty_until(member().id),
        on_duty=duty.on_duty(),
        lanes=health.lanes(),
        backlog=[(day(each.day), each.open) for each in health.backlog()],
        loads=health.loads(),
        drills=drills.recent(),
        days=health.DAYS,
        newest=health.NEWEST,
        section="desk",
    )


@desk_health.post("/duty")
def switch_duty() -> ResponseReturnValue:
    form = DutyForm()
    hours = form.hours.data or ""
    if hours == "off":
        duty.go_off_duty(member())
        return _back()
    try:
        duty.go_on_duty(member(), int(hours) if hours in {str(each) for each in duty.HOURS} else 0)
    except Invalid as error:
        form.blame(error)
        return _page(form), form.status
    return _back()


def _back() -> ResponseReturnValue:
    """To the page the button stood on, without the notice that page may have opened with."""
    target = safe_next(request.form.get("next"))
    parts = urlsplit(target if target != "/" else "/desk/health")
    query = "&".join(each for each in parts.query.split("&") if not each.startswith("notice="))
    return go(urlunsplit(parts._replace(query=query)), "saved")


@desk_health.get("/rules")
def rules() -> ResponseReturnValue:
    found = rule_stats.records()
    return render_template(
        "desk/rules.html",
        groups=rule_stats.grouped(found),
        overruled=[record for record in found if record.usually_overruled],
        # What a rule catches is translated here: in a template a per cent sign would be a blank.
        newest_findings=rule_stats.NEWEST_FINDINGS,
        newest_cases=rule_stats.NEWEST_CASES,
        fewest=rule_stats.FEWEST_JUDGED,
        section="desk",
    )
