"""Real parts for every test: real SQLite and PostgreSQL with real commits, cleaned in between.

Tests commit as the program does, because much of what can break (the commit at the edge, the
ledger beside it, two people at once) lives in the commits. The schema is built once a worker, by
the migrations.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from forum import create_app
from forum.extensions import db
from forum.posts import pieces
from tests.browser_client import Browser

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS", "redis://127.0.0.1:6379/9")
CHROMIUM = os.environ.get("TEST_CHROMIUM", "/usr/bin/chromium")
REFUSE_SKIPS = os.environ.get("REFUSE_SKIPS") == "1"


def missing(what: str) -> None:
    """Skip in words, or fail where skips are refused."""
    if REFUSE_SKIPS:
        pytest.fail(f"{what}, and skips are refused here")
    pytest.skip(what)


def _postgres_url(name: str) -> str:
    return POSTGRES.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def worker(worker_id: str) -> str:
    return f"{worker_id}_{os.getpid()}"


@pytest.fixture(scope="session")
def postgres(worker: str) -> Iterator[str | None]:
    """The address of a fresh database of this worker, or None where no server answers."""
    name = f"snowdrop_test_{worker}"
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield None
        return
    with admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        yield _postgres_url(name)
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def settings(folder: Path, database: str = "") -> dict[str, str]:
    """The settings of a test's application: a real site, with a folder for its mail."""
    return {
        "PUBLIC_URL": "http://localhost",
        "SECRET_KEY": "a key for tests only",
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database,
        "MAIL_FROM": "Snowdrop <snowdrop@example.org>",
        "CONTACT_EMAIL": "operator@example.org",
        "COMMON_PASSWORDS": "yes",
    }


def build(environ: dict[str, str]) -> Flask:
    app = create_app(environ)
    app.config["TESTING"] = True
    app.test_client_class = Browser
    # Tests look at rows and deliver by themselves; no worker listens.
    app.extensions["wake_mail"] = lambda: None
    with app.app_context():
        upgrade()
    return app


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, postgres: str | None) -> dict[str, Flask | None]:
    """One application an engine, built when first asked for."""
    made: dict[str, Flask | None] = {"sqlite": build(settings(tmp_path_factory.mktemp("sqlite")))}
    made["postgresql"] = (
        build(
            settings(
                tmp_path_factory.mktemp("postgresql"),
                f"{postgres}?options=-csynchronous_commit%3Doff",
            )
        )
        if postgres
        else None
    )
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(apps: dict[str, Flask | None], engine_name: str) -> Iterator[Flask]:
    """The application on each engine, empty, inside an application context."""
    found = apps[engine_name]
    if found is None:
        missing("PostgreSQL does not answer")
    assert found is not None
    with found.app_context():
        yield found
        db.session.rollback()
        db.session.remove()
        empty(db.engine)
    pieces.forget()
    shutil.rmtree(Path(found.instance_path) / "mailbox", ignore_errors=True)


def empty(engine: Engine) -> None:
    """Take every row out of every table."""
    tables = list(reversed(db.metadata.sorted_tables))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # The audit trail refuses to be emptied: its triggers rest while a test is tidied up.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            # Deleting a few rows is several times faster than TRUNCATE, which makes new files.
            connection.exec_driver_sql("; ".join(f'DELETE FROM "{table.name}"' for table in tables))
            connection.execute(
                text(
                    "SELECT setval(oid::regclass, 1, false) FROM pg_class "
                    "WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
                )
            )
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            guards = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).all()
            for name, _ in guards:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            for table in tables:
                connection.execute(table.delete())
            for _, words in guards:
                connection.exec_driver_sql(words)
        connection.commit()


@pytest.fixture
def client(app: Flask) -> Browser:
    """A guest with a browser."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """Another browser, signed in as the member given."""

    def start(member: Any = None) -> Browser:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        if member is not None:
            browser.sign_in(member)
        return browser

    return start


@pytest.fixture
def count_statements(app: Flask) -> Iterator[Callable[[Callable[[], object]], int]]:
    """How many SQL statements something says, BEGIN and the like left out."""
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            said.append(statement)

    # On all engines of the process: single reads have connections of their own.
    event.listen(Engine, "before_cursor_execute", note)

    def count(what: Callable[[], object]) -> int:
        said.clear()
        what()
        return len(said)

    yield count
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium | None]:
    """One browser a worker: a second driver in the same process would not start."""
    if not Path(CHROMIUM).exists():
        yield None
        return
    with sync_playwright() as playwright:
        options = ["--disable-gpu", "--disable-background-networking"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()
