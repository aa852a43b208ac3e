"""Changing a setting: who, why, from what to what."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, text

from forum import audit, clock
from forum.claims.faults import Fault
from forum.community.schema import BY_NAME, Setting
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import CommunitySetting
from forum.permissions import Action, Actor, may
from forum.web.transaction import begin_write

LONGEST_REASON = 500
# One changer at a time on PostgreSQL; SQLite has one writer at a time anyway.
_LOCK = 7_403_120


class BadValue(Invalid):
    """The value cannot be used. `faults` say each place in it."""

    def __init__(self, setting: Setting, faults: list[Fault]) -> None:
        super().__init__("value", "; ".join(said(fault) for fault in faults))
        self.setting = setting
        self.faults = faults


def said(fault: Fault) -> str:
    """A fault in the reader's language, with its place."""
    words = _(fault.message) % dict(fault.values)
    return f"{' → '.join(fault.place)}: {words}" if fault.place else words


def change(actor: Actor, name: str, value: Any, reason: str, *, shown: int) -> None:
    """Set `name` to `value`; None gives the default back.

    `shown` is the id of the newest change that the person saw. Raises Stale when there is another.
    """
    setting = BY_NAME.get(name)
    if setting is None or not may(actor, Action.CHANGE_SETTINGS):
        raise NotFound
    reason = _checked_reason(reason)
    if value is not None:
        value, faults = setting.read(value)
        if faults:
            raise BadValue(setting, faults)
    if value == setting.default:
        value = None
    begin_write()
    before = _newest(name)
    if before is not None and before.id != shown and _is_the_same(before, actor, value):
        return  # the same form, sent twice
    if (before.id if before else 0) != shown:
        raise Stale(
            _("Somebody changed this while you were here. Look at what it is now, then save again.")
        )
    old = before.value if before else None
    if old == value:
        raise Invalid("value", _("This is what it is already. Nothing was changed."))
    row = CommunitySetting(name=name, value=value, reason=reason, by_id=actor.id, at=clock.now())
    db.session.add(row)
    db.session.flush()
    words = {"name": name, "old": old, "new": value, "reason": reason}
    audit.record("setting", f"setting:{row.id}", words, actor_id=actor.id, about_id=None)


def _checked_reason(reason: str) -> str:
    plain = " ".join(reason.split())
    if not plain:
        raise Invalid("reason", _("Please write why, for those who look at this later."))
    if len(plain) > LONGEST_REASON:
        raise Invalid("reason", _("Please make the reason shorter than 500 letters."))
    return plain


def _newest(name: str) -> CommunitySetting | None:
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    return db.session.scalar(
        select(CommunitySetting)
        .where(CommunitySetting.name == name)
        .order_by(CommunitySetting.id.desc())
        .limit(1)
    )


def _is_the_same(row: CommunitySetting, actor: Actor, value: Any) -> bool:
    return row.by_id == actor.id and bool(row.value == value)
