"""Who may do what, on one page. Views, services and templates ask the same `may`."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from forum.models import Member, Post, PostState, Role


class Actor(Protocol):
    """Anybody who acts: a signed-in viewer, a member's row, or a guest with neither id nor role."""

    @property
    def id(self) -> int | None: ...

    @property
    def role(self) -> Role | None: ...


class Action(StrEnum):
    OPEN_DESK = "open_desk"
    RULE = "rule"
    EDIT_POST = "edit_post"
    WITHDRAW_POST = "withdraw_post"
    SUPPORT_POST = "support_post"
    REPORT_POST = "report_post"
    OPEN_EDITORIAL = "open_editorial"
    CHANGE_SETTINGS = "change_settings"
    ANSWER_REFERRAL = "answer_referral"
    RESTRICT_MEMBER = "restrict_member"
    CLOSE_TALK = "close_talk"


_MODERATORS = frozenset({Role.MODERATOR, Role.ADMIN})
_EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
_REVIEWERS = frozenset({Role.REVIEWER, Role.ADMIN})
# Roles stand in order of what they may do.
_RANK = {role: place for place, role in enumerate(Role)}
_AUTHORS_OWN = frozenset({PostState.PUBLISHED, PostState.HELD, PostState.RETURNED})


def _is_moderator(actor: Actor, _thing: Any) -> bool:
    return actor.role in _MODERATORS


def _is_admin(actor: Actor, _thing: Any) -> bool:
    return actor.role is Role.ADMIN


def _is_editor(actor: Actor, _thing: Any) -> bool:
    return actor.role in _EDITORS


def _is_reviewer(actor: Actor, _thing: Any) -> bool:
    return actor.role in _REVIEWERS


def _outranks(actor: Actor, member: Member) -> bool:
    """Nobody pauses or bans themself, their equals, or those above them."""
    if actor.role is None or actor.role not in _MODERATORS or actor.id == member.id:
        return False
    return _RANK[member.role] < _RANK[actor.role]


def _rules_on_others(actor: Actor, post: Post) -> bool:
    """Nobody rules on their own post."""
    return actor.role in _MODERATORS and post.author_id != actor.id


def _is_own_living(actor: Actor, post: Post) -> bool:
    return actor.id is not None and post.author_id == actor.id and post.state in _AUTHORS_OWN


def _is_others_published(actor: Actor, post: Post) -> bool:
    return actor.id is not None and post.author_id != actor.id and post.state == PostState.PUBLISHED


RULES: dict[Action, Callable[[Actor, Any], bool]] = {
    Action.OPEN_DESK: _is_moderator,
    Action.RULE: _rules_on_others,
    Action.EDIT_POST: _is_own_living,
    Action.WITHDRAW_POST: _is_own_living,
    Action.SUPPORT_POST: _is_others_published,
    Action.REPORT_POST: _is_others_published,
    Action.OPEN_EDITORIAL: _is_editor,
    Action.CHANGE_SETTINGS: _is_admin,
    Action.ANSWER_REFERRAL: _is_reviewer,
    Action.RESTRICT_MEMBER: _outranks,
    Action.CLOSE_TALK: _is_moderator,
}


def may(actor: Actor, action: Action | str, thing: Any = None) -> bool:
    """May `actor` do `action` (to `thing`)?"""
    return RULES[Action(action)](actor, thing)
