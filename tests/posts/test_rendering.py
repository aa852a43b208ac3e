"""The kept HTML of posts can be made anew at any time."""

from __future__ import annotations

from forum.extensions import db
from forum.models import Post, Thread
from tests.factories import make_article, make_member, make_post, thread_of


def test_only_what_is_out_of_date_is_rendered_anew_and_readers_see_it(app):
    thread, cora = thread_of(make_article()), make_member("Cora")
    make_post(thread, cora, "It was *good*.")
    make_post(thread, cora, "Old.", html="<p>From before</p>", teaser="From before")
    before = db.session.get_one(Thread, thread.id).version
    db.session.expunge_all()
    result = app.test_cli_runner().invoke(args=["posts", "render"])
    assert result.output == "1 of 2 posts were rendered anew.\n"
    db.session.expunge_all()
    assert [post.html for post in db.session.query(Post).order_by(Post.id)] == [
        "<p>It was <em>good</em>.</p>\n",
        "<p>Old.</p>\n",
    ]
    assert db.session.get_one(Thread, thread.id).version == before + 1
    assert app.test_cli_runner().invoke(args=["posts", "render"]).output.startswith("0 of 2")
