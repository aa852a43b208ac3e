"""A text is cut into words and marks that know what they are and where they stand."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import forum
from forum.claims import columns, spaced, word
from forum.claims.features import of_text
from forum.claims.normalise import fold
from forum.claims.pattern import compile_pattern, encode, find
from forum.claims.reading import read
from forum.claims.segment import row, row_of, sentences
from forum.claims.spaced import joined
from forum.claims.vocabulary import STANDARD
from forum.claims.word import word_of

_SNIPPETS = (
    *("a", "i", "stop", "don't", "mestinon", "dr", "ж", "œdema", "st0p", "a_b", "😀"),
    *(" ", "  ", "\n", ".", ",", "!", "?", "...", "?!", ";", "…", "(", '"', "'", "-", "&", "_"),
    *("a & e", "911", "60", "5mg", "50%", "1,000", "$5", "020 7946 0958", "12/03/2024"),
    *("www.shop.com/x", "foo.com", "a@b.co", "@me"),
)
_TEXTS = st.lists(st.sampled_from(_SNIPPETS), max_size=24).map("".join)


def _cut(text: str) -> list[tuple[str, str]]:
    found = row(text)
    return list(zip(found.texts, found.kinds, strict=True))


@given(_TEXTS)
def test_each_word_and_mark_stands_where_it_says(written: str) -> None:
    text = fold(written).text
    found = row(text)
    places = list(zip(found.starts, found.ends, strict=True))
    assert [text[start:end] for start, end in places] == found.texts
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    rest = list(text)
    for start, end in places:
        rest[start:end] = " " * (end - start)
    assert not re.search(r"[^\W_]", "".join(rest)), "a letter or digit was not read"


@given(_TEXTS)
def test_a_row_is_the_same_word_by_word(written: str) -> None:
    found = row(fold(written).text)
    assert row_of(found.tokens()) == found


@given(_TEXTS)
def test_sentences_hold_every_word_once_and_in_order(written: str) -> None:
    found = row(fold(written).text)
    held = [text for sentence in sentences(found) for text in sentence.row.texts]
    ending = re.compile(r"[.!?]+|[\n;…]")
    assert [text for text in held if not ending.fullmatch(text)] == [
        text for text in found.texts if not ending.fullmatch(text)
    ]


def test_a_plain_row_is_cut_at_its_marks() -> None:
    assert _cut("no, don't stop! go on. why?") == [
        ("no", "word"),
        (",", "mark"),
        ("don't", "word"),
        ("stop", "word"),
        ("!", "break"),
        ("go", "word"),
        ("on", "word"),
        (".", "break"),
        ("why", "word"),
        ("?", "break"),
    ]
    assert _cut("call, a & e now") == [
        ("call", "word"),
        (",", "mark"),
        ("a & e", "ae"),
        ("now", "word"),
    ]


def test_words_alike_are_one_object() -> None:
    verb, order = frozenset(("verb",)), frozenset(("dir",))
    assert word_of("stop", verb) is word_of("stop", verb)
    assert word_of("stop", verb).also(order) is word_of("stop", verb | order)
    assert word_of("stop", verb | order).without(order) is word_of("stop", verb)
    assert word_of("stop", verb) is not word_of("stop", verb, "phrase")


def test_a_word_read_before_a_pattern_names_it_is_found_all_the_same() -> None:
    text = "the zorblefit helped"
    before = read(text).sentences[0].words[1]
    pattern = compile_pattern("the zorblefit")
    words = read(text).sentences[0].words
    assert words[1] is not before
    assert find(pattern, encode(words)) == [(0, 2)]


def test_the_score_sees_the_same_when_its_table_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["I cannot breathe and my neck is weak.", "Double vision since June, no more tea!"]
    seen = [of_text(read(text)).slots.tolist() for text in texts]
    monkeypatch.setattr(columns, "_MOST", 4)
    first = columns.columns()
    for _ in range(3):
        assert [of_text(read(text)).slots.tolist() for text in texts] == seen
    assert columns.columns() is not first


def test_threads_that_meet_new_words_at_once_do_not_mix_them_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"wordling{number} breathes badly{number}, {number} zorbles" for number in range(40)]
    monkeypatch.setattr(columns, "_kept", [])
    alone = [of_text(read(text)).slots.tolist() for text in texts]
    monkeypatch.setattr(columns, "_kept", [])
    asked = columns.in_phrases

    def slowly(text: str) -> tuple[int, int]:
        time.sleep(0)  # lets another thread go on
        return asked(text)

    monkeypatch.setattr(columns, "in_phrases", slowly)
    known = columns.columns()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: of_text(read(text)).slots.tolist(), texts))
    assert together == alone
    assert all(known.words[number][0] == each.text for each, number in known.items() if number)


def test_no_pattern_needs_what_early_releases_of_python_match_wrongly() -> None:
    """Possessive repeats of groups lose their place before Python 3.11.5 (python/cpython#106052)."""
    possessive = re.compile(r"(?<!\\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")
    wrong = []
    for module in pkgutil.walk_packages(forum.__path__, "forum."):
        if module.name.startswith("forum.translations"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                plain = re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", value.pattern)
                wrong += [f"{module.name}.{name}"] if possessive.search(plain) else []
    assert wrong == []


def test_the_edition_of_words_counts_what_patterns_name() -> None:
    earlier = word.edition()
    compile_pattern("(quuxle|frobbing) <quuxtag> <otherquuxtag>")
    assert word.edition() != earlier


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("s t o p your pills", "stop"),
        ("s.t.o.p your pills", "stop"),
        ("s_t_o_p your pills", "stop"),
        ("s\u200b \u200bt\u200b \u200bo\u200b \u200bp your pills", "stop"),
    ],
)
def test_letters_that_were_spaced_out_are_put_together(written: str, read_as: str) -> None:
    assert read(written).sentences[0].words[0].text == read_as


@given(st.lists(st.sampled_from([*"stop09éж", " ", "  ", ".", "-", "_", "/", "…"]), max_size=18))
@example([*"s t 0o p"])
def test_no_letters_are_left_apart_because_the_text_was_not_looked_at_word_by_word(
    parts: list[str],
) -> None:
    text = fold("".join(parts)).text
    with pytest.MonkeyPatch.context() as patch:
        quickly = joined(row(text), text, STANDARD)
        patch.setattr(spaced, "_SPACED", re.compile(""))
        assert joined(row(text), text, STANDARD) == quickly
