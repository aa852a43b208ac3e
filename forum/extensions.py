"""The database and the Flask extensions, without an application."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

from forum.models import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
login = LoginManager()
babel = Babel()

# How long a writer waits for another one on SQLite before it gives up, in seconds.
SQLITE_WAIT = 10


def engine_options(url: str) -> dict[str, Any]:
    """How to connect to the engine behind `url`."""
    if url.startswith("sqlite"):
        # isolation_level None hands the transaction to us: see `_begin`.
        return {"connect_args": {"isolation_level": None, "timeout": SQLITE_WAIT}}
    # Pre-ping, because a pooled connection stays dead after the server was stopped at once.
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Say BEGIN ourselves on SQLite, so that a writer can take its lock at once."""
    if connection.dialect.name != "sqlite":
        return
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
