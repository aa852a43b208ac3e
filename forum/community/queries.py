"""Reading the settings: as they are now, and what became of each."""

from __future__ import annotations

import json
import logging
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Text, cast, func, select
from sqlalchemy.exc import SQLAlchemyError

from forum.community.schema import Setting
from forum.community.values import DEFAULTS, Community, build
from forum.extensions import AnyRow, db, read
from forum.models import CommunitySetting, Member

log = logging.getLogger(__name__)

HISTORY = 20
_KEPT = "community_settings"
# The newest change of all. The moment stands beside the id, so that an id used again is not
# mistaken for the change that had it before.
_MARK = (
    select(CommunitySetting.id, CommunitySetting.at).order_by(CommunitySetting.id.desc()).limit(1)
)
_NEWEST = select(func.max(CommunitySetting.id)).group_by(CommunitySetting.name).scalar_subquery()
# As text: one value that is no JSON must not take the others along.
_VALUES = select(CommunitySetting.name, cast(CommunitySetting.value, Text).label("value")).where(
    CommunitySetting.id.in_(_NEWEST)
)


def current() -> Community:
    """All settings as they are now: one tiny read, and one more after a change.

    Never fails: where the database does not answer, what was known last stands.
    """
    kept: tuple[Hashable, Community] | None = current_app.extensions.get(_KEPT)
    try:
        newest = read(_MARK)
        mark = tuple(newest[0]) if newest else None
        if kept is not None and kept[0] == mark:
            return kept[1]
        found = (
            build({row.name: _value(row.value) for row in read(_VALUES)}) if newest else DEFAULTS
        )
    except SQLAlchemyError:
        log.exception("the settings cannot be read; going on with what was known")
        return kept[1] if kept else DEFAULTS
    for problem in found.problems:
        log.error("setting not used: %s", problem)
    current_app.extensions[_KEPT] = (mark, found)
    return found


def _value(stored: str | None) -> Any:
    """A stored value; what is no JSON at all is handed on as something that no setting accepts."""
    try:
        return None if stored is None else json.loads(stored)
    except ValueError:
        return ...


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting: from what to what."""

    id: int
    old: Any
    new: Any
    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    changes: Sequence[Change]
    earlier: int | None


def _changes() -> Any:
    return (
        select(
            CommunitySetting.id,
            CommunitySetting.name,
            CommunitySetting.value,
            CommunitySetting.reason,
            CommunitySetting.at,
            Member.handle.label("by"),
        )
        .outerjoin(Member, Member.id == CommunitySetting.by_id)
        .order_by(CommunitySetting.id.desc())
    )


def history(setting: Setting, before: int | None = None) -> History:
    """The changes of one setting, newest first, a page at a time."""
    wanted = _changes().where(CommunitySetting.name == setting.name).limit(HISTORY + 1)
    if before is not None:
        wanted = wanted.where(CommunitySetting.id < before)
    rows = db.session.execute(wanted).all()
    values = [setting.default if row.value is None else row.value for row in rows]
    olds = [*values[1:], setting.default][: len(rows)]
    changes = [
        Change(row.id, old, new, row.reason, row.by, row.at)
        for row, new, old in zip(rows, values, olds, strict=True)
    ]
    more = len(changes) > HISTORY
    return History(changes[:HISTORY], changes[HISTORY - 1].id if more else None)


def newest_changes() -> dict[str, AnyRow]:
    """The newest change of every setting that was ever changed, by name."""
    rows = db.session.execute(_changes().where(CommunitySetting.id.in_(_NEWEST))).all()
    return {row.name: row for row in rows}


def newest_id(name: str) -> int:
    """The id of the newest change of a setting; 0 where it was never changed."""
    wanted = select(func.max(CommunitySetting.id)).where(CommunitySetting.name == name)
    return db.session.scalar(wanted) or 0


def change(name: str, change_id: int) -> CommunitySetting | None:
    """One change of this setting."""
    found = db.session.get(CommunitySetting, change_id)
    return found if found is not None and found.name == name else None


def stored(name: str) -> Any:
    """The value that counts, as it is stored; None where the default stands."""
    wanted = (
        select(CommunitySetting.value)
        .where(CommunitySetting.name == name)
        .order_by(CommunitySetting.id.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)
