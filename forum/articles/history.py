"""What changed between two revisions of an article, as lines that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext as _

from forum.models import ArticleRevision

# Lines of text around a change, so that it can be found in the article.
_AROUND = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `kind` is same, out or new."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One revision: its day, what the editors wrote as the day, and its differences."""

    number: int
    revision: ArticleRevision
    updated: date | None
    first: bool
    entries: list[str]
    lines: list[Line]


def changes(revisions: Sequence[ArticleRevision], count: int) -> list[Change]:
    """The last `count` revisions, newest first, each against the one before it."""
    pairs: list[Change] = []
    older_ones = [*revisions[1:], None][: len(revisions)]
    for newer, older in zip(revisions, older_ones, strict=True):
        if len(pairs) == count:
            break
        pairs.append(
            Change(
                number=newer.number,
                revision=newer,
                updated=_day(newer.front.get("updated")),
                first=newer.number == 1,
                entries=_entries(older.front, newer.front) if older else [],
                lines=differences(older.source, newer.source) if older else [],
            )
        )
    return pairs


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _entries(older: dict[str, Any], newer: dict[str, Any]) -> list[str]:
    names = {
        "title": _("the title"),
        "summary": _("the summary"),
        "in_brief": _("the part “In brief”"),
        "authors": _("the authors"),
        "reviewer": _("the medical reviewer"),
        "next_review": _("the day of the next review"),
        "topics": _("the topics"),
        "treatments": _("the treatments"),
        "sources": _("the sources"),
        "prompts": _("the questions to readers"),
        "related": _("the related articles"),
    }
    return [words for name, words in names.items() if older.get(name) != newer.get(name)]


def differences(older: str, newer: str) -> list[Line]:
    """The lines taken out and put in, each with its neighbours; empty lines are left out."""
    before = [line for line in older.split("\n") if line.strip()]
    after = [line for line in newer.split("\n") if line.strip()]
    found: list[Line] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                found += [Line("same", line) for line in before[start:end]]
                continue
            found += [Line("out", line) for line in before[start:end]]
            found += [Line("new", line) for line in after[new_start:new_end]]
    return found
