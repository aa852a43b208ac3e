"""The sources of a note, as they come from a form: names with addresses."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from forum.errors import Invalid
from forum.text import clean_line

LONGEST = 300

# A name and an address, which may be empty.
Source = tuple[str, str]


def read_sources(pairs: Iterable[Source], fields: Iterable[Source]) -> tuple[Source, ...]:
    """The sources that were filled in. Raises Invalid, naming the field; `fields` go with `pairs`."""
    found = []
    names = list(fields)
    for (title, url), (title_field, url_field) in zip(pairs, names, strict=False):
        title, url = clean_line(title), url.strip()
        if url and not url.startswith("https://"):
            raise Invalid(
                url_field,
                _("Please give an address that begins with https://, or leave it empty."),
            )
        if url and not title:
            raise Invalid(title_field, _("Please name the source that this address leads to."))
        if max(len(title), len(url)) > LONGEST:
            raise Invalid(title_field, _("Please keep a source under 300 letters."))
        if title:
            found.append((title, url))
    return tuple(found)
