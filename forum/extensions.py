"""The database and the Flask extensions, without an application."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Row, Select, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from forum.models import Base

# A row or a query of rows, whatever its columns.
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

_readers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
login = LoginManager()
babel = Babel()

# How long a writer waits for another one on SQLite before it gives up, in seconds.
SQLITE_WAIT = 10
# Seconds a pooled connection may rest before it is asked whether it still lives.
PING_AFTER = 3


def engine_options(url: str) -> dict[str, Any]:
    """How to connect to the engine behind `url`."""
    # Parameters are people's words and addresses: no log or traceback shows them.
    shared = {"hide_parameters": True}
    if url.startswith("sqlite"):
        # isolation_level None hands the transaction to us: see `_begin`.
        return {**shared, "connect_args": {"isolation_level": None, "timeout": SQLITE_WAIT}}
    return {**shared, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkout")
def _ask_if_alive(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """A pooled connection stays dead after its server was stopped at once: ask after a pause.

    Asking at every checkout would double the statements of a page that says one.
    """
    now = time.monotonic()
    if now - record.info.get("used", 0.0) > PING_AFTER and not isinstance(
        connection, sqlite3.Connection
    ):
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except Exception as error:
            raise DisconnectionError from error
    record.info["used"] = now


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Say BEGIN ourselves on SQLite, so that a writer can take its lock at once."""
    if connection.dialect.name != "sqlite":
        return
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    if kind is not None:
        connection.exec_driver_sql(f"BEGIN {kind}")


def read(statement: AnySelect, **values: object) -> Sequence[AnyRow]:
    """Rows of a fixed statement, past the ORM: for hot pages, whose statements are built once.

    Inside a transaction it sees what that has done; otherwise it needs none, and says a single
    statement instead of three.
    """
    if db.session.registry.has() and db.session().in_transaction():
        return db.session.connection().execute(statement, values).all()
    return read_alone(db.engine, statement, **values)


def read_alone(engine: Engine, statement: AnySelect, **values: object) -> Sequence[AnyRow]:
    """As `read`, on an engine that the caller holds, in no transaction."""
    with _reader(engine).connect() as connection:
        return connection.execute(statement, values).all()


def _reader(engine: Engine) -> Engine:
    """An engine for single statements that need no transaction, with connections of its own.

    They stay in autocommit and are not reset when given back: on PostgreSQL that is half the cost.
    """
    reader = _readers.get(engine)
    if reader is None:
        options = engine_options(str(engine.url))
        if engine.dialect.name != "sqlite":
            options["isolation_level"] = "AUTOCOMMIT"
        reader = create_engine(
            engine.url,
            pool_reset_on_return=None,
            execution_options={"sqlite_begin": None},
            **options,
        )
        _readers[engine] = reader
    return reader
