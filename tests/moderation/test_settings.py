"""The pages of settings and the trial, as admins and moderators use them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from forum import clock
from forum.claims import Action, rules, weighed
from forum.community.queries import current
from forum.extensions import db
from forum.models import CommunitySetting, Member, Post, PostState, Role
from forum.publishing.replay import replay
from tests.browser_client import words
from tests.community.test_settings import change
from tests.factories import make_member, make_post, make_thread
from tests.publishing.test_road import send

STOP = "Stop your Mestinon, all of you."
PLEA = "I can't breathe well right now and my chest is heavy."


@pytest.fixture
def ada(app):
    return make_member("Ada", role=Role.ADMIN)


@pytest.fixture
def mo(app):
    return make_member("Mo", role=Role.MODERATOR)


def fields(page):
    """What a browser would send of the form for a setting, as it stands on the page."""
    form = re.search(r'<form method="post" action="/desk/settings/.*?</form>', page.text, re.DOTALL)
    html = form[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        kind, name, value = (re.search(rf'{a}="([^"]*)"', tag) for a in ("type", "name", "value"))
        if kind is None or kind[1] != "radio" or "checked" in tag:
            found[name[1]] = value[1]
    found |= dict(
        re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    )
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrf_token", None)
    return found


@pytest.mark.parametrize("path", ["/desk/settings", "/desk/settings/claims.rules", "/desk/trial"])
def test_the_pages_are_for_moderators_and_admins_only(app, browse, client, ada, mo, path):
    assert browse(ada).get(path).status_code == 200
    assert browse(mo).get(path).status_code == 200
    for role in (Role.MEMBER, Role.EDITOR):
        other = browse(make_member(role=role))
        assert other.get(path).status_code == 404
        assert other.post(path, data={"act": "save"}).status_code in {404, 405}
    assert client.get(path).status_code == 302


def test_a_moderator_reads_but_cannot_change(browse, mo):
    page = browse(mo).get("/desk/settings/newcomers.posts")
    assert "Admins can change this. You can read it." in words(page)
    assert 'value="save"' not in page.text
    data = {"act": "save", "value": "5", "reason": "I want to.", "shown": "0"}
    assert browse(mo).post("/desk/settings/newcomers.posts", data=data).status_code == 404
    assert db.session.query(CommunitySetting).count() == 0


def test_every_setting_has_its_page_and_unknown_ones_none(browse, ada):
    admin = browse(ada)
    page = admin.get("/desk/settings")
    links = set(re.findall(r'href="(/desk/settings/[^"]+)"', page.text))
    assert len(links) == 18
    for link in links:
        assert admin.get(link).status_code == 200, link
    assert admin.get("/desk/settings/shoe.size").status_code == 404
    for odd in ("from=0", "from=x", "from=99999999999", "before=-1", "from=²", "before=7"):
        assert admin.get(f"/desk/settings/newcomers.posts?{odd}").status_code == 200


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("newcomers.posts", {"value": "3"}, 3),
        ("newcomers.links", {"value": "hold"}, "hold"),
        ("desk.duty_hours", {"value": "3, 6"}, [3, 6]),
        ("crisis.self_harm", {"value": "Call our own line."}, "Call our own line."),
        ("claims.thresholds", {"threshold:score_hold": "0,75"}, {"score_hold": 0.75}),
        ("claims.weights", {"weight:stop.directive": "0,5"}, {"stop.directive": 0.5}),
        ("links.members", {"value": "review"}, "review"),
        (
            "links.known",
            {"value": "https://www.b.example/x\na.example"},
            ["a.example", "b.example"],
        ),
        (
            "card.breathing",
            {"card:en": "Call 123 now.\r\n\r\nSit up."},
            {"en": ["Call 123 now.", "Sit up."]},
        ),
        ("claims.rules", {"rule:stop.directive": "review"}, {"stop.directive": "review"}),
        (
            "claims.words",
            {"words:insult": "Oaf\nbig oaf, toad face"},
            {"insult": ["big oaf", "oaf", "toad face"]},
        ),
    ],
)
def test_an_admin_changes_a_setting_and_brings_it_back(browse, ada, name, typed, value):
    admin = browse(ada)
    path = f"/desk/settings/{name}"
    data = {**fields(admin.get(path)), **typed, "reason": "Asked for.", "act": "save"}
    answer = admin.post(path, data=data)
    assert answer.status_code == 303
    row = db.session.query(CommunitySetting).one()
    assert (row.name, row.value, row.by_id) == (name, value, ada.id)
    page = admin.get(answer.location)
    assert "Asked for." in words(page)
    assert "Ada" in words(page)
    data = {**fields(page), "reason": "Not any more.", "act": "default"}
    assert admin.post(path, data=data).status_code == 303
    back = admin.get(
        re.search(r'href="(/desk/settings/[^"]*from=\d+)"[^<]*<[^<]*Asked', admin.get(path).text)[1]
    )
    assert "not saved yet" in words(back)
    assert admin.post(path, data={**fields(back), "act": "save"}).status_code == 303
    newest = db.session.query(CommunitySetting).order_by(CommunitySetting.id.desc()).first()
    assert (newest.value, newest.reason) == (value, "Brought back an earlier value.")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("newcomers.posts", {"value": "many"}, "a whole number from 0 to 20"),
        ("newcomers.posts", {"value": ""}, "a whole number from 0 to 20"),
        ("newcomers.posts", {}, "a whole number from 0 to 20"),
        ("newcomers.links", {"value": "shoot"}, "is not one of"),
        ("desk.duty_hours", {"value": "2, later"}, "from 1 to 24"),
        ("crisis.breathing", {"value": "x" * 700}, "too long by 100 letters"),
        ("claims.thresholds", {"threshold:score_hold": "high"}, "is not a number from 0 to 1"),
        ("claims.weights", {"weight:stop.directive": "lots"}, "is not a number from 0 to 1"),
        ("links.unwanted", {"value": "cures.example nonsense"}, "“nonsense” is no site"),
        ("card.breathing", {"card:en": "x" * 330}, "too long by 30 letters"),
        ("claims.rules", {"rule:stop.directive": "hodl"}, "'hodl' is not one of off, review"),
        ("claims.words", {"words:insult": "the\noaf"}, "everyday word"),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_nothing_typed_is_lost(
    browse, ada, name, typed, said
):
    path = f"/desk/settings/{name}"
    for act in ("save", "try"):
        data = {"reason": "My long reason.", "shown": "0", "act": act, **typed}
        answer = browse(ada).post(path, data=data)
        assert answer.status_code == 422
        assert said in words(answer)
        assert 'id="summary"' in answer.text
        assert "My long reason." in answer.text
        for value in typed.values():
            assert value in answer.text or value in ("hodl", "shoot")
    assert db.session.query(CommunitySetting).count() == 0


def test_a_missing_reason_is_asked_for_and_the_value_stays(browse, ada):
    answer = browse(ada).post(
        "/desk/settings/claims.words",
        data={"words:insult": "oaf", "shown": "0", "act": "save"},
    )
    assert answer.status_code == 422
    assert "Please write why" in words(answer)
    assert fields(answer)["words:insult"].strip() == "oaf"


def test_two_admins_on_one_page_the_second_sees_what_the_first_did(browse, ada):
    eve = make_member("Eve", role=Role.ADMIN)
    path = "/desk/settings/newcomers.posts"
    open_at_both = fields(browse(ada).get(path))
    data = {**open_at_both, "act": "save"}
    assert browse(ada).post(path, data={**data, "value": "2", "reason": "Two."}).status_code == 303
    second = browse(eve).post(path, data={**data, "value": "5", "reason": "Five."})
    assert second.status_code == 409
    assert "Somebody changed this while you were here" in words(second)
    assert fields(second)["value"] == "5"
    assert "Two." in words(second)
    assert current().care.posts == 2
    assert browse(eve).post(path, data={**fields(second), "act": "save"}).status_code == 303
    assert current().care.posts == 5


def test_a_forged_form_changes_nothing(browse, ada):
    data = {"act": "save", "value": "5", "reason": "Forged.", "shown": "0"}
    answer = browse(ada).post("/desk/settings/newcomers.posts", data=data, forged=True)
    assert answer.status_code in {400, 403}
    assert db.session.query(CommunitySetting).count() == 0


def test_history_goes_on_page_by_page(browse, ada):
    for number in range(2, 25):
        change(ada, "newcomers.days", number, f"Reason {number}.")
    admin = browse(ada)
    page = admin.get("/desk/settings/newcomers.days")
    assert "Reason 24." in words(page)
    assert "Reason 4." not in words(page)
    earlier = re.search(r'href="(/desk/settings/[^"]*before=\d+)', page.text)[1]
    assert "Reason 4." in words(admin.get(earlier))
    assert "Reason 24." not in words(admin.get(earlier))


def test_making_an_urgent_rule_milder_is_warned_of(browse, ada):
    admin = browse(ada)
    rule = next(rule.id for rule in rules() if rule.action is Action.URGENT)
    data = fields(admin.get("/desk/settings/claims.rules"))
    data |= {f"rule:{rule}": "review", "act": "try", "reason": "Too often."}
    page = admin.post("/desk/settings/claims.rules", data=data)
    assert page.status_code == 200
    assert f"the writer is not shown what to do now: {rule}" in words(page)


def test_the_help_card_is_seen_before_it_counts(browse, ada):
    page = browse(ada).post(
        "/desk/settings/crisis.poisoning",
        data={"value": "Our <poison> line.", "shown": "0", "act": "try", "reason": ""},
    )
    assert page.status_code == 200
    assert "The card as it would be" in words(page)
    assert "Our &lt;poison&gt; line." in page.text
    assert "not saved yet" in words(page)
    assert db.session.query(CommunitySetting).count() == 0


def test_the_card_stands_there_as_delivered_and_is_kept_only_where_it_differs(browse, ada):
    admin = browse(ada)
    path = "/desk/settings/card.breathing"
    typed = fields(admin.get(path))
    assert typed["card:en"].startswith("If it is hard to breathe or to swallow, call")
    answer = admin.post(path, data={**typed, "reason": "No change.", "act": "save"})
    assert "This is what it is already" in words(answer)
    typed["card:en"] = "Call 123 now.\r\nSit up & <wait>."
    tried = admin.post(path, data={**typed, "reason": "Ours.", "act": "try"})
    assert "The card as it would be" in words(tried)
    assert "<li>Sit up &amp; &lt;wait&gt;.</li>" in tried.text
    assert admin.post(path, data={**typed, "reason": "Ours.", "act": "save"}).status_code == 303


def test_a_member_in_danger_reads_the_card_in_this_sites_words(browse, ada):
    change(ada, "card.breathing", {"en": ["Call 123 now.", "Sit up."]})
    change(ada, "crisis.breathing", "We are with you.")
    page = browse(make_member("Ben")).post("/care", data={"words": PLEA}).text
    assert "If this is happening now" in page
    for ours in ("Call 123 now.", "<li>Sit up.</li>", "/help-now/card", "We are with you."):
        assert ours in page
    assert "Do not wait for it to pass" not in page


def test_less_weight_for_an_urgent_rule_is_warned_of(browse, ada):
    rule = next(
        rule.id for rule in rules() if rule.action is Action.URGENT and rule.id in weighed()
    )
    page = browse(ada).post(
        "/desk/settings/claims.weights",
        data={f"weight:{rule}": "0", "weight:stop.directive": "lots", "act": "save", "shown": "0"},
    )
    assert page.status_code == 422
    assert "With so little weight they do so less often" in words(page)
    assert rule in words(page).split("less often")[1][:200]


def test_the_words_page_says_what_the_engine_knows(browse, ada):
    admin = browse(ada)
    page = words(admin.get("/desk/settings/claims.words?word=Mestinon"))
    assert "The engine knows “Mestinon”." in page
    assert "Medicines that need a prescription" in page
    assert "pyridostigmine" in page
    assert "“zorbexil” says nothing to the engine." in words(
        admin.get("/desk/settings/claims.words?word=zorbexil")
    )
    change(ada, "claims.words", {"left_out": ["mestinon"]})
    page = words(admin.get("/desk/settings/claims.words?word=mestinon"))
    assert "“mestinon” says nothing to the engine." in page
    for odd in ("%00", "a" * 5000, "<b>x</b>", " "):
        assert (
            admin.get("/desk/settings/claims.words", query_string={"word": odd}).status_code == 200
        )


def test_a_text_is_judged_under_the_present_and_a_changed_tuning(browse, mo):
    tuning = json.dumps({"rules": {"stop.directive": "off"}, "words": {"insult": ["snotgoblin"]}})
    page = browse(mo).post(
        "/desk/trial",
        data={"text": STOP + " You are a snotgoblin.", "act": "text", "tuning": tuning},
    )
    assert page.status_code == 200
    now, then = page.text.split("With the change")
    assert "stop.directive" in now
    assert "attack.insult" not in now
    assert "attack.insult" in then.split("<form")[0]
    assert "stop.directive" not in then.split("<form")[0]
    assert "<mark>" in now
    assert db.session.query(Post).count() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"act": "text", "text": "  "}, "write or paste a text first"),
        ({"act": "text", "text": "x" * 20_001}, "too long by 1 letters"),
        ({"act": "text", "text": "My words.", "tuning": "{"}, "no JSON"),
        ({"act": "text", "text": "My words.", "tuning": "[" * 50_000}, "no JSON"),
        (
            {"act": "text", "text": "My words.", "tuning": '{"rules": {"x": "off"}}'},
            "no rule of this name",
        ),
        ({"act": "replay", "last": "0"}, "from 1 to 1000"),
        ({"act": "replay", "last": "1001"}, "from 1 to 1000"),
        ({"act": "replay", "last": "all"}, "from 1 to 1000"),
        ({"act": "dance"}, "write or paste a text first"),
    ],
)
def test_a_trial_that_cannot_be_made_says_why_and_keeps_the_words(browse, mo, data, said):
    answer = browse(mo).post("/desk/trial", data=data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert data.get("text", "").strip() in answer.text


def test_from_the_setting_to_the_trial_and_back_with_everything_typed(browse, ada):
    admin = browse(ada)
    path = "/desk/settings/claims.words"
    data = {
        **fields(admin.get(path)),
        "words:insult": "snotgoblin",
        "reason": "Seen twice.",
        "act": "try",
    }
    page = admin.post(path, data=data)
    assert page.status_code == 200
    trial = re.search(r'<textarea id="tuning".*?>\n(.*?)</textarea>', page.text, re.DOTALL)[1]
    assert "snotgoblin" in trial
    hidden = fields(page)
    assert hidden["reason"] == "Seen twice."
    hidden = {name: value.replace("&#34;", '"') for name, value in hidden.items()}
    back = admin.post(path, data={**hidden, "act": "edit"})
    assert fields(back)["words:insult"].strip() == "snotgoblin"
    assert fields(back)["reason"] == "Seen twice."
    assert admin.post(path, data={**fields(back), "act": "save"}).status_code == 303
    assert db.session.query(CommunitySetting).one().value == {"insult": ["snotgoblin"]}


@pytest.fixture
def talk(app, browse):
    """Cora's posts: one that is held, one with an odd insult, one quiet."""
    cora = make_member("Cora")
    opening = make_thread(cora, "How was your week?")
    thread = type("Thread", (), {"id": opening.thread_id})
    for text in (STOP, "You are a snotgoblin.", "I slept well on Monday."):
        assert send(browse(cora), thread, text).status_code == 303
    make_post(opening.thread_id, cora, "Erased words.", state=PostState.ERASED)
    db.session.expunge_all()
    return opening


