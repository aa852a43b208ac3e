"""Words as the rules see them: one object for all words alike, put into code once.

Each tag, and each word that some pattern names, is one private character, so that a sentence
becomes a short string and a pattern an ordinary regular expression over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from forum.claims.kept import Kept

# Every sentence has this bit.
ANY = 1
# The tag of all that separates: patterns that reach over words end at it.
MARK = "MARK"
_FIRST_CODE = 0xE000
_CODES: dict[str, str] = {}
# One bit of a sentence's mask for each character that patterns need beside their first.
_BITS: dict[str, int] = {}
_MASKS: dict[int, int] = {}
# Characters that some pattern looks for first.
_WAKING: set[str] = set()


@dataclass(slots=True, eq=False)
class Word:
    """A word, number or mark with its tags, and what stands for it: known by itself, never changed."""

    text: str
    kind: str
    tags: frozenset[str]
    letters: str = ""
    mask: int = 0
    # Whether some pattern might begin with it being there.
    wakes: bool = False
    # What a contraction is written out as; nothing for any other.
    parts: tuple[Word, ...] = ()

    def also(self, tags: frozenset[str]) -> Word:
        """This word with further tags."""
        return _words[self.text, self.kind, more(self.tags, tags)]

    def without(self, tags: frozenset[str]) -> Word:
        """This word with fewer tags."""
        return _words[self.text, self.kind, self.tags - tags]


@lru_cache(maxsize=16384)
def more(tags: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Both together. Kept, so that words alike share one set, whose hash is known already."""
    return tags | others


def code(tag: str) -> str:
    """The character that stands for a tag, or for a word where "=" stands before it."""
    if tag not in _CODES:
        number = _FIRST_CODE + len(_CODES)
        _CODES[tag] = chr(number if number < 0xF8FF else 0xF0000 + number)
        _words.clear()  # those that were put into code without this tag
    return _CODES[tag]


def mask(letters: str) -> int:
    """Tag characters as one number, so that a need is met or not in one step."""
    result = 0
    for letter in letters:
        if letter not in _BITS:
            _BITS[letter] = ANY << 1 + len(_BITS)
            _words.clear()  # those that were put into code without this bit
        result |= _BITS[letter]
    # One number for all needs alike: there are few, and they stay at hand.
    return _MASKS.setdefault(result, result)


def wakes(letters: str) -> None:
    """Note that words with one of these tag characters are looked at for patterns."""
    if not _WAKING.issuperset(letters):
        _WAKING.update(letters)
        _words.clear()


def edition() -> tuple[int, int, int]:
    """Changes when words must be put into code anew: only while patterns are still compiled."""
    return len(_CODES), len(_BITS), len(_WAKING)


def _coded(key: tuple[str, str, frozenset[str]]) -> Word:
    """The words themselves, where some pattern names them, and the tags."""
    text, kind, tags = key
    spelt = [_CODES.get(f"={part}", "") for part in text.split()]
    letters = "".join([*spelt, *(_CODES.get(tag, "") for tag in sorted(tags))])
    bits = [_BITS[letter] for letter in letters if letter in _BITS]
    return Word(
        text, kind, tags, " " + letters, reduce(or_, bits, 0), not _WAKING.isdisjoint(letters)
    )


_words = Kept(_coded, 1 << 15)


def word_of(text: str, tags: frozenset[str] = frozenset(), kind: str = "word") -> Word:
    """The one object for a word with these tags."""
    return _words[text, kind, tags]
