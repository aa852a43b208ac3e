"""What an operator may change of the engine, and what it does then."""

from __future__ import annotations

import cProfile
import threading

import pytest

from forum.claims import NEUTRAL, Action, Guidance, screen
from forum.claims.engine import screen_by_rules
from forum.claims.faults import Fault
from forum.claims.features import of_text
from forum.claims.reading import read
from forum.claims.tuned_words import MOST_WORDS
from forum.claims.tuning import THRESHOLDS, Tuning
from forum.claims.vocabulary import vocabulary
from forum.community.handling import Handling, as_file, read_file, read_handling

STOP = "Stop your Mestinon, all of you."
PLEA = "I can't breathe well right now and my chest is heavy."


def tuned(**parts):
    handling, faults = read_handling(parts)
    assert faults == []
    return handling.tuning


def test_nothing_changed_is_the_engine_as_delivered():
    assert tuned() == NEUTRAL
    assert screen(STOP, "comment", NEUTRAL) == screen(STOP)


def test_a_rule_turned_off_says_nothing():
    said = {finding.rule for finding in screen(STOP).findings}
    off = tuned(rules=dict.fromkeys(said, "off"))
    assert screen(STOP).action is Action.HOLD
    assert screen(STOP, tuning=off).action is Action.PASS
    assert screen(STOP, tuning=off).findings == ()


def test_a_milder_choice_is_a_ceiling():
    tuning = tuned(rules={"stop.directive": "review"})
    found = screen(STOP, tuning=tuning)
    assert {f.action for f in found.findings if f.rule == "stop.directive"} == {Action.REVIEW}
    assert found.action is Action.REVIEW
    assert not found.staff_only


def test_a_graver_choice_counts_where_the_rule_speaks_in_full_and_not_where_it_is_mild():
    tuning = tuned(rules={"stop.directive": "urgent"})
    assert screen(STOP, tuning=tuning).action is Action.URGENT
    hedged = "Maybe you could stop your Mestinon, I read somewhere."
    before = [f for f in screen(hedged).findings if f.rule == "stop.directive"]
    if before and before[0].action is Action.REVIEW:
        assert screen(hedged, tuning=tuning).action is Action.REVIEW


def test_an_urgent_rule_made_milder_shows_no_card_and_one_made_urgent_again_does():
    found = screen(PLEA)
    assert found.action is Action.URGENT
    assert found.guidance == (Guidance.BREATHING,)
    urgent = {f.rule for f in found.findings if f.action is Action.URGENT}
    milder = screen(PLEA, tuning=tuned(rules=dict.fromkeys(urgent, "review")))
    assert milder.action is Action.REVIEW
    assert milder.guidance == ()
    same = screen(PLEA, tuning=tuned(rules=dict.fromkeys(urgent, "urgent")))
    assert same == found


@pytest.mark.parametrize(
    ("kind", "word", "text", "action"),
    [
        ("prescription", "Zorbexil", "Stop your zorbexil today.", Action.HOLD),
        ("prescription", "zorbexil", "Stop your zorbexill today.", Action.HOLD),
        ("remedy", "zorbexil", "Try zorbexil every morning, everyone.", Action.HOLD),
        ("supplement", "zorbexil", "You should take zorbexil.", Action.REVIEW),
        ("harmful", "moon salt drops", "You need to drink moon salt drops.", Action.HOLD),
        ("promotion", "glowmat", "I sell glowmats to members here.", Action.HOLD),
        ("insult", "snotgoblin", "You are a snotgoblin.", Action.HOLD),
    ],
)
def test_added_words_are_known_in_every_form(kind, word, text, action):
    # Of the rules: the trained score may suspect a word that nobody taught it.
    assert screen_by_rules(text).action is Action.PASS
    assert screen_by_rules(text, tuning=tuned(words={kind: [word]})).action is action


