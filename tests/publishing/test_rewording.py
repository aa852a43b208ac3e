"""Before advice is sent: would you like to say it as your own experience? Asked once, gently."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from forum import clock
from forum.claims import Action, Category, screen
from forum.extensions import db
from forum.models import (
    Attempt,
    Audience,
    Case,
    Decision,
    Level,
    MemberSession,
    OutboxMessage,
    Outcome,
    Post,
    PostKind,
    PostState,
    Role,
    StoredFinding,
)
from forum.moderation.marking import Piece
from forum.publishing import rewording
from forum.web.transaction import unit_of_work
from tests.browser_client import words
from tests.factories import kept, make_article, make_member, make_post, thread_of
from tests.publishing.pressing import ASKS, fields, is_asked
from tests.publishing.test_guests import link_in

ADVICE = "Stop your Mestinon, all of you. I did and I am cured."
STORY = "I stopped mine with my doctor, and I was sorry within days."


@pytest.fixture
def thread(app):
    return thread_of(make_article())


@pytest.fixture
def cora(app):
    return make_member("Cora")


def write(browser, thread, text=ADVICE, **values):
    data = {"words": text, "audience": "members", "key": "one-form-key", **values}
    return browser.post(f"/threads/{thread.id}/reply", data=data)


def press(browser, thread, asked, **changed):
    """One of the two buttons of the second step."""
    return browser.post(f"/threads/{thread.id}/reply", data={**fields(asked), **changed})


def the_post():
    return kept(db.session.query(Post).one())


def nothing_is_stored():
    return not any(db.session.query(kind).count() for kind in (Post, Case, StoredFinding, Decision))


def test_advice_is_asked_about_first_and_nothing_is_stored(thread, cora, browse):
    answer = write(browse(cora), thread, audience="everyone", as_member="y")
    assert answer.status_code == 200
    seen = words(answer)
    assert ASKS in seen
    assert "Nothing was sent yet, and nothing is lost" in seen
    assert "<mark>Stop your Mestinon</mark>" in answer.text
    assert "tells others to stop or change a treatment" in seen
    assert "What happened to me when I stopped" in seen
    assert "Send what I changed" in seen
    assert "Keep my words and wait for a moderator" in seen
    assert fields(answer) == {
        "words": ADVICE,
        "audience": "everyone",
        "as_member": "y",
        "key": "one-form-key",
        "asked": "1",
    }
    assert nothing_is_stored()


def test_who_says_it_as_experience_is_shown_at_once(thread, cora, browse):
    browser = browse(cora)
    asked = write(browser, thread, audience="everyone", as_member="y")
    answer = press(browser, thread, asked, words=STORY)
    assert answer.status_code == 303
    post = the_post()
    assert (post.source, post.state, post.audience) == (
        STORY,
        PostState.PUBLISHED,
        Audience.EVERYONE,
    )
    assert (post.as_member, post.idempotency_key) == (True, "one-form-key")
    assert db.session.query(Case).count() == 0


def test_who_keeps_the_words_waits_and_is_told(thread, cora, browse):
    browser = browse(cora)
    answer = press(browser, thread, write(browser, thread))
    assert the_post().state is PostState.HELD
    assert db.session.query(Case).one().level is Level.HOLD
    page = words(browser.get(answer.location, follow_redirects=True))
    assert "a person will read them before others can see them" in page


def test_nobody_is_asked_twice(thread, cora, browse):
    browser = browse(cora)
    asked = write(browser, thread)
    answer = press(browser, thread, asked, words="Well then: stop your Imuran, all of you.")
    assert answer.status_code == 303
    assert the_post().state is PostState.HELD


HELD = {
    Category.STOP_OR_CHANGE_TREATMENT: "Stop your Mestinon, all of you.",
    Category.DOSAGE_ADVICE: "Take 90 mg of Mestinon every three hours, everybody.",
    Category.UNSAFE_DRUG_OR_SUPPLEMENT: "You should take magnesium, it is safe for MG.",
    Category.CURE_CLAIM: "Black seed oil cures MG.",
    Category.DELAY_EMERGENCY_CARE: "Just wait it out at home, do not call the ambulance.",
    Category.DISCOURAGE_PROFESSIONAL_CARE: "Do not go to the neurologist.",
    Category.DIAGNOSIS_OF_OTHER: "You definitely have MG, no doubt.",
    Category.VACCINE_MISINFORMATION: "Never get the flu shot.",
}


@pytest.mark.parametrize("category", sorted(rewording.ABOUT_TREATMENT))
def test_every_kind_of_advice_and_claim_has_examples_that_would_be_shown(category):
    verdict = screen(HELD[category])
    assert verdict.action is Action.HOLD
    assert rewording.in_question(verdict)
    shown = rewording.examples([category])
    assert 1 <= len(shown) <= 2
    for example in shown:
        assert screen(example.strip("“”")).action is Action.PASS


def test_two_kinds_at_once_get_an_example_each():
    kinds = [Category.CURE_CLAIM, Category.STOP_OR_CHANGE_TREATMENT]
    both = rewording.examples(kinds)
    assert both == [rewording.examples([kind])[0] for kind in kinds]


@pytest.mark.parametrize(
    "text",
    [
        "You are an idiot, Jenny.",
        "Buy my MG tea at www.tea-shop.com, 20 % off!",
        "Her name is Jane Miller, she lives at 12 Elm Street and has MG.",
        "Stop your Mestinon, you idiot.",
    ],
)
def test_conduct_is_not_a_matter_of_wording(thread, cora, browse, text):
    assert write(browse(cora), thread, text).status_code == 303
    assert the_post().state is PostState.HELD


def test_a_plea_is_never_delayed_whatever_stands_beside_it(thread, cora, browse):
    make_member("Mo", role=Role.MODERATOR)
    text = f"{ADVICE} I can't swallow and my breathing is getting worse."
    answer = write(browse(cora), thread, text)
    assert answer.status_code == 303
    assert "care=breathing" in answer.location
    assert db.session.query(Case).one().level is Level.URGENT


@pytest.mark.parametrize(
    "text", [STORY, "zinc might calm the antibodies a bit, I heard it somewhere"]
)
def test_stories_and_doubtful_words_go_their_way(thread, cora, browse, text):
    assert write(browse(cora), thread, text).status_code == 303
    assert the_post().state is PostState.PUBLISHED


def test_moderators_are_asked_like_anybody(thread, browse):
    assert is_asked(write(browse(make_member("Mo", role=Role.MODERATOR)), thread))


def test_a_guest_is_asked_and_keeps_name_address_and_boxes(thread, client):
    given = {
        "name": "Gina",
        "email": "gina@example.org",
        "newsletter": "y",
        "audience": "everyone",
    }
    asked = write(client, thread, **given)
    assert is_asked(asked)
    assert "gina@example.org" in asked.text
    assert {name: fields(asked)[name] for name in given} == given
    assert db.session.query(OutboxMessage).count() == 0
    answer = press(client, thread, asked, words=STORY)
    assert answer.location == "/comments/sent"
    client.post(link_in("confirm_comment"))
    post = the_post()
    assert (post.guest_name, post.source, post.state) == ("Gina", STORY, PostState.PUBLISHED)


def test_a_guest_without_an_address_is_told_that_first(thread, client):
    answer = write(client, thread, name="Gina", email="no address")
    assert answer.status_code == 422
    assert not is_asked(answer)
    assert ADVICE in answer.text


def test_a_new_post_keeps_its_kind_and_heading_which_can_be_changed_too(cora, browse):
    browser = browse(cora)
    given = {
        "kind": "story",
        "title": "Stop your Mestinon",
        "words": "It is easy.",
        "key": "a-key-of-8",
    }
    asked = browser.post("/activities/new", data={**given, "audience": "members"})
    assert is_asked(asked)
    assert "<mark>Stop your Mestinon</mark>" in asked.text
    assert {name: fields(asked)[name] for name in given} == given
    data = {**fields(asked), "title": "How I stopped"}
    assert browser.post("/activities/new", data=data).status_code == 303
    post = the_post()
    assert (post.kind, post.title, post.state) == (
        PostKind.STORY,
        "How I stopped",
        PostState.PUBLISHED,
    )


# Changing what stands already.


def change(browser, post, text=ADVICE, version=1, **values):
    data = {"words": text, "version": version, "audience": "members", **values}
    return browser.post(f"/posts/{post.id}/edit", data=data)


def test_an_edit_is_asked_about_and_what_stood_stands_until_then(thread, cora, browse):
    browser, post = browse(cora), make_post(thread, cora, "A quiet day.")
    asked = change(browser, post)
    assert is_asked(asked)
    assert fields(asked)["version"] == "1"
    assert the_post().source == "A quiet day."
    data = {**fields(asked), "words": STORY}
    assert browser.post(f"/posts/{post.id}/edit", data=data).status_code == 303
    assert (the_post().source, the_post().version) == (STORY, 2)


def test_changing_only_who_may_read_held_words_asks_nothing(thread, cora, browse):
    browser = browse(cora)
    press(browser, thread, write(browser, thread))
    answer = change(browser, the_post(), audience="everyone")
    assert answer.status_code == 303
    assert the_post().audience is Audience.EVERYONE


def test_a_stale_window_is_told_that_first_and_asked_afterwards(thread, cora, browse):
    browser, post = browse(cora), make_post(thread, cora, "A quiet day.")
    change(browser, post, "A quiet week.")
    answer = change(browser, post, version=1)
    assert answer.status_code == 409
    assert ADVICE in answer.text
    assert is_asked(browser.post(f"/posts/{post.id}/edit", data=fields(answer)))


def test_between_being_asked_and_sending_the_post_may_change_and_both_texts_are_shown(
    thread, cora, browse
):
    browser, post = browse(cora), make_post(thread, cora, "A quiet day.")
    asked = change(browser, post)
    change(browser, post, "A quiet week.")
    answer = browser.post(f"/posts/{post.id}/edit", data=fields(asked))
    assert answer.status_code == 409
    assert ADVICE in answer.text
    assert "A quiet week." in answer.text
    # The same form still is not asked again.
    assert browser.post(f"/posts/{post.id}/edit", data=fields(answer)).status_code == 303


# What can go wrong.


def test_two_presses_at_either_step_are_one_post(thread, cora, browse):
    browser = browse(cora)
    asked = [write(browser, thread) for _ in range(2)]
    assert all(is_asked(each) for each in asked)
    first, second = (press(browser, thread, each) for each in asked)
    assert first.location.split("?")[0] == second.location.split("?")[0]
    assert the_post().state is PostState.HELD
    # Back to the first page, and sent again: it leads to the post that is there.
    assert write(browser, thread).status_code == 303
    assert db.session.query(Post).count() == 1


@pytest.mark.parametrize("forged", ["", "0", "yes", "<b>1</b>", "1" * 5000])
def test_a_made_up_mark_is_as_if_not_asked(thread, cora, browse, forged):
    answer = write(browse(cora), thread, asked=forged)
    assert is_asked(answer)
    assert fields(answer)["asked"] == "1"
    assert nothing_is_stored()


def test_whoever_marks_it_as_asked_waits_like_the_others(thread, cora, browse):
    assert write(browse(cora), thread, asked="1").status_code == 303
    assert the_post().state is PostState.HELD


def test_when_the_session_ended_meanwhile_the_words_come_back(thread, cora, browse):
    browser = browse(cora)
    asked = write(browser, thread)
    with unit_of_work():
        db.session.query(MemberSession).delete()
    mine = "My own words about it, which I typed with one finger."
    answer = press(browser, thread, asked, words=mine)
    # Now this is a guest, who is asked for name and address.
    assert answer.status_code == 422
    assert mine in answer.text
    assert db.session.query(Post).count() == 0


def test_a_form_of_another_site_is_not_even_asked_about(thread, cora, browse):
    answer = browse(cora).post(
        f"/threads/{thread.id}/reply", data={"words": ADVICE, "audience": "members"}, forged=True
    )
    assert answer.status_code == 400
    assert ADVICE in answer.text


def test_when_it_cannot_be_sent_after_all_it_stays_asked(thread, cora, browse):
    browser = browse(cora)
    asked = write(browser, thread)
    answer = press(browser, thread, asked, words="x" * 20_001)
    assert answer.status_code == 422
    assert fields(answer)["asked"] == "1"
    shorter = press(browser, thread, answer, words="Stop your Imuran, all of you.")
    assert shorter.status_code == 303


def test_looking_at_it_first_keeps_that_one_was_asked(thread, cora, browse):
    browser = browse(cora)
    answer = press(browser, thread, write(browser, thread), preview="1")
    assert "How it will look" in words(answer)
    assert fields(answer)["asked"] == "1"


def test_being_asked_does_not_count_as_sending(thread, cora, browse):
    browser = browse(cora)
    write(browser, thread)
    assert db.session.query(Attempt).filter_by(kind="post").count() == 0


def test_markup_in_the_words_stays_words(thread, cora, browse):
    bad = "</textarea><script>alert(1)</script> Stop your <b>Mestinon</b>, all of you. \" onx='1'"
    answer = write(browse(cora), thread, bad)
    assert is_asked(answer)
    assert "<script>alert" not in answer.text
    assert fields(answer)["words"] == bad


def test_in_a_long_text_the_words_around_the_marks_are_shown(thread, cora, browse):
    far = "A quiet day again, and the next one too. " * 80
    answer = write(browse(cora), thread, f"{far}{ADVICE} {far}")
    card = re.search(r'<div class="card case-words">(.*?)</div>', answer.text, re.DOTALL)[1]
    assert "<mark>Stop your Mestinon</mark>" in card
    assert len(card) < 500
    assert card.strip().startswith("…")
    assert card.strip().endswith("…")
    assert fields(answer)["words"] == f"{far}{ADVICE} {far}"


def test_shortening_keeps_every_mark_and_the_words_between_short_ones():
    long = "word " * 100
    pieces = [Piece(long), Piece("one", (1,)), Piece(" and "), Piece("two", (2,)), Piece(long)]
    cut = rewording.shortened(pieces)
    assert [piece.words for piece in cut if piece.findings] == ["one", "two"]
    assert cut[2].words == " and "
    assert all(len(piece.words) < 120 for piece in cut)
    assert rewording.shortened([Piece("one", (1,))]) == [Piece("one", (1,))]


# How long it takes.


def decide_some(thread, author, mo, count):
    """Held posts that were decided after three hours each."""
    opened = clock.now() - timedelta(hours=5)
    for _ in range(count):
        post = make_post(thread, author)
        with unit_of_work():
            case = Case(
                post_id=post.id,
                level=Level.HOLD,
                rank=Level.HOLD.rank,
                post_version=1,
                cause="made for a test",
                opened_at=opened,
                closed_at=opened + timedelta(hours=3),
            )
            db.session.add(case)
            db.session.flush()
            db.session.add(
                Decision(
                    post_id=post.id,
                    case_id=case.id,
                    actor_id=mo.id,
                    outcome=Outcome.PUBLISH,
                    reason="Read.",
                    old_state="held",
                    new_state="published",
                    post_version=1,
                    at=opened + timedelta(hours=3),
                )
            )


def test_how_long_it_takes_is_told_only_after_twenty_decisions(thread, cora, browse):
    mo = make_member("Mo", role=Role.MODERATOR)
    decide_some(thread, cora, mo, 19)
    assert "It usually takes" not in words(write(browse(cora), thread))
    decide_some(thread, cora, mo, 1)
    seen = words(write(browse(cora), thread))
    assert "It usually takes about 3 hours until a person has decided." in seen
