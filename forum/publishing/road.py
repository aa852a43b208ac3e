"""The road of a post, read aloud: accept, render, screen, decide, store. Workers deliver.

An edit walks the same road. Rendering and screening come before the writing transaction opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import clock, proofs
from forum.activity import telling
from forum.claims import Guidance, Verdict
from forum.errors import Invalid, NotFound, Stale, TooMany
from forum.extensions import db
from forum.mail import outbox
from forum.models import (
    Audience,
    Level,
    OutboxMessage,
    Outcome,
    Post,
    PostKind,
    PostRevision,
    PostState,
    Proof,
    Purpose,
    Thread,
)
from forum.moderation import cases, consultations, paused
from forum.permissions import Action as Permitted
from forum.permissions import Actor, may
from forum.posts.locking import hold_post
from forum.posts.paths import place
from forum.publishing import outcome_mail, rewording
from forum.publishing.course import Course, decide
from forum.publishing.extra_care import FIRST_POST
from forum.publishing.screening import keep_findings, look_at
from forum.publishing.standing import links_of, with_care
from forum.publishing.state import Why, change_state
from forum.text import clean_line, clean_source, render, teaser
from forum.web.language import spoken
from forum.web.limits import source as request_source
from forum.web.limits import spend
from forum.web.transaction import begin_write


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a member, or a guest by name and e-mail."""

    member_id: int | None = None
    guest_name: str | None = None
    guest_email: str | None = None
    # The words of the newsletter box, when a guest ticked it; they take effect on confirming.
    newsletter: str = ""

    @property
    def is_guest(self) -> bool:
        return self.member_id is None


@dataclass(frozen=True, slots=True)
class Writing:
    """What was written, as it came from the form."""

    words: str
    key: str
    title: str | None = None
    kind: PostKind = PostKind.COMMENT
    audience: Audience = Audience.MEMBERS
    as_member: bool = False
    # What would be held is not stored yet: its author is asked to say it as experience.
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it."""

    post_id: int
    thread_id: int
    state: PostState
    guidance: tuple[Guidance, ...] = ()
    repeated: bool = False


@dataclass(slots=True)
class _Ready:
    """A writing that has been accepted, rendered, screened and decided, but not yet stored."""

    source: str
    title: str | None
    html: str
    teaser: str
    verdict: Verdict
    course: Course
    guidance: tuple[Guidance, ...] = field(default=())


def check_words(writing: Writing) -> tuple[str | None, str]:
    """Title and words as they will be stored. Raises Invalid with what to change."""
    source = clean_source(writing.words)
    if not source:
        raise Invalid("words", _("Please write something first."))
    if len(source) > Post.LONGEST:
        count = len(source) - Post.LONGEST
        raise Invalid(
            "words",
            _(
                "This is too long by %(count)s letters. Please shorten it, or send it in two parts.",
                count=count,
            ),
        )
    title = clean_line(writing.title or "") or None
    if title and len(title) > Post.LONGEST_TITLE:
        raise Invalid("title", _("Please make the heading shorter than 120 letters."))
    if title is None and writing.kind in {PostKind.QUESTION, PostKind.STORY}:
        raise Invalid("title", _("Please give it a heading of a few words."))
    return title, source


def _make_ready(writing: Writing) -> _Ready:
    title, source = check_words(writing)
    verdict = look_at(title, source, writing.kind.value)
    return _Ready(
        source,
        title,
        str(render(source)),
        teaser(source),
        verdict,
        decide(verdict),
        verdict.guidance,
    )


def _ask_first(writing: Writing, ready: _Ready) -> None:
    """Raises rewording.WouldBeHeld if the author is to be asked, and was not asked yet."""
    if writing.ask_first:
        rewording.check(ready.title, ready.source, ready.verdict)


def _allow(writer: Writer) -> None:
    who = f"member:{writer.member_id}" if writer.member_id else request_source()
    if not spend("post", who, int(current_app.config["POSTS_PER_HOUR"]), timedelta(hours=1)):
        raise TooMany(
            _("That was a lot in one hour. Your words are below; please send them a little later.")
        )


def answer(writer: Writer, writing: Writing, thread_id: int, parent_id: int | None) -> Sent:
    """A comment in a thread, or a reply to a post of it."""
    if (before := _sent_before(writer, writing.key)) is not None:
        return before
    ready = _make_ready(writing)
    paused.refuse_if_paused(writer.member_id, ready.verdict)
    _ask_first(writing, ready)
    _allow(writer)
    if writer.is_guest:
        proofs.allow_mail(Purpose.CONFIRM_COMMENT, writer.guest_email or "")

    def store() -> Sent:
        parent = _parent_in(thread_id, parent_id)
        return _store(writer, writing, ready, thread_id, parent)

    return _once(writer, writing.key, store)


def _parent_in(thread_id: int, parent_id: int | None) -> Post | None:
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFound
    if thread.locked:
        raise Invalid(
            "words",
            _(
                "This talk is closed: %(reason)s You can still read it. Your words are kept here.",
                reason=thread.locked_because,
            )
            if thread.locked_because
            else _("This talk is closed. You can still read it. Your words are kept here."),
        )
    if parent_id is None:
        return db.session.scalar(select(Post).where(Post.thread_id == thread_id, Post.path == ""))
    parent = db.session.get(Post, parent_id)
    if parent is None or parent.thread_id != thread_id or parent.state != PostState.PUBLISHED:
        raise Invalid(
            "words", _("The post you answer is gone. You can write to the whole talk instead.")
        )
    return parent


def begin_thread(writer: Writer, writing: Writing) -> Sent:
    """An update, a question or a story on a member's Activities page."""
    if (before := _sent_before(writer, writing.key)) is not None:
        return before
    ready = _make_ready(writing)
    paused.refuse_if_paused(writer.member_id, ready.verdict)
    _ask_first(writing, ready)
    _allow(writer)

    def store() -> Sent:
        thread = Thread(created_at=clock.now())
        db.session.add(thread)
        db.session.flush()
        return _store(writer, writing, ready, thread.id, None, opening=True)

    return _once(writer, writing.key, store)


