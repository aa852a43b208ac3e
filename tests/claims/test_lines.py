"""The form that `flask claims screen` reads and writes."""

import json

from forum.claims import screen_lines


def test_a_good_line_gets_a_full_answer() -> None:
    line = json.dumps({"id": "7", "text": "Bin your tablets, all of you", "context": "comment"})
    (answer,) = screen_lines([line])
    assert answer["id"] == "7"
    assert answer["action"] == "hold"
    assert answer["categories"] == ["stop_or_change_treatment"]
    finding = answer["findings"][0]
    assert set(finding) == {"category", "rule", "span", "reason", "source", "against"}
    assert finding["span"] == [0, 16]
    json.dumps(answer)


def test_bad_lines_are_named_and_the_rest_goes_on() -> None:
    lines = [
        "{",
        "[1]",
        '{"id": 1}',
        '{"text": 5}',
        "",
        json.dumps({"text": "x" * 100_001}),
        "[" * 100_000,
        json.dumps({"id": 2, "text": "fine", "context": 3}),
    ]
    answers = list(screen_lines(lines))
    assert [answer.get("line") for answer in answers] == [1, 2, 3, 4, 6, 7, None]
    assert all("error" in answer for answer in answers[:-1])
    assert answers[-1]["action"] == "pass"


def test_context_and_id_may_be_missing() -> None:
    (answer,) = screen_lines(['{"text": "Good morning"}'])
    assert answer == {"id": None, "action": "pass", "categories": [], "findings": []}
