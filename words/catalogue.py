"""The words of the program as they stand in its source, and the catalogues beside them.

A catalogue holds no dates and no line numbers, so that it changes only when words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "forum" / "translations"
_KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "N_": None}
_HEAD = """\
# The words of Snowdrop in this language. `make words` keeps them in step with the code.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# What stands for a value, what a browser reads as markup, and how a sentence begins and ends.
_PLACES = re.compile(r"%\(\w+\)[sd]|%%|</?\w[^>]*>|https?://\S+")
_EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)


def gathered() -> Catalog:
    """Every word in the source that is marked for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = Catalog()
    for file, _line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, _KEYWORDS
    ):
        found.add(message, locations=[(file, 1)], context=context)
    return found


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


def path_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update(kept: Catalog, found: Catalog) -> None:
    """Take up new words and let go of those that are gone. Nothing is guessed."""
    kept.update(found, no_fuzzy_matching=True)


def as_kept(kept: Catalog) -> bytes:
    """A catalogue as its file holds it, sorted by its words."""
    head = _HEAD.format(language=kept.locale, plurals=kept.plural_forms)
    body = BytesIO()
    write_po(
        body,
        kept,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        no_location=True,
    )
    return head.encode() + body.getvalue()


def write(kept: Catalog) -> None:
    path_of(str(kept.locale)).write_bytes(as_kept(kept))


def untranslated(kept: Catalog) -> list[Message]:
    """What still has no words in this language, in whole or in part."""
    return [each for each in kept if each.id and (each.fuzzy or not all(_said(each)))]


def faults(kept: Catalog) -> Iterator[str]:
    """Where a translation cannot be right: other places for values, other markup, other edges."""
    for message in kept:
        if not message.id:
            continue
        one, many = _asked(message)
        for index, said in enumerate(_said(message)):
            # Of one thing the number may be left out, or stand in words.
            asked = one if index == 0 else many
            if not said:
                continue
            if _places(said) not in (_places(asked), _places(many)):
                yield f"{asked!r} has other places or marks than {said!r}"
            if _edges(said) != _edges(asked):
                yield f"{asked!r} has other blanks around it than {said!r}"


def _asked(message: Message) -> tuple[str, str]:
    asked = message.id
    return (asked, asked) if isinstance(asked, str) else (asked[0], asked[1])


def _said(message: Message) -> tuple[str, ...]:
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def _places(words: str) -> list[str]:
    return sorted(_PLACES.findall(words))


def _edges(words: str) -> tuple[str | None, ...]:
    found = _EDGES.match(words)
    return found.groups() if found else ()