def _once(writer: Writer, key: str, store: Callable[[], Sent]) -> Sent:
    """Store unless the same form has arrived meanwhile; of two at the same moment one wins."""
    begin_write()
    if (before := _sent_before(writer, key)) is not None:
        return before
    try:
        with db.session.begin_nested():
            return store()
    except IntegrityError:
        before = _sent_before(writer, key)
        if before is None:
            raise
        return before


def _sent_before(writer: Writer, key: str) -> Sent | None:
    """The same form sent twice is one post."""
    mine = (
        (Post.guest_email == writer.guest_email)
        if writer.is_guest
        else (Post.author_id == writer.member_id)
    )
    found = db.session.scalar(select(Post).where(mine, Post.idempotency_key == key))
    if found is None:
        return None
    return Sent(found.id, found.thread_id, found.state, repeated=True)


def _store(
    writer: Writer,
    writing: Writing,
    ready: _Ready,
    thread_id: int,
    parent: Post | None,
    opening: bool = False,
) -> Sent:
    state = PostState.AWAITING_EMAIL if writer.is_guest else ready.course.state
    post = Post(
        thread_id=thread_id,
        parent_id=parent.id if parent else None,
        path="" if opening else f"new-{writing.key}",
        kind=writing.kind,
        title=ready.title,
        source=ready.source,
        html=ready.html,
        teaser=ready.teaser,
        author_id=writer.member_id,
        guest_name=writer.guest_name,
        guest_email=writer.guest_email,
        language=spoken(),
        as_member=writing.as_member and not writer.is_guest,
        audience=writing.audience,
        state=state,
        version=1,
        idempotency_key=writing.key,
        created_at=clock.now(),
    )
    db.session.add(post)
    db.session.flush()
    if not opening:
        post.path, post.depth = place(
            post.id, parent.path if parent else None, parent.depth if parent else 0
        )
    keep_findings(post, ready.verdict)
    if writer.is_guest:
        _ask_guest_to_confirm(post, writer.newsletter)
        if ready.course.level is Level.URGENT:
            cases.open_case(post, Level.URGENT, ready.course.cause)
        change_state(
            post,
            PostState.AWAITING_EMAIL,
            Why(Outcome.ACCEPT, "waits for the e-mail to be proved", cause=ready.course.cause),
            old=PostState.AWAITING_EMAIL,
        )
    else:
        _settle(post, with_care(post, ready.course), new=True)
    return Sent(post.id, thread_id, post.state, ready.guidance)


def _settle(post: Post, course: Course, *, new: bool) -> None:
    """Give a post the state that screening decided, open a case, tell who is to be told."""
    case = cases.open_case(post, course.level, course.cause) if course.level else None
    held = course.state == PostState.HELD
    why = Why(
        Outcome.HOLD if held else Outcome.ACCEPT,
        "waits for a moderator" if held else "shown",
        cause=course.cause,
        case_id=case.id if case else None,
    )
    first = post.published_at is None
    change_state(post, course.state, why, old=post.state if new else None)
    if held:
        telling.tell_author_held(post)
    elif first and post.path != "":
        telling.tell_of_answer(post)


