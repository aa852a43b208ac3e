"""What a member sees of their own pause: why, until when, and what they can do."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.moderation import paused, restrictions
from forum.web.viewer import member

pauses = Blueprint("pauses", __name__)


@pauses.get("/you/pause")
def own_pause() -> ResponseReturnValue:
    told = paused.told(member().id)
    return render_template(
        "posts/pause.html",
        told=told,
        by_itself=all(restrictions.ends_by_itself(each.row.ends_at) for each in told),
        until=restrictions.until,
        section="you",
    )
