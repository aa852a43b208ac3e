"""A small community for the property test: people who act through the services, and who reads what.

Every text carries a mark of its own, so that whoever sees a text can be found out.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

from sqlalchemy import delete, select

from forum import clock, proofs
from forum.activity import queries as feeds
from forum.digest import queries as digest
from forum.digest.reader import Reader
from forum.errors import NotFound, Refusal
from forum.extensions import db
from forum.models import (
    Attempt,
    Audience,
    Follow,
    FollowKind,
    Member,
    OutboxMessage,
    Post,
    PostState,
    Purpose,
    Role,
    Thread,
)
from forum.posts import pieces, queries
from forum.publishing import road
from forum.web.transaction import unit_of_work
from tests.factories import make_article, make_member, thread_of

# What screening makes of each: shown, held, shown and called to, both at once, shown and looked at.
WORDS = {
    "plain": "It took two hours on Monday, and I was tired.",
    "held": "Stop your Mestinon, all of you. I did and I am cured.",
    "urgent": "I can't swallow and my breathing is getting worse.",
    "both": "I can't swallow and my breathing is getting worse. Stop your Mestinon, all of you.",
    "review": "zinc might calm the antibodies a bit, I heard it somewhere.",
    "advert": "Buy my MG cure at www.mg-cure.shop, only 20 dollars, use my code.",
}
_MARK = re.compile(r"zq[0-9]{6}z")
# No word of a drill may be seen either.
_DRILL = ("PRACTICE", "Safety drill")
# The mail with the words of the moderator.
_TO_THE_AUTHOR = "decided"
_slugs = itertools.count(1)


class Town:
    """People, what they have had accepted so far, and the time, which only goes on."""

    def __init__(self, app):
        self.app = app
        self.ahead = timedelta(0)
        self._marks = itertools.count(1)
        # By post and version, what its author sent.
        self.accepted = {}
        # The marks of what moderators wrote to authors.
        self.said = set()
        self.slug = f"talk-{next(_slugs)}"
        self.article = thread_of(make_article(self.slug)).id
        self.authors = [make_member("Cora"), make_member("Ben")]
        self.authors.append(make_member("Nora New", created_at=clock.now()))
        self.moderators = [make_member("Mo", role=Role.MODERATOR)]
        self.moderators.append(make_member("Ann", role=Role.MODERATOR))
        self.moderators.append(make_member("Ada", role=Role.ADMIN))
        # Writes nothing, follows everybody and every talk.
        self.olga = make_member("Olga")

    def mark(self):
        return f"zq{next(self._marks):06d}z"

    def says(self):
        """A mark of a moderator, in words that their author may read."""
        mark = self.mark()
        self.said.add(mark)
        return mark

    def text(self, what):
        return f"{WORDS[what]} {self.mark()}."

    def heading(self):
        return f"A heading of my own {self.mark()}"

    def act(self, do, *values, **named):
        """One act of somebody, committed. None where it was refused."""
        db.session.remove()
        with self.app.test_request_context(), clock.travel(self.ahead):
            try:
                with unit_of_work(begin=False):
                    return do(*values, **named)
            except Refusal:
                return None
            finally:
                db.session.remove()

    def rows(self, statement):
        """Rows as they are now, let go of."""
        db.session.remove()
        found = db.session.execute(statement).all()
        db.session.expunge_all()
        return found

    def all(self, statement):
        return [row[0] for row in self.rows(statement)]

    # Writing.

    def writing(self, what, **values):
        titled = values.pop("titled", False)
        return road.Writing(
            words=self.text(what),
            key=f"key-{self.mark()}",
            title=f"Heading {self.mark()}" if titled else None,
            **values,
        )

    def writes(self, do, writing, *values):
        """Somebody sends something; what was accepted is remembered."""
        sent = self.act(do, *values)
        if sent is not None:
            post = self.post(sent.post_id)
            self.accepted.setdefault(post.id, {})[post.version] = (writing.title, writing.words)
            self._follow(post.thread_id)
            self._forget_limits()

    def post(self, post_id):
        return self.all(select(Post).where(Post.id == post_id))[0]

    def _follow(self, thread_id):
        follow = {"member_id": self.olga.id, "kind": FollowKind.THREAD, "subject_id": thread_id}
        db.session.remove()
        with unit_of_work():
            if db.session.query(Follow).filter_by(**follow).first() is None:
                db.session.add(Follow(**follow, at=clock.now()))

    def _forget_limits(self):
        with unit_of_work():
            db.session.execute(delete(Attempt))

    def confirms(self, post_id):
        """A guest presses the button behind the link in their mail."""
        key = f"confirm-comment:{post_id}"
        mails = self.all(select(OutboxMessage).where(OutboxMessage.key == key))
        token = re.search(r"/comments/confirm/(\S+)", mails[0].body) if mails else None
        if token is not None:
            self.act(lambda: road.confirm_comment(self._proof(token[1])))

    def _proof(self, token):
        return proofs.find(token, Purpose.CONFIRM_COMMENT)

    # Reading.

    def seen_by_members(self):
        """All that another member reads, by whatever way."""
        with self.app.test_request_context(), clock.travel(self.ahead):
            parts = [self._talk(number) for number in self.all(select(Thread.id))]
            cards = [*feeds.newest().rows, *feeds.unanswered()]
            cards += feeds.home_feed(self.olga.id).rows
            for author in self.authors:
                cards += feeds.posts_of(author.id, None, own=False).rows
            parts += [f"{card.title} {card.teaser}" for card in cards]
            parts.append(self._digest(self.olga.id))
            parts.append(self._mail(OutboxMessage.message != _TO_THE_AUTHOR))
            db.session.remove()
        return "\n".join(parts)

    def told_to_authors(self):
        """The mails that say how a moderator decided: to the author alone."""
        return self._mail(OutboxMessage.message == _TO_THE_AUTHOR)

    def _mail(self, which):
        rows = self.rows(select(OutboxMessage.subject, OutboxMessage.body).where(which))
        return "\n".join(f"{row.subject} {row.body}" for row in rows)

    def seen_by_guests(self):
        with self.app.test_request_context(), clock.travel(self.ahead):
            numbers = self.all(select(Thread.id))
            rows = itertools.chain(*(queries.teasers(number) for number in numbers))
            parts = [row.teaser for row in rows]
            parts.append(self._digest(None))
            db.session.remove()
        return "\n".join(parts)

    def _talk(self, number):
        try:
            head = queries.thread_head(number, self.olga)
        except NotFound:
            return ""
        page = pieces.thread_pieces(number, head.version, None, Thread.PRINT_LIMIT)
        seen_by = pieces.Reader(self.olga.id, set(), locked=False)
        opening = pieces.draw(page.opening, seen_by) if page.opening else ""
        drawn = pieces.draw_all(page.posts, seen_by)
        return f"{head.opening_title} {head.opening_teaser} {opening} {drawn}"

    def _digest(self, member_id):
        since = clock.now() - timedelta(days=400)
        reader = Reader(0, "reader@example.org", member_id, "", since)
        rows = [
            *digest.new_answers(db.session(), reader, clock.now(), 100),
            *digest.open_questions(db.session(), reader, clock.now(), 100),
        ]
        return "\n".join(f"{row.title} {row.teaser} {row.opening_title}" for row in rows)

    def pages(self, browse):
        """The pages themselves, as a member's and a guest's browser get them."""
        talks = self.all(select(Thread.id))
        members = self.all(select(Member.id))
        with clock.travel(self.ahead):
            olga, guest = browse(self.olga), browse()
            paths = [f"/threads/{number}" for number in talks]
            paths += [f"/threads/{number}/print" for number in talks]
            paths += [f"/members/{number}" for number in members]
            paths += ["/activities", "/you/notices", f"/articles/{self.slug}"]
            inside = [olga.get(path).text for path in paths]
            outside = [guest.get(path).text for path in ("/", f"/articles/{self.slug}")]
            outside += [guest.get(path).text for path in ("/feeds/articles.atom", "/sitemap.xml")]
        return "\n".join(inside), "\n".join(outside)


def marks_in(text):
    """Which texts somebody saw. Raises if there were words of a drill among them."""
    assert not any(word in text for word in _DRILL)
    return set(_MARK.findall(text))


def shown_marks(town, notes, *, to_guests):
    """Which texts somebody may see: published ones, with their notes."""
    statement = select(Post).where(Post.state == PostState.PUBLISHED)
    if to_guests:
        statement = statement.where(
            Post.audience == Audience.EVERYONE, ~Post.open_case, ~Post.noted
        )
    allowed = set()
    for post in town.all(statement):
        allowed |= marks_in(f"{post.title} {post.source}")
        if post.noted:
            allowed |= {mark for mark, post_id in notes.items() if post_id == post.id}
    return allowed
