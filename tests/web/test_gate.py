"""The door: who comes in where, and which forms are believed."""

from __future__ import annotations

import pytest

from forum.accounts import passwords
from forum.extensions import db
from forum.models import Member, Post, PostState, Role
from forum.web.gate import safe_next
from tests.browser_client import words
from tests.factories import make_member
from tests.web.conftest import addresses, everything

SENTENCE = "A long sentence that somebody typed with tired hands."


def is_public(app, rule) -> bool:
    return bool(getattr(app.view_functions[rule.endpoint], "is_public", False))


# The doors that are open to everybody, written out: a new one is a decision, not an accident.
OPEN = {
    "/", "/about", "/articles", "/articles/<slug>", "/articles/<slug>/history",
    "/articles/<slug>/print", "/articles/<slug>/report", "/assets/<name>", "/care",
    "/comfort", "/comments/confirm/<token>", "/comments/sent", "/contact", "/dev/mail",
    "/dev/mail/<int:number>", "/digest/leave/<token>", "/digest/settings/<token>",
    "/feed.xml", "/glossary", "/health-data", "/healthz", "/help-now", "/help-now/card",
    "/help-now/search", "/join", "/privacy", "/robots.txt", "/rules", "/sign-in",
    "/sign-in/code", "/sign-in/link/<token>", "/sign-out", "/sitemap.xml", "/subscribe",
    "/subscribe/asked", "/subscribe/confirm/<token>", "/subscribe/thanks",
    "/threads/<id:thread_id>/reply", "/topics/<slug>", "/.well-known/security.txt",
    "/you/email/<token>", "/you/email/undo/<token>",
}  # fmt: skip
# Whatever stands below these is behind the door whoever writes it.
CLOSED = ("/you", "/desk", "/editorial", "/activities", "/members", "/posts")


def test_every_page_that_is_not_marked_public_asks_a_guest_to_sign_in(app, client, people):
    seen = 0
    for rule, path in addresses(app):
        if is_public(app, rule) or rule.endpoint == "static" or rule.rule.startswith("/editorial"):
            continue
        seen += 1
        if "GET" in rule.methods:
            answer = client.get(path)
            assert answer.status_code == 302, path
            assert answer.location.startswith("/sign-in?next=/"), path
        if "POST" in rule.methods:
            answer = client.post(path, data={"words": SENTENCE, "old_password": SENTENCE + "!"})
            assert answer.status_code == 401, path
            assert SENTENCE in words(answer), path
            assert SENTENCE + "!" not in words(answer), path
    assert seen > 25


def test_nothing_below_the_members_pages_is_public_by_accident(app):
    by_accident = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(CLOSED) and is_public(app, rule) and rule.rule not in OPEN
    ]
    assert by_accident == []


def test_only_leaving_the_news_needs_neither_token_nor_origin(app):
    open_to_all = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_one_click", False)
    ]
    assert open_to_all == ["/digest/leave/<token>"]


# How the address of a staff page may be written to get round a rule (CVE-2026-22595).
def spellings(path: str) -> list[str]:
    return [
        path, path + "/", path + "//", path + ".json", path + ".html",
        path.upper(), path.title(), path + ";x", path + ";x=1", path + "%20", "%20" + path, path + "%00",
        path + "%2f", path.replace("/", "%2f"), "/x/.." + path, "/." + path, path + "/.",
        path + "/..;/", path + "?format=json", path + "#x", path.replace("d", "%64"),
        path.replace("e", "%65"), path + "%09", path + "..", path + "\\", "/you/.." + path,
    ]  # fmt: skip


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.REVIEWER])
def test_staff_pages_look_missing_however_their_address_is_written(app, browse, people, role):
    browser = browse(people[role] if role else None)
    missing = browser.get("/desk-that-is-not-there")
    # What is referred to clinician reviewers is theirs to open.
    theirs = "desk_referred." if role is Role.REVIEWER else None
    staff = [
        path
        for rule, path in addresses(app)
        if rule.rule.startswith(("/desk", "/editorial"))
        and not (theirs and rule.endpoint.startswith(theirs))
    ]
    assert len(staff) >= 5
    for path in [*staff, "/desk/list", "/desk/cases/1", "/editorial"]:
        for spelling in spellings(path):
            answer = browser.get(spelling)
            if role is None:
                assert answer.status_code in {302, 404}, spelling
                assert answer.status_code == 404 or "/sign-in" in answer.location, spelling
            else:
                assert answer.status_code == 404, spelling
                assert words(answer) == words(missing), spelling
                assert dict(answer.headers)["Cache-Control"] == missing.headers["Cache-Control"]
            sent = browser.post(spelling, data={"version": "1", "reason": "x"})
            assert sent.status_code in {404, 401}, spelling


