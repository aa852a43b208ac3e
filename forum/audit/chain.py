"""How a row of the trail is made: pseudonym, digest of the words, and the link to the row before."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from forum.extensions import AnyRow
from forum.models import AuditEntry, Decision, Outcome

# The chain of the row before the first.
BEGINNING = "0" * 64


def _keyed(*parts: str) -> str:
    key = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), b"audit trail", hashlib.sha256)
    # Lengths in front, so that no two lists of parts make the same message.
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key.digest(), message.encode(), hashlib.sha256).hexdigest()


def pseudonym(member_id: int | None) -> str:
    """Who did it, for the chained rows; empty for the program itself."""
    return "" if member_id is None else _keyed("member", str(member_id))[:32]


def digest_of(words: Any, salt: str) -> str:
    """What the chained row keeps of the words that stand beside it."""
    return _keyed("words", salt, json.dumps(words, sort_keys=True, ensure_ascii=False))


def link_of(entry: AuditEntry | AnyRow, before: str) -> str:
    """The chain value of a row that follows the chain value `before`."""
    return _keyed(
        "entry",
        str(entry.number),
        _moment(entry.at),
        entry.kind,
        entry.actor,
        entry.subject,
        entry.digest,
        before,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def is_kept(decision: Decision) -> bool:
    """Does the trail keep this decision? An ordinary post that is simply shown is no moderation."""
    return decision.outcome is not Outcome.ACCEPT or decision.case_id is not None


def decision_words(decision: Decision) -> dict[str, Any]:
    """What the trail keeps of a decision, so that a changed decision row shows too."""
    return {
        "outcome": str(decision.outcome),
        "reason": decision.reason,
        "message": decision.message or "",
        "cause": decision.cause or "",
        "old": decision.old_state,
        "new": decision.new_state,
        "post": decision.post_id,
        "case": decision.case_id,
        "version": decision.post_version,
        "undoes": decision.undoes_id,
        "proposed_by": decision.proposed_by_id,
        "alone": bool(decision.acted_alone),
        "at": _moment(decision.at),
    }
