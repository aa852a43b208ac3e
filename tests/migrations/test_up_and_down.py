"""Migrations run up and down on filled tables, and give the tables that the models describe."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Engine

from forum import clock
from forum.extensions import db
from forum.models import Base, Case, Level, PostKind, Support, SupportKind
from forum.web.transaction import unit_of_work
from tests.conftest import build, missing, settings
from tests.factories import make_article, make_member, make_post, make_thread, thread_of


@pytest.fixture
def own_app(engine_name: str, tmp_path: Any, postgres: str | None) -> Any:
    """An application with a database that this test may break."""
    if engine_name == "postgresql":
        if postgres is None:
            missing("PostgreSQL does not answer")
        admin = create_engine(str(postgres), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS migrating CASCADE"))
            connection.execute(text("CREATE SCHEMA migrating"))
        url = f"{postgres}?options=-csearch_path%3Dmigrating"
    else:
        url = ""
    app = build(settings(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if engine_name == "postgresql":
        with admin.connect() as connection:
            connection.execute(text("DROP SCHEMA migrating CASCADE"))
        admin.dispose()


def fill() -> None:
    cora, ben = make_member("Cora"), make_member("Ben")
    first = make_post(thread_of(make_article()), cora)
    make_post(first.thread_id, ben, parent=first)
    asked = make_thread(ben, kind=PostKind.QUESTION, title="How?")
    with unit_of_work():
        now = clock.now() - timedelta(hours=1)
        db.session.add(
            Support(
                post_id=first.id,
                thread_id=first.thread_id,
                member_id=ben.id,
                kind=SupportKind.ME_TOO,
                at=now,
            )
        )
        db.session.add(
            Case(
                post_id=asked.id, level=Level.HOLD, rank=1, post_version=1, cause="x", opened_at=now
            )
        )


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(
                text(f'SELECT count(*) FROM "{table.name}"')
            ).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def test_migrating_to_the_newest_again_loses_no_row(own_app):
    fill()
    before = counts(db.engine)
    assert before["posts"] == 3
    db.session.remove()
    upgrade()
    assert counts(db.engine) == before


def test_all_the_way_down_and_up_again_works_on_filled_tables(own_app):
    fill()
    db.session.remove()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade()
    fill()
    assert counts(db.engine)["posts"] == 3


def _shape(engine: Engine) -> dict[str, Any]:
    """Tables with columns, keys, indexes and CHECKs, as the database itself tells them."""
    found = inspect(engine)
    shape = {}
    for name in sorted(set(found.get_table_names()) - {"alembic_version"}):
        shape[name] = {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(name)
            },
            "keys": sorted(
                (
                    tuple(k["constrained_columns"]),
                    k["referred_table"],
                    str(k["options"].get("ondelete")),
                )
                for k in found.get_foreign_keys(name)
            ),
            "unique": sorted(tuple(u["column_names"]) for u in found.get_unique_constraints(name)),
            "indexes": sorted(
                (str(i["name"]), tuple(i["column_names"]), bool(i["unique"]))
                for i in found.get_indexes(name)
            ),
            "checks": sorted(
                (str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(name)
            ),
        }
    return shape


def test_migrations_give_the_tables_of_the_models(own_app, tmp_path, engine_name):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    migrated = _shape(db.engine)
    db.session.remove()
    downgrade(revision="base")
    Base.metadata.create_all(db.engine)
    assert _shape(db.engine) == migrated
    Base.metadata.drop_all(db.engine)
