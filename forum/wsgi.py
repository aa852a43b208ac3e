"""The application for a WSGI server, warmed before the first visitor.

Python's full garbage collection is the slowest thing a visitor meets: what is alive once the
worker is warm is frozen, so that collections no longer walk through it.
"""

from __future__ import annotations

import gc

from forum import create_app

app = create_app()


def _warm() -> None:
    base = str(app.config["PUBLIC_URL"])
    browser = app.test_client()
    for path in ("/healthz", "/", "/help-now", "/articles", "/sign-in"):
        browser.get(path, base_url=base)


_warm()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
