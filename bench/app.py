"""The application as it is served, with a bare Flask view beside it as the measure."""

from __future__ import annotations

import gc

from flask import Flask, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from forum import create_app
from forum.posts import pieces

bare = Flask("bare")


@bare.get("/")
def hello() -> str:
    return "hello"


forum_app = create_app()


@forum_app.before_request
def forget_when_asked() -> None:
    """`?cold=1` measures a page whose pieces must be made anew."""
    if request.args.get("cold"):
        pieces.forget()


app = DispatcherMiddleware(forum_app, {"/bare": bare})
with forum_app.test_client() as browser:
    for path in ("/healthz", "/articles", "/help-now"):
        browser.get(path, base_url=str(forum_app.config["PUBLIC_URL"]))
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
