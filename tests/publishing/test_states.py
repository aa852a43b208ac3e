"""No sequence of acts, by whoever, reaches a state without its decision, shows held words, or loses text.

A machine that knows nothing of the rules lets people act at random through the services, with real
commits, and looks after every step whether what is promised still holds.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
)
from sqlalchemy import select

from forum.models import (
    Audience,
    Case,
    Consultation,
    Decision,
    Outcome,
    Post,
    PostKind,
    ReportReason,
    Restriction,
    RestrictionKind,
    Thread,
)
from forum.moderation import appeals, leases, reporting
from forum.moderation.restrictions import Wish
from forum.ops import retention
from forum.publishing import (
    closing,
    drill,
    restricting,
    road,
    seconding,
    spam,
    undoing,
    verdict,
)
from forum.publishing.ruling import NEW_STATE, Ruling
from forum.web.transaction import ledger
from tests.publishing.promises import Promises, walk
from tests.publishing.town import WORDS, Town, marks_in, shown_marks

# One of what there is, whatever there is: the number is taken around.
WHICH = st.integers(0, 59)
WHO = st.integers(0, 2)
WHAT = st.sampled_from(sorted(WORDS))
OUTCOMES = st.sampled_from([*NEW_STATE, Outcome.UPHOLD])
WRITTEN = st.fixed_dictionaries(
    {"audience": st.sampled_from(list(Audience)), "as_member": st.booleans()}
)


class Road(Promises):
    """Everything that people do to posts."""

    @initialize()
    def begin(self):
        self.town = Town(self.app)
        # The marks of notes, by the post under which each was set.
        self.notes = {}

    def teardown(self):
        try:
            self.reads_the_pages()
        finally:
            self.clear()

    def reads_the_pages(self):
        if self.town is not None:
            inside, outside = self.town.pages(self.browse)
            assert marks_in(inside) <= shown_marks(self.town, self.notes, to_guests=False)
            assert marks_in(outside) <= shown_marks(self.town, self.notes, to_guests=True)

    # Writing.

    @rule(who=WHO, what=WHAT, kind=st.sampled_from(["update", "question"]), written=WRITTEN)
    def begins_a_talk(self, who, what, kind, written):
        town = self.town
        writing = town.writing(what, titled=True, kind=PostKind(kind), **written)
        town.writes(road.begin_thread, writing, road.Writer(town.authors[who].id), writing)

    @rule(who=WHO, what=WHAT, where=WHICH, to=WHICH, written=WRITTEN)
    def answers(self, who, what, where, to, written):
        town, writing = self.town, self.town.writing(what, **written)
        thread_id = self.one(where, select(Thread.id).order_by(Thread.id))
        parents = select(Post.id).where(Post.thread_id == thread_id).order_by(Post.id)
        parent_id = self.one(to, parents) if to % 3 else None
        writer = road.Writer(town.authors[who].id)
        town.writes(road.answer, writing, writer, writing, thread_id, parent_id)

    @rule(what=WHAT)
    def a_guest_writes(self, what):
        town, writing = self.town, self.town.writing(what, audience=Audience.EVERYONE)
        email = f"{writing.key}@example.org"
        writer = road.Writer(guest_name="Gina", guest_email=email)
        town.writes(road.answer, writing, writer, writing, town.article, None)

    @rule(which=WHICH)
    def a_guest_confirms(self, which):
        waiting = select(Post.id).where(Post.author_id.is_(None)).order_by(Post.id.desc())
        if post_id := self.one(which, waiting):
            self.town.confirms(post_id)

    @rule(which=WHICH, what=WHAT, same=st.sampled_from([False, False, True]), written=WRITTEN)
    def edits(self, which, what, same, written):
        """New words, or the same words for other readers."""
        post = self.one(which, select(Post).where(Post.author_id.is_not(None)).order_by(Post.id))
        if post is None:
            return
        writing = self.town.writing(what, titled=post.path == "", kind=post.kind, **written)
        if same:
            writing = road.Writing(post.source, "key", post.title, post.kind, **written)
        author = next(each for each in self.town.authors if each.id == post.author_id)
        self.town.writes(road.edit, writing, author, post.id, post.version, writing)

    @rule(which=WHICH)
    def withdraws(self, which):
        post = self.one(which, select(Post).where(Post.author_id.is_not(None)).order_by(Post.id))
        if post is not None:
            author = next(each for each in self.town.authors if each.id == post.author_id)
            self.town.act(road.withdraw, author, post.id)

    @rule(who=WHO, which=WHICH, why=st.sampled_from(list(ReportReason)))
    def reports(self, who, which, why):
        if post_id := self.one(which, select(Post.id).order_by(Post.id)):
            words = self.town.mark()
            self.town.act(reporting.report, self.town.authors[who], post_id, why, words)

    @rule(which=WHICH, plea=st.booleans())
    def appeals(self, which, plea):
        found = self.one(which, select(Decision).where(Decision.outcome.in_(NEW_STATE)))
        post = self.town.post(found.post_id) if found else None
        if post is not None and post.author_id is not None:
            author = next(each for each in self.town.authors if each.id == post.author_id)
            words = self.town.text("urgent" if plea else "plain")
            self.town.act(appeals.ask, author, post.id, found.id, words)

    # At the desk.

    @rule(who=WHO, which=WHICH, outcome=OUTCOMES, early=st.sampled_from([0, 0, 0, 1]))
    def rules(self, who, which, outcome, early):
        """Decide what waits; now and then after reading words that have moved since."""
        if (case := self.case(which)) is None:
            return
        noted, moderator = self.town.mark(), self.town.moderators[who]
        ruling = Ruling(
            outcome,
            f"Read {self.town.says()}.",
            message=f"Please {self.town.says()}.",
            note=f"Ask first {noted}.",
            sources=(("Sheet", ""),),
        )
        version = self.town.post(case.post_id).version - early
        made = self.town.act(verdict.rule, moderator, case.id, version, ruling)
        if isinstance(made, Decision) and outcome is Outcome.PUBLISH_WITH_NOTE:
            self.notes[noted] = case.post_id

    @rule(who=WHO, which=WHICH, takes=st.booleans())
    def opens_a_case(self, who, which, takes):
        if (case := self.case(which)) is None:
            return
        moderator = self.town.moderators[who]

        def look(*_):
            with ledger() as book:
                leases.look(book, case.id, moderator.id)

        self.town.act(leases.take_over if takes else look, moderator, case.id)

    @rule(who=WHO, which=WHICH, agrees=st.booleans())
    def gives_a_second_opinion(self, who, which, agrees):
        if (asked := self.one(which, select(Consultation).order_by(Consultation.id))) is None:
            return
        moderator = self.town.moderators[who]
        if agrees:
            self.town.act(seconding.agree, moderator, asked.id, asked.post_version)
        else:
            self.town.act(seconding.disagree, moderator, asked.id, "No.")

    @rule(who=WHO, which=st.integers(0, 4))
    def undoes(self, who, which):
        newest = select(Decision.id).order_by(Decision.id.desc()).limit(5)
        if decision_id := self.one(which, newest):
            self.town.act(undoing.undo, self.town.moderators[who], decision_id)

    @rule(who=WHO, which=WHICH)
    def opens_again(self, who, which):
        if case_id := self.one(which, select(Case.id).order_by(Case.id)):
            self.town.act(undoing.open_again, self.town.moderators[who], case_id)

    @rule(who=WHO, back=st.booleans())
    def takes_down_spam(self, who, back):
        waiting = self.town.rows(
            select(Case.id, Post.version)
            .join(Post, Post.id == Case.post_id)
            .where(Case.closed_at.is_(None))
            .order_by(Case.id)
            .limit(3)
        )
        chosen = [spam.Chosen(*row) for row in waiting]
        moderator = self.town.moderators[who]
        done = self.town.act(spam.take_down, moderator, chosen) or []
        if back:
            taken = [each.decision_id for each in done if each.decision_id]
            self.town.act(spam.take_back, moderator, taken)

    @rule(who=WHO, which=WHICH, ban=st.booleans())
    def keeps_somebody_from_writing(self, who, which, ban):
        if case := self.case(which):
            kind = RestrictionKind.BAN if ban else RestrictionKind.PAUSE
            wish = Wish(kind, 30, "Enough for now.")
            self.town.act(restricting.restrict, self.town.moderators[who], case.id, wish)

    @rule(who=WHO, which=WHICH)
    def lets_somebody_write_again(self, who, which):
        if row_id := self.one(which, select(Restriction.id).order_by(Restriction.id)):
            self.town.act(restricting.lift, self.town.moderators[who], row_id, "It is well.")

    @rule(who=WHO, where=WHICH, closes=st.booleans())
    def closes_or_opens_a_talk(self, who, where, closes):
        moderator = self.town.moderators[who]
        thread_id = self.one(where, select(Thread.id).order_by(Thread.id))
        if closes:
            self.town.act(closing.close_talk, moderator, thread_id, "It went round.")
        else:
            self.town.act(closing.open_talk, moderator, thread_id)

    @rule()
    def files_a_drill(self):
        self.town.act(drill.file_drill)

    @rule(minutes=st.sampled_from([2, 11, 90, 60 * 24 * 16]))
    def time_passes(self, minutes):
        self.town.ahead += timedelta(minutes=minutes)

    @rule()
    def the_night_tidies(self):
        self.town.act(retention.tidy)

    # What holds, always, beside what is promised of every town.

    @invariant()
    def nobody_reads_what_is_not_published(self):
        members = marks_in(self.town.seen_by_members())
        assert members <= shown_marks(self.town, self.notes, to_guests=False)
        guests = marks_in(self.town.seen_by_guests())
        assert guests <= shown_marks(self.town, self.notes, to_guests=True)


@pytest.mark.timeout(300)
def test_no_road_leads_round_a_decision(app, browse, engine_name):
    walk(Road, app, browse, 5 if engine_name == "postgresql" else 12)
