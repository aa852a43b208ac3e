"""The care for newcomers: their first posts are shown, and a person has a look. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forum.claims import Action
from forum.models import Level, PostState
from forum.publishing.course import Course

FIRST_POST = "newcomer: first post"
LINK = "newcomer: link"

# Addresses as people write them. Endings that are also words ("me", "is") count only with a path.
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{2,300}"
    r"|\b[a-z0-9-]{2,60}\.(?:com|net|org|shop|store|info|biz|xyz|online|site|club)\b(?:/[^\s<>\"]{0,300})?"
    r"|\b[a-z0-9-]{1,60}\.[a-z]{2,10}/[^\s<>\"]{2,300}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Care:
    """Who is a newcomer, and what happens to a link in what they write."""

    # Published posts, and days since joining: with fewer of both one is new here.
    posts: int = 1
    days: int = 14
    # REVIEW: shown, and looked at. HOLD: looked at first. PASS: as any other words.
    links: Action = Action.REVIEW


def links(text: str) -> frozenset[str]:
    """The addresses in a text."""
    return frozenset(found.group().lower() for found in _LINK.finditer(text))


def matters(course: Course, care: Care, *, link: bool, new: bool) -> bool:
    """Could the care change this course at all? If not, nobody needs to know who wrote it."""
    return course_of_newcomer(course, care, link=link, new=new) != course


def course_of_newcomer(course: Course, care: Care, *, link: bool, new: bool) -> Course:
    """What happens to the post of a newcomer: what screening decided, or more care than that.

    `link`: it has an address that nobody has looked at yet. `new`: it is not an edit. A plea is
    never kept from readers because of a link in it.
    """
    if course.state is not PostState.PUBLISHED or course.level is Level.URGENT:
        return course
    if link and care.links is Action.HOLD:
        return Course(PostState.HELD, Level.HOLD, LINK)
    if course.level is not None:
        return course
    if link and care.links is Action.REVIEW:
        return replace(course, level=Level.NEWCOMER, cause=LINK)
    if new:
        return replace(course, level=Level.NEWCOMER, cause=FIRST_POST)
    return course
