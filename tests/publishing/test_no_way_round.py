"""The same promises as in `test_states`, with real requests: people of every role press anything.

There the services are called as they should be; here nobody keeps to what their pages offer. A
guest presses the desk's buttons, a moderator decides about their own words, an editor tries too.
Kept pages and kept pieces stand between what is stored and what is read, as on the real site.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from forum.models import (
    Audience,
    Case,
    Consultation,
    Decision,
    Outcome,
    Post,
    ReportReason,
    Restriction,
    SupportKind,
    Thread,
)
from forum.ops import retention
from forum.publishing import drill
from forum.publishing.ruling import NEW_STATE
from tests.publishing.promises import Promises, walk
from tests.publishing.site import GUEST, Site
from tests.publishing.town import WORDS, marks_in, shown_marks

WHICH = st.integers(0, 59)
WHAT = st.sampled_from(sorted(WORDS))
# A moderator, an admin and an editor write too, so that some rule on what is their own.
AUTHOR = st.sampled_from(["Cora", "Ben", "Nora New", "Mo", "Eda"])
# Mostly who may, and now and then who may not.
_MAY = ["Mo", "Ann", "Ada"]
_MAY_NOT = ["Cora", "Nora New", "Eda", "Rosa", GUEST]
PRESSER = st.sampled_from([*_MAY * 4, *_MAY_NOT])
RULINGS = st.sampled_from([*NEW_STATE, Outcome.UPHOLD])
AUDIENCE = st.sampled_from(["everyone", *[each.value for each in Audience]])
ASKED = st.sampled_from(["agree", "agree", "disagree", "answer", "withdraw"])
DAY = 60 * 24


class Pressing(Promises):
    """Forms that anybody may send at any moment."""

    @initialize(first=WHAT, second=WHAT)
    def begin(self, first, second):
        """Something is there already, so that few acts find nothing to be done."""
        self.town = Site(self.app, self.browse)
        # The marks of notes, by the post under which each was set.
        self.notes = {}
        self.comments("Cora", "plain", 0, "everyone")
        self.begins_a_talk("Ben", second, "question")
        self.comments("Cora", first, 1, "members")

    def teardown(self):
        try:
            if self.town is not None:
                inside, outside = self.town.all_read_by_olga(), self.town.all_read_by_guests()
                self.check(inside, outside)
        finally:
            self.clear()

    def check(self, inside, outside):
        members = shown_marks(self.town, self.notes, to_guests=False)
        assert marks_in(inside) <= members
        assert marks_in(outside) <= shown_marks(self.town, self.notes, to_guests=True)

    def press(self, who, path, /, **data):
        return self.town.presses(who, path, **data)

    def id_of(self, which, model):
        """One of the rows of a table; a number that nothing has, if there are none."""
        return self.one(which, select(model.id).order_by(model.id)) or 999

    # Writing.

    @rule(who=AUTHOR, what=WHAT, kind=st.sampled_from(["update", "question", "story"]))
    def begins_a_talk(self, who, what, kind):
        title, words = self.town.heading(), self.town.text(what)
        self.town.sends(who, "/activities/new", words, title, kind=kind, audience="members")

    @rule(who=AUTHOR, what=WHAT, where=WHICH, audience=AUDIENCE)
    def comments(self, who, what, where, audience):
        thread_id = self.id_of(where, Thread)
        path = f"/threads/{thread_id}/reply"
        self.town.sends(who, path, self.town.text(what), audience=audience)

    @rule(who=AUTHOR, what=WHAT, to=WHICH, audience=AUDIENCE)
    def answers(self, who, what, to, audience):
        path = f"/posts/{self.id_of(to, Post)}/reply"
        self.town.sends(who, path, self.town.text(what), audience=audience)

    @rule(what=WHAT)
    def a_guest_writes(self, what):
        self.town.sends_as_guest(self.town.text(what))

    @rule(which=WHICH)
    def a_guest_confirms(self, which):
        waiting = select(Post.id).where(Post.author_id.is_(None)).order_by(Post.id.desc())
        if post_id := self.one(which, waiting):
            self.town.presses_the_link_of(post_id)

    @rule(which=WHICH, what=WHAT, audience=AUDIENCE, late=st.sampled_from([0, 0, 0, 1]))
    def edits(self, which, what, audience, late):
        if (post := self.own_post(which)) is None:
            return
        title = self.town.heading() if post.path == "" else None
        kept = {"kind": post.kind.value} if post.path == "" else {}
        data = {"version": post.version - late, "audience": audience, **kept}
        path = f"/posts/{post.id}/edit"
        self.town.sends(self.author_of(post), path, self.town.text(what), title, **data)

    @rule(who=AUTHOR, which=WHICH)
    def tries_to_edit_whatever_it_is(self, who, which):
        post = self.one(which, select(Post).order_by(Post.id))
        if post is not None and self.author_of(post) != who:
            data = {"words": self.town.text("plain"), "version": post.version}
            assert self.press(who, f"/posts/{post.id}/edit", **data).status_code == 404

    @rule(which=WHICH, who=st.sampled_from(["", "", "Mo", "Cora"]))
    def withdraws(self, which, who):
        if (post := self.own_post(which)) is not None:
            self.press(who or self.author_of(post), f"/posts/{post.id}/withdraw")

    @rule(who=AUTHOR, which=WHICH, why=st.sampled_from(list(ReportReason)))
    def reports(self, who, which, why):
        path = f"/posts/{self.id_of(which, Post)}/report"
        self.press(who, path, reason=why.value, words=f"It worries me. {self.town.mark()}.")

    @rule(who=AUTHOR, which=WHICH, kind=st.sampled_from(list(SupportKind)))
    def supports(self, who, which, kind):
        self.press(who, f"/posts/{self.id_of(which, Post)}/supports/{kind.value}")

    @rule(which=WHICH, plea=st.booleans())
    def appeals(self, which, plea):
        found = self.one(which, select(Decision).where(Decision.outcome.in_(NEW_STATE)))
        if found is not None:
            post = self.town.post(found.post_id)
            words = self.town.text("urgent" if plea else "plain")
            data = {"decision": found.id, "words": words}
            self.press(self.author_of(post), f"/posts/{post.id}/appeal", **data)

    def own_post(self, which):
        return self.one(which, select(Post).where(Post.author_id.is_not(None)).order_by(Post.id))

    def author_of(self, post):
        names = {each.id: name for name, each in self.town.people.items()}
        return names.get(post.author_id, GUEST)

    # At the desk.

    @rule(
        who=PRESSER,
        which=WHICH,
        outcome=RULINGS,
        early=st.sampled_from([0, 0, 0, 1]),
        take=st.booleans(),
    )
    def decides(self, who, which, outcome, early, take):
        """Now and then after reading words that have moved since; or of one that another has."""
        if (case := self.case(which)) is None:
            return
        noted = self.town.mark()
        data = {
            "version": self.town.post(case.post_id).version - early,
            "reason": f"It was read by me. {self.town.says()}.",
            "message": f"Please mind this. {self.town.says()}.",
            "note": f"Ask your doctor first. {noted}.",
            "source_title": "Sheet",
            **({"take": "1"} if take else {}),
        }
        if outcome is not Outcome.PUBLISH_WITH_NOTE:
            del data["note"], data["source_title"]
        answer = self.press(who, f"/desk/cases/{case.id}/{outcome.value}", **data)
        if answer.status_code == 303 and outcome is Outcome.PUBLISH_WITH_NOTE:
            self.notes[noted] = case.post_id

    @rule(who=PRESSER, which=WHICH, page=st.sampled_from(["cases", "", "list", "asked", "health"]))
    def looks(self, who, which, page):
        case = self.case(which)
        if page == "cases" and case is not None:
            page = f"cases/{case.id}"
        self.town.gets(who, f"/desk/{page}".rstrip("/"))

    @rule(who=PRESSER, which=WHICH, what=st.sampled_from(["take", "release", "reopen"]))
    def takes_gives_back_or_opens_again(self, who, which, what):
        """Any case may be opened again, decided or not."""
        self.press(who, f"/desk/cases/{self.id_of(which, Case)}/{what}")

    @rule(who=PRESSER, which=WHICH, clinician=st.booleans())
    def asks(self, who, which, clinician):
        if (case := self.case(which)) is not None:
            step, field = ("refer", "referral") if clinician else ("ask", "question")
            data = {field: f"What do you think of this? {self.town.mark()}."}
            self.press(who, f"/desk/cases/{case.id}/{step}", **data)

    @rule(who=PRESSER, which=WHICH, how=ASKED)
    def answers_what_was_asked(self, who, which, how):
        newest = select(Consultation).order_by(Consultation.id.desc())
        if (asked := self.one(which % 2, newest)) is not None:
            data = {"answer": f"This is what I think. {self.town.mark()}."}
            data |= {"read_version": asked.post_version} if how == "agree" else {}
            self.press(who, f"/desk/asked/{asked.id}/{how}", **data)

    @rule(which=WHICH, who=st.sampled_from(["Rosa", "Rosa", "Ada", "Cora"]))
    def a_reviewer_answers(self, which, who):
        path = f"/desk/referred/{self.id_of(which, Consultation)}"
        self.town.gets(who, path)
        self.press(who, path, answer=f"No study says so. {self.town.mark()}.")

    @rule(who=PRESSER, which=st.integers(0, 2))
    def undoes(self, who, which):
        newest = select(Decision.id).order_by(Decision.id.desc()).limit(3)
        if decision_id := self.one(which, newest):
            self.press(who, f"/desk/decisions/{decision_id}/undo")

    @rule(who=PRESSER, back=st.booleans())
    def takes_down_spam(self, who, back):
        waiting = (
            select(Case.id, Post.version)
            .join(Post, Post.id == Case.post_id)
            .where(Case.closed_at.is_(None))
            .order_by(Case.id)
            .limit(3)
        )
        ticked = [f"{row.id}.{row.version}" for row in self.town.rows(waiting)]
        self.press(who, "/desk/spam", case=ticked)
        if back:
            taken = select(Decision.id).where(Decision.cause == "spam in bulk")
            self.press(who, "/desk/spam/undo", decision=self.town.all(taken))

    @rule(who=PRESSER, which=WHICH, length=st.sampled_from(["pause-1", "ban-30"]))
    def keeps_somebody_from_writing(self, who, which, length):
        if (case := self.case(which)) is not None:
            data = {"length": length, "restrict_reason": "That is enough for now, please rest."}
            self.press(who, f"/desk/cases/{case.id}/restrict", **data)

    @rule(who=PRESSER, which=WHICH)
    def lets_somebody_write_again(self, who, which):
        path = f"/desk/restrictions/{self.id_of(which, Restriction)}/lift"
        self.press(who, path, lift_reason="We have talked about it.")

    @rule(who=PRESSER, where=WHICH, closes=st.booleans())
    def closes_or_opens_a_talk(self, who, where, closes):
        data = {"talk_reason": "It went round and round."} if closes else {}
        path = f"/desk/threads/{self.id_of(where, Thread)}/{'close' if closes else 'open'}"
        self.press(who, path, **data)

    # What happens by itself.

    @rule()
    def a_drill_is_filed(self):
        self.town.act(drill.file_drill)

    @rule(minutes=st.sampled_from([2, 11, 90, DAY * 2, DAY * 16]))
    def time_passes(self, minutes):
        self.town.later(timedelta(minutes=minutes))

    @rule()
    def the_night_tidies(self):
        self.town.act(retention.tidy)

    # What holds, always, beside what is promised of every town.

    @invariant()
    def nobody_reads_what_is_not_shown(self):
        moved = self.town.moved()
        self.check(self.town.read_by_olga(moved), self.town.read_by_guests(moved))


@pytest.mark.timeout(100)
def test_whoever_presses_whatever_no_way_leads_round_a_decision(app, browse, engine_name):
    walk(Pressing, app, browse, 2 if engine_name == "postgresql" else 10)
