"""The one function that says how an author is shown.

Somebody who writes "as a member" is shown without handle and without a link, to everybody and
everywhere: pages, mail, feeds, exports. Only the desk asks for `to_staff`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from forum.models import Member, MemberState, Post, Role, WhoHere

# What `byline` reads, for queries that join Post and Member.
AUTHOR_COLUMNS = (
    Post.author_id,
    Post.guest_name,
    Post.as_member,
    Member.handle,
    Member.role,
    Member.who_here,
    Member.who_shown,
    Member.clinician_verified,
    Member.state.label("author_state"),
)


@dataclass(frozen=True, slots=True)
class Byline:
    """How an author is shown: a name, where it leads, and a label in words."""

    name: str
    url: str | None = None
    label: str = ""


def byline(row: Any, *, to_staff: bool = False) -> Byline:
    """`row` has author_id, guest_name, as_member and the member's handle, role, who_* columns."""
    if row.author_id is None:
        return Byline(row.guest_name, None, _("guest"))
    if row.author_state == MemberState.ERASED:
        return Byline(_("Somebody who has left"))
    if row.as_member and not to_staff:
        return Byline(_("A member"))
    return Byline(row.handle, f"/members/{row.author_id}", _label(row))


def _label(row: Any) -> str:
    if row.role in {Role.MODERATOR, Role.ADMIN}:
        return _("moderator")
    if row.role == Role.EDITOR:
        return _("editor")
    if not row.who_shown:
        return ""
    if row.who_here == WhoHere.CLINICIAN:
        return _("clinician") if row.clinician_verified else ""
    words = {
        WhoHere.LIVES_WITH: _("lives with MG"),
        WhoHere.SEEKING: _("looking for a diagnosis"),
        WhoHere.CARER: _("carer or family"),
    }
    return words.get(row.who_here, "")