def test_moderators_are_no_editors_and_editors_no_moderators(app, browse, people):
    assert browse(people[Role.MODERATOR]).get("/desk/list").status_code == 200
    assert browse(people[Role.EDITOR]).get("/desk/list").status_code == 404
    assert browse(people[Role.MODERATOR]).get("/editorial").status_code == 404
    assert browse(people[Role.ADMIN]).get("/desk/list").status_code == 200


# ---------------------------------------------------------------- forged forms


def forms(app):
    return [
        (rule, path)
        for rule, path in addresses(app)
        if "POST" in rule.methods
        and not getattr(app.view_functions[rule.endpoint], "is_one_click", 0)
    ]


DATA = {"words": SENTENCE, "email": "x@example.org", "handle": "X", "health": "y", "age": "y",
        "audience": "everyone", "key": "k", "version": "1", "reason": "x", "message": "x",
        "frequency": "weekly", "name": "X", "kind": "update", "password": "x" * 12, "remove": "1",
        "who_here": "carer", "text": "large", "scheme": "dark"}  # fmt: skip


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_every_form_of_a_member_needs_their_own_token(app, browse, people, role):
    """Wrong, missing, stale or another member's: refused, and nothing is changed."""
    browser, other = browse(people[role]), browse(people[Role.EDITOR])
    before = everything(app)
    origin = {"Origin": "http://localhost"}
    for rule, path in forms(app):
        # The size of letters and a bookmark are known by where the form comes from.
        by_origin = getattr(app.view_functions[rule.endpoint], "is_known_by_origin", False)
        for token in () if by_origin else (None, "", "x", other._token):
            data = {**DATA, **({} if token is None else {"csrf_token": token})}
            answer = browser.open(path, method="POST", data=data, headers=origin)
            assert answer.status_code == 400, (path, token)
        assert browser.post(path, data=DATA, forged=True).status_code == 400, path
    assert everything(app) == before


# Origin and Sec-Fetch-Site of a guest's form, and whether it is believed.
HEADERS = [
    ({}, False),
    ({"Origin": "http://localhost"}, True),
    ({"Origin": "https://elsewhere.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
    ({"Origin": "http://localhost.elsewhere.example"}, False),
    ({"Origin": "http://elsewhere.example/http://localhost"}, False),
    ({"Origin": "http://localhost:8080"}, False),
    ({"Origin": "https://localhost"}, False),
    ({"Referer": "http://localhost/join"}, False),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "nonsense"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"}, False),
]


@pytest.mark.parametrize(("headers", "believed"), HEADERS)
def test_a_guests_form_must_come_from_our_own_page(app, client, headers, believed):
    answer = client.open("/sign-in", method="POST", data={"email": "x"}, headers=headers)
    assert answer.status_code == (422 if believed else 400)


def test_every_form_of_a_guest_is_checked(app, client, people):
    checked, before = 0, everything(app)
    for rule, path in forms(app):
        if is_public(app, rule):
            checked += 1
            for headers in ({}, {"Origin": "https://elsewhere.example"}):
                answer = client.open(path, method="POST", data=DATA, headers=headers)
                assert answer.status_code == 400, path
                assert "could not be sure" in words(answer)
                assert SENTENCE in words(answer), "what was typed is given back"
    assert checked >= 8
    assert everything(app) == before


def test_a_form_without_its_length_is_refused(app, client):
    """A chunked body over the limit would be cut silently by the server."""
    answer = client.open(
        "/sign-in",
        method="POST",
        headers={"Origin": "http://localhost", "Transfer-Encoding": "chunked"},
    )
    assert answer.status_code == 411
    assert "without its length" in words(answer)


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "X"])
def test_other_methods_find_nothing(app, browse, people, method):
    browsers = (browse(), browse(people[Role.ADMIN]))
    before = everything(app)
    for browser in browsers:
        for path in ("/", "/you", "/posts/1", "/articles/ivig"):
            answer = browser.open(path, method=method, headers={"Origin": "http://localhost"})
            assert answer.status_code in {404, 405}, path
            assert "Cookie" not in answer.text
    assert everything(app) == before


