"""Help now: it answers whatever else is broken."""

import re
from html import unescape

import pytest
from sqlalchemy import event

from forum import create_app
from forum.extensions import db
from forum.helpnow.numbers import NumbersError, read_numbers
from tests.browser_client import words
from tests.conftest import settings
from tests.factories import make_member

PAGES = ("/help-now", "/help-now/card", "/help-now/card/swallowing")

NUMBERS = """\
- country: xx
  name: Exampleland
  entries:
    - use: emergency
      label: "Emergency"
      number: "112"
      kind: call
      source:
        title: "A public service"
        url: https://example.org/112
      grade: A
      checked: 2026-11-22
"""


@pytest.fixture
def broken(tmp_path):
    """The program while its database does not answer."""
    address = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"
    return create_app(settings(tmp_path, address))


@pytest.mark.parametrize("path", PAGES)
def test_help_needs_no_database(broken, path):
    client = broken.test_client()
    assert client.get(path).status_code == 200
    # Not even to find out who somebody with a session cookie is.
    client.set_cookie("session", "a-token-of-a-member", domain="localhost")
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_signed_in_member_costs_no_statement_either(app, browse, path):
    browser = browse(make_member())
    said = []

    def note(*arguments):
        said.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert said == []


def test_the_first_words_are_what_to_do(app, client):
    page = client.get("/help-now")
    main = unescape(
        re.sub(r"<[^>]*>", " ", page.text.split('<main id="content" tabindex="-1">')[1])
    )
    assert " ".join(main.split()).startswith("Call your local emergency number now")
    for sign in (
        "short of breath",
        "count to 20",
        "sucks in as you breathe",
        "too weak to clear saliva",
        "worse lying flat",
        "a normal oxygen reading on the finger",
    ):
        assert sign in main, sign


def test_every_kind_of_danger_has_its_part(app, client):
    page = client.get("/help-now").text
    for part in ("breathing", "self-harm", "poisoning", "numbers"):
        assert f'id="{part}"' in page


def test_numbers_of_all_countries_stand_on_the_page_with_their_sources(app, client):
    page = client.get("/help-now")
    for country, link in (
        ("Australia", "tel:131114"),
        ("Canada", "sms:988"),
        ("European Union", "tel:112"),
        ("New Zealand", "tel:0508828865"),
        ("United Kingdom", "tel:116123"),
        ("United States", "tel:18002221222"),
    ):
        assert f">{country}</h3>" in page.text
        assert f'href="{link}"' in page.text
    # Only sources of grade A to C: these numbers have none.
    for number in ("85258", "50808", "14416", "0477131114", "1800111888"):
        assert number not in re.sub(r"[ -]", "", page.text)
    assert "https://poisonhelp.hrsa.gov" in page.text


def test_no_country_is_guessed(app, client):
    usual = client.get("/help-now").text
    for headers in ({"Accept-Language": "en-AU"}, {"X-Forwarded-For": "1.1.1.1"}):
        assert client.get("/help-now", headers=headers).text == usual


def test_the_card_says_one_thing_in_large_letters(app, client):
    breathing = words(client.get("/help-now/card"))
    assert "I have myasthenia gravis. I cannot breathe well. Please call an ambulance." in breathing
    swallowing = words(client.get("/help-now/card/swallowing"))
    assert "I have myasthenia gravis. I cannot swallow well. Please call" in swallowing
    assert client.get("/help-now/card/else").status_code == 404


def test_help_works_without_script_and_runs_none(app, client):
    for path in PAGES:
        page = client.get(path).text
        scripts = re.findall(r"<script[^>]*>", page)
        assert all("/assets/" in script for script in scripts)
        assert "<button" not in page.split("<main", 1)[1].split("</main>")[0]


# --- the file of numbers

# What is changed in a good file, and what the refusal says.
BAD_NUMBERS = {
    "no emergency number": ("use: emergency", "use: crisis", ":1: “xx” has no emergency number"),
    "a use nobody knows": ("use: emergency", "use: police", ":4: “use” should be one of"),
    "a number that cannot be dialled": ('"112"', '"ONE"', ":6: “ONE” is not a number"),
    "a kind nobody knows": ("kind: call", "kind: fax", ":7: “kind” should be one of"),
    "no source": ("        title: \"A public service\"\n", "", ":9: “title” is missing"),
    "a source that is no address": ("https://example.org/112", "example", ":10: “url” should be"),
    "a low grade": ("grade: A", "grade: D", ":11: “grade” should be one of A, B, C"),
    "a day that is none": ("2026-11-22", "last week", ":12: “checked” should be a day"),
    "broken YAML": ("- country: xx", "- country: [xx", "not YAML"),
    "an entry nobody knows": ("kind: call", "kind: call\n      note: x", ":8: “note” is not a known"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_NUMBERS)
def test_a_wrong_file_of_numbers_stops_the_start_and_says_where(tmp_path, name):
    old, new, reason = BAD_NUMBERS[name]
    assert old in NUMBERS
    path = tmp_path / "numbers.yaml"
    path.write_text(NUMBERS.replace(old, new))
    with pytest.raises(NumbersError, match=r"numbers\.yaml") as caught:
        create_app({**settings(tmp_path), "EMERGENCY_FILE": str(path)})
    assert reason in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"- country: xx\n", b"just words"])
def test_a_file_that_is_not_there_or_not_a_list_stops_the_start(tmp_path, content):
    path = tmp_path / "numbers.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NumbersError):
        read_numbers(path)


def test_an_operators_own_numbers_are_shown(tmp_path):
    path = tmp_path / "numbers.yaml"
    path.write_text(NUMBERS)
    app = create_app({**settings(tmp_path), "EMERGENCY_FILE": str(path)})
    page = app.test_client().get("/help-now").text
    assert "Exampleland" in page
    assert "Australia" not in page.split('id="numbers"', 1)[1]
