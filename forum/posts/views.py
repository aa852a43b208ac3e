"""Reading threads: a page of one, its print, a post's own address, its history."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.authors import byline
from forum.claims import Guidance
from forum.errors import Invalid, NotFound, Stale, TooMany
from forum.models import Level, PostState, ReportReason, Thread
from forum.moderation import appeals, cases, health, reporting
from forum.moderation.author_file import author_file
from forum.moderation.forms import ReportForm
from forum.permissions import Action, may
from forum.posts import pieces, queries
from forum.posts.forms import AppealForm
from forum.posts.paths import read_path
from forum.web.care import CARD, asked_care
from forum.web.face import comfort, page_of
from forum.web.paging import go
from forum.web.viewer import member

posts = Blueprint("posts", __name__)


@posts.get("/threads/<id:thread_id>")
def thread(thread_id: int) -> ResponseReturnValue:
    me = member()
    head = queries.thread_head(thread_id, me)
    after = read_path(request.args.get("after"))
    page = pieces.thread_pieces(thread_id, head.version, after, page_of(Thread.PAGE))
    mine = queries.given_supports(head)
    seen_by = pieces.Reader(me.id, mine, head.locked, hand=comfort().hand)
    care = asked_care()
    return render_template(
        "posts/thread.html",
        head=head,
        page=page,
        opening=pieces.draw(page.opening, seen_by) if page.opening else None,
        items=pieces.draw_all(page.posts, seen_by),
        care=care,
        reading=health.told_author(urgent=bool(care), held=request.args.get("notice") == "held"),
        follows=head.followed,
        section="articles" if head.slug else "activities",
    )


@posts.get("/threads/<id:thread_id>/earlier")
def earlier(thread_id: int) -> ResponseReturnValue:
    """The page before: "Show earlier" is a link that finds its own keyset."""
    queries.thread_head(thread_id, member())
    before = read_path(request.args.get("before"))
    start = queries.start_of_page(thread_id, before or "", page_of(Thread.PAGE))
    return go(f"/threads/{thread_id}" + (f"?after={start}" if start else ""), anchor="posts")


@posts.get("/threads/<id:thread_id>/last")
def last(thread_id: int) -> ResponseReturnValue:
    queries.thread_head(thread_id, member())
    start = queries.last_page(thread_id, page_of(Thread.PAGE))
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
    thread_id, after, _path = queries.page_of_post(post_id, member(), page_of(Thread.PAGE))
    kept = [("after", after)] if after else []
    kept += [("notice", value) for value in request.args.getlist("notice")]
    kept += [("care", value) for value in request.args.getlist("care")]
    query = "&".join(
        f"{name}={value}"
        for name, value in kept
        if str(value).replace("_", "").replace("-", "").isalnum()
    )
    anchor = CARD if asked_care() else f"post-{post_id}"
    return go(f"/threads/{thread_id}" + (f"?{query}" if query else ""), anchor=anchor)


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
    care = asked_care()
    case = cases.open_case_of(post_id) if post.state is PostState.HELD else None
    urgent = bool(care) or (case is not None and case.level is Level.URGENT)
    return render_template(
        "posts/decision.html",
        post=post,
        file=author_file(post),
        may_edit=may(member(), Action.EDIT_POST, post),
        care=care,
        reading=health.told_author(urgent=urgent, held=case is not None),
    )


@posts.route("/posts/<id:post_id>/appeal", methods=["GET", "POST"])
def appeal(post_id: int) -> ResponseReturnValue:
    """Asking another moderator to look again at a decision about one's own post."""
    me, form = member(), AppealForm()
    post = queries.own_post(post_id, me.id)
    care: Sequence[Guidance] = ()
    refused = ""
    if form.is_submitted():
        words = form.words.data or ""
        try:
            care = appeals.ask(me, post_id, form.read_decision(), words)
            asked = "&".join(f"care={kind.value}" for kind in care)
            anchor = CARD if care else "appeal"
            return go(f"/posts/{post_id}/decision?{asked}".rstrip("?"), anchor=anchor)
        except (Invalid, TooMany) as error:
            form.blame(error)
        except Stale as error:
            form.blame(error)
            refused = error.message
        # Whatever kept it from being sent, words of danger are answered at once.
        care = appeals.look_at(words[: appeals.LONGEST]).guidance
    file = author_file(queries.own_post(post_id, me.id))
    if not refused and not file.may_appeal:
        if not form.errors:
            return go(f"/posts/{post_id}/decision")
        refused = _("This decision was changed meanwhile, or it is too late to ask about it.")
    page = render_template(
        "posts/appeal.html",
        post=post,
        file=file,
        form=form,
        refused=refused,
        care=care,
        reading=health.told_author(urgent=bool(care)),
    )
    return page, form.status


@posts.route("/posts/<id:post_id>/report", methods=["GET", "POST"])
def report(post_id: int) -> ResponseReturnValue:
    me = member()
    post = queries.readable_post(post_id, me)
    if not may(me, Action.REPORT_POST, post):
        raise NotFound
    form = ReportForm()
    done: reporting.Reported | None = None
    care: Sequence[Guidance] = ()
    words = form.words.data or ""
    if form.validate_on_submit():
        try:
            done = reporting.report(me, post_id, ReportReason(form.reason.data), words)
            care = done.guidance
            if done.became is reporting.Became.FILED:
                asked = "".join(f"&care={kind.value}" for kind in care)
                return go(f"/posts/{post_id}?notice=reported{asked}")
        except (Invalid, TooMany) as error:
            form.blame(error)
    if form.errors:
        care = reporting.look_at(words[: reporting.LONGEST]).guidance
    page = render_template(
        "posts/report.html",
        post=queries.readable_post(post_id, me),
        form=form,
        author=byline(queries.post_author(post_id)),
        done=done,
        care=care,
        reading=health.told_author(urgent=bool(care)),
    )
    return page, form.status