def test_a_method_cannot_be_smuggled_in(app, browse, people):
    browser = browse(people[Role.MEMBER])
    for extra in ({"_method": "POST"}, {"X-HTTP-Method-Override": "POST"}):
        browser.get("/posts/1/withdraw", query_string=extra, headers=extra)
    assert db.session.get_one(Post, 1).state is PostState.PUBLISHED


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.ADMIN])
def test_reading_every_page_changes_nothing(app, browse, people, role):
    """Mail scanners, prefetchers and readers open every address; nothing is owned by a GET."""
    browser = browse(people[role] if role else None)
    before = everything(app)
    for rule, path in addresses(app):
        if "GET" in rule.methods:
            assert browser.get(path).status_code < 500, path
            assert browser.head(path).status_code < 500, path
    assert everything(app) == before


# ---------------------------------------------------------------- extra fields

EXTRA = {
    "role": "admin", "state": "published", "author_id": "3", "member_id": "3", "id": "3",
    "is_staff": "1", "clinician_verified": "y", "password_hash": "x", "handle_key": "x",
    "created_at": "2020-01-01", "path": "0001", "depth": "0", "note_html": "<b>x</b>",
    "html": "<script>x</script>", "published_at": "2020-01-01", "locked": "1", "open_case": "0",
    "demo": "1", "banner": "y", "pinned": "y", "slug": "x", "thread_id": "2", "version": "99",
}  # fmt: skip


def test_extra_fields_make_nobody_staff_and_nothing_anothers(app, browse, people):
    """CVE-2026-28219: an extra parameter raised one's own topic to a banner of the site."""
    cora = people[Role.MEMBER]
    browser = browse(cora)
    for _rule, path in forms(app):
        if path in {"/sign-out", "/you/sessions/end"}:
            continue
        # What a form asks for itself goes first, so that the good form really arrives.
        browser.post(path, data={**EXTRA, **{k: v for k, v in DATA.items() if k not in EXTRA}})
    db.session.remove()
    rows = {member.id: member for member in db.session.query(Member)}
    for role, before in people.items():
        now = rows[before.id]
        assert now.role is role
        assert now.handle_key == before.handle_key
        assert (now.clinician_verified, now.demo) == (False, False)
        assert now.password_hash is None or (now.id == cora.id and now.password_hash != "x")
    for post in db.session.query(Post).filter(Post.id > 3):
        assert post.author_id == cora.id
        assert "script" not in post.html
        assert post.created_at.year > 2020
    assert db.session.query(Post).filter(Post.id > 3).count() >= 2, "good forms arrived"


# ---------------------------------------------------------------- where "next" may lead

AWAY = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "\\/evil.example", "/\\/evil.example", "https:evil.example", "https:/evil.example",
    "https://evil.example", "HTTPS://evil.example", "http:evil.example", "ftp://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "blob:x", "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example",
    "\t//evil.example", " //evil.example", "/ /evil.example", "\x00//evil.example",
    "/\x00/evil.example", "evil.example", "@evil.example", "user@evil.example",
    "／／evil.example", "∕∕evil.example", "⁄⁄evil.example", "//evil。example", "//[evil.example",
    "//[::1]", "//exa℀mple", "/" + "a" * 600, ".evil.example", "?next=//evil.example",
    "%2f%2fevil.example", "%5cevil.example", "\u200b//evil.example", "\ufeff//evil.example",
]  # fmt: skip
HERE = [
    ("/you", "/you"),
    ("/activities?kind=story&before=3", "/activities?kind=story&before=3"),
    ("/threads/1#post-2", "/threads/1#post-2"),
    # These stay on the site as they are: a browser does not decode a path before it goes there.
    ("/%2f%2fevil.example", "/%2f%2fevil.example"),
    ("/@evil.example", "/@evil.example"),
    ("/x//evil.example", "/x//evil.example"),
    ("/https://evil.example", "/https://evil.example"),
]


@pytest.mark.parametrize("target", [None, "", *AWAY])
def test_an_address_that_leads_away_leads_to_the_first_page(target):
    assert safe_next(target) == "/"


@pytest.mark.parametrize(("target", "kept"), HERE)
def test_an_address_of_this_site_is_kept(target, kept):
    assert safe_next(target) == kept


