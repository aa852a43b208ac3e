"""What a phone is told when somebody puts the site among their programs."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from forum.web.schemes import by_scheme
from tests.factories import make_member

ROOT = Path(__file__).resolve().parents[2]


def test_the_manifest_names_the_site_and_keeps_the_way_back(app, client):
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = answer.get_json(force=True)
    assert told["name"] == told["short_name"] == "Snowdrop"
    assert told["start_url"] == told["scope"] == "/"
    # "standalone" has no button to go back with.
    assert told["display"] == "minimal-ui"
    assert told["background_color"] == "#F7F2E9"
    assert [each["url"] for each in told["shortcuts"]] == ["/help-now"]
    assert {each.get("purpose", "any") for each in told["icons"]} == {"any", "maskable"}


def test_every_icon_is_there_in_the_size_that_is_told(app, client):
    for icon in client.get("/manifest.webmanifest").get_json(force=True)["icons"]:
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        assert answer.content_type == icon["type"]
        if icon["type"] == "image/png":
            wide, high = struct.unpack(">II", answer.data[16:24])
            assert f"{wide}x{high}" == icon["sizes"]


def test_the_manifest_is_the_same_for_everybody(app, client, browse):
    cora = browse(make_member("Cora"))
    assert cora.get("/manifest.webmanifest").data == client.get("/manifest.webmanifest").data


@pytest.mark.parametrize(
    ("cookie", "colours"),
    [("", ["#DDEBE6", "#1F3835"]), ("c-night", ["#182B29"]), ("c-oat", ["#CBDAD0"])],
)
def test_the_bar_of_the_browser_has_the_colour_of_the_header(app, client, cookie, colours):
    client.set_cookie("comfort", cookie)
    page = client.get("/articles").text
    assert re.findall(r'<meta name="theme-color"[^>]* content="([^"]+)"', page) == colours


def test_all_six_schemes_have_their_bar():
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    assert set(by_scheme(css, "tint")) == {"paper", "oat", "dusk", "night", "plain", "black"}


def test_a_page_that_went_wrong_asks_a_device_to_keep_nothing(app, client):
    assert 'rel="manifest"' in client.get("/").text
    assert 'rel="manifest"' not in client.get("/nowhere").text
    assert 'rel="manifest"' not in client.post("/you", data={"x": "1"}).text
