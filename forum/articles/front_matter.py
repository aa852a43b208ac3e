"""One article file: the entries at its top (YAML between two lines of `---`) and its text."""

from __future__ import annotations

from pathlib import Path

from forum.articles.document import Document, SourceRecord
from forum.checked_yaml import Fields, FileError, compose, is_slug

# The longest article shipped has 40 kB. More than this is a book, or a wrong file.
LARGEST = 300_000

_FENCE = "---"
_ENTRIES = (
    "slug", "title", "summary", "in_brief", "authors", "reviewer", "published", "updated",
    "next_review", "topics", "treatments", "sources", "prompts", "related",
)  # fmt: skip
_SOURCE_ENTRIES = (
    "id", "title", "publisher", "year", "url", "grade", "checked", "expires", "to_check",
)  # fmt: skip
_GRADES = "should be A, B or C (pages for readers never rest on a lower grade)"


def read_text(path: Path) -> str:
    """The text of a file with plain newlines. Faults: too large, not UTF-8, empty."""
    try:
        # One byte more than allowed tells a large file without reading all of it.
        with path.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except OSError as error:
        raise FileError(1, f"the file cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise FileError(1, f"the file is larger than {LARGEST:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(line, "the file is not UTF-8; save it as UTF-8 and try again") from error
    if not text.strip():
        raise FileError(1, "the file is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_document(path: Path) -> Document:
    """The article in a file. Raises FileError with the line of the file."""
    text = read_text(path)
    front, body, body_line = _split(text)
    fields = Fields(compose(front, first_line=2), first_line=2)
    fields.only(*_ENTRIES)
    document = _document(path, fields, body, body_line)
    _check_days(document, fields)
    return document


def _split(text: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise FileError(1, "the first line should be --- and open the front matter")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise FileError(1, "the front matter is not closed with a line of ---")


def _document(path: Path, fields: Fields, body: str, body_line: int) -> Document:
    own_slug = fields.has("slug")
    slug = fields.slug("slug", 80) if own_slug else _slug_of(path)
    if not body.strip():
        raise FileError(body_line, "there is no text below the front matter")
    return Document(
        file=path.name,
        slug=slug,
        slug_line=fields.line_of("slug") if own_slug else 1,
        title=fields.text("title", 200),
        summary=fields.text("summary", 500),
        in_brief=_only_words(fields.texts("in_brief", 400, most=3)),
        authors=_only_words(fields.texts("authors", 120)),
        reviewer=_reviewer(fields),
        published=fields.day("published"),
        updated=fields.day("updated"),
        next_review=fields.day("next_review"),
        topics=fields.slugs("topics", least=1),
        treatments=_only_words(fields.slugs("treatments")),
        sources=_sources(fields),
        prompts=_only_words(fields.texts("prompts", 300, most=3)),
        related=fields.slugs("related", 80),
        body=body,
        body_line=body_line,
    )


def _slug_of(path: Path) -> str:
    name = path.stem
    if len(name) > 80 or not is_slug(name):
        raise FileError(1, "the file's name is the address: it may hold only a-z, 0-9 and hyphens")
    return name


def _only_words(lines: list[tuple[int, str]]) -> list[str]:
    return [words for _, words in lines]


def _reviewer(fields: Fields) -> dict[str, str] | None:
    if not fields.has("reviewer"):
        return None
    reviewer = fields.within("reviewer")
    reviewer.only("name", "credentials", "date")
    return {
        "name": reviewer.text("name", 120),
        "credentials": reviewer.text("credentials", 200),
        "date": reviewer.day("date").isoformat(),
    }


def _sources(fields: Fields) -> list[SourceRecord]:
    found: list[SourceRecord] = []
    for entry in fields.each("sources"):
        source = _source(entry)
        if any(source.key == earlier.key for earlier in found):
            raise FileError(source.line, f"the source “{source.key}” stands twice in the list")
        found.append(source)
    return found


def _source(entry: Fields) -> SourceRecord:
    entry.only(*_SOURCE_ENTRIES)
    source = SourceRecord(
        line=entry.line,
        key=entry.slug("id"),
        title=entry.text("title", 500),
        publisher=entry.text("publisher", 200),
        year=entry.year("year") if entry.has("year") else None,
        url=entry.address("url") if entry.has("url") else None,
        grade=entry.choice("grade", ("A", "B", "C"), _GRADES),
        checked=entry.day("checked"),
        expires=entry.day("expires"),
        to_check=entry.yes("to_check"),
    )
    if source.expires <= source.checked:
        raise FileError(entry.line_of("expires"), "“expires” should be later than “checked”")
    return source


def _check_days(document: Document, fields: Fields) -> None:
    if document.updated < document.published:
        raise FileError(fields.line_of("updated"), "“updated” is earlier than “published”")
    if document.next_review <= document.published:
        raise FileError(fields.line_of("next_review"), "“next_review” should be after “published”")
