"""An article as its file says it, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as an article names it."""

    line: int
    key: str
    title: str
    publisher: str
    year: int | None
    url: str | None
    grade: str
    checked: date
    expires: date
    to_check: bool

    def as_front(self) -> dict[str, Any]:
        return {
            "id": self.key,
            "title": self.title,
            "publisher": self.publisher,
            "year": self.year,
            "url": self.url,
            "grade": self.grade,
            "checked": self.checked.isoformat(),
            "expires": self.expires.isoformat(),
            "to_check": self.to_check,
        }


@dataclass(frozen=True, slots=True)
class Document:
    """An article as its file says it, each entry of the right shape."""

    file: str
    slug: str
    slug_line: int
    title: str
    summary: str
    in_brief: list[str]
    authors: list[str]
    reviewer: dict[str, str] | None
    published: date
    updated: date
    next_review: date
    topics: list[tuple[int, str]]
    treatments: list[str]
    sources: list[SourceRecord]
    prompts: list[str]
    related: list[tuple[int, str]]
    body: str
    # The line of the file on which the body's first line stands.
    body_line: int

    @property
    def front(self) -> dict[str, Any]:
        """The entries as plain values, for the record of revisions."""
        return {
            "title": self.title,
            "summary": self.summary,
            "in_brief": self.in_brief,
            "authors": self.authors,
            "reviewer": self.reviewer,
            "published": self.published.isoformat(),
            "updated": self.updated.isoformat(),
            "next_review": self.next_review.isoformat(),
            "topics": [slug for _, slug in self.topics],
            "treatments": self.treatments,
            "sources": [source.as_front() for source in self.sources],
            "prompts": self.prompts,
            "related": [slug for _, slug in self.related],
        }