def test_a_false_friend_is_no_misspelt_medicine():
    text = "I love mestinos. Stop the mestinos today."
    assert screen(text).action is Action.HOLD
    assert screen(text, tuning=tuned(words={"false_friend": ["mestinos"]})).action is Action.PASS


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Mestinon", "Stop your Mestinon, all of you."),
        ("mestinon", "Stop your mestinonn, all of you."),
        ("enema", "You must do an enema tonight."),
    ],
)
def test_a_word_that_is_left_out_says_nothing_in_any_form(word, text):
    left = tuned(words={"left_out": [word]})
    assert word.lower() not in {
        text[slice(*finding.span)].lower() for finding in screen(text, tuning=left).findings
    }
    assert screen_by_rules(text, tuning=left).action is Action.PASS


def test_the_score_does_not_see_a_word_that_is_left_out():
    left = vocabulary(tuned(words={"left_out": ["mestinon"]}).words)
    with_name, without = (
        read("Stop your Mestinon, all of you.", left),
        read("Stop your _, all of you."),
    )
    assert [word.text for word in with_name.sentences[0].words][2] == "_"
    assert of_text(with_name).slots.tolist() == of_text(without).slots.tolist()


def test_a_word_can_be_moved_from_one_kind_to_another():
    text = "Try magnesium every morning, everyone."
    delivered = screen_by_rules(text)
    assert delivered.action is not Action.PASS
    moved = tuned(words={"left_out": ["magnesium"], "promotion": ["magnesium"]})
    found = screen_by_rules("I sell magnesium to members here.", tuning=moved)
    assert {str(each) for each in found.categories} == {"product_promotion"}
    assert screen_by_rules(text, tuning=moved).categories != delivered.categories


def test_a_phrase_that_is_left_out_is_its_words_again():
    text = "You must do a coffee enema tonight."
    assert screen_by_rules(text).action is not Action.PASS
    left = tuned(words={"left_out": ["coffee enema", "enema"]})
    assert screen_by_rules(text, tuning=left).action is Action.PASS


def test_a_rule_counts_as_much_as_it_is_given_weight():
    text = "You must do a coffee enema tonight."
    assert screen_by_rules(text).action is Action.HOLD
    assert screen(text).action is Action.PASS  # the score calls it ordinary talk
    assert screen(text, tuning=tuned(weights={"unsafe.recommend": 1})).action is Action.HOLD
    assert screen(text, tuning=tuned(weights={"unsafe.recommend": 0.2})).action is Action.PASS


def test_a_tuning_on_trial_leaves_the_present_engine_alone():
    before = [screen(text) for text in (STOP, PLEA, "Stop your zorbexil today.")]
    screen("Stop your zorbexil today.", tuning=tuned(words={"caution": ["zorbexil", "stop your"]}))
    assert [screen(text) for text in (STOP, PLEA, "Stop your zorbexil today.")] == before


def test_the_same_words_are_put_into_the_lexicon_once_and_the_cache_is_bounded():
    one = tuned(words={"caution": ["zorbexil"]})
    two = tuned(words={"caution": ["zorbexil"]}, rules={"stop.directive": "off"})
    assert vocabulary(one.words) is vocabulary(two.words)
    for number in range(30):
        screen(
            STOP,
            tuning=tuned(
                words={"caution": [f"zorbex{'abcdefghij'[number % 10]}{'xyz'[number % 3]}"]}
            ),
        )
    assert vocabulary.cache_info().currsize <= 4
    assert screen(STOP).action is Action.HOLD


def test_screening_with_a_tuning_costs_no_more_after_the_first_time():
    many = ["zorb" + "".join("abcdefghij"[int(d)] for d in str(number)) for number in range(300)]
    tuning = tuned(words={"caution": many}, rules={"stop.directive": "review"})
    text = "I had my infusion on Monday and felt weak. Stop your Mestinon, they say. " * 20

    def steps(tuning: Tuning) -> int:
        """Calls, not seconds: the same on a busy machine."""
        screen(text, tuning=tuning)
        profile = cProfile.Profile()
        profile.runcall(screen, text, "comment", tuning)
        return sum(entry.callcount for entry in profile.getstats())

    assert steps(tuning) < steps(NEUTRAL) * 1.1


