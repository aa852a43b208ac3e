"""The words of each language, read from the catalogues as they were written.

Flask-Babel reads catalogues that somebody compiled before. Here the first page in a language
compiles its catalogue in memory, so that a clone, a changed word or a worker needs no step of its
own, and nothing compiled can be older than its words.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import support
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import current_app
from flask_babel import Domain, get_locale


class Catalogues(Domain):
    """The catalogues under BABEL_TRANSLATION_DIRECTORIES."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        if locale is None:
            return support.NullTranslations()
        return _words(str(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]), locale.language)


@cache
def _words(folder: str, language: str) -> NullTranslations:
    """The words of one language; those of the program itself where there is no catalogue."""
    path = Path(folder) / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return support.NullTranslations()
    with path.open("rb") as file:
        written = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, written)
    compiled.seek(0)
    return support.Translations(compiled)