def test_signing_in_never_leads_away(app, client):
    make_member(
        "Cora", email="cora@example.org", password_hash=passwords.hash_password("abcdefghij!!")
    )
    for target in AWAY[::4] + [kept for kept, _ in HERE]:
        data = {"email": "cora@example.org", "password": "abcdefghij!!"}
        if target.startswith("//exa"):
            data["email"] = "CORA@example.org"
        answer = app.test_client().post("/sign-in", query_string={"next": target}, data=data)
        if answer.status_code == 429:
            break
        assert answer.status_code == 303
        assert answer.location.startswith("/")
        assert not answer.location.startswith(("//", "/\\"))
    page = client.get("/sign-in", query_string={"next": "//evil.example"})
    assert "evil" not in page.text


# ---------------------------------------------------------------- what a page repeats

PAYLOAD = "'\"><script>alert(1)</script><svg onload=x>{{7*7}}"


@pytest.mark.parametrize(
    "name",
    [
        "notice",
        "care",
        "next",
        "after",
        "before",
        "kind",
        "error",
        "lang",
        "q",
        "page",
        "reason",
        "slug",
    ],
)
def test_no_page_repeats_a_parameter_raw(app, browse, people, name):
    """NodeBB #4832 and #4997: `lang` and `error` of the sign-in page were run as script."""
    for role in (None, Role.ADMIN):
        browser = browse(people[role] if role else None)
        for rule, path in addresses(app):
            if "GET" not in rule.methods:
                continue
            answer = browser.get(path, query_string={name: PAYLOAD})
            assert answer.status_code < 500, path
            assert "<script>alert" not in answer.text, path
            assert "<svg onload" not in answer.text, path
            assert "49" not in answer.headers.get("Location", ""), path
            assert "\n" not in answer.headers.get("Location", "")


def test_no_form_repeats_what_was_typed_raw(app, browse, people):
    for role in (None, Role.MEMBER):
        browser = browse(people[role] if role else None)
        for _rule, path in forms(app):
            answer = browser.post(path, data=dict.fromkeys(DATA, PAYLOAD))
            assert answer.status_code < 500, path
            assert "<script>alert" not in answer.text, path
            assert "<svg onload" not in answer.text, path


@pytest.mark.parametrize(
    "value", ["x\r\nSet-Cookie: a=b", "x\nx", "%0d%0ax", "\u2028", "\x00", "é"]
)
def test_a_line_break_in_a_parameter_gets_into_no_header(app, browse, people, value):
    browser = browse(people[Role.ADMIN])
    for rule, path in addresses(app):
        if "GET" in rule.methods:
            for name in ("notice", "next", "after", "before", "care"):
                answer = browser.get(path, query_string={name: value})
                assert answer.status_code < 500, (path, name)
                assert "a" not in {c.split("=")[0] for c in answer.headers.getlist("Set-Cookie")}


# ---------------------------------------------------------------- numbers and signs in addresses


@pytest.mark.parametrize(
    "number",
    [
        "99999999999999999999",
        "2147483648",
        "9" * 500,
        "0",
        "-1",
        "01",
        "1.0",
        "1e3",
        "0x1",
        "١",
        "1%00",
        "%ff",
        "+1",
    ],
)
def test_a_number_that_no_row_can_have_is_a_plain_404(app, browse, people, number):
    browser = browse(people[Role.ADMIN])
    paths = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "<id:" in rule.rule or "<int:" in rule.rule
    ]
    assert len(paths) > 10
    for rule in paths:
        path = rule.split("<")[0] + number + rule.split(">", 1)[1].split("<")[0].rstrip("/")
        assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "value", ["99999999999999999999", "-1", "x", "\x00", "1'--", "é", "1" * 5000]
)
def test_a_keyset_that_makes_no_sense_is_no_error(app, browse, people, value):
    browser = browse(people[Role.ADMIN])
    for rule, path in addresses(app):
        if "GET" in rule.methods:
            for name in ("after", "before", "page", "kind"):
                assert browser.get(path, query_string={name: value}).status_code < 500, (path, name)


@pytest.mark.parametrize(
    "slug", ["%00", "%ff", "a" * 3000, "..", "%2e%2e%2fconfig.py", "' OR 1=1", "ivig%00"]
)
def test_a_name_that_no_page_has_is_a_plain_404(app, browse, people, slug):
    browser = browse(people[Role.MEMBER])
    for start in ("/articles/", "/topics/", "/assets/", "/dev/mail/", "/sign-in/link/"):
        assert browser.get(start + slug).status_code == 404, start


def test_a_post_too_large_is_refused_in_words(app, client):
    answer = client.post("/sign-in", data={"email": "x" * 2_200_000})
    assert answer.status_code == 413
    assert "shorter text" in words(answer)
