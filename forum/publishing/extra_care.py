"""The care beyond screening: first posts are shown and looked at, and links as this site wants. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from forum.claims import Action
from forum.community.care import Care, is_of, site_of
from forum.models import Level, PostState
from forum.publishing.course import Course

FIRST_POST = "newcomer: first post"
LINK = "newcomer: link"
MEMBERS_LINK = "link"
UNWANTED_SITE = "link: unwanted site"


class Standing(StrEnum):
    """How well somebody is known here."""

    NEWCOMER = "newcomer"
    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is new in a post: addresses that nobody has looked at yet, or the whole of it."""

    links: frozenset[str]
    # Not an edit.
    post: bool = True


def matters(course: Course, care: Care, fresh: Fresh) -> bool:
    """Could the care change this course at all? If not, nobody needs to know who wrote it."""
    possible = [each for each in Standing if care.posts or each is not Standing.NEWCOMER]
    return any(course_of(course, care, standing, fresh) != course for standing in possible)


def course_of(course: Course, care: Care, standing: Standing, fresh: Fresh) -> Course:
    """What happens to a post: what screening decided, or more care than that.

    A plea is never kept from readers because of a link in it, and staff are taken at their word.
    """
    kept_already = course.state is not PostState.PUBLISHED or course.level is Level.URGENT
    if kept_already or standing is Standing.STAFF:
        return course
    return _for_link(course, care, standing, fresh) or _for_first(course, standing, fresh)


def _for_link(course: Course, care: Care, standing: Standing, fresh: Fresh) -> Course | None:
    """The course because of the links, where they ask for more than screening did."""
    sites = {site_of(link) for link in fresh.links}
    sites = {site for site in sites if not is_of(site, care.known_sites)}
    if not sites:
        return None
    if _unwanted(sites, care):
        return Course(PostState.HELD, Level.HOLD, UNWANTED_SITE)
    new = standing is Standing.NEWCOMER
    cause = LINK if new else MEMBERS_LINK
    wanted = care.newcomer_links if new else care.member_links
    if wanted is Action.HOLD:
        return Course(PostState.HELD, Level.HOLD, cause)
    if wanted is Action.REVIEW and course.level is None:
        return replace(course, level=Level.NEWCOMER if new else Level.REVIEW, cause=cause)
    return None


def _unwanted(sites: Collection[str], care: Care) -> bool:
    return any(is_of(site, care.unwanted_sites) for site in sites)


def _for_first(course: Course, standing: Standing, fresh: Fresh) -> Course:
    if standing is Standing.NEWCOMER and fresh.post and course.level is None:
        return replace(course, level=Level.NEWCOMER, cause=FIRST_POST)
    return course
