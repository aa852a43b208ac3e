"""The queue of background work: Huey on SQLite or on Redis, by QUEUE_URL.

Nothing that must not be lost lives only here. A task is a nudge; the rows say what is to be done.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool

log = logging.getLogger(__name__)


def make_queue(url: str) -> Huey:
    """The queue behind `url`: sqlite:///path or redis://host:port/number."""
    if url.startswith("sqlite:///"):
        return SqliteHuey("snowdrop", filename=url.removeprefix("sqlite:///"), results=False)
    if url.startswith(("redis://", "rediss://")):
        # Short waits, because a frozen Redis must not freeze every page that nudges the worker.
        pool = ConnectionPool.from_url(url, socket_timeout=5, socket_connect_timeout=1)
        return RedisHuey("snowdrop", connection_pool=pool, results=False)
    raise ValueError(f"QUEUE_URL={url!r} is neither sqlite:/// nor redis://")


def register(app: Flask, jobs: dict[str, tuple[Callable[[], object], str | None]]) -> Huey:
    """Make the queue with its jobs: name → (what to do, minutes when it repeats or None).

    Every job also runs on demand: `app.extensions["queue_jobs"][name]()` puts it in the queue.
    """
    queue = make_queue(str(app.config["QUEUE_URL"]))
    on_demand = {}
    for name, (job, minutes) in jobs.items():
        inside = _inside(app, job, name)
        on_demand[name] = queue.task(name=f"{name}_now")(inside)
        if minutes is not None:
            queue.periodic_task(crontab(minute=minutes), name=f"{name}_again")(inside)
    app.extensions["queue"] = queue
    app.extensions["queue_jobs"] = on_demand
    return queue


def _inside(app: Flask, job: Callable[[], object], name: str) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            try:
                job()
            except Exception as error:
                # A message could quote an address or somebody's words; the kind and place cannot.
                at = traceback.extract_tb(error.__traceback__)[-1]
                log.error(
                    "The job %s failed: %s at %s:%s", name, type(error).__name__, at.name, at.lineno
                )

    run.__name__ = name
    return run


def nudge(app: Flask, name: str) -> None:
    """Ask for a job now. Failing to ask is logged and forgotten: the next minute comes anyway."""
    try:
        app.extensions["queue_jobs"][name]()
    except Exception:
        log.warning("The queue does not answer; %s will run within a minute.", name)
