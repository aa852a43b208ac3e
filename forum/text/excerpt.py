"""Plain text of what members write, and teasers that end where a sentence ends."""

from __future__ import annotations

import re

from markdown_it.token import Token

from forum.text.clean import clean_source, without_turns
from forum.text.member import LONGEST, tokens

TEASER = 240
# A first sentence longer than this is not a teaser any more.
_LONGEST_SENTENCE = 360

_END = re.compile(r"""[.!?…。]["'”’)\]]*(?=\s|$)""")
_ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|etc|e\.g|i\.e|approx)\.$", re.IGNORECASE)

_NUMBER = re.compile(r"\Wno\. *\d", re.IGNORECASE)


def plain(source: str) -> str:
    """The words without the marks: one paragraph a line."""
    lines: list[str] = []
    for token in tokens(without_turns(clean_source(source))[:LONGEST]):
        if token.type == "inline" and token.children is not None:
            lines.append(_words_of(token.children).strip())
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)


def _words_of(children: list[Token]) -> str:
    """Text of one paragraph. Struck words are left out: unmarked they would say the opposite."""
    parts: list[str] = []
    struck = 0
    for child in children:
        if child.type in {"s_open", "s_close"}:
            struck += child.nesting
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type in {"text", "code_inline", "text_special"} and not struck:
            parts.append(child.content)
    return "".join(parts)


def _is_number(words: str, stop: int) -> bool:
    """Does the full stop belong to "no. 7"? In "she said no." it ends the sentence."""
    return _NUMBER.match(words, max(0, stop - 3)) is not None


def teaser(source: str, length: int = TEASER) -> str:
    """The first whole sentences of a text, up to about `length` characters; "" if none is short.

    Never cut inside a sentence: half a sentence about a treatment can say the opposite.
    """
    words = " ".join(plain(source).split())
    if len(words) <= length:
        return words
    best = 0
    for found in _END.finditer(words, 0, _LONGEST_SENTENCE):
        if _ABBREVIATION.search(words[: found.start() + 1]) or _is_number(words, found.start()):
            continue
        if found.end() > length and best:
            break
        best = found.end()
        if best > length:
            break
    return words[:best]
