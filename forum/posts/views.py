"""Reading threads: a page of one, its print, a post's own address, its history."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.authors import byline
from forum.errors import Invalid, NotFound
from forum.models import ReportReason, Thread
from forum.moderation import queries as moderation
from forum.moderation import reporting
from forum.moderation.forms import ReportForm
from forum.permissions import Action, may
from forum.posts import pieces, queries
from forum.posts.paths import read_path
from forum.web.care import asked_care
from forum.web.paging import go
from forum.web.viewer import member

posts = Blueprint("posts", __name__)


@posts.get("/threads/<id:thread_id>")
def thread(thread_id: int) -> ResponseReturnValue:
    me = member()
    head = queries.thread_head(thread_id, me)
    after = read_path(request.args.get("after"))
    page = pieces.thread_pieces(thread_id, head.version, after, Thread.PAGE)
    mine = queries.given_supports(head)
    return render_template(
        "posts/thread.html",
        head=head,
        page=page,
        opening=pieces.draw(page.opening, me.id, mine, head.locked) if page.opening else None,
        items=pieces.draw_all(page.posts, me.id, mine, head.locked),
        care=asked_care(),
        follows=head.followed,
        section="articles" if head.slug else "activities",
    )


@posts.get("/threads/<id:thread_id>/earlier")
def earlier(thread_id: int) -> ResponseReturnValue:
    """The page before: "Show 20 earlier" is a link that finds its own keyset."""
    queries.thread_head(thread_id, member())
    before = read_path(request.args.get("before"))
    start = queries.start_of_page(thread_id, before or "")
    return go(f"/threads/{thread_id}" + (f"?after={start}" if start else ""), anchor="posts")


@posts.get("/threads/<id:thread_id>/last")
def last(thread_id: int) -> ResponseReturnValue:
    queries.thread_head(thread_id, member())
    start = queries.last_page(thread_id)
    return go(f"/threads/{thread_id}" + (f"?after={start}" if start else ""), anchor="posts")


@posts.get("/threads/<id:thread_id>/print")
def print_thread(thread_id: int) -> ResponseReturnValue:
    """Up to 200 posts on paper, without buttons."""
    head = queries.thread_head(thread_id, member())
    page = pieces.thread_pieces(thread_id, head.version, None, Thread.PRINT_LIMIT, buttons=False)
    return render_template("posts/print.html", head=head, page=page)


@posts.get("/posts/<id:post_id>")
def permalink(post_id: int) -> ResponseReturnValue:
    """A post's own address leads to the page of its thread on which it stands."""
    thread_id, after, _path = queries.page_of_post(post_id, member())
    kept = [("after", after)] if after else []
    kept += [("notice", value) for value in request.args.getlist("notice")]
    kept += [("care", value) for value in request.args.getlist("care")]
    query = "&".join(
        f"{name}={value}"
        for name, value in kept
        if str(value).replace("_", "").replace("-", "").isalnum()
    )
    return go(f"/threads/{thread_id}" + (f"?{query}" if query else ""), anchor=f"post-{post_id}")


@posts.get("/posts/<id:post_id>/history")
def history(post_id: int) -> ResponseReturnValue:
    """How one's own post has changed; others see only that it was edited."""
    post = queries.readable_post(post_id, member())
    if post.author_id != member().id:
        raise NotFound
    return render_template("posts/history.html", post=post, revisions=queries.revisions(post_id))


@posts.get("/posts/<id:post_id>/decision")
def decision(post_id: int) -> ResponseReturnValue:
    """What a moderator decided about one's own post, why, and what one can do."""
    post = queries.own_post(post_id, member().id)
    return render_template(
        "posts/decision.html",
        post=post,
        ruling=moderation.last_ruling(post_id),
        may_edit=may(member(), Action.EDIT_POST, post),
    )


@posts.route("/posts/<id:post_id>/report", methods=["GET", "POST"])
def report(post_id: int) -> ResponseReturnValue:
    me = member()
    post = queries.readable_post(post_id, me)
    if not may(me, Action.REPORT_POST, post):
        raise NotFound
    form = ReportForm()
    if form.validate_on_submit():
        try:
            care = reporting.report(
                me, post_id, ReportReason(form.reason.data), form.words.data or ""
            )
            asked = "".join(f"&care={kind.value}" for kind in care)
            return go(f"/posts/{post_id}?notice=reported{asked}")
        except Invalid as error:
            form.blame(error)
    author = byline(queries.post_author(post_id))
    page = render_template("posts/report.html", post=post, form=form, author=author)
    return page, 422 if form.errors else 200
