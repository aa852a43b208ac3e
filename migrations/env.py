"""How migrations run: on the application's engine, in one transaction, on both engines.

On SQLite foreign keys are off while a migration runs, because rebuilding a parent table would
delete its children by CASCADE without a word; afterwards every key is checked.
"""

from __future__ import annotations

from typing import Any

from alembic import context

from forum.extensions import db
from forum.models import Base
from forum.models.base import Choice, UtcDateTime


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Migrations import no models: our column types are written as what they are underneath."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Choice):
        return "sa.String(length=24)"
    return False


def run() -> None:
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                transactional_ddl=True,
                compare_type=True,
                render_item=render_item,
            )
            with context.begin_transaction():
                context.run_migrations()
                if sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"the migration breaks foreign keys: {broken[:5]}")
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; there is no offline mode.")
run()
