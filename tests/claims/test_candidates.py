"""Most rules are passed over unread, by what a sentence would need; none that fits may be."""

from __future__ import annotations

from forum.claims.candidates import indexes
from forum.claims.pattern import find
from forum.claims.reading import Reading, read
from tests.claims.corpus import SCORED, posts


def _some_posts() -> list[Reading]:
    every = [post for name in SCORED for post in posts(name)]
    return [read(post.text) for post in every[::20]]


def test_no_rule_that_fits_a_sentence_is_passed_over() -> None:
    index = indexes()["en"]
    places = index.every()
    sentences = [
        sentence
        for reading in _some_posts()
        for sentence in reading.sentences
        if sentence.language == "en"
    ]
    fits = 0
    for sentence in sentences:
        found = {pattern.text for _, _, pattern in index.candidates(sentence.coded)}
        for _, _, pattern in places:
            if find(pattern, sentence.coded):
                fits += 1
                assert pattern.text in found, (sentence.text, pattern.text)
    assert fits > len(sentences) / 10


def test_few_rules_are_read_against_a_sentence() -> None:
    index = indexes()["en"]
    read_against = [
        len(index.candidates(sentence.coded))
        for reading in _some_posts()
        for sentence in reading.sentences
        if sentence.language == "en"
    ]
    assert sum(read_against) / len(read_against) < len(index.every()) / 200
