"""What is in question, or no longer shown, is out of sight at once, on kept pages too."""

from __future__ import annotations

import pytest

from forum.models import Audience, Case, PostKind, Role
from tests.browser_client import words
from tests.factories import make_article, make_member, make_post, make_thread, thread_of
from tests.moderation.desk import ago, newest, ruled

WORDS = "Mine took two hours on a Monday."
TITLE = "A cure that I found"


@pytest.fixture
def teased(app, browse):
    """Cora's words for everyone, which a guest has read under the article."""
    people = {name: make_member(name) for name in ("Cora", "Ben")}
    people |= {name: make_member(name, role=Role.MODERATOR) for name in ("Mo", "Ann")}
    thread = thread_of(make_article())
    post = make_post(thread, people["Cora"], WORDS, audience=Audience.EVERYONE)
    assert WORDS in guests_page(browse)
    return {**people, "post": post}


def guests_page(browse):
    return words(browse().get("/articles/ivig"))


def reported(teased, browse):
    browser = browse(teased["Ben"])
    return browser.post(f"/posts/{teased['post'].id}/report", data={"reason": "harm"})


def test_reported_words_leave_the_page_that_is_kept_for_guests(teased, browse):
    assert reported(teased, browse).status_code == 303
    assert WORDS not in guests_page(browse)
    ruled(browse(teased["Mo"]), newest(Case), "publish")
    assert WORDS in guests_page(browse)


def test_so_do_words_about_which_a_case_is_opened_again(teased, browse):
    reported(teased, browse)
    ago(ruled(browse(teased["Mo"]), newest(Case), "publish"), hours=1)
    assert WORDS in guests_page(browse)
    case = newest(Case)
    assert browse(teased["Ann"]).post(f"/desk/cases/{case.id}/reopen").status_code == 303
    assert WORDS not in guests_page(browse)


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
