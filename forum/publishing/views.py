"""Writing: comments, replies, new posts, edits; also for guests. And help before sending."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from forum import consent, proofs
from forum.accounts.services import read_handle
from forum.addresses import read_address
from forum.authors import byline
from forum.claims import screen
from forum.community.queries import current
from forum.digest import services as digest
from forum.errors import Invalid, NotFound, Stale
from forum.models import Audience, ConsentPurpose, Level, PostKind, PostState, Purpose
from forum.moderation import health
from forum.moderation.spans import in_words
from forum.permissions import Action, may
from forum.posts import queries
from forum.posts.words import post_words
from forum.publishing import rewording, road
from forum.publishing.forms import GuestPostForm, PostForm, ThreadForm
from forum.text import LONGEST, render
from forum.web.care import CARD, asked_care
from forum.web.gate import public
from forum.web.pages import new_key
from forum.web.paging import go
from forum.web.viewer import Viewer, member, viewer

publishing = Blueprint("publishing", __name__)


def _writing(form: PostForm) -> road.Writing:
    thread_form = isinstance(form, ThreadForm)
    return road.Writing(
        words=form.words.data or "",
        key=form.read_key(),
        title=form.title.data if isinstance(form, ThreadForm) else None,
        kind=PostKind(form.kind.data) if thread_form else PostKind.COMMENT,  # type: ignore[attr-defined]
        audience=Audience(form.audience.data or current_app.config["DEFAULT_AUDIENCE"]),
        as_member=bool(form.as_member.data),
        ask_first=not form.was_asked,
    )


def _offer(form: PostForm, offer: rewording.Offer) -> ResponseReturnValue:
    """The second step before words that would be held are sent: the same form, asked once."""
    form.asked.data = "1"
    usual = health.usual_wait(Level.HOLD)
    return render_template(
        "posts/reword.html", form=form, offer=offer, usual=in_words(usual) if usual else ""
    )


def _help_for(form: PostForm) -> dict[str, object]:
    """The help card, if the words tell of danger: whatever kept them from being sent."""
    return {"care": screen((form.words.data or "")[:LONGEST], "comment", current().tuning).guidance}


def _begin(form: PostForm) -> None:
    """A form that is opened, not sent: a key of its own and the operator's default audience."""
    form.key.data = new_key()
    form.audience.data = current_app.config["DEFAULT_AUDIENCE"]


def _after(sent: road.Sent) -> ResponseReturnValue:
    """On to the post, with what was done and, where needed, what to do now."""
    notice = "held" if sent.state == PostState.HELD else "published"
    care = "".join(f"&care={kind.value}" for kind in sent.guidance)
    return go(f"/posts/{sent.post_id}?notice={notice}{care}")


def _preview(form: PostForm) -> dict[str, object]:
    """The words as they will look, and the help card if they tell of danger. Nothing is stored."""
    words = (form.words.data or "")[:LONGEST]
    return {"preview": render(words), **_help_for(form)}


@publishing.route("/threads/<id:thread_id>/reply", methods=["GET", "POST"])
@public
def comment(thread_id: int) -> ResponseReturnValue:
    """A comment to a whole talk. Guests may write under articles."""
    return _answer(thread_id, None)


@publishing.route("/posts/<id:post_id>/reply", methods=["GET", "POST"])
def reply(post_id: int) -> ResponseReturnValue:
    post = queries.readable_post(post_id, viewer())
    return _answer(post.thread_id, post_id)


def _answer(thread_id: int, parent_id: int | None) -> ResponseReturnValue:
    person = viewer()
    head = queries.thread_head(thread_id, person)
    if not isinstance(person, Viewer) and head.slug is None:
        raise NotFound
    form = PostForm() if isinstance(person, Viewer) else _guest_form()
    extra: dict[str, object] = {}
    if request.method == "GET":
        _begin(form)
    elif request.form.get("preview"):
        extra = _preview(form)
    elif form.validate():
        try:
            if isinstance(person, Viewer):
                return _after(
                    road.answer(road.Writer(person.id), _writing(form), thread_id, parent_id)
                )
            return _send_as_guest(form, thread_id, parent_id)
        except rewording.WouldBeHeld as held:
            return _offer(form, held.offer)
        except Invalid as error:
            form.blame(error)
            extra = _help_for(form)
    answering = byline(queries.post_author(parent_id)).name if parent_id else None
    parent = queries.readable_post(parent_id, person) if parent_id else None
    page = render_template(
        "posts/write.html", form=form, head=head, answering=answering, parent=parent, **extra
    )
    return page, 422 if form.errors else 200


def _guest_form() -> GuestPostForm:
    form = GuestPostForm()
    form.newsletter.label.text = consent.wording(ConsentPurpose.NEWSLETTER)
    return form


