"""The demo community: made-up people, labelled as such, removed by one command.

Their passwords are random for each instance and kept in the instance folder, for its owner only.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from forum import clock
from forum.accounts import passwords, services
from forum.activity.services import toggle_support
from forum.errors import Refusal
from forum.extensions import db
from forum.models import (
    Article,
    Audience,
    Member,
    Post,
    PostKind,
    Role,
    SupportKind,
    Thread,
    WhoHere,
)
from forum.ops.demo_content import COMMENTS, STARTS, Comment, Start
from forum.publishing import road
from forum.web.transaction import unit_of_work


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person."""

    handle: str
    email: str
    role: Role
    who_here: WhoHere


PEOPLE = (
    Person("Cora (demo)", "cora@example.org", Role.MEMBER, WhoHere.LIVES_WITH),
    Person("Ben (demo)", "ben@example.org", Role.MEMBER, WhoHere.CARER),
    Person("Mo (demo)", "mo@example.org", Role.MODERATOR, WhoHere.OTHER),
    Person("Edda (demo)", "edda@example.org", Role.EDITOR, WhoHere.OTHER),
)


class DemoRefused(Refusal):
    """The demo keeps away from a real site."""


def _sign_ins_file() -> Path:
    return Path(current_app.instance_path) / "demo_sign_ins.json"


def sign_ins() -> list[dict[str, str]]:
    """E-mail and password of each demo person, for its owner's terminal; empty without a demo."""
    path = _sign_ins_file()
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def is_loaded() -> bool:
    return db.session.scalar(select(Member.id).where(Member.demo.is_(True)).limit(1)) is not None


def load() -> bool:
    """Make the demo community, once. Refuses on a site with an operator's settings."""
    if not current_app.config["DEMO"]:
        raise DemoRefused("The demo is only for an instance without an operator's settings.")
    if is_loaded():
        return False
    _make_people()
    members = {
        each.handle: each for each in db.session.scalars(select(Member).where(Member.demo)).all()
    }
    posts: dict[str, int] = {}
    for start in STARTS:
        posts[start.name] = _begin(members[start.author], start)
    for comment in COMMENTS:
        _comment(members[comment.author], comment, posts)
    _support(members, posts)
    with unit_of_work():
        for post in db.session.scalars(select(Post)):
            post.demo = True
    return True


def _make_people() -> None:
    made = []
    with unit_of_work():
        for person in PEOPLE:
            member = services.add_member(
                person.handle,
                person.email,
                role=person.role,
                who_here=person.who_here,
                who_shown=person.role is Role.MEMBER,
                demo=True,
            )
            password = "-".join(secrets.token_hex(3) for _ in range(3))
            member.password_hash = passwords.hash_password(password)
            made.append(
                {
                    "role": person.role.value,
                    "name": person.handle,
                    "email": person.email,
                    "password": password,
                }
            )
    descriptor = os.open(_sign_ins_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(made, handle)


def _begin(author: Member, start: Start) -> int:
    writing = road.Writing(
        words=start.words,
        key=f"demo-{start.name}",
        title=start.title,
        kind=PostKind(start.kind),
        audience=Audience(start.audience),
    )
    with clock.travel(-timedelta(hours=start.hours_ago)), unit_of_work(begin=False):
        return road.begin_thread(road.Writer(author.id), writing).post_id


def _thread_of(comment: Comment, posts: dict[str, int]) -> tuple[int | None, int | None]:
    """The thread a comment belongs to, and the post it answers."""
    if comment.answers is not None:
        parent = db.session.get_one(Post, posts[comment.answers])
        return parent.thread_id, parent.id
    found = db.session.scalar(
        select(Thread.id)
        .join(Article, Article.id == Thread.article_id)
        .where(Article.slug == comment.article)
    )
    return found, None


def _comment(author: Member, comment: Comment, posts: dict[str, int]) -> None:
    thread_id, parent_id = _thread_of(comment, posts)
    if thread_id is None:
        return
    writing = road.Writing(
        words=comment.words,
        key=f"demo-{comment.name}",
        audience=Audience(comment.audience),
        as_member=comment.as_member,
    )
    with clock.travel(-timedelta(hours=comment.hours_ago)), unit_of_work(begin=False):
        sent = road.answer(road.Writer(author.id), writing, thread_id, parent_id)
        posts[comment.name] = sent.post_id


def _support(members: dict[str, Member], posts: dict[str, int]) -> None:
    for handle, name, kind in _supports():
        if name in posts:
            with unit_of_work():
                toggle_support(members[handle], posts[name], kind)


def _supports() -> Iterator[tuple[str, str, SupportKind]]:
    yield "Ben (demo)", "first-infusion", SupportKind.HELPED
    yield "Mo (demo)", "first-infusion", SupportKind.ME_TOO
    yield "Cora (demo)", "night-shift", SupportKind.THINKING
