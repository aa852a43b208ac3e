"""What holds after every act, whoever did it and by whatever way: shared by the property tests."""

from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from sqlalchemy import func, select

from forum import audit
from forum.extensions import db
from forum.models import (
    Case,
    ContextNote,
    Decision,
    Member,
    Outcome,
    Post,
    PostRevision,
    PostState,
    Role,
    Thread,
)
from forum.posts import pieces
from forum.publishing.ruling import NEW_STATE
from tests.conftest import empty
from tests.publishing.town import marks_in

_RULINGS = frozenset({*NEW_STATE, Outcome.UPHOLD, Outcome.UNDO})
_AUTHORS_OWN = frozenset({Outcome.ACCEPT, Outcome.HOLD, Outcome.WITHDRAW})
_MODERATORS = frozenset({Role.MODERATOR, Role.ADMIN})


class Promises(RuleBasedStateMachine):
    """A machine with a town, and the promises that are looked after between its rules."""

    app = None
    browse = None
    town = None

    def one(self, which, statement):
        """One of what there is, whatever there is: the number is taken around."""
        found = self.town.all(statement)
        return found[which % len(found)] if found else None

    def case(self, which):
        """An open case, or any if none is open."""
        found = self.one(which, select(Case).where(Case.closed_at.is_(None)).order_by(Case.id))
        return found or self.one(which, select(Case).order_by(Case.id))

    def clear(self):
        db.session.remove()
        empty(db.engine)
        pieces.forget()

    @invariant()
    def every_state_has_its_decision(self):
        posts = {post.id: post for post in self.town.all(select(Post))}
        state = dict.fromkeys(posts, "")
        for row in self.town.all(select(Decision).order_by(Decision.id)):
            assert row.old_state == state[row.post_id]
            assert row.post_version <= posts[row.post_id].version
            assert row.actor_id is not None or row.cause
            state[row.post_id] = row.new_state
        assert state == {post.id: post.state.value for post in posts.values()}

    @invariant()
    def who_decided_might_decide(self):
        """Rulings are by moderators about others' words; the rest by the author or the program."""
        role = dict(self.town.rows(select(Member.id, Member.role)))
        made = select(Decision, Post.author_id).join(Post, Post.id == Decision.post_id)
        for row, author_id in self.town.rows(made):
            if row.outcome in _RULINGS:
                assert role[row.actor_id] in _MODERATORS
                assert row.actor_id != author_id
                assert row.case_id is not None
            else:
                assert row.outcome in _AUTHORS_OWN
                assert row.actor_id in {None, author_id}

    @invariant()
    def the_trail_is_whole(self):
        db.session.remove()
        assert audit.verify().problems == []

    @invariant()
    def a_post_has_one_open_case_or_none_and_says_so(self):
        open_now = Counter(self.town.all(select(Case.post_id).where(Case.closed_at.is_(None))))
        assert set(open_now.values()) <= {1}
        assert set(open_now) == set(self.town.all(select(Post.id).where(Post.open_case)))

    @invariant()
    def what_is_held_waits_for_somebody(self):
        """Held words without a case would be seen by nobody, for ever."""
        alone = select(func.count(Post.id)).where(Post.state == PostState.HELD, ~Post.open_case)
        assert self.town.all(alone) == [0]

    @invariant()
    def authors_are_told_what_moderators_say_and_no_more(self):
        assert marks_in(self.town.told_to_authors()) <= self.town.said

    @invariant()
    def no_text_is_lost(self):
        kept = defaultdict(dict)
        for row in self.town.all(select(PostRevision)):
            kept[row.post_id][row.version] = (row.title, row.source)
        for post in self.town.all(select(Post)):
            kept[post.id][post.version] = (post.title, post.source)
            if post.state is not PostState.ERASED and post.id in self.town.accepted:
                assert kept[post.id] == self.town.accepted[post.id]
        assert set(self.town.accepted) <= set(kept)

    @invariant()
    def answers_are_counted_rightly(self):
        shown = select(Post.thread_id, Post.parent_id, Post.path).where(
            Post.state == PostState.PUBLISHED
        )
        rows = self.town.rows(shown)
        talks = Counter(row.thread_id for row in rows if row.path)
        parents = Counter(row.parent_id for row in rows if row.path)
        for number, answers in self.town.rows(select(Thread.id, Thread.answers)):
            assert answers == talks[number]
        for number, answers in self.town.rows(select(Post.id, Post.answers)):
            assert answers == parents[number]

    @invariant()
    def notes_stand_under_noted_posts_only(self):
        standing = select(ContextNote.post_id).where(ContextNote.ended_at.is_(None))
        noted = select(Post.id).where(Post.noted)
        assert sorted(self.town.all(standing)) == sorted(self.town.all(noted))

    @invariant()
    def what_is_published_says_since_when(self):
        missing = select(func.count(Post.id)).where(
            Post.state == PostState.PUBLISHED, Post.published_at.is_(None)
        )
        assert self.town.all(missing) == [0]


def walk(machine: type[Promises], app, browse, examples: int) -> None:
    """Let a machine go so many ways of thirty steps, always the same ones.

    The way to a fault is short enough to read. To look for the shortest, add Phase.shrink: that
    takes minutes.
    """
    app.config["POSTS_PER_HOUR"] = 10_000
    here = type(f"{machine.__name__}Here", (machine,), {"app": app, "browse": staticmethod(browse)})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