def test_many_threads_at_once_agree():
    tuning = tuned(words={"insult": ["snotgoblin"]})
    found = []
    threads = [
        threading.Thread(
            target=lambda: found.append(screen("You are a snotgoblin.", tuning=tuning).action)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Action.HOLD] * 8


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (
            {"rules": {"stop.directive": "hodl"}},
            "rules → stop.directive: 'hodl' is not one of off, review, hold, urgent",
        ),
        ({"rules": {"stop.directive": None}}, "'None' is not one of"),
        ({"rules": {"stop.directive": ["off"]}}, "is not one of"),
        ({"rules": {"no.such": "off"}}, "rules → no.such: there is no rule of this name"),
        ({"rules": []}, "rules: rule names"),
        ({"words": {"spell": ["abra"]}}, "words → spell: is not one of prescription"),
        ({"words": {"insult": "fool"}}, "words → insult: a list of words is expected"),
        ({"words": {"insult": [3]}}, "too short"),
        ({"words": {"insult": ["the"]}}, "an everyday word"),
        ({"words": {"insult": ["ab"]}}, "too short"),
        ({"words": {"insult": ["<script>"]}}, "signs that no word has"),
        ({"words": {"insult": ["a" * 61]}}, "too long"),
        ({"words": {"false_friend": ["two words"]}}, "must be one word"),
        ({"words": {"insult": ["fool"] * (MOST_WORDS + 1)}}, "more than 300 words"),
        ({"thresholds": {"score_hold": 2}}, "thresholds → score_hold: '2' is not a number"),
        ({"thresholds": {"score_hold": True}}, "is not a number from 0 to 1"),
        ({"thresholds": {"score_hold": float("nan")}}, "is not a number from 0 to 1"),
        ({"weights": {"stop.directive": 1.1}}, "weights → stop.directive: '1.1' is not a number"),
        ({"weights": {"score.hold": 0.5}}, "weights → score.hold: no rule of this name is weighed"),
        ({"thresholds": {"score": 0.5}}, "thresholds → score: is not one of"),
        ({"rule": {}}, "rule: is not one of rules, weights, words, thresholds, newcomers, links"),
        ({"newcomers": 3}, "newcomers: an object with posts, days, links is expected"),
        ({"newcomers": {"post": 3}}, "newcomers → post: is not one of posts, days, links"),
        ({"newcomers": {"days": "2"}}, "newcomers → days: a whole number from 0 to 365"),
        ({"links": {"known": ["no site"]}}, "links → known: “no site” is no site"),
        ([], "an object with rules, weights, words, thresholds, newcomers, links is expected"),
        ("x", "an object"),
        (None, "an object"),
    ],
)
def test_what_is_not_right_is_named_with_its_place(value, fault):
    handling, faults = read_handling(value)
    assert any(fault in str(each) for each in faults), [str(each) for each in faults]
    assert isinstance(handling, Handling)


def test_one_bad_part_does_not_take_the_others_along():
    handling, faults = read_handling(
        {
            "rules": {"stop.directive": "off", "gone.rule": "off"},
            "words": {"insult": ["the", "oaf"]},
        }
    )
    assert [type(fault) for fault in faults] == [Fault, Fault]
    assert dict(handling.tuning.rules) == {"stop.directive": "off"}
    assert dict(handling.tuning.words) == {"insult": ("oaf",)}


def test_values_go_out_and_come_back_the_same():
    given = {
        "rules": {"stop.directive": "off"},
        "weights": {"stop.directive": 0.5},
        "words": {"insult": ["Oaf", "oaf ", "big  oaf"]},
        "thresholds": {"score_hold": 1},
        "newcomers": {"posts": 2},
        "links": {"unwanted": ["https://www.Cures.example/buy"]},
    }
    values, faults = read_file(given)
    assert faults == []
    file = as_file(values)
    assert file["words"] == {"insult": ["big oaf", "oaf"]}
    assert file["links"] == {"members": "pass", "known": [], "unwanted": ["cures.example"]}
    assert read_handling(file) == read_handling(given)
    tuning = read_handling(given)[0].tuning
    assert tuning.threshold("score_hold") == 1.0
    assert NEUTRAL.threshold("score_hold") == THRESHOLDS["score_hold"]
