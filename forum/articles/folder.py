"""A folder of articles, read and checked as a whole before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from forum.articles.document import Document
from forum.articles.front_matter import read_document, read_text
from forum.checked_yaml import Fields, FileError, read_list
from forum.text import ArticleText, ArticleTextError, Term, render_article

_LINK = re.compile(r"\]\(/articles/([^)\s#?]*)")
_QUOTED = re.compile(r"“([^”]+)”")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class TopicRecord:
    slug: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class TermRecord:
    slug: str
    term: str
    also: list[str]
    short: str
    definition: str


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """A file that was not taken, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Folder:
    """What a folder holds. `topics` and `terms` are None where the file is missing or refused."""

    documents: list[Document] = field(default_factory=list)
    topics: list[TopicRecord] | None = None
    terms: list[TermRecord] | None = None
    refused: list[Refused] = field(default_factory=list)
    # Every slug that the folder means to have, also those of refused files.
    slugs: set[str] = field(default_factory=set)

    def refuse(self, file: str, fault: FileError) -> None:
        self.refused.append(Refused(file, fault.line, fault.reason))


def read_folder(path: Path) -> Folder:
    """Read topics.yaml, glossary.yaml and every *.md. Bad files are refused, the rest is kept."""
    folder = Folder()
    if not path.is_dir():
        folder.refuse(str(path), FileError(1, "there is no such folder"))
        return folder
    folder.topics = _read(folder, path / "topics.yaml", _topics)
    folder.terms = _read(folder, path / "glossary.yaml", _terms)
    for file in sorted(path.glob("*.md")):
        folder.slugs.add(file.stem)
        try:
            _take(folder, read_document(file))
        except FileError as fault:
            folder.refuse(file.name, fault)
    return folder


def _take(folder: Folder, document: Document) -> None:
    for other in folder.documents:
        if other.slug == document.slug:
            raise FileError(document.slug_line, f"“{document.slug}” is the address of {other.file}")
    folder.slugs.add(document.slug)
    folder.documents.append(document)


def _read(folder: Folder, path: Path, read: Callable[[Path], list[Value]]) -> list[Value] | None:
    if not path.exists():
        return None
    try:
        return read(path)
    except FileError as fault:
        folder.refuse(path.name, fault)
        return None


def _topics(path: Path) -> list[TopicRecord]:
    found: dict[str, TopicRecord] = {}
    for entry in read_list(read_text(path)):
        entry.only("id", "title", "summary")
        slug = _new_slug(entry, found)
        summary = entry.text("summary", 500) if entry.has("summary") else ""
        found[slug] = TopicRecord(slug, entry.text("title", 120), summary)
    return list(found.values())


def _terms(path: Path) -> list[TermRecord]:
    found: dict[str, TermRecord] = {}
    for entry in read_list(read_text(path)):
        entry.only("id", "term", "also", "short", "definition")
        slug = _new_slug(entry, found)
        found[slug] = TermRecord(
            slug,
            entry.text("term", 120),
            [words for _, words in entry.texts("also", 120, least=0)],
            entry.text("short", 120),
            entry.text("definition", 1000),
        )
    return list(found.values())


def _new_slug(entry: Fields, found: Mapping[str, object]) -> str:
    slug = entry.slug("id")
    if slug in found:
        raise FileError(entry.line_of("id"), f"“{slug}” stands twice in the file")
    return slug


def check(document: Document, topics: set[str], articles: set[str]) -> None:
    """Refuse what only the whole folder can tell: unknown topics and articles."""
    for line, slug in document.topics:
        if slug not in topics:
            raise FileError(line, f"the topic “{slug}” is not in topics.yaml")
    for line, slug in document.related:
        if slug not in articles:
            raise FileError(line, f"the related article “{slug}” does not exist")
        if slug == document.slug:
            raise FileError(line, "an article cannot be related to itself")
    for number, text in enumerate(document.body.split("\n")):
        for slug in _LINK.findall(text):
            if slug not in articles:
                raise FileError(document.body_line + number, f"the article “{slug}” does not exist")


def render(document: Document, glossary: Mapping[str, Term]) -> ArticleText:
    """The article's HTML. Faults: unknown sources and terms, sources nobody cites."""
    # The renderer trims the text, so that its first line is the first one with words.
    above = document.body[: len(document.body) - len(document.body.lstrip())].count("\n")
    keys = [source.key for source in document.sources]
    try:
        made = render_article(document.body, keys, glossary)
    except ArticleTextError as error:
        line = _exact_line(document.body.split("\n"), above + error.line - 1, error.reason)
        raise FileError(document.body_line + line, error.reason) from error
    for source in document.sources:
        if source.key not in made.cited:
            raise FileError(source.line, f"the source “{source.key}” is never cited in the text")
    return made


def _exact_line(lines: list[str], start: int, reason: str) -> int:
    """The renderer knows where a paragraph begins; the word it stumbled on may stand lower."""
    quoted = _QUOTED.search(reason)
    if quoted is not None:
        for number in range(start, len(lines)):
            if f"[^{quoted[1]}]" in lines[number] or f"[[{quoted[1]}" in lines[number]:
                return number
    return start
