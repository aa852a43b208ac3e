"""Hostile text through every field: no script runs, nothing breaks, the answer is clear.

The browsers here ignore the Content-Security-Policy, so that it is our text that has to be
harmless; guests keep it, and its reports would be heard.
"""

import itertools
import re
from datetime import timedelta

import pytest

from forum.extensions import db
from forum.models import Audience, Case, Outcome, PostKind, Role
from tests.browser.conftest import Way
from tests.browser.hostile import (
    EVERYTHING,
    MEGABYTE,
    PAYLOADS,
    RISKY,
    RUN,
    SHORT,
    Sender,
    look_around,
    watch,
)
from tests.browser.live_site import new_address
from tests.factories import make_post, make_thread
from tests.mail.letters import html_of

# "/" and "@" are refused in names, so this is the worst that can be had.
NAME = '"><svg onload=__ran=1>'
WITH_SCRIPT = (Way("sqlite", True), Way("postgresql", True))
_keys = itertools.count(10_000_000)

pytestmark = pytest.mark.parametrize("way", WITH_SCRIPT, indirect=True, ids=str)


def key():
    """A key of a form, new each time."""
    return f"key-{next(_keys)}"


def opens_all(visitor, *paths):
    for path in paths:
        visitor.opens(path)
        assert look_around(visitor.page) == [], path


def reads_answers(visitor, sender):
    """The pages that gave words back, this time in a browser and without the policy's help."""
    shown = {}

    def show(route):
        route.fulfill(body=shown[route.request.url], content_type="text/html")

    visitor.page.route("**/answer/*", show)
    for number, (what, page) in enumerate(sender.answers.items()):
        address = f"{visitor.base}/answer/{number}"
        shown[address] = page
        answer = visitor.page.goto(address)
        assert answer.status == 200, f"not shown: {what}"
        assert look_around(visitor.page) == [], what


def reads_mail_as_files(site, visitor, folder, address):
    """The HTML of each mail, opened from a file, where no policy protects anybody."""
    site.post.wait_for(address)
    for number, letter in enumerate(site.post.letters_to(address)):
        assert letter.raw_header("Subject").isprintable()
        path = folder / f"{number}.html"
        path.write_text(html_of(letter.mail))
        visitor.opens(path.as_uri())
        assert look_around(visitor.page, in_mail=True) == [], letter.subject


def joins_by_name(site, visitor, name):
    address = new_address("mallory")
    Sender(visitor).sends(
        "/join", handle=name, email=address, who_here="other", health="y", age="y"
    )
    visitor.opens(site.post.wait_for(address).link("/sign-in/link/"))
    assert look_around(visitor.page) == []
    visitor.presses("Sign in now")
    visitor.sees("Welcome. You are signed in.")


def id_in(answer):
    found = re.search(r"post-(\d+)", answer.text())
    assert found, answer.text()[:500]
    return int(found[1])


