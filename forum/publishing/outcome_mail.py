"""Who hears of a verdict: the author, those who reported, those who wait for the post.

The mail leaves after the minutes in which the verdict can be undone; an undone one takes it back.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from forum.activity import telling
from forum.extensions import db
from forum.mail import outbox
from forum.models import Case, Decision, Member, MemberState, Outcome, Post, PostState, Report
from forum.moderation.author_file import answers_appeal
from forum.web.language import say

WAIT = timedelta(minutes=Decision.UNDO_MINUTES)


def tell(post: Post, case: Case, decision: Decision) -> None:
    if (
        decision.old_state != PostState.PUBLISHED
        and post.state == PostState.PUBLISHED
        and post.path
    ):
        telling.tell_of_answer(post, wait=WAIT)
    _tell_author(post, decision, appealed=answers_appeal(case.id))
    _tell_reporters(post, case, decision)


def tell_of_withdrawal(post: Post, case: Case, decision: Decision) -> None:
    """The author took the words down before anybody ruled: those who reported hear that."""
    _tell_reporters(post, case, decision)


def _nothing_to_tell(decision: Decision) -> bool:
    """A look that leaves all as it was, which the author never asked for and does not hear of.

    They are not to learn that there was a report.
    """
    left = decision.outcome == Outcome.PUBLISH and decision.old_state == PostState.PUBLISHED
    return left or decision.outcome == Outcome.UPHOLD


def _tell_author(post: Post, decision: Decision, *, appealed: bool) -> None:
    if _nothing_to_tell(decision) and not appealed:
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
                "appealed": appealed,
                "was_shown": decision.old_state == PostState.PUBLISHED,
                "is_shown": decision.new_state == PostState.PUBLISHED,
                # A ready text that was left as it is speaks the reader's language.
                "words": lambda: say(decision.message or ""),
                "reason": lambda: say(decision.reason),
                "url": outbox.link(f"/posts/{post.id}/decision") if author else "",
                "contact": outbox.link("/contact"),
            },
            wait=WAIT,
            otherwise=post.language,
        )


def _tell_reporters(post: Post, case: Case, decision: Decision) -> None:
    reporters = db.session.scalars(
        select(Report.reporter_id).where(Report.case_id == case.id).distinct()
    ).all()
    for reporter_id in reporters:
        _tell_reporter(reporter_id, post, decision)


def _tell_reporter(reporter_id: int, post: Post, decision: Decision) -> None:
    """In the app at once, and by mail where the member wants answers by mail."""
    telling.tell_reporter(reporter_id, post, decision.id)
    withdrawn = decision.outcome == Outcome.WITHDRAW
    reporter = db.session.get_one(Member, reporter_id)
    if reporter.email and reporter.mail_replies and reporter.state is MemberState.ACTIVE:
        outbox.post(
            "report_answered",
            reporter.email,
            f"report-answered:{decision.id}:{reporter_id}",
            {
                "withdrawn": withdrawn,
                "url": outbox.link("/you/notices"),
                "settings": outbox.link("/you"),
            },
            # What its author took down is down: nobody can undo that.
            wait=timedelta(0) if withdrawn else WAIT,
        )


def take_back(post: Post, decision: Decision) -> bool:
    """Cancel what has not left yet and the notices in the app. False when some mail has left."""
    keys: tuple[str, ...] = (f"decided:{decision.id}", f"report-answered:{decision.id}:")
    first_shown = decision.old_state != PostState.PUBLISHED
    if first_shown and decision.new_state == PostState.PUBLISHED:
        keys = (*keys, f"answer:{post.id}:")
    if not outbox.cancel(keys):
        return False
    telling.forget(post, decision.id, answers=len(keys) > 2)
    return True
