"""A moderator's verdict: the road out. It carries the version that the moderator read."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum import clock
from forum.activity import telling
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.mail import outbox
from forum.models import (
    Case,
    ContextNote,
    Decision,
    Member,
    Outcome,
    Post,
    PostState,
    Report,
    Role,
)
from forum.moderation import cases
from forum.permissions import Action, Actor, may
from forum.posts.locking import hold_post
from forum.publishing.state import Why, change_state
from forum.text import clean_line, clean_source, render
from forum.web.transaction import begin_write

NEW_STATE = {
    Outcome.PUBLISH: PostState.PUBLISHED,
    Outcome.PUBLISH_WITH_NOTE: PostState.PUBLISHED,
    Outcome.REWORD: PostState.RETURNED,
    Outcome.REMOVE: PostState.REMOVED,
}
LONGEST_REASON = 2_000


class AlreadyDecided(Stale):
    """Another moderator was faster."""


class TextMoved(Stale):
    """The author has changed the words since the moderator read them."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator decided: outcome, reason for the record, message to the author, note."""

    outcome: Outcome
    reason: str
    message: str = ""
    note: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    note_html: str = ""


def prepare(ruling: Ruling) -> Ruling:
    """The ruling cleaned and complete. Raises Invalid with what is missing."""
    reason = clean_source(ruling.reason)
    if not reason:
        raise Invalid("reason", _("Please write the reason. It is kept with the decision."))
    if ruling.outcome not in NEW_STATE:
        raise Invalid("outcome", _("Please choose what should happen."))
    message, note = clean_source(ruling.message), clean_source(ruling.note)
    if max(len(reason), len(message), len(note)) > LONGEST_REASON:
        raise Invalid("reason", _("Please keep each text under 2,000 letters."))
    if ruling.outcome is Outcome.REWORD and not message:
        raise Invalid("message", _("Please write to the author what could be said differently."))
    sources: tuple[tuple[str, str], ...] = ()
    if ruling.outcome is Outcome.PUBLISH_WITH_NOTE:
        if not note:
            raise Invalid("note", _("Please write the note that readers will see."))
        sources = tuple(
            (clean_line(title), _source_url(url)) for title, url in ruling.sources if title.strip()
        )
        if not sources:
            raise Invalid(
                "source_title", _("Please name a source, so that readers can check the note.")
            )
    return Ruling(ruling.outcome, reason, message, note, sources, str(render(note)))


def _source_url(url: str) -> str:
    url = url.strip()
    if url and not url.startswith("https://"):
        raise Invalid(
            "source_url", _("Please give an address that begins with https://, or leave it empty.")
        )
    return url


def rule(actor: Actor, case_id: int, read_version: int, ruling: Ruling) -> Decision:
    """Decide a case. Raises NotFound, AlreadyDecided or TextMoved; nobody rules on their own post."""
    ruling = prepare(ruling)
    begin_write()
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    post = hold_post(case.post_id)
    db.session.refresh(case)
    if post is None:
        raise NotFound
    alone = _must_act_alone(actor, post)
    if not (may(actor, Action.RULE, post) or alone):
        raise NotFound
    if case.closed_at is not None:
        raise AlreadyDecided(_("This case was decided already. Nothing was changed by you."))
    if post.version != read_version:
        raise TextMoved(
            _("The author has changed the words since you read them. Here is the new text.")
        )
    decision = change_state(
        post,
        _state_after(post, ruling.outcome),
        Why(
            ruling.outcome,
            ruling.reason,
            actor_id=actor.id,
            case_id=case.id,
            message=ruling.message,
            acted_alone=alone,
        ),
    )
    _set_note(actor, post, decision, ruling)
    cases.close_case(case, post)
    _tell(post, case, decision)
    return decision


def _state_after(post: Post, outcome: Outcome) -> PostState:
    """A guest's post that waits for its e-mail stays waiting; only removal goes round that."""
    if post.state == PostState.AWAITING_EMAIL and outcome is not Outcome.REMOVE:
        return PostState.AWAITING_EMAIL
    return NEW_STATE[outcome]


def _must_act_alone(actor: Actor, post: Post) -> bool:
    """A site of one: with fewer than two moderators an admin may rule even on their own post."""
    return actor.role is Role.ADMIN and post.author_id == actor.id and len(cases.moderators()) < 2


def _set_note(actor: Actor, post: Post, decision: Decision, ruling: Ruling) -> None:
    """A verdict replaces the note that stood before."""
    db.session.execute(
        update(ContextNote)
        .where(ContextNote.post_id == post.id, ContextNote.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    post.noted = ruling.outcome is Outcome.PUBLISH_WITH_NOTE
    if not post.noted:
        return
    signer = db.session.get_one(Member, actor.id)
    db.session.add(
        ContextNote(
            post_id=post.id,
            decision_id=decision.id,
            words=ruling.note,
            html=ruling.note_html,
            sources=[{"title": title, "url": url} for title, url in ruling.sources],
            signed=_("%(name)s, moderator", name=signer.handle),
            at=clock.now(),
        )
    )


def _tell(post: Post, case: Case, decision: Decision) -> None:
    if (
        decision.old_state != PostState.PUBLISHED
        and post.state == PostState.PUBLISHED
        and post.path
    ):
        telling.tell_of_answer(post)
    _tell_author(post, decision)
    reporters = db.session.scalars(
        select(Report.reporter_id).where(Report.case_id == case.id).distinct()
    )
    for reporter_id in reporters:
        telling.tell_reporter(reporter_id, post, decision.id)


def _nothing_to_tell(decision: Decision) -> bool:
    """A review that leaves a shown post as it was: the author was never told of it, nor is now."""
    return decision.outcome == Outcome.PUBLISH and decision.old_state == PostState.PUBLISHED


def _tell_author(post: Post, decision: Decision) -> None:
    if _nothing_to_tell(decision):
        return
    telling.tell_decided(post, decision.id)
    author = db.session.get(Member, post.author_id) if post.author_id else None
    email = author.email if author else post.guest_email
    if email and post.state != PostState.AWAITING_EMAIL:
        outbox.post(
            "decided",
            email,
            f"decided:{decision.id}",
            {
                "outcome": Outcome(decision.outcome).value,
                "words": decision.message or "",
                "reason": decision.reason,
                "url": outbox.link(f"/posts/{post.id}/decision") if author else "",
            },
        )