def _ask_guest_to_confirm(post: Post, newsletter: str) -> None:
    email = post.guest_email or ""
    payload = {"post": post.id, "newsletter": newsletter}
    issued = proofs.issue(Purpose.CONFIRM_COMMENT, email, payload=payload)
    outbox.post(
        "confirm_comment",
        email,
        f"confirm-comment:{post.id}",
        {"url": outbox.link(f"/comments/confirm/{issued.token}"), "days": Proof.CONFIRM_DAYS},
        priority=OutboxMessage.SIGN_IN,
        otherwise=spoken(),
    )


def confirm_comment(proof: Proof) -> Sent:
    """A guest has proved the e-mail: the comment goes on along the road."""
    post = db.session.get_one(Post, int(proof.payload["post"]))
    verdict = look_at(post.title, post.source, post.kind.value)
    course = decide(verdict)
    paused.refuse_paused_address(post.guest_email or "")
    begin_write()
    proof = db.session.get_one(Proof, proof.id)
    held = hold_post(post.id)
    proofs.use(proof)
    if held is None or held.state != PostState.AWAITING_EMAIL:
        raise NotFound
    _settle(held, with_care(held, course), new=False)
    return Sent(held.id, held.thread_id, held.state, verdict.guidance)


def edit(actor: Actor, post_id: int, read_version: int, writing: Writing) -> Sent:
    """Change one's own post. Raises Stale when it was changed elsewhere since it was opened."""
    ready = _make_ready(writing)
    paused.refuse_if_paused(actor.id, ready.verdict)
    begin_write()
    post = hold_post(post_id)
    if post is None or not may(actor, Permitted.EDIT_POST, post):
        raise NotFound
    if post.version != read_version:
        raise Stale(_("You changed this post in another window. Below is what you wrote here."))
    if (post.title, post.source) == (ready.title, ready.source):
        post.audience, post.as_member = writing.audience, writing.as_member
        change_state(post, post.state, Why(Outcome.ACCEPT, "settings changed", actor_id=actor.id))
        return Sent(post.id, post.thread_id, post.state)
    _ask_first(writing, ready)
    seen_links = links_of(post) if post.state == PostState.PUBLISHED else frozenset()
    _keep_revision(post)
    post.title, post.source, post.html, post.teaser = (
        ready.title,
        ready.source,
        ready.html,
        ready.teaser,
    )
    post.audience, post.as_member = writing.audience, writing.as_member
    post.version += 1
    post.edited_at, post.language = clock.now(), spoken()
    keep_findings(post, ready.verdict)
    course = with_care(post, _course_of_edit(post, ready.course), seen_links=seen_links)
    _settle(post, course, new=False)
    consultations.end_proposals(post)
    return Sent(post.id, post.thread_id, post.state, ready.guidance)


def _course_of_edit(post: Post, course: Course) -> Course:
    """New words of a post that was held, returned, noted or in question are looked at by a person too."""
    if course.level is not None:
        return course
    case = cases.open_case_of(post.id) if post.open_case else None
    if case is not None and case.level is Level.NEWCOMER and not post.noted:
        # A first post that nobody has looked at yet is still that, in other words.
        return Course(course.state, Level.NEWCOMER, FIRST_POST)
    if post.state in {PostState.HELD, PostState.RETURNED} or case is not None or post.noted:
        return Course(course.state, Level.REVIEW, "edited after it was held")
    return course


def _keep_revision(post: Post) -> None:
    db.session.add(
        PostRevision(
            post_id=post.id,
            version=post.version,
            title=post.title,
            source=post.source,
            html=post.html,
            at=post.edited_at or post.created_at,
        )
    )


def withdraw(actor: Actor, post_id: int) -> Post:
    """Take one's own post down. Its place stays, so that answers still make sense."""
    begin_write()
    post = hold_post(post_id)
    if post is None or not may(actor, Permitted.WITHDRAW_POST, post):
        raise NotFound
    case = cases.open_case_of(post.id)
    decision = change_state(
        post,
        PostState.WITHDRAWN,
        Why(Outcome.WITHDRAW, "taken down by its author", actor_id=actor.id),
    )
    if case is not None:
        cases.close_case(case, post)
        outcome_mail.tell_of_withdrawal(post, case, decision)
    return post
