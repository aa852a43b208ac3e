"""Health for machines, and the demo's mailbox for people trying things out."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from forum import clock
from forum.errors import NotFound
from forum.extensions import db
from forum.models import Audience, OperatorNote
from forum.ops import components
from forum.posts.words import post_words
from forum.web.assets import ICONS
from forum.web.gate import public

ops = Blueprint("ops", __name__)

_MOST_SHOWN = 200


@ops.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """200 when pages can be served; says in words when the operator must do something."""
    try:
        db.session.execute(text("SELECT 1"))
        note = db.session.scalar(
            select(OperatorNote.kind).where(OperatorNote.done_at.is_(None)).limit(1)
        )
    except SQLAlchemyError:
        return jsonify(database="does not answer"), 503
    return jsonify(database="ok", operator=note or "nothing to do")


def _folder() -> Path:
    """The mailbox folder. There is none unless this is the demo."""
    url = str(current_app.config["MAIL_URL"])
    if not current_app.config["DEMO_MAILBOX"] or not url.startswith("mailbox://"):
        raise NotFound
    return Path(url.removeprefix("mailbox://"))


def _read(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@ops.get("/dev/mail")
@public
def mailbox() -> ResponseReturnValue:
    paths = sorted(_folder().glob("*.eml"), reverse=True)[:_MOST_SHOWN]
    return render_template("ops/mailbox.html", mails=[(path.stem, _read(path)) for path in paths])


@ops.get("/dev/mail/<int:number>")
@public
def one_mail(number: int) -> ResponseReturnValue:
    path = _folder() / f"{number:06d}.eml"
    if not path.is_file():
        raise NotFound
    mail = _read(path)
    plain = mail.get_body(("plain",))
    lines = str(plain.get_content()).splitlines() if plain is not None else []
    return render_template("ops/mail.html", mail=mail, lines=lines)


@ops.get("/dev/components")
@public
def show_components() -> ResponseReturnValue:
    """Every macro on one page, for those who build pages."""
    if not current_app.config["DEMO"]:
        raise NotFound
    return render_template(
        "ops/components.html",
        form=components.sample_form(),
        posts=components.sample_posts(),
        post=components.sample_post(),
        words=post_words(),
        desk_form=components.SampleDeskForm(formdata=None),
        lengths={Audience.MEMBERS: "This", Audience.EVERYONE: "That"},
        byline=components.sample_byline,
        icons=ICONS,
        now=clock.now(),
    )
