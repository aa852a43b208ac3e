"""What we use of Flask-Babel 4.0, which carries annotations but does not say so."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from babel import Locale
from flask import Flask

class Domain:
    def get_translations(self) -> NullTranslations: ...

class Babel:
    domain_instance: Domain
    def init_app(
        self, app: Flask, *, locale_selector: Callable[[], str | None] | None = None
    ) -> None: ...

def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...

# A string that is translated when it is shown; the libraries that take it are typed for str.
def lazy_gettext(string: str, **variables: object) -> Any: ...
def format_date(
    date: date | datetime | None = None, format: str | None = None, rebase: bool = True
) -> str: ...
def force_locale(locale: str | Locale) -> AbstractContextManager[None]: ...
def get_translations() -> NullTranslations: ...
def get_locale() -> Locale | None: ...
