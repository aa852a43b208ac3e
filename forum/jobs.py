"""What the worker does by itself: mail every minute, digests every ten, tidying once a night."""

from __future__ import annotations

from flask import Flask

from forum import queue
from forum.digest.sending import compose_due
from forum.mail.delivery import deliver_pending
from forum.ops.retention import tidy_if_due


def init_app(app: Flask) -> None:
    queue.register(
        app,
        {
            "mail": (deliver_pending, "*"),
            "digests": (compose_due, "*/10"),
            "tidy": (tidy_if_due, "*/30"),
        },
    )
    app.extensions["wake_mail"] = lambda: queue.nudge(app, "mail")
