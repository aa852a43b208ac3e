"""What changed between two versions of a text, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes time in the product of both lengths: beyond this a stretch is shown as replaced.
_MOST = 250_000
# What stayed the same is shown only this far around a change, in letters.
_AROUND = 120


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text: `kind` is same, out, new, or gap (the same, but left out here)."""

    kind: str
    words: str


def changed(older: str, newer: str) -> list[Stretch]:
    """The newer text with what was taken out and put in; empty when nothing has changed."""
    if older == newer:
        return []
    return list(_shortened(_joined(_compared(older, newer))))


def _compared(older: str, newer: str) -> Iterator[Stretch]:
    """Line by line, and word by word where lines differ."""
    before, after = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    for tag, first, last, new_first, new_last in _steps(before, after):
        out, new = "".join(before[first:last]), "".join(after[new_first:new_last])
        if tag == "equal":
            yield Stretch("same", out)
        else:
            yield from _word_by_word(_WORDS.findall(out), _WORDS.findall(new))


def _word_by_word(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    for tag, first, last, new_first, new_last in _steps(before, after):
        if tag == "equal":
            yield Stretch("same", "".join(before[first:last]))
            continue
        yield Stretch("out", "".join(before[first:last]))
        yield Stretch("new", "".join(after[new_first:new_last]))


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher.get_opcodes`, in bounded time."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old_end, new_end = len(before) - tail, len(after) - tail
    yield "equal", 0, head, 0, head
    if (old_end - head) * (new_end - head) > _MOST:
        yield "replace", head, old_end, head, new_end
    else:
        matcher = SequenceMatcher(None, before[head:old_end], after[head:new_end])
        for tag, first, last, new_first, new_last in matcher.get_opcodes():
            yield tag, first + head, last + head, new_first + head, new_last + head
    yield "equal", old_end, len(before), new_end, len(after)


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    """How many items both begin with."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(found: Iterator[Stretch]) -> list[Stretch]:
    """Neighbours of one kind are one; a blank between two changed words belongs to both."""
    joined: list[Stretch] = []
    for each in _bridged([each for each in found if each.words]):
        if joined and joined[-1].kind == each.kind:
            joined[-1] = Stretch(each.kind, joined[-1].words + each.words)
        else:
            joined.append(each)
    return joined


def _bridged(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Gathers what was taken out before what was put in, over the blanks between them."""
    out = new = ""
    for place, each in enumerate(found):
        following = found[place + 1].kind if place + 1 < len(found) else "same"
        between = each.kind == "same" and not each.words.strip() and following != "same"
        if each.kind == "out":
            out += each.words
        elif each.kind == "new":
            new += each.words
        elif between and (out or new):
            out, new = out + each.words, new + each.words
        else:
            yield from _both(out, new)
            out = new = ""
            yield each
    yield from _both(out, new)


def _both(out: str, new: str) -> Iterator[Stretch]:
    if out.strip():
        yield Stretch("out", out)
    if new.strip():
        yield Stretch("new", new)


def _shortened(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Long runs that stayed the same are cut, so that the change is what one sees."""
    for place, each in enumerate(found):
        if each.kind != "same" or len(each.words) <= 3 * _AROUND:
            yield each
            continue
        if place > 0:
            yield Stretch("same", each.words[:_AROUND])
        yield Stretch("gap", " … ")
        if place + 1 < len(found):
            yield Stretch("same", each.words[-_AROUND:])
