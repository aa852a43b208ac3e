"""HTML that was rendered here, kept in the database and is read again."""

from __future__ import annotations

from markupsafe import Markup


def stored(html: str) -> Markup:
    """Mark kept HTML as what it is: the output of `render` or `render_article`."""
    return Markup(html)