def test_replay_says_what_a_change_would_have_done(browse, mo, talk):
    tuning = json.dumps(
        {"rules": {"stop.directive": "review"}, "words": {"insult": ["snotgoblin"]}}
    )
    page = browse(mo).post("/desk/trial", data={"act": "replay", "last": "200", "tuning": tuning})
    said = words(page)
    assert page.status_code == 200
    assert "4 posts were looked at." in said
    assert "2 posts would go another way" in said
    assert "hold → review" in said
    assert "review → hold" in said
    assert "snotgoblin" in said
    assert "Erased" not in said
    for link in re.findall(r'<li><a href="(/(?:posts|desk/cases)/\d+)">', page.text):
        assert browse(mo).get(link, follow_redirects=True).status_code == 200, link


def test_replay_without_a_change_compares_with_what_was_said_then(browse, mo, ada, talk):
    page = browse(mo).post("/desk/trial", data={"act": "replay", "last": "200"})
    assert "No post would go another way." in words(page)
    change(ada, "claims.rules", {"stop.directive": "off"})
    page = browse(mo).post("/desk/trial", data={"act": "replay", "last": "200"})
    assert "1 post would go another way" in words(page)
    page = browse(mo).post("/desk/trial", data={"act": "replay", "last": "1"})
    assert "1 post was looked at." in words(page)


