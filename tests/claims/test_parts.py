"""The parts of the engine, each by itself."""

import pytest

from forum.claims import inflect, lexicon
from forum.claims.normalise import fold
from forum.claims.pattern import compile_pattern, encode, find
from forum.claims.word import word_of


@pytest.mark.parametrize(
    ("word", "drug"),
    [
        ("mestanon", "mestanon"),
        ("mestnion", "mestinon"),
        ("azathioprene", "azathioprine"),
        ("ciproflaxacin", "ciprofloxacin"),
        ("pyridostigmin", "pyridostigmin"),
        ("rituximb", "rituximab"),
        ("mycophenalate", "mycophenolate"),
    ],
)
def test_misspelt_drugs_are_known(word: str, drug: str) -> None:
    assert lexicon.closest_drug(word) == drug


@pytest.mark.parametrize(
    "word", ["station", "precious", "question", "medical", "mention", "immune"]
)
def test_ordinary_words_are_no_drugs(word: str) -> None:
    assert lexicon.closest_drug(word) is None


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_every_lexicon_is_sound(language: str) -> None:
    assert len(lexicon.lexicon(language).words) > 300


def test_every_drug_has_a_public_source() -> None:
    for drug in lexicon.drugs():
        assert all(key in lexicon.sources() for key in drug.source.split()), drug.name


def test_topics_speak_of_groups_and_tags_that_there_are() -> None:
    groups = {name for name, _ in lexicon.terms_of("groups.yaml")}
    known = lexicon.lexicon("en")
    tags = {tag for each in known.words.values() for tag in each}
    tags |= {tag for found in known.phrases.values() for _, each in found for tag in each}
    made = {"cap", "name", "num", "url", "money", "handle", "phone", "email", "vref", "tref"}
    for category, topic in lexicon.topics().items():
        assert topic.groups <= groups, category
        assert topic.tags <= tags | made, category


def test_folding_remembers_where_letters_came_from() -> None:
    folded = fold("É\u200bx ﬁn")
    assert folded.text == "ex fin"
    assert folded.span(0, 2) == (0, 3)
    assert folded.span(3, 6) == (4, 6)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("stop", "stop stopping stops stopped"),
        ("take", "take taking takes took taken"),
        ("try", "try trying tries tried"),
        ("give up", "give up|giving up|gives up|gave up|given up"),
    ],
)
def test_verbs_are_inflected(verb: str, forms: str) -> None:
    expected = forms.split("|") if "|" in forms else forms.split()
    assert [form for form, _ in inflect.verb(verb)] == expected


def test_a_pattern_finds_tagged_words() -> None:
    pattern = compile_pattern("<verb&dir> _2 (the|my)? <drug>")
    words = [
        word_of("stop", frozenset({"verb", "dir"})),
        word_of("taking"),
        word_of("the"),
        word_of("pills", frozenset({"drug"})),
    ]
    assert list(find(pattern, encode(words))) == [(0, 4)]
    assert list(find(pattern, encode(words[1:]))) == []
