"""The profile for what members write: Markdown with caps, no pictures, no raw HTML."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from forum.text.clean import clean_source, without_turns
from forum.text.sanitize import MEMBER, sanitize

# In characters. Forms refuse longer texts with a clear word; this is the wall behind them.
LONGEST = 20_000
_DEEPEST = 20
_WIDEST_TABLE = 8
# More opening brackets than any letter holds make the search for links slow.
_MOST_BRACKETS = 400
# Headings in a post stand below the heading of the post itself.
_LOWER = {"h1": "h4", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


def _parser(*, links: bool, tables: bool) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": _DEEPEST, "breaks": True, "linkify": False}
    )
    # Link references reach across the text, and made-up ones cost much: members do not need them.
    parser.disable(["image", "reference", "html_block", "html_inline"])
    parser.enable("strikethrough")
    if tables:
        parser.enable("table")
    if not links:
        parser.disable("link")
    return parser


_PARSERS = {
    (links, tables): _parser(links=links, tables=tables)
    for links in (True, False)
    for tables in (True, False)
}


def tokens(source: str) -> list[Token]:
    """The parsed text, with the caps on tables and brackets applied."""
    links = source.count("[") <= _MOST_BRACKETS
    widest = max((line.count("|") for line in source.split("\n")), default=0)
    return _PARSERS[links, 0 < widest <= _WIDEST_TABLE].parse(source)


def render(source: str) -> Markup:
    """Safe HTML of what a member wrote. Never raises; a text over LONGEST becomes plain text."""
    source = without_turns(clean_source(source))
    if len(source) > LONGEST:
        return Markup("<p>{}</p>").format(escape(source[:LONGEST]))
    parsed = tokens(source)
    for token in parsed:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _LOWER[token.tag]
        for child in token.children or []:
            # What is struck out must look struck out: its plain words would say the opposite.
            if child.type in {"s_open", "s_close"}:
                child.tag = "del"
    parser = _PARSERS[True, True]
    html = parser.renderer.render(parsed, parser.options, {})
    return sanitize(html, MEMBER)
