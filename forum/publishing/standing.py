"""How long the author of a post has been here: one small read, only where the answer matters."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from forum import clock
from forum.community.queries import current
from forum.extensions import db
from forum.models import Member, Post, PostState, Role
from forum.publishing.course import Course
from forum.publishing.newcomers import Care, course_of_newcomer, links, matters
from forum.publishing.screening import screened_text


def care_now() -> Care:
    """The care for newcomers that the community has chosen."""
    now = current()
    return Care(now.newcomers_posts, now.newcomers_days, now.newcomers_links)


def links_of(post: Post) -> frozenset[str]:
    """The addresses in the present words of a post."""
    return links(screened_text(post.title, post.source))


def with_care(post: Post, course: Course, *, seen_links: frozenset[str] | None = None) -> Course:
    """The course of a post with the care for newcomers; of an edit, if `seen_links` are given.

    Those are the addresses that readers could see before it.
    """
    care = care_now()
    new = seen_links is None
    link = bool(links_of(post) - (seen_links or frozenset()))
    if not matters(course, care, link=link, new=new):
        return course
    # What is half done about this post is written with its state, not for these reads.
    with db.session.no_autoflush:
        if not is_newcomer(post, care):
            return course
    return course_of_newcomer(course, care, link=link, new=new)


def is_newcomer(post: Post, care: Care) -> bool:
    """Is this among the first posts of somebody who has come lately? Staff never are newcomers."""
    if care.posts < 1:
        return False
    if post.author_id is None:
        return _published(post, Post.guest_email == post.guest_email, care) < care.posts
    young = select(Member.id).where(
        Member.id == post.author_id,
        Member.role == Role.MEMBER,
        Member.created_at > clock.now() - timedelta(days=care.days),
    )
    if db.session.scalar(young) is None:
        return False
    return _published(post, Post.author_id == post.author_id, care) < care.posts


def _published(post: Post, same: ColumnElement[bool], care: Care) -> int:
    """How many other posts of the author are shown; no more are counted than it takes."""
    others = (
        select(Post.id)
        .where(same, Post.id != post.id, Post.state == PostState.PUBLISHED)
        .limit(care.posts)
    )
    return db.session.scalar(select(func.count()).select_from(others.subquery())) or 0