def test_the_canary_sings(site, arrive):
    """What watches here would notice."""
    visitor = watch(arrive(bypass_csp=True))
    page = f"<!doctype html><h1 onclick=x>x</h1><script>{RUN}</script>"
    visitor.page.route(
        "**/answer/1", lambda route: route.fulfill(body=page, content_type="text/html")
    )
    visitor.opens("/answer/1")
    visitor.page.wait_for_load_state("networkidle")
    assert len(look_around(visitor.page)) == 2
    assert any("canary" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()


def test_what_members_write(site, arrive):
    """Comments, posts with headings, edits, reports, a hostile name; then the pages with them."""
    mallory = watch(arrive(bypass_csp=True))
    name = f"{NAME}{next(_keys) % 1000}"
    joins_by_name(site, mallory, name)
    sender = Sender(mallory).is_member()
    thread = site.thread_of("vaccination")
    reply = f"/threads/{thread}/reply"
    victim = site.make(make_post, thread, site.member("Vera"), "Mine went well.")
    shown = []
    for label, words in PAYLOADS.items():
        answer = sender.sends(reply, words=words, audience="everyone", asked="1", key=key())
        assert answer.status == 200, label
        shown.append(id_in(answer))
    for title in SHORT:
        asked = {"title": title, "kind": "question", "audience": "everyone"}
        sender.sends("/activities/new", words=EVERYTHING, key=key(), **asked)
        held = {"words": f"{title}\n\n{RISKY}", "key": key(), **asked}
        risky = sender.sends("/activities/new", asked="1", **held)
    # The page that asks to say it as experience is kept, to be looked at.
    sender.sends("/activities/new", **{**held, "key": key()})
    sender.sends(reply, words=EVERYTHING, preview="1", audience="members", key=key())
    sender.sends(f"/posts/{victim.id}/reply", words=EVERYTHING, audience=SHORT[0], key=SHORT[0])
    sender.sends("/activities/new", words=EVERYTHING, title=EVERYTHING, kind=SHORT[1], key=key())
    sender.sends(f"/posts/{victim.id}/report", reason="other", words=EVERYTHING[:900])
    sender.sends(f"/posts/{victim.id}/report", reason=SHORT[2], words=EVERYTHING)
    sender.sends("/care", words=f"{EVERYTHING} I cannot breathe well")
    for words in SHORT:
        sender.sends("/you/email", email=words)
        sender.sends("/you/password", password=words, old_password=words)
        sender.sends("/you", who_here=words)
    edited = {"title": "", "kind": "comment", "audience": "members"}
    sender.sends(f"/posts/{shown[0]}/edit", words=PAYLOADS["links"], version="1", **edited)
    sender.sends(f"/posts/{shown[1]}/edit", words=PAYLOADS["svg"], version="99", **edited)

    reads_answers(mallory, sender)
    opens_all(
        mallory,
        "/articles/vaccination",
        f"/threads/{thread}/print",
        "/activities",
        "/activities/unanswered",
        "/you",
        "/you/notices",
        f"/posts/{shown[0]}/edit",
        f"/posts/{shown[0]}/history",
        f"/posts/{shown[2]}/reply",
        f"/posts/{shown[2]}/withdraw",
        risky.url,
    )
    reader = watch(arrive(site.member("Rita"), bypass_csp=True))
    opens_all(reader, f"/threads/{thread}/last", f"/posts/{shown[3]}/report", f"/threads/{thread}")
    reader.follows(name)
    reader.is_at("/members/")
    assert look_around(reader.page) == []
    opens_all(watch(arrive()), "/articles/vaccination", "/")


def test_what_guests_write(site, arrive):
    """Guests' comments and names, reports of errors, joining, signing in, subscribing."""
    guest = watch(arrive(bypass_csp=True))
    sender = Sender(guest)
    reply = f"/threads/{site.thread_of('thymectomy')}/reply"
    report = "/articles/thymectomy/report"
    address = new_address("guest")
    whole = {"words": EVERYTHING, "audience": "everyone", "asked": "1"}
    sender.sends(reply, name=NAME, email=address, key=key(), **whole)
    sender.sends(reply, name=NAME, email=address, preview="1", key=key(), **whole)
    sender.sends(report, words=EVERYTHING[:1500], email="")
    sender.sends(report, words=EVERYTHING, email=EVERYTHING)
    for words in [*SHORT, EVERYTHING]:
        sender.sends(reply, name=words, email=words, key=words, **whole)
        sender.sends("/join", handle=words, email=words, who_here=words, health="y", age="y")
        sender.sends("/join", handle=words, email=new_address("j"), health="y", age="y")
        sender.sends("/sign-in", email=words, password=words, next=words)
        sender.sends("/sign-in/code", code=words, next=words)
        sender.sends("/subscribe", email=words, frequency=words)
        sender.sends("/subscribe", email=f"{words[:20]}@example.org", frequency="weekly")
    reads_answers(guest, sender)
    guest.opens(site.post.wait_for(address).link("/comments/confirm/"))
    with guest.page.expect_navigation():
        guest.presses("Yes, this is my comment")
    assert look_around(guest.page) == []
    opens_all(guest, "/articles/thymectomy")
    opens_all(watch(arrive(site.member("Ed", Role.EDITOR), bypass_csp=True)), "/editorial")


def test_what_moderators_read_and_write(site, arrive, tmp_path):
    """The desk shows hostile cases, and takes hostile reasons, messages, notes and sources."""
    author = site.member(NAME)
    writer = Sender(watch(arrive(author, bypass_csp=True))).is_member()
    thread = site.thread_of("plasma-exchange")
    for words in PAYLOADS.values():
        told = f"{words[:600]}\n\n{RISKY}"
        held = {"words": told, "audience": "everyone", "asked": "1", "key": key()}
        writer.sends(f"/threads/{thread}/reply", **held)
    with site.inside():
        cases = db.session.query(Case.id, Case.post_id).filter(Case.closed_at.is_(None)).all()
    assert len(cases) > len(PAYLOADS) / 2

    desk = watch(arrive(site.member("Moss", Role.MODERATOR), bypass_csp=True))
    sender = Sender(desk).is_member()
    opens_all(desk, "/desk/list")
    steps = itertools.cycle([Outcome.PUBLISH_WITH_NOTE, Outcome.REWORD, Outcome.REMOVE])
    for (case_id, _), words, step in zip(cases, PAYLOADS.values(), steps, strict=False):
        opens_all(desk, f"/desk/cases/{case_id}")
        path = f"/desk/cases/{case_id}/{step}"
        told = dict.fromkeys(("reason", "message", "note"), words[:1900])
        told["source_title"] = words[:200]
        sender.sends(path, version=SHORT[0], **told)
        if step is Outcome.PUBLISH_WITH_NOTE:
            sender.sends(path, version="1", source_url=f"javascript:{RUN}", **told)
        source = f'https://x.example/"><script>{RUN}</script>'
        assert sender.sends(path, version="1", source_url=source, **told).status == 200
    reads_answers(desk, sender)
    opens_all(desk, *(f"/desk/cases/{case_id}" for case_id, _ in cases[:3]), f"/threads/{thread}")
    opens_all(
        writer.visitor,
        "/you/notices",
        f"/members/{author.id}",
        *(f"/posts/{post_id}/decision" for _, post_id in cases[:6]),
    )
    opens_all(watch(arrive()), "/articles/plasma-exchange")
    site.let_mail_leave(author.email)
    reads_mail_as_files(site, desk, tmp_path, author.email)


def test_what_the_digest_carries(site, arrive, tmp_path):
    author, reader = site.member(NAME), site.member("Dee")
    asked = {"kind": PostKind.QUESTION, "audience": Audience.EVERYONE, "ago": timedelta(hours=3)}
    for words in (words for words in PAYLOADS.values() if "\x00" not in words):
        site.make(make_thread, author, words[:3000], title=words[:110], **asked)
    visitor = watch(arrive(reader, bypass_csp=True))
    visitor.opens("/subscribe")
    visitor.presses("Send me the news")
    visitor.sees("Saved.")
    site.send_digest(reader.email)
    reads_mail_as_files(site, visitor, tmp_path, reader.email)
    opens_all(visitor, "/activities/newest", f"/members/{author.id}")


def test_a_megabyte_of_brackets(site, arrive):
    thread = site.thread_of("ivig")
    post = site.make(make_post, thread, site.member("Vic"))
    reply, refused = f"/threads/{thread}/reply", {413, 422}
    member, guest = Sender(watch(arrive(site.member("Meg")))).is_member(), Sender(watch(arrive()))
    big = {"words": MEGABYTE}
    assert member.sends(reply, key=key(), **big).status in refused
    assert member.sends(reply, preview="1", key=key(), **big).status < 500
    assert member.sends(f"/posts/{post.id}/reply", key=key(), **big).status in refused
    titled = {"words": "x", "title": MEGABYTE, "kind": "story"}
    assert member.sends("/activities/new", key=key(), **titled).status in refused
    member.sends(f"/posts/{post.id}/report", reason="other", **big)
    member.sends("/care", **big)
    assert member.sends("/you/email", email=MEGABYTE).status in refused
    me = {"email": "a@example.org"}
    assert guest.sends(reply, words="x", name=MEGABYTE, key=key(), **me).status in refused
    agreed = {"who_here": "other", "health": "y", "age": "y"}
    assert guest.sends("/join", handle=MEGABYTE, **me, **agreed).status in refused
    assert guest.sends("/sign-in", email=MEGABYTE, next=MEGABYTE).status in refused
    assert guest.sends("/sign-in", password=MEGABYTE, **me).status in refused
    assert guest.sends("/sign-in/code", code=MEGABYTE).status in refused
    assert guest.sends("/subscribe", email=MEGABYTE, frequency="weekly").status in refused
    guest.sends("/articles/ivig/report", email="", **big)
    # As an ordinary form three megabytes arrive, which is refused before it is read.
    long = guest.visitor.context.request.post(
        f"{site.url}{reply}", form=big, headers={"Origin": site.url}
    )
    assert long.status == 413
    assert "too much at once" in long.text()


HOSTILE_VALUES = [
    "%22%3E%3Cscript%3Ewindow.__ran=1%3C/script%3E",
    "javascript:window.__ran=1",
    "%00%E2%80%AE",
    "%ED%A0%80",
    "//elsewhere.example",
    "9" * 30,
    "[" * 2000,
    "a=b&a[]=c&notice[]=x",
]


def test_addresses(site, arrive):
    """Hostile words in the address itself."""
    member = site.member("Addy", Role.MODERATOR)
    who, guest = watch(arrive(member, bypass_csp=True)), watch(arrive(bypass_csp=True))
    thread = f"/threads/{site.thread_of('ivig')}"
    for value in HOSTILE_VALUES:
        if "window" in value:
            opens_all(who, f"{thread}?notice={value}&care={value}&after={value}")
            opens_all(guest, f"/articles/ivig?notice={value}&care={value}&care=breathing")
            opens_all(guest, f"/sign-in?next={value}", f"/join?next={value}")
        by_machine(
            who,
            f"{thread}?notice={value}&care={value}&after={value}",
            f"/articles/ivig?notice={value}&care={value}&care=breathing",
            f"{thread}/earlier?before={value}",
            f"/activities?before={value}",
            f"/desk/list?after={value}",
            f"/you/notices?before={value}",
            f"/activities/new?kind={value}&about={value}",
            f"/members/{member.id}?kind={value}&before={value}",
            f"/articles?before={value}&notice={value}",
            f"/sign-in/code?next={value}",
            f"/comments/sent?care={value}",
            f"/?notice={value}",
        )
        if "/" not in value and "&" not in value:
            places = "sign-in/link digest/leave subscribe/confirm comments/confirm you/email/undo"
            places += " articles topics assets help-now/card posts threads members desk/cases"
            by_machine(who, *(f"/{place}/{value}" for place in places.split()))


def by_machine(visitor, *paths):
    """Only asked for, not drawn: here the status and the raw page are enough."""
    for path in paths:
        answer = visitor.context.request.get(f"{visitor.base}{path}", max_redirects=3)
        assert answer.status < 500, path
        assert "<script>window" not in answer.text(), path
        assert answer.url.startswith(visitor.base), path
