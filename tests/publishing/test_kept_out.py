"""What is in question, or no longer shown, is out of sight at once, on kept pages too."""

from __future__ import annotations

import pytest

from forum.models import Case, PostKind, Role
from tests.browser_client import words
from tests.factories import make_member, make_post, make_thread
from tests.moderation.desk import newest, ruled

WORDS = "Mine took two hours on a Monday."
TITLE = "A cure that I found"


@pytest.fixture
def answered(app, browse):
    """A question of Cora's that Ben has answered and that a moderator takes down."""
    cora, ben = make_member("Cora"), make_member("Ben")
    mo = make_member("Mo", role=Role.MODERATOR)
    opening = make_thread(cora, WORDS, kind=PostKind.QUESTION, title=TITLE)
    make_post(opening.thread_id, ben, "How good for you.", parent=opening)
    browse(ben).post(f"/posts/{opening.id}/report", data={"reason": "harm"})
    return {"cora": cora, "ben": ben, "mo": mo, "opening": opening, "case": newest(Case)}


@pytest.mark.parametrize("page", ["", "/print", "/reply"])
@pytest.mark.parametrize("outcome", ["remove", "reword"])
def test_the_heading_of_a_talk_goes_with_its_opening_words(answered, browse, outcome, page):
    path = f"/threads/{answered['opening'].thread_id}{page}"
    before = browse(answered["ben"]).get(path).text
    assert page == "/reply" or TITLE in before
    ruled(browse(answered["mo"]), answered["case"], outcome, message="It could harm.")
    for reader in ("ben", "mo"):
        assert TITLE not in browse(answered[reader]).get(path).text
    page = browse(answered["ben"]).get(f"/threads/{answered['opening'].thread_id}")
    assert "How good for you." in words(page)


def test_its_author_still_reads_the_heading_of_what_came_back(answered, browse):
    ruled(browse(answered["mo"]), answered["case"], "reword", message="It could harm.")
    path = f"/threads/{answered['opening'].thread_id}"
    assert TITLE in words(browse(answered["cora"]).get(path))
