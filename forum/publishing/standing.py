"""How well the author of a post is known here: small reads, only where the answer matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, func, select

from forum import clock
from forum.community.care import Care
from forum.community.queries import current
from forum.extensions import AnyRow, db
from forum.models import Member, Post, PostState, Role
from forum.publishing.course import Course
from forum.publishing.extra_care import Fresh, Standing, course_of, matters
from forum.publishing.links import links
from forum.publishing.screening import screened_text


def care_now() -> Care:
    """The care that the community has chosen."""
    return with_own_site(current().care)


def with_own_site(care: Care) -> Care:
    """The same care, where links to this site's own pages need none."""
    own = urlsplit(current_app.config["PUBLIC_URL"] or "").hostname
    return replace(care, known_sites=care.known_sites | {own}) if own else care


def links_of(post: Post) -> frozenset[str]:
    """The addresses in the present words of a post, and behind its links."""
    return links(screened_text(post.title, post.source), post.html)


def with_care(post: Post, course: Course, *, seen_links: frozenset[str] | None = None) -> Course:
    """The course of a post with the care of this site; of an edit, if `seen_links` are given.

    Those are the addresses that readers could see before it.
    """
    care = care_now()
    fresh = Fresh(links_of(post) - (seen_links or frozenset()), post=seen_links is None)
    if not matters(course, care, fresh):
        return course
    # What is half done about this post is written with its state, not for these reads.
    with db.session.no_autoflush:
        standing = standing_of(post, care, clock.now())
    return course_of(course, care, standing, fresh)


def standing_of(post: Post | AnyRow, care: Care, at: datetime) -> Standing:
    """How well the author was known at a moment. The first posts of who has come lately are new."""
    if post.author_id is None:
        few = _published(post, Post.guest_email == post.guest_email, care, at) < care.posts
        return Standing.NEWCOMER if few else Standing.MEMBER
    author = db.session.execute(
        select(Member.role, Member.created_at).where(Member.id == post.author_id)
    ).first()
    if author is None or author.role != Role.MEMBER:
        return Standing.MEMBER if author is None else Standing.STAFF
    if author.created_at <= at - timedelta(days=care.days):
        return Standing.MEMBER
    few = _published(post, Post.author_id == post.author_id, care, at) < care.posts
    return Standing.NEWCOMER if few else Standing.MEMBER


def _published(post: Post | AnyRow, same: ColumnElement[bool], care: Care, at: datetime) -> int:
    """How many other posts of the author were shown; no more are counted than it takes."""
    if care.posts < 1:
        return 0
    others = (
        select(Post.id)
        .where(same, Post.id != post.id, Post.state == PostState.PUBLISHED, Post.created_at <= at)
        .limit(care.posts)
    )
    return db.session.scalar(select(func.count()).select_from(others.subquery())) or 0
