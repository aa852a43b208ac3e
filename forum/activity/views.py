"""Activities: the home feed, who has no answer yet, each member's page, news, supports."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.activity import queries, services
from forum.authors import byline
from forum.models import FollowKind, PostKind, SupportKind
from forum.moderation import paused
from forum.posts import queries as posts
from forum.web.face import page_of
from forum.web.paging import LARGEST_ID, go
from forum.web.viewer import member

activity = Blueprint("activity", __name__)


def _before() -> int | None:
    """The keyset of the next page, if the address holds a possible one."""
    text = request.args.get("before", "")
    if not text.isdecimal() or len(text) > 10:
        return None
    return min(int(text), LARGEST_ID)


@activity.get("/activities")
def feed() -> ResponseReturnValue:
    me = member()
    if me.easy:
        return _easy_day()
    return render_template(
        "activity/feed.html",
        feed=queries.home_feed(me.id, _before(), page_of(queries.PAGE)),
        newest=queries.newest() if _before() is None else None,
        byline=byline,
        section="activities",
    )


@activity.get("/activities/newest")
def newest() -> ResponseReturnValue:
    return render_template(
        "activity/newest.html",
        feed=queries.newest(_before(), page_of(queries.PAGE)),
        byline=byline,
        section="activities",
    )


@activity.get("/activities/unanswered")
def unanswered() -> ResponseReturnValue:
    return render_template(
        "activity/unanswered.html",
        rows=queries.unanswered(page_of(queries.PAGE)),
        byline=byline,
        section="activities",
    )


@activity.get("/members/<id:member_id>")
def member_page(member_id: int) -> ResponseReturnValue:
    me = member()
    found = queries.member_page(member_id)
    own = me.id == member_id
    kinds = {kind.value: kind for kind in PostKind}
    kind = kinds.get(request.args.get("kind", ""))
    return render_template(
        "activity/member.html",
        person=found,
        label=byline(found).label,
        feed=queries.posts_of(member_id, kind, own, _before(), page_of(queries.PAGE)),
        waiting=queries.waiting_of(member_id) if own else [],
        follows=not own and queries.follows_member(me.id, member_id),
        own=own,
        kind=kind.value if kind else "",
        byline=byline,
        section="activities",
    )


@activity.post("/members/<id:member_id>/follow")
def follow_member(member_id: int) -> ResponseReturnValue:
    followed = services.toggle_follow(member(), FollowKind.MEMBER, member_id)
    return go(f"/members/{member_id}", "followed" if followed else "unfollowed")


@activity.post("/threads/<id:thread_id>/follow")
def follow_thread(thread_id: int) -> ResponseReturnValue:
    posts.thread_head(thread_id, member())
    followed = services.toggle_follow(member(), FollowKind.THREAD, thread_id)
    return go(f"/threads/{thread_id}", "followed" if followed else "unfollowed")


@activity.post("/posts/<id:post_id>/supports/<any(me_too,thinking,helped):kind>")
def support(post_id: int, kind: str) -> ResponseReturnValue:
    if member().paused:
        paused.refuse_if_paused(member().id)
    posts.readable_post(post_id, member())
    _post, there = services.toggle_support(member(), post_id, SupportKind(kind))
    return go(f"/posts/{post_id}?notice={'supported' if there else 'unsupported'}")


@activity.get("/you/notices")
def news() -> ResponseReturnValue:
    if member().easy:
        return _easy_day()
    return render_template(
        "activity/news.html",
        feed=queries.news(member().id, _before(), page_of(queries.PAGE)),
        byline=byline,
        section="you",
    )


def _easy_day() -> str:
    """One thing at a time, and nothing that is not for this member."""
    found = queries.news_of_an_easy_day(member().id)
    return render_template("activity/easy.html", item=found, byline=byline, section="activities")


@activity.post("/you/notices/<id:notice_id>/read")
def read_one(notice_id: int) -> ResponseReturnValue:
    services.mark_read(member().id, notice_id)
    return go("/activities")


@activity.post("/you/notices/read")
def read_news() -> ResponseReturnValue:
    services.mark_all_read(member().id)
    return go("/you/notices", "notices-read")
