"""The catalogues: whole, in step with the code, and saying what the program says."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from words.catalogue import (
    as_kept,
    catalogue,
    faults,
    gathered,
    languages,
    path_of,
    untranslated,
    update,
)

# What is the same in Spanish: names, numbers, and words that both languages have.
SAME_IN_SPANISH = {
    "%(name)s, %(day)s",
    "%(day)s, %(time)s UTC",
    "%(old)s → %(new)s",
    "Australia",
    "Cookies",
    "Lifeline",
    "Samaritans",
}


@pytest.fixture(scope="module")
def found() -> Catalog:
    return gathered()


def test_there_is_spanish():
    assert languages() == ["es"]


def test_reading_the_source_again_changes_nothing(found):
    """`make words` was run after the last word changed, and writes nothing that changes by itself."""
    for language in languages():
        kept = catalogue(language)
        assert {each.id for each in kept if each.id} == {each.id for each in found if each.id}
        update(kept, found)
        assert as_kept(kept) == path_of(language).read_bytes()


def test_words_come_from_code_templates_and_data(found):
    for words in (
        "Please fill this in.",
        "No clinician has checked this page yet. It says what the named sources say.",
        "This insults or threatens a person.",
        "Speaks against vaccines.",
        "Lifeline, day and night",
        "an object with %(known)s is expected",
        ("%(num)s day", "%(num)s days"),
    ):
        assert words in found, words


def test_everything_is_translated():
    for language in languages():
        assert [each.id for each in untranslated(catalogue(language))] == []


def test_every_translation_has_the_places_and_marks_of_its_words():
    for language in languages():
        assert list(faults(catalogue(language))) == []


def test_nothing_was_left_in_english():
    kept = catalogue("es")
    same = {each.id for each in kept if each.id and each.string == each.id}
    assert same <= SAME_IN_SPANISH


def test_spanish_opens_its_questions_and_quotes_as_spanish_does():
    for message in catalogue("es"):
        for said in [message.string] if isinstance(message.string, str) else message.string:
            if message.id:
                assert said.count("¿") == said.count("?"), said
                assert said.count("¡") == said.count("!"), said
                assert not re.search("[“”\"‘’']", said.replace("'de'", "")), said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Written by %(name)s.", "Escrito por %(nombre)s."),
        ("Written by %(name)s.", "Escrito."),
        ("Read <em>this</em>", "Lee <b>esto</b>"),
        (" and more", "y más"),
        (("%(num)s day", "%(num)s days"), ("%(num)s día", "unos días")),
        ("%(share)s %%", "%(share)s %"),
    ],
)
def test_a_translation_that_cannot_be_right_is_found(asked, said):
    wrong = Catalog(locale="es")
    wrong.add(asked, said)
    assert list(faults(wrong))


def test_what_is_missing_is_found():
    part = Catalog(locale="es")
    part.add("Hello,")
    part.add(("%(num)s day", "%(num)s days"), ("%(num)s día", ""))
    part.add("Sign in", "Entrar", flags=["fuzzy"])
    assert len(untranslated(part)) == 3
