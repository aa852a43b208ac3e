"""Every page of the program with something on it: for each URL rule who opens it, and at which address.

What is no page is listed with the reason, so that a new rule is either looked at or explained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from forum import clock, proofs
from forum.extensions import db
from forum.models import (
    Audience,
    Case,
    Consultation,
    LibraryNote,
    Member,
    OutboxMessage,
    PostKind,
    Purpose,
    Restriction,
    Role,
    Subscription,
    SubscriptionState,
)
from forum.web.transaction import unit_of_work
from tests.browser.live_site import LiveSite
from tests.browser_client import Browser
from tests.factories import make_post, make_thread
from tests.moderation.desk import held_case, newest, ruled
from tests.publishing.test_road import send

NO_PAGE = {
    "/.well-known/security.txt": "a text for machines",
    "/assets/<name>": "styles, scripts and icons",
    "/desk": "leads on to a case",
    "/desk/first": "leads on to a case",
    "/desk/cases/<id:case_id>/export": "a file",
    "/dev/components": "of the demo only",
    "/dev/mail": "of the demo only",
    "/dev/mail/<int:number>": "of the demo only",
    "/feeds/articles.atom": "a feed",
    "/feeds/articles.json": "a feed",
    "/healthz": "for machines",
    "/posts/<id:post_id>": "leads on to the talk",
    "/manifest.webmanifest": "for machines",
    "/robots.txt": "for machines",
    "/service-worker.js": "a script",
    "/sitemap.xml": "for machines",
    "/threads/<id:thread_id>/earlier": "leads on to the talk",
    "/threads/<id:thread_id>/last": "leads on to the talk",
}
GUEST = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and the person of the town who opens it; nobody is a guest."""

    path: str
    who: str = GUEST
    status: int = 200


@dataclass
class Town:
    """People with posts, cases and mails of every kind, on a running site."""

    site: LiveSite
    people: dict[str, Member] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def browser(self, who: str = GUEST) -> Browser:
        # This client never reaches the running server: it calls a second application on its rows.
        self.site.app.config["TRUSTED_HOSTS"] = ["localhost"]
        self.site.app.test_client_class = Browser
        found = self.site.app.test_client()
        assert isinstance(found, Browser)
        if who:
            found.sign_in(self.people[who])
        return found


def build(site: LiveSite) -> Town:
    """A town on this site."""
    town = Town(site)
    roles = {
        "cora": Role.MEMBER,
        "ben": Role.MEMBER,
        "nora": Role.MEMBER,
        "mo": Role.MODERATOR,
        "nia": Role.MODERATOR,
        "rosa": Role.REVIEWER,
        "ed": Role.EDITOR,
        "ada": Role.ADMIN,
    }
    for name, role in roles.items():
        town.people[name] = site.member(name.capitalize(), role)
    with site.inside():
        _talk(town)
        _desk(town)
        _mails(town)
    return town


def _talk(town: Town) -> None:
    people, everyone = town.people, {"audience": Audience.EVERYONE}
    thread = town.site.thread_of("ivig")
    first = make_post(thread, people["cora"], "My fifth IVIG was on Monday.", **everyone)
    second = make_post(thread, people["ben"], "How long does it take?", parent=first)
    make_post(thread, people["cora"], "Four hours, with tea.", parent=second)
    question = make_thread(
        people["ben"],
        "My arms tire when I wash my hair. What do you do?",
        title="Washing hair when arms tire",
        kind=PostKind.QUESTION,
        ago=timedelta(hours=5),
        **everyone,
    )
    for number in range(7):
        make_post(question.thread_id, people["cora"], f"I sit down for it. Day {number}.")
    town.rows.update(thread=thread, first=first.id, question=question)


def _desk(town: Town) -> None:
    cora, mo = town.browser("cora"), town.browser("mo")
    article = type("Thread", (), {"id": town.rows["thread"]})
    removed = held_case(cora, article, "Stop your Mestinon, all of you. It is poison.")
    ruled(mo, removed, "remove", message="It could harm somebody.")
    sold = held_case(
        town.browser("nora"), article, "Buy my cure drops, they healed me. Pay me by bank."
    )
    mo.post(
        f"/desk/cases/{sold.id}/restrict",
        data={"length": "pause-7", "restrict_reason": "You sold things to members."},
    )
    waiting = held_case(town.browser("ben"), article, "Stop your Mestinon. I did and I am cured.")
    mo.post(f"/desk/cases/{waiting.id}/refer", data={"referral": "Is a sudden stop dangerous?"})
    mo.post(
        "/desk/notes/new",
        data={
            "name": "Stopping",
            "category": "stop_or_change_treatment",
            "words": "Talk to your MG team before you change a treatment.",
            "source_title": "A guideline",
            "source_url": "https://example.org/guideline",
            "expires_on": (clock.today() + timedelta(days=90)).isoformat(),
        },
    )
    send(town.browser("ben"), article, "It is hard to breathe and I cannot lift my head.")
    town.rows.update(
        removed=removed.post_id,
        waiting=waiting.id,
        question_to_rosa=newest(Consultation).id,
        note=newest(LibraryNote).id,
        restriction=newest(Restriction).id,
        urgent=newest(Case).id,
    )


