"""The profile for what editors write: headings with contents, citations, glossary, callouts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.container import container_plugin

from forum.text.clean import clean_source
from forum.text.sanitize import ARTICLE, sanitize

CALLOUTS = ("urgent", "care", "note")

_CITATION = re.compile(r"\[\^([a-z0-9][a-z0-9-]{0,59})\]")
_TERM = re.compile(r"\[\[([a-z0-9][a-z0-9-]{0,59})(?:\|([^\[\]|\n]{1,120}))?\]\]")


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term: the word itself and its explanation in a few words."""

    term: str
    short: str


class ArticleTextError(ValueError):
    """The text of an article cannot be published. `line` counts from 1 in the body."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class ArticleText:
    """A rendered article: its HTML, its contents list, its length, what it cites."""

    html: Markup
    contents: list[dict[str, Any]]
    words: int
    cited: list[str] = field(default_factory=list)


def _citation(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"key": found[1]}
    state.pos = found.end()
    return True


def _term(state: StateInline, silent: bool) -> bool:
    found = _TERM.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.meta = {"slug": found[1], "words": found[2]}
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.enable("table").disable(["image", "html_block", "html_inline", "reference"])
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "term", _term)
    for kind in CALLOUTS:
        parser.use(container_plugin, kind, validate=_is_callout(kind))
    return parser


def _is_callout(kind: str) -> Any:
    def validate(params: str, *_: Any) -> bool:
        return params.strip().split(" ", 1)[0] == kind

    return validate


_PARSER = _parser()


class _Writer:
    """Turns parsed tokens into HTML, numbering citations and explaining terms at first use."""

    def __init__(self, keys: Sequence[str], glossary: Mapping[str, Term]) -> None:
        self.numbers = {key: number for number, key in enumerate(keys, 1)}
        self.glossary = glossary
        self.explained: set[str] = set()
        self.cited: dict[str, int] = {}
        self.contents: list[dict[str, Any]] = []
        self.paragraphs = 0
        self.line = 1
        self.in_heading = False
        self.renderer = RendererHTML()

    def write(self, tokens: list[Token]) -> str:
        parts: list[str] = []
        for position, token in enumerate(tokens):
            if token.map is not None:
                self.line = token.map[0] + 1
            parts.append(self._block(tokens, position, token))
        return "".join(parts)

    def _block(self, tokens: list[Token], position: int, token: Token) -> str:
        if token.type == "inline":
            return "".join(self._inline(child) for child in token.children or [])
        if token.type == "heading_open":
            return self._heading(token, tokens[position + 1])
        if token.type == "paragraph_open" and not token.hidden:
            self.paragraphs += 1
            return f'<p id="p{self.paragraphs}">'
        if token.type == "heading_close":
            self.in_heading = False
        if token.type.startswith("container_"):
            return self._callout(token)
        return str(self.renderer.render([token], _PARSER.options, {}))

    def _heading(self, token: Token, inline: Token) -> str:
        if token.tag not in {"h2", "h3"}:
            raise ArticleTextError(self.line, "only ## and ### headings can be used")
        title = _words(inline)
        self.in_heading = True
        anchor = f"s{len(self.contents) + 1}"
        self.contents.append({"id": anchor, "title": title, "level": int(token.tag[1])})
        return f'<{token.tag} id="{anchor}">'

    def _callout(self, token: Token) -> str:
        kind = token.type.split("_")[1]
        if token.type.endswith("_close"):
            return "</aside>\n"
        title = token.info.strip().removeprefix(kind).strip()
        if not title:
            raise ArticleTextError(self.line, f"the callout “{kind}” has no title")
        return (
            f'<aside class="callout callout-{kind}"><p class="callout-title">{escape(title)}</p>\n'
        )

    def _inline(self, token: Token) -> str:
        if token.type == "citation":
            return self._cite(str(token.meta["key"]))
        if token.type == "term":
            return self._explain(str(token.meta["slug"]), token.meta["words"])
        if token.type == "softbreak":
            return "\n"
        return str(self.renderer.renderInline([token], _PARSER.options, {}))

    def _cite(self, key: str) -> str:
        number = self.numbers.get(key)
        if number is None:
            raise ArticleTextError(self.line, f"the source “{key}” is not in the list of sources")
        self.cited[key] = self.cited.get(key, 0) + 1
        mark = f' id="cite-{number}"' if self.cited[key] == 1 else ""
        link = f'<a{mark} href="#source-{number}" aria-label="Source {number}">{number}</a>'
        return f'<sup class="cite">{link}</sup>'

    def _explain(self, slug: str, words: str | None) -> str:
        term = self.glossary.get(slug)
        if term is None:
            raise ArticleTextError(self.line, f"the term “{slug}” is not in the glossary")
        if self.in_heading or slug in self.explained:
            return str(escape(words or term.term))
        self.explained.add(slug)
        shown = f'<a class="term" href="/glossary#{slug}">{escape(words or term.term)}</a>'
        return f'{shown} <span class="gloss">({escape(term.short)})</span>'


def _words(inline: Token) -> str:
    parts = []
    for child in inline.children or []:
        if child.type == "term":
            parts.append(child.meta["words"] or child.meta["slug"])
        elif child.type != "citation":
            parts.append(child.content)
    return "".join(parts)


def render_article(
    source: str, keys: Sequence[str] = (), glossary: Mapping[str, Term] | None = None
) -> ArticleText:
    """Safe HTML of an article body. `keys` are its sources in order.

    Raises ArticleTextError, with the line, for an unknown source or term or a wrong heading.
    """
    body = clean_source(source)
    writer = _Writer(keys, glossary or {})
    html = writer.write(_PARSER.parse(body))
    return ArticleText(
        html=sanitize(html, ARTICLE),
        contents=writer.contents,
        words=len(body.split()),
        cited=list(writer.cited),
    )