def test_a_change_of_the_care_for_links_is_tried_on_the_last_posts(browse, mo, ada, talk):
    cora = db.session.query(Member).filter_by(handle="Cora").one()
    make_post(talk.thread_id, cora, "My notes are on https://notes.example/mg for all.")
    db.session.commit()
    file = json.dumps({"links": {"unwanted": ["notes.example"]}})
    page = browse(mo).post("/desk/trial", data={"act": "replay", "last": "50", "tuning": file})
    assert "1 post would go another way" in words(page)
    assert "+ link: unwanted site" in words(page)
    text = {"text": "See https://notes.example/mg", "act": "text", "tuning": file}
    page = words(browse(mo).post("/desk/trial", data=text))
    assert "From another member: Held for a person to read." in page
    typed = {**fields(browse(ada).get("/desk/settings/links.unwanted")), "value": "notes.example"}
    opened = browse(ada).post("/desk/settings/links.unwanted", data={**typed, "act": "try"})
    assert "notes.example" in opened.text
    back = browse(ada).post(
        "/desk/settings/links.unwanted",
        data={"act": "edit", "tuning": file, "shown": "0", "reason": "Spam."},
    )
    assert fields(back)["value"].strip() == "notes.example"


def test_replay_takes_first_posts_as_they_were(app, talk):
    """Cora came long ago; Nora's first post was a first post then, though she has written since."""
    nora = make_member("Nora", created_at=clock.now() - timedelta(days=30))
    for days in (29, 2, 1):
        make_post(
            talk.thread_id,
            nora,
            f"Quiet day {days}.",
            created_at=clock.now() - timedelta(days=days),
        )
    db.session.commit()
    now = current().handling
    none = replace(now, care=replace(now.care, posts=0))
    found = replay(200, now, none)
    firsts = [each for each in found.changed if "newcomer: first post" in each.gained]
    assert [each.words for each in firsts if each.words.startswith("Quiet")] == ["Quiet day 29."]