def _send_as_guest(form: PostForm, thread_id: int, parent_id: int | None) -> ResponseReturnValue:
    assert isinstance(form, GuestPostForm)
    try:
        name = read_handle(form.name.data or "")
    except Invalid as error:
        raise Invalid("name", error.message) from error
    writer = road.Writer(
        guest_name=name,
        guest_email=read_address(form.email.data or ""),
        newsletter=consent.wording(ConsentPurpose.NEWSLETTER) if form.newsletter.data else "",
    )
    sent = road.answer(writer, _writing(form), thread_id, parent_id)
    care = "&".join(f"care={kind.value}" for kind in sent.guidance)
    return go("/comments/sent" + (f"?{care}" if care else ""), anchor=CARD if care else None)


@publishing.get("/comments/sent")
@public
def guest_sent() -> ResponseReturnValue:
    care = asked_care()
    reading = health.told_author(urgent=bool(care))
    return render_template("posts/guest_sent.html", care=care, reading=reading)


@publishing.route("/comments/confirm/<token>", methods=["GET", "POST"])
@public
def confirm_comment(token: str) -> ResponseReturnValue:
    proof = proofs.find(token, Purpose.CONFIRM_COMMENT)
    if request.method == "GET":
        return render_template("posts/confirm.html")
    email, newsletter, asked_at = proof.email, proof.payload.get("newsletter"), proof.created_at
    sent = road.confirm_comment(proof)
    if newsletter:
        consent.record(
            ConsentPurpose.NEWSLETTER, newsletter, "/comments/confirm", email=email, at=asked_at
        )
        digest.start_for_proved(email)
    post, head = queries.own_guest_post(sent.post_id)
    return render_template(
        "posts/confirmed.html",
        post=post,
        head=head,
        care=sent.guidance,
        reading=health.told_author(urgent=bool(sent.guidance), held=sent.state is PostState.HELD),
    )


@publishing.post("/posts/<id:post_id>/ready/<any(thinking,thanks,later):which>")
def ready_answer(post_id: int, which: str) -> ResponseReturnValue:
    """An answer that stands ready, sent with one press: a post like any other, and only once."""
    me = member()
    post = queries.readable_post(post_id, me)
    writing = road.Writing(
        words=post_words().ready[which],
        key=f"ready-{which}-{post_id}-{me.id}",
        audience=Audience(current_app.config["DEFAULT_AUDIENCE"]),
    )
    return _after(road.answer(road.Writer(me.id), writing, post.thread_id, post_id))


@publishing.route("/activities/new", methods=["GET", "POST"])
def new_post() -> ResponseReturnValue:
    form = ThreadForm()
    extra: dict[str, object] = {}
    if request.method == "GET":
        _begin(form)
        if request.args.get("kind") in {kind.value for kind in PostKind} - {PostKind.COMMENT.value}:
            form.kind.data = request.args["kind"]
    elif request.form.get("preview"):
        extra = _preview(form)
    elif form.validate():
        try:
            return _after(road.begin_thread(road.Writer(member().id), _writing(form)))
        except rewording.WouldBeHeld as held:
            return _offer(form, held.offer)
        except Invalid as error:
            form.blame(error)
            extra = _help_for(form)
    page = render_template("posts/new.html", form=form, section="activities", **extra)
    return page, 422 if form.errors else 200


@publishing.route("/posts/<id:post_id>/edit", methods=["GET", "POST"])
def edit(post_id: int) -> ResponseReturnValue:
    me = member()
    post = queries.readable_post(post_id, me)
    if not may(me, Action.EDIT_POST, post):
        raise NotFound
    comment_post = post.kind is PostKind.COMMENT
    form: PostForm = PostForm() if comment_post else ThreadForm()
    extra: dict[str, object] = {}
    if request.method == "GET":
        form.words.data, form.version.data = post.source, post.version
        form.audience.data, form.as_member.data = post.audience.value, post.as_member
        if isinstance(form, ThreadForm):
            form.title.data, form.kind.data = post.title, post.kind.value
    elif request.form.get("preview"):
        extra = _preview(form)
    elif form.validate():
        try:
            return _after(road.edit(me, post_id, form.version.data or 0, _writing(form)))
        except rewording.WouldBeHeld as held:
            return _offer(form, held.offer)
        except Invalid as error:
            form.blame(error)
            extra = _help_for(form)
        except Stale as error:
            form.form_errors.append(error.message)
            extra = {"newer": queries.readable_post(post_id, me).source, **_help_for(form)}
    page = render_template("posts/edit.html", form=form, post=post, **extra)
    return page, (409 if "newer" in extra else 422) if form.errors else 200


@publishing.route("/posts/<id:post_id>/withdraw", methods=["GET", "POST"])
def withdraw(post_id: int) -> ResponseReturnValue:
    me = member()
    post = queries.readable_post(post_id, me)
    if not may(me, Action.WITHDRAW_POST, post):
        raise NotFound
    if request.method == "POST":
        road.withdraw(me, post_id)
        return go(f"/threads/{post.thread_id}" if post.path else "/activities", "withdrawn")
    return render_template("posts/withdraw.html", post=post)


@publishing.post("/care")
@public
def care() -> ResponseReturnValue:
    """The help card for words that are being written; nothing is stored and nobody is told."""
    words = (request.form.get("words") or "")[:LONGEST]
    found = screen(words, "comment", current().tuning).guidance
    return render_template("posts/care.html", care=found) if found else ""
