"""The town as its people's browsers reach it: every act is a form that is sent, every look a page."""

from __future__ import annotations

import html
import re

from sqlalchemy import select

from forum import clock
from forum.models import OutboxMessage, Post, Role, Thread
from tests.factories import make_member
from tests.publishing.pressing import fields, is_asked
from tests.publishing.town import Town, marks_in

GUEST = ""
_SENT = re.compile(r"/posts/([0-9]+)\?notice=(?:held|published)")
_CONFIRM = re.compile(r"/comments/confirm/(\S+)")


class Site(Town):
    """People by name, each with a browser of their own. Whoever has no name is a guest."""

    def __init__(self, app, browse):
        super().__init__(app)
        self._browse = browse
        people = [*self.authors, *self.moderators, self.olga]
        people += [make_member("Eda", role=Role.EDITOR), make_member("Rosa", role=Role.REVIEWER)]
        self.people = {each.handle: each for each in people}
        self._browsers = {}
        self._seen = {}

    def later(self, by):
        """Time passes; who comes back after long signs in anew."""
        self.ahead += by
        self._browsers.clear()

    def browser(self, name):
        if name not in self._browsers:
            self._browsers[name] = self._browse(self.people.get(name))
        return self._browsers[name]

    def gets(self, name, path):
        with clock.travel(self.ahead):
            answer = self.browser(name).get(path)
        assert answer.status_code < 500, path
        return answer

    def presses(self, who, path, /, **data):
        """Send a form. Whatever keeps it from being done, what was typed comes back."""
        with clock.travel(self.ahead):
            answer = self.browser(who).post(path, data=data)
            if is_asked(answer):
                _comes_back(data, answer)
                answer = self.browser(who).post(path, data=fields(answer))
        assert answer.status_code < 500, path
        if answer.status_code >= 400:
            _comes_back(data, answer)
        self._forget_limits()
        return answer

    # Writing.

    def sends(self, who, path, words, title=None, /, **data):
        """Send words; what was accepted is remembered."""
        data |= {"words": words, "key": f"key-{self.mark()}"}
        data |= {} if title is None else {"title": title}
        answer = self.presses(who, path, **data)
        if found := _SENT.search(answer.location or ""):
            self.remembers(self.post(int(found[1])), title, words)

    def remembers(self, post, title, words):
        self.accepted.setdefault(post.id, {}).setdefault(post.version, (title, words))
        self._follow(post.thread_id)

    def sends_as_guest(self, words):
        mark = self.mark()
        who = {"name": "Gina", "email": f"{mark}@example.org", "audience": "everyone"}
        path = f"/threads/{self.article}/reply"
        answer = self.presses(GUEST, path, words=words, key=f"key-{mark}", **who)
        if answer.status_code == 303:
            sent = select(Post).where(Post.guest_email == who["email"])
            self.remembers(self.all(sent)[0], None, words)

    def presses_the_link_of(self, post_id):
        """A guest opens their mail and presses the button behind its link."""
        mail = select(OutboxMessage.body).where(OutboxMessage.key == f"confirm-comment:{post_id}")
        for body in self.all(mail):
            if token := _CONFIRM.search(body):
                self.presses(GUEST, f"/comments/confirm/{token[1]}")

    # Reading.

    def moved(self):
        """Posts about which a state, a case or words have changed since this was last asked."""
        now = {
            row.id: tuple(row)
            for row in self.rows(
                select(Post.id, Post.state, Post.version, Post.open_case, Post.noted).order_by(
                    Post.id
                )
            )
        }
        found = [post_id for post_id, row in now.items() if self._seen.get(post_id) != row]
        self._seen = now
        return [self.post(post_id) for post_id in found]

    def read_by_olga(self, posts):
        """All the pages on which another member could come upon these posts."""
        paths = {"/activities", "/activities/newest", "/activities/unanswered"}
        for post in posts:
            paths |= {f"/threads/{post.thread_id}", f"/threads/{post.thread_id}/print"}
            paths |= {f"/members/{post.author_id}"} if post.author_id else set()
            paths |= {f"/posts/{post.id}{page}" for page in _PAGES_OF_A_POST}
        return self._read("Olga", paths)

    def read_by_guests(self, posts):
        paths = {f"/articles/{self.slug}"} | {f"/posts/{post.id}" for post in posts}
        return self._read(GUEST, paths)

    def all_read_by_olga(self):
        paths = {"/you/notices", f"/articles/{self.slug}"}
        return self.read_by_olga(self.all(select(Post))) + self._read("Olga", paths)

    def all_read_by_guests(self):
        paths = {"/", "/feeds/articles.atom", "/feeds/articles.json", "/sitemap.xml"}
        paths |= {f"/threads/{number}" for number in self.all(select(Thread.id))}
        return self.read_by_guests(self.all(select(Post))) + self._read(GUEST, paths)

    def _read(self, name, paths):
        return "\n".join(self.gets(name, path).text for path in sorted(paths))


# What another member may try at a post's own addresses.
_PAGES_OF_A_POST = ("", "/history", "/decision", "/report", "/reply", "/edit", "/appeal")


def _comes_back(data, answer):
    typed = marks_in(" ".join(str(value) for name, value in data.items() if name != "key"))
    given_back = marks_in(html.unescape(answer.text))
    assert typed <= given_back, f"{answer.status_code} at {answer.request.path}"
