"""What of the list a moderator wants to see: a lane, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, select

from forum.models import ArticleTopic, Case, Level, Post, StoredFinding, Thread, Topic

_LONGEST = 60
_ID = re.compile(r"[1-9][0-9]{0,9}")
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty values let everything through."""

    lane: Level | None = None
    category: str = ""
    treatment: str = ""
    # The address word of a topic.
    topic: str = ""
    thread: int | None = None

    @property
    def narrow(self) -> bool:
        """Is anything left out beside other lanes?"""
        return self != Filters(lane=self.lane)

    def pairs(self) -> dict[str, str]:
        """As they stand in an address, without the empty ones."""
        found = {
            "lane": self.lane.value if self.lane else "",
            "category": self.category,
            "treatment": self.treatment,
            "topic": self.topic,
            "thread": str(self.thread or ""),
        }
        return {name: value for name, value in found.items() if value}

    def address(self, path: str, **more: str | None) -> str:
        """An address that keeps the filters, with some values changed or taken out."""
        values = {**self.pairs(), **more}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{query}" if query else path

    def in_lane(self, lane: Level | None) -> Filters:
        return replace(self, lane=lane)


EVERYTHING = Filters()


def read_filters(given: Mapping[str, str]) -> Filters:
    """Filters out of an address or a form. What cannot be meant is as if it was not there."""
    lane = given.get("lane", "")
    return Filters(
        lane=Level(lane) if lane in {level.value for level in Level} else None,
        category=_word(given.get("category", "")),
        treatment=_word(given.get("treatment", "")),
        topic=_word(given.get("topic", "")),
        thread=read_id(given.get("thread", "")),
    )


def _word(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST and text.isprintable() else ""


def read_id(text: str) -> int | None:
    """The number of a row, or None for anything that no row can have."""
    if not _ID.fullmatch(text) or int(text) > _LARGEST:
        return None
    return int(text)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What a case that waits must fulfil; the statement joins cases and posts."""
    found: list[ColumnElement[bool]] = [Case.closed_at.is_(None)]
    if filters.lane is not None:
        found.append(Case.rank == filters.lane.rank)
    if filters.thread is not None:
        found.append(Post.thread_id == filters.thread)
    if filters.category:
        found.append(_has_finding(StoredFinding.category == filters.category))
    if filters.treatment:
        found.append(_has_finding(StoredFinding.treatment == filters.treatment))
    if filters.topic:
        found.append(
            select(ArticleTopic.topic_id)
            .join(Thread, Thread.article_id == ArticleTopic.article_id)
            .join(Topic, Topic.id == ArticleTopic.topic_id)
            .where(Thread.id == Post.thread_id, Topic.slug == filters.topic)
            .correlate(Post)
            .exists()
        )
    return found


def _has_finding(such: ColumnElement[bool]) -> ColumnElement[bool]:
    """Only what was found in the words as they are now counts."""
    now = and_(StoredFinding.post_id == Post.id, StoredFinding.post_version == Post.version)
    return select(StoredFinding.id).where(now, such).correlate(Post).exists()