def _mails(town: Town) -> None:
    ben = town.people["ben"]
    with unit_of_work():
        town.rows["tokens"] = {
            "join": proofs.issue(Purpose.SIGN_IN, ben.email or "", member_id=ben.id).token,
            "comment": proofs.issue(
                Purpose.CONFIRM_COMMENT, "gil@example.org", payload={"post": town.rows["first"]}
            ).token,
            "digest": proofs.issue(
                Purpose.CONFIRM_DIGEST,
                "gil@example.org",
                payload={"frequency": "weekly", "wording": "Yes, send me the news."},
            ).token,
            "email": proofs.issue(
                Purpose.CHANGE_EMAIL, "new@example.org", member_id=ben.id, payload={}
            ).token,
            "undo": proofs.issue(
                Purpose.UNDO_EMAIL, ben.email or "", member_id=ben.id, payload={}
            ).token,
            "leave": "leave-token-for-the-look",
        }
        if not db.session.query(Subscription).filter_by(token="leave-token-for-the-look").count():
            db.session.add(
                Subscription(
                    email="reader@example.org",
                    token="leave-token-for-the-look",
                    state=SubscriptionState.ACTIVE,
                    confirmed_at=clock.now(),
                    created_at=clock.now(),
                )
            )
        db.session.query(OutboxMessage).delete()


Where = Callable[[dict[str, Any]], str]


