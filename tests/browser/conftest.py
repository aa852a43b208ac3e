"""Chromium against the real thing: web server, worker, database, queue and mail server.

Each journey is walked with script on SQLite and without script on PostgreSQL; the main one also
the other way round. SQLite's site keeps its queue in SQLite, PostgreSQL's in Redis.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from playwright.sync_api import Browser

from forum.models import Member
from tests.browser.live_site import LiveSite
from tests.browser.visitor import Visitor
from tests.conftest import CHROMIUM, POSTGRES, REDIS, missing

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser that waits for ever must not hold up the rest.
            item.add_marker(pytest.mark.timeout(240))


@dataclass(frozen=True, slots=True)
class Way:
    """On which engine a journey is walked, and whether the browser runs scripts."""

    engine: str
    script: bool

    def __str__(self) -> str:
        return f"{self.engine}-{'script' if self.script else 'noscript'}"


WAYS = (Way("sqlite", True), Way("postgresql", False))
ALL_WAYS = (*WAYS, Way("sqlite", False), Way("postgresql", True))


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture(scope="session")
def redis_queue() -> Iterator[str | None]:
    """A database of Redis that no other run uses, or None where no server answers."""
    parts = urlsplit(REDIS)
    base = f"{parts.scheme}://{parts.netloc}"
    try:
        for number in range(15, 9, -1):
            held = redis.Redis.from_url(f"{base}/{number}", socket_connect_timeout=2)
            if held.set("snowdrop-journeys", str(os.getpid()), nx=True, ex=900):
                break
            held.close()
        else:
            pytest.fail("six databases of Redis are in use by other runs")
    except redis.RedisError:
        yield None
        return
    # The claim ends soon after a run that was ended from outside, and never before one that is slow.
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(60):
            held.expire("snowdrop-journeys", 900)

    threading.Thread(target=renew, daemon=True).start()
    ours = held.keys("huey.*snowdrop*")
    if ours:
        held.delete(*ours)
    yield f"{base}/{number}"
    ended.set()
    held.delete(*held.keys("huey.*snowdrop*"), "snowdrop-journeys")
    held.close()


@pytest.fixture(scope="session")
def journeys_database(worker: str) -> Iterator[str | None]:
    """An empty PostgreSQL database for the live site, or None where no server answers."""
    name = f"snowdrop_live_{worker}"
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield None
        return
    with admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    yield from _running(LiveSite(tmp_path_factory.mktemp("live-sqlite")))


@pytest.fixture(scope="session")
def postgres_site(
    tmp_path_factory: pytest.TempPathFactory,
    journeys_database: str | None,
    redis_queue: str | None,
) -> Iterator[LiveSite]:
    if journeys_database is None:
        missing("PostgreSQL does not answer")
    if redis_queue is None:
        missing("Redis does not answer")
    folder = tmp_path_factory.mktemp("live-postgresql")
    yield from _running(LiveSite(folder, journeys_database or "", redis_queue or ""))


def _running(site: LiveSite) -> Iterator[LiveSite]:
    try:
        site.start()
        yield site
    finally:
        site.end()


@pytest.fixture
def site(way: Way, chromium: Browser | None, request: pytest.FixtureRequest) -> Iterator[LiveSite]:
    """The running site of this engine, at the beginning of a day."""
    if chromium is None:
        missing(f"Chromium is not at {CHROMIUM}")
    name = "sqlite_site" if way.engine == "sqlite" else "postgres_site"
    found: LiveSite = request.getfixturevalue(name)
    found.fresh_start()
    said = len(found.complaints())
    yield found
    assert found.complaints()[said:] == []


Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(site: LiveSite, way: Way, chromium: Browser) -> Iterator[Arrive]:
    """Another person with a browser of their own; signed in where a member is given."""
    here: list[Visitor] = []

    def come(member: Member | None = None, **options: Any) -> Visitor:
        options.setdefault("java_script_enabled", way.script)
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("locale", "en-GB")
        context = chromium.new_context(**options)
        visitor = Visitor(context, site.url)
        if member is not None:
            visitor.is_signed_in_already(site.session_of(member))
        here.append(visitor)
        return visitor

    yield come
    troubles = [trouble for visitor in here for trouble in visitor.troubles]
    for visitor in here:
        visitor.leaves()
    assert troubles == []
