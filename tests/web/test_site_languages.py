"""Sites with other languages, and with numbers of their own."""

from __future__ import annotations

from forum import create_app
from tests.conftest import settings

SPANISH = {"Accept-Language": "es"}
ENGLISH = {"Accept-Language": "en"}


def test_names_of_numbers_are_words_and_not_markup(tmp_path):
    """The operator's own words are shown as they are, in every language."""
    numbers = tmp_path / "numbers.yaml"
    numbers.write_text(
        "- country: xx\n  name: 100% <b>Land</b>\n  entries:\n"
        '    - {use: emergency, label: "5% <i>of</i> %(x)s", number: "112", kind: call, grade: A,'
        " checked: 2026-11-22,"
        " source: {title: A service, url: 'https://example.org'}}\n"
    )
    app = create_app({**settings(tmp_path), "EMERGENCY_FILE": str(numbers)})
    text = app.test_client().get("/help-now", headers=SPANISH).text
    assert "100% &lt;b&gt;Land" in text
    assert "5% &lt;i&gt;of&lt;/i&gt; %(x)s" in text


def test_a_language_without_words_speaks_english(tmp_path):
    app = create_app({**settings(tmp_path), "LANGUAGES": "en es pt"})
    text = app.test_client().get("/help-now", headers={"Accept-Language": "pt"}).text
    assert '<html lang="pt"' in text
    assert "Call your local emergency number now" in text


def test_a_spanish_site_is_spanish_to_all_who_ask_for_nothing(tmp_path):
    app = create_app({**settings(tmp_path), "LANGUAGES": "es en"})
    client = app.test_client()
    assert "Llama ahora" in client.get("/help-now").text
    assert "Call your local" in client.get("/help-now", headers=ENGLISH).text