def pages(town: Town) -> dict[str, list[Page]]:
    """The pages by the rule that serves them."""
    rows = town.rows
    token, thread, first = rows["tokens"], rows["thread"], rows["first"]
    case, removed, question = f"/desk/cases/{rows['waiting']}", rows["removed"], rows["question"]
    ben = town.people["ben"].id
    found: dict[str, list[Page]] = {
        "/": [Page("/"), Page("/", "cora")],
        "/about": [Page("/about")],
        "/activities": [Page("/activities", "cora")],
        "/activities/new": [Page("/activities/new", "cora")],
        "/activities/newest": [Page("/activities/newest", "cora")],
        "/activities/unanswered": [Page("/activities/unanswered", "cora")],
        "/articles": [Page("/articles")],
        "/articles/<slug>": [Page("/articles/ivig"), Page("/articles/ivig", "cora")],
        "/articles/<slug>/history": [Page("/articles/ivig/history")],
        "/articles/<slug>/print": [Page("/articles/ivig/print")],
        "/articles/<slug>/report": [Page("/articles/ivig/report")],
        "/comfort": [Page("/comfort"), Page("/comfort", "cora")],
        "/comments/confirm/<token>": [Page(f"/comments/confirm/{token['comment']}")],
        "/comments/sent": [Page("/comments/sent?care=breathing")],
        "/contact": [Page("/contact")],
        "/desk/asked": [Page("/desk/asked", "mo")],
        "/desk/cases/<id:case_id>": [
            Page(case, "nia"),
            Page(f"/desk/cases/{rows['urgent']}", "mo"),
        ],
        "/desk/cases/<id:case_id>/<any(uphold,publish_with_note,reword,remove):outcome>": [
            Page(f"{case}/{step}", "nia") for step in ("publish_with_note", "reword", "remove")
        ],
        "/desk/cases/<id:case_id>/ask": [Page(f"{case}/ask", "nia")],
        "/desk/cases/<id:case_id>/refer": [Page(f"/desk/cases/{rows['urgent']}/refer", "nia")],
        "/desk/cases/<id:case_id>/restrict": [Page(f"{case}/restrict", "nia")],
        "/desk/health": [Page("/desk/health", "mo")],
        "/desk/list": [Page("/desk/list", "mo"), Page("/desk/list?mode=spam", "mo")],
        "/desk/members/<id:member_id>": [Page(f"/desk/members/{ben}", "mo")],
        "/desk/notes": [Page("/desk/notes", "mo")],
        "/desk/notes/<id:note_id>": [Page(f"/desk/notes/{rows['note']}", "mo")],
        "/desk/notes/<id:note_id>/change": [Page(f"/desk/notes/{rows['note']}/change", "mo")],
        "/desk/notes/new": [Page("/desk/notes/new", "mo")],
        "/desk/referred": [Page("/desk/referred", "rosa")],
        "/desk/referred/<id:consultation_id>": [
            Page(f"/desk/referred/{rows['question_to_rosa']}", "rosa")
        ],
        "/desk/restrictions/<id:restriction_id>/lift": [
            Page(f"/desk/restrictions/{rows['restriction']}/lift", "mo")
        ],
        "/desk/rules": [Page("/desk/rules", "mo")],
        "/desk/settings": [Page("/desk/settings", "ada")],
        "/desk/settings/<name>": [
            Page("/desk/settings/claims.words?word=mestinon", "ada"),
            Page("/desk/settings/claims.rules", "ada"),
            Page("/desk/settings/claims.weights", "ada"),
            Page("/desk/settings/card.breathing", "ada"),
            Page("/desk/settings/newcomers.links", "ada"),
        ],
        "/desk/threads/<id:thread_id>/close": [Page(f"/desk/threads/{thread}/close", "mo")],
        "/desk/trial": [Page("/desk/trial", "mo")],
        "/digest/leave/<token>": [Page(f"/digest/leave/{token['leave']}")],
        "/digest/settings/<token>": [Page(f"/digest/settings/{token['leave']}")],
        "/editorial": [Page("/editorial", "ed")],
        "/glossary": [Page("/glossary")],
        "/health-data": [Page("/health-data")],
        "/help-now": [Page("/help-now")],
        "/help-now/no-connection": [Page("/help-now/no-connection")],
        "/help-now/card": [Page("/help-now/card")],
        "/help-now/card/<kind>": [Page("/help-now/card/swallowing")],
        "/join": [Page("/join")],
        "/members/<id:member_id>": [
            Page(f"/members/{ben}", "cora"),
            Page(f"/members/{ben}", "ben"),
        ],
        "/posts/<id:post_id>/appeal": [Page(f"/posts/{removed}/appeal", "cora")],
        "/posts/<id:post_id>/decision": [Page(f"/posts/{removed}/decision", "cora")],
        "/posts/<id:post_id>/edit": [Page(f"/posts/{first}/edit", "cora")],
        "/posts/<id:post_id>/history": [Page(f"/posts/{first}/history", "cora")],
        "/posts/<id:post_id>/reply": [Page(f"/posts/{first}/reply", "ben")],
        "/posts/<id:post_id>/report": [Page(f"/posts/{question.id}/report", "cora")],
        "/posts/<id:post_id>/withdraw": [Page(f"/posts/{first}/withdraw", "cora")],
        "/privacy": [Page("/privacy")],
        "/rest": [Page("/rest"), Page("/rest", "cora")],
        "/rules": [Page("/rules")],
        "/sign-in": [Page("/sign-in")],
        "/sign-in/code": [Page("/sign-in/code")],
        "/sign-in/link/<token>": [Page(f"/sign-in/link/{token['join']}")],
        "/subscribe": [Page("/subscribe"), Page("/subscribe", "cora")],
        "/subscribe/asked": [Page("/subscribe/asked")],
        "/subscribe/confirm/<token>": [Page(f"/subscribe/confirm/{token['digest']}")],
        "/subscribe/thanks": [Page("/subscribe/thanks")],
        "/threads/<id:thread_id>": [
            Page(f"/threads/{thread}", "ben"),
            Page(f"/threads/{question.thread_id}", "cora"),
        ],
        "/threads/<id:thread_id>/print": [Page(f"/threads/{thread}/print", "ben")],
        "/threads/<id:thread_id>/reply": [
            Page(f"/threads/{thread}/reply"),
            Page(f"/threads/{thread}/reply", "ben"),
        ],
        "/topics/<slug>": [Page("/topics/treatments")],
        "/you": [Page("/you", "cora")],
        "/you/email": [Page("/you/email", "cora")],
        "/you/email/<token>": [Page(f"/you/email/{token['email']}")],
        "/you/email/undo/<token>": [Page(f"/you/email/undo/{token['undo']}")],
        "/you/notices": [Page("/you/notices", "cora")],
        "/you/password": [Page("/you/password", "cora")],
        "/you/pause": [Page("/you/pause", "nora")],
        "/you/sessions": [Page("/you/sessions", "cora")],
        # What is said where there is nothing, or where something went wrong.
        "errors": [Page("/no-such-page", status=404), Page("/sign-in/link/gone", status=404)],
    }
    return found