def test_replay_stops_when_its_time_is_up_and_says_where(app, talk):
    found = replay(200, current().handling, seconds=0)
    assert found.stopped
    assert found.looked_at == 0


def test_replay_reads_in_batches_and_changes_nothing(app, talk, count_statements):
    cora = make_member("Dora")
    for number in range(120):
        make_post(talk.thread_id, cora, f"Week {number} was fine.")
    db.session.remove()
    before = db.session.query(Post.id, Post.state, Post.version).order_by(Post.id).all()
    assert count_statements(lambda: replay(1_000, current().handling)) <= 8
    assert db.session.query(Post.id, Post.state, Post.version).order_by(Post.id).all() == before


def test_the_replay_command_counts_and_is_quiet_in_a_pipe(app, talk, tmp_path):
    file = tmp_path / "tuning.json"
    file.write_text(json.dumps({"words": {"insult": ["snotgoblin"]}}), encoding="utf-8")
    runner = app.test_cli_runner()
    done = runner.invoke(args=["claims", "replay", "--last", "50", "--tuning", str(file)])
    assert done.exit_code == 0
    assert done.stdout == "Posts looked at: 4. Changed: 1.\nreview -> hold: 1\n"
    assert done.stderr == ""
    full = runner.invoke(args=["claims", "replay", "--last", "50", "--tuning", str(file), "--full"])
    assert "+attack.insult" in full.stdout
    plain = runner.invoke(args=["claims", "replay"])
    assert (plain.exit_code, plain.stdout) == (0, "Posts looked at: 4. Changed: 0.\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '{"rules": {"stop.directive": "hodl"}}',
            "rules → stop.directive: 'hodl' is not one of off, review, hold, urgent",
        ),
        ("{", "not a JSON file"),
        ("[" * 100_000, "not a JSON file"),
        ("[]", "an object with rules, weights, words"),
    ],
)
def test_a_tuning_file_that_is_not_right_is_refused_with_its_place(app, tmp_path, content, said):
    file = tmp_path / "tuning.json"
    file.write_text(content, encoding="utf-8")
    for args in (["check", str(file)], ["replay", "--tuning", str(file)]):
        done = app.test_cli_runner().invoke(args=["claims", *args])
        assert done.exit_code == 1
        assert said in done.stderr
        assert "Traceback" not in done.output


def test_a_sound_tuning_file_is_called_sound(app, tmp_path):
    file = tmp_path / "tuning.json"
    file.write_text('{"rules": {"stop.directive": "off"}, "words": {"insult": ["oaf"]}}')
    done = app.test_cli_runner().invoke(args=["claims", "check", str(file)])
    assert done.exit_code == 0
    assert "sound. It changes claims.rules, claims.words." in done.stdout
