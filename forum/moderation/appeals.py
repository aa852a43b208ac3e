"""An author asks another moderator to look again at a decision. Once for each decision."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum import audit, clock
from forum.claims import Action as Verdicts
from forum.claims import Guidance, Verdict, screen
from forum.community.queries import current
from forum.errors import Invalid, NotFound, Stale, TooMany
from forum.extensions import db
from forum.models import Appeal, Decision, Level, Post, PostState
from forum.moderation.author_file import is_open_to_appeal, standing_ruling
from forum.moderation.cases import call_in_question
from forum.permissions import Actor
from forum.text import clean_source
from forum.web.limits import spend
from forum.web.transaction import begin_write

LONGEST = 2_000
APPEALS_PER_HOUR = 10


def look_at(words: str) -> Verdict:
    """What the claims engine says of the words of an appeal: a plea can stand in any box."""
    return screen(clean_source(words), "appeal", current().tuning)


def ask(actor: Actor, post_id: int, decision_id: int, words: str) -> tuple[Guidance, ...]:
    """Appeal against a decision about one's own post. Raises Invalid, NotFound, Stale or TooMany.

    The same words twice are one appeal. Returns the guidance that the words call for.
    """
    words = clean_source(words)
    if not words:
        raise Invalid("words", _("Please write what you see differently."))
    if len(words) > LONGEST:
        raise Invalid("words", _("Please keep it under 2,000 letters."))
    verdict = look_at(words)
    if not spend("appeal", f"member:{actor.id}", APPEALS_PER_HOUR, timedelta(hours=1)):
        raise TooMany(_("That was a lot in one hour. Your words are below; please try later."))
    begin_write()
    post = db.session.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None or actor.id is None or post.author_id != actor.id:
        raise NotFound
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.post_id != post.id:
        raise NotFound
    urgent = verdict.action is Verdicts.URGENT
    before = db.session.scalar(select(Appeal).where(Appeal.decision_id == decision.id))
    if before is not None:
        _again(post, before, words, urgent=urgent)
        return verdict.guidance
    _check_it_stands(post, decision)
    level = Level.URGENT if urgent else Level.APPEAL
    case = call_in_question(post, level, f"appeal of decision {decision.id}")
    appeal = Appeal(
        decision_id=decision.id,
        post_id=post.id,
        case_id=case.id,
        member_id=actor.id,
        words=words,
        at=clock.now(),
    )
    db.session.add(appeal)
    db.session.flush()
    _record(appeal, words)
    return verdict.guidance


def _check_it_stands(post: Post, decision: Decision) -> None:
    """Raises Stale when there is nothing, or no more, to look at again."""
    standing = standing_ruling(post.id)
    if standing is None or standing.id != decision.id:
        raise Stale(_("This decision was changed meanwhile. Here is how it stands now."))
    if not is_open_to_appeal(post, decision):
        raise Stale(
            _("It is too late to ask about this decision. You can still write to us: see Contact.")
        )


def _again(post: Post, appeal: Appeal, words: str, *, urgent: bool) -> None:
    """A second asking about the same decision. Only a plea adds to the first: it must be read now."""
    if words in appeal.words:
        return
    if not urgent or post.state in {PostState.WITHDRAWN, PostState.ERASED}:
        raise Stale(
            _(
                "You have asked about this decision already, and that can be done once. "
                "What you wrote now was not sent."
            )
        )
    case = call_in_question(post, Level.URGENT, f"appeal of decision {appeal.decision_id}")
    appeal.case_id, appeal.words = case.id, f"{appeal.words}\n\n{words}"
    _record(appeal, words)


def _record(appeal: Appeal, words: str) -> None:
    audit.record(
        "appeal",
        f"decision:{appeal.decision_id}",
        {"case": appeal.case_id, "words": words},
        actor_id=appeal.member_id,
        about_id=appeal.member_id,
    )
