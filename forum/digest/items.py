"""The things in a digest, in words: a heading, one sentence, one link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum import clock
from forum.authors import byline
from forum.digest import queries
from forum.digest.queries import POST
from forum.digest.reader import Reader
from forum.models import Edition
from forum.text import clean_line, teaser


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a digest. `kind` and `subject_id` say what it was, so that it comes once."""

    kind: str
    subject_id: int
    heading: str
    words: str
    label: str
    path: str


def items_for(session: Session, reader: Reader) -> list[Item]:
    """What this reader may be sent at this moment, at most Edition.MOST_ITEMS."""
    now, most = clock.now(), Edition.MOST_ITEMS
    articles = queries.new_articles(session, reader, now.date(), most)
    answers = queries.new_answers(session, reader, now, most)
    questions = queries.open_questions(session, reader, now, most)
    return share_out(
        [
            [_article(row, reader) for row in articles],
            [_answer(row) for row in answers],
            [_question(row) for row in questions],
        ],
        most,
    )


def share_out(groups: Sequence[Sequence[Item]], most: int) -> list[Item]:
    """At most `most` items, group after group; no full group crowds out another.

    Something that stands in two groups is taken from the first.
    """
    taken: list[list[Item]] = [[] for _group in groups]
    known: set[tuple[str, int]] = set()
    for row in zip_longest(*groups):
        for place, item in enumerate(row):
            if item is None or (item.kind, item.subject_id) in known or len(known) >= most:
                continue
            known.add((item.kind, item.subject_id))
            taken[place].append(item)
    return [item for group in taken for item in group]


def _article(row: Any, reader: Reader) -> Item:
    title = clean_line(row.title)
    updated = row.updated_on > row.published_on and row.created_at <= reader.since
    return Item(
        queries.article_kind(row.updated_on),
        row.id,
        _("Brought up to date: %(title)s", title=title) if updated else title,
        first_sentence(row.summary),
        _("Read the article"),
        f"/articles/{row.slug}",
    )


def _answer(row: Any) -> Item:
    about = row.article_title or row.opening_title
    return Item(
        POST,
        row.id,
        _("A new answer in “%(title)s”", title=clean_line(about))
        if about
        else _("A new answer in a talk you are part of"),
        _quoted(row),
        _("Read the answer"),
        f"/posts/{row.id}",
    )


def _question(row: Any) -> Item:
    return Item(
        POST,
        row.id,
        _("Nobody has answered yet: %(title)s", title=clean_line(row.title))
        if row.title
        else _("Nobody has answered this question yet"),
        _quoted(row),
        _("Read the question"),
        f"/posts/{row.id}",
    )


def _quoted(row: Any) -> str:
    """A person's first sentence in quotation marks, so that no sign in it can shape the mail."""
    name = clean_line(byline(row).name)
    words = first_sentence(row.teaser)
    return f"“{words}” – {name}" if words else _("Written by %(name)s.", name=name)


def first_sentence(text: str) -> str:
    """The first whole sentence of a short text; all of it where it has no end."""
    line = clean_line(text)
    return clean_line(teaser(line, length=1)) or line
