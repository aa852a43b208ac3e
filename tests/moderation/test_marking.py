"""The words of a post as a moderator sees them: marked where findings stand, each numbered once."""

from __future__ import annotations

from dataclasses import dataclass

from forum.moderation.marking import mark


@dataclass
class Span:
    start: int
    end: int


def shown(text: str, *spans: tuple[int, int]) -> str:
    """Marked words in brackets, numbers after a hash."""
    pieces = mark(text, [Span(*span) for span in spans])
    return "".join(
        (f"[{each.words}]" if each.findings else each.words)
        + "".join(f"#{number}" for number in each.ending)
        for each in pieces
    )


def test_a_number_stands_once_after_the_words_of_its_finding():
    assert shown("Stop your tablets now.", (0, 17)) == "[Stop your tablets]#1 now."


def test_findings_that_overlap_are_each_numbered_where_they_end():
    text = "It is hard to breathe and I cannot lift my head."
    first, second, third = (6, 21), (6, 34), (28, 47)
    assert shown(text, first, second, third) == (
        "It is [hard to breathe]#1[ and I ][cannot]#2[ lift my head]#3."
    )


def test_two_findings_on_the_same_words():
    assert shown("Magnesium cured me", (0, 9), (0, 9)) == "[Magnesium]#1#2 cured me"


def test_a_finding_beyond_the_text_is_clipped():
    assert shown("Short", (0, 400)) == "[Short]#1"
