"""Bringing a folder of articles into the database. Doing it again changes nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select

from forum.articles.document import Document
from forum.articles.folder import (
    Folder,
    Refused,
    TermRecord,
    TopicRecord,
    check,
    read_folder,
    render,
)
from forum.articles.storing import store_article
from forum.checked_yaml import FileError
from forum.extensions import db
from forum.models import Article, GlossaryTerm, Topic
from forum.text import Term
from forum.web.transaction import unit_of_work

_TERM = re.compile(r"\[\[([a-z0-9-]+)")


@dataclass(slots=True)
class ImportReport:
    """What an import did, by file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.refused

    def summary(self) -> str:
        """One line of counts."""
        return (
            f"{len(self.added)} added, {len(self.changed)} changed, "
            f"{len(self.unchanged)} unchanged, {len(self.refused)} refused"
        )


def import_folder(path: str | Path, tell: Callable[[str, str], None] | None = None) -> ImportReport:
    """Import every good file of a folder in one transaction; `tell` hears what became of each."""
    folder = read_folder(Path(path))
    report = ImportReport()
    with unit_of_work():
        _store_topics(folder.topics)
        _store_terms(folder.terms)
        db.session.flush()
        _store_articles(folder, report, tell or (lambda _file, _outcome: None))
    report.refused = sorted(folder.refused)
    return report


def _store_articles(folder: Folder, report: ImportReport, tell: Callable[[str, str], None]) -> None:
    topics = {topic.slug: topic.id for topic in db.session.scalars(select(Topic))}
    glossary = {
        row.slug: Term(row.term, row.short)
        for row in db.session.execute(
            select(GlossaryTerm.slug, GlossaryTerm.term, GlossaryTerm.short)
        )
    }
    articles = folder.slugs | set(db.session.scalars(select(Article.slug)))
    lists = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    for document in folder.documents:
        try:
            check(document, set(topics), articles)
            outcome = store_article(
                document,
                fingerprint(document, glossary),
                {topics[slug] for _, slug in document.topics},
                # Rendered only if something has changed; but a fault must show each time.
                render(document, glossary),
            )
        except FileError as fault:
            folder.refuse(document.file, fault)
            continue
        lists[outcome].append(document.file)
        tell(document.file, outcome)


def fingerprint(document: Document, glossary: dict[str, Term]) -> str:
    """Equal for equal articles: front matter, text, and the terms that the text explains."""
    used = sorted(set(_TERM.findall(document.body)) & glossary.keys())
    whole = json.dumps(
        [
            document.front,
            document.body,
            [[slug, glossary[slug].term, glossary[slug].short] for slug in used],
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _store_topics(records: list[TopicRecord] | None) -> None:
    kept = {topic.slug: topic for topic in db.session.scalars(select(Topic))}
    for position, record in enumerate(records or []):
        topic = kept.get(record.slug)
        if topic is None:
            topic = Topic(slug=record.slug)
            db.session.add(topic)
        topic.title, topic.summary, topic.position = record.title, record.summary, position


def _store_terms(records: list[TermRecord] | None) -> None:
    if records is None:
        return
    kept = {term.slug: term for term in db.session.scalars(select(GlossaryTerm))}
    for record in records:
        term = kept.pop(record.slug, None)
        if term is None:
            term = GlossaryTerm(slug=record.slug)
            db.session.add(term)
        term.term, term.also = record.term, record.also
        term.short, term.definition = record.short, record.definition
    # The file is the whole glossary: what was taken out of it is taken out here.
    if kept:
        gone = delete(GlossaryTerm).where(GlossaryTerm.id.in_([term.id for term in kept.values()]))
        db.session.execute(gone)


__all__ = ["ImportReport", "Refused", "import_folder"]
