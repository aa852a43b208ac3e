"""The program as it runs for real: a web server, a worker, a database and a mail server."""

from __future__ import annotations

import itertools
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError

from flask_migrate import upgrade
from sqlalchemy import delete, update

from forum import clock, create_app
from forum.accounts import passwords
from forum.articles.importing import import_folder
from forum.digest.sending import close_now
from forum.extensions import db
from forum.models import (
    Article,
    Attempt,
    Case,
    Member,
    OutboxMessage,
    Post,
    PostState,
    Role,
    Thread,
)
from forum.web import viewer
from forum.web.transaction import unit_of_work
from tests import factories
from tests.browser.post_box import PostBox

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "three quiet herons at dusk"
_UP_SECONDS = 90
_DOWN_SECONDS = 10
_names = itertools.count(1)

T = TypeVar("T")


def _free_port() -> int:
    """Below those that the system lends to whoever calls out: nobody takes it before the server."""
    while True:
        port = secrets.choice(range(20_000, 32_000))
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


class LiveSite:
    """One running community. People and rows are made through an application on its database."""

    def __init__(self, folder: Path, database: str = "", queue: str = "") -> None:
        self.post = PostBox()
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self.settings = {
            "PUBLIC_URL": self.url,
            "PORT": str(self.port),
            "SECRET_KEY": "a key for the journeys only, and long",
            "INSTANCE_DIR": str(folder),
            "DATABASE_URL": database,
            "QUEUE_URL": queue,
            "MAIL_URL": self.post.url,
            "MAIL_FROM": "Snowdrop <snowdrop@example.org>",
            "CONTACT_EMAIL": "operator@example.org",
            "POSTS_PER_HOUR": "500",
        }
        self.app = create_app(self.settings)
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        with self.inside():
            upgrade()
            report = import_folder(ROOT / "content")
            assert report.ok, report.refused
        web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", "1", "--blocking-threads", "3", "--log-level", "warning"]
        self._children = [
            self._begin([*web, "forum.wsgi:app"]),
            self._begin(["flask", "--app", "forum", "worker"]),
        ]
        until = time.monotonic() + _UP_SECONDS
        while not self._answers():
            ended = [child.args for child in self._children if child.poll() is not None]
            assert not ended, f"{ended} ended:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() < until, f"no answer:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def _begin(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environ, stdout=log, stderr=log
            )

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, **self.settings}

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def end(self) -> None:
        for child in self._children:
            child.terminate()
        until = time.monotonic() + _DOWN_SECONDS
        for child in self._children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        with self.inside():
            db.engine.dispose()
        self.post.close()

    def flask(self, *words: str) -> str:
        """A command of the operator, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "forum", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fetch(self, url: str, data: bytes | None = None) -> tuple[int, str]:
        """What a machine does: no cookies, no browser. A mail scanner, a mail program."""
        request = urllib.request.Request(url, data=data)
        if data is not None:
            request.add_header("Content-Type", "application/x-www-form-urlencoded")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    # What a test lays out before the journey begins.

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.app.app_context():
            yield

    def fresh_start(self) -> None:
        """A new day: counted tries are forgotten, the desk is empty, and so are the talks."""
        with self.inside(), unit_of_work():
            # As if their writers had not proved their mail yet: nobody sees them, or counts them.
            answers = update(Post).where(Post.path != "")
            db.session.execute(answers.values(state=PostState.AWAITING_EMAIL))
            db.session.execute(update(Thread).values(version=Thread.version + 1, answers=0))
            db.session.execute(delete(Attempt))
            db.session.execute(
                update(Case).where(Case.closed_at.is_(None)).values(closed_at=clock.now())
            )

    def member(self, name: str, role: Role = Role.MEMBER, **values: Any) -> Member:
        """A member by a name that nobody else has, with a password."""
        with self.inside():
            values.setdefault("email", new_address("member"))
            values.setdefault("password_hash", passwords.hash_password(PASSWORD))
            return factories.make_member(f"{name} {next(_names)}", role, **values)

    def session_of(self, member: Member) -> str:
        """The cookie of somebody who has signed in before."""
        with self.app.test_request_context(), unit_of_work():
            return viewer.open_session(member.id)

    def count(self, model: type[Any], *where: Any) -> int:
        with self.inside():
            return int(db.session.query(model).filter(*where).count())

    def thread_of(self, slug: str) -> int:
        with self.inside():
            return int(
                db.session.query(Thread.id)
                .join(Article, Article.id == Thread.article_id)
                .filter(Article.slug == slug)
                .scalar()
            )

    def make(self, maker: Any, *args: Any, **values: Any) -> Any:
        """A row by one of the factories."""
        with self.inside():
            return maker(*args, **values)

    def let_mail_leave(self, address: str) -> None:
        """Ten minutes pass for mail that waits for a possible undo."""
        with self.inside():
            with unit_of_work():
                db.session.execute(
                    update(OutboxMessage)
                    .where(OutboxMessage.recipient == address)
                    .values(not_before=clock.now() - timedelta(minutes=1))
                )
            self.app.extensions["wake_mail"]()

    def send_digest(self, address: str) -> None:
        """What `flask digest send --now` does, left to the worker."""
        with self.inside():
            with unit_of_work():
                assert close_now(address)
            self.app.extensions["wake_mail"]()

    def complaints(self) -> list[str]:
        """What the program said of itself that it should not have to say."""
        text = self.log.read_text(errors="replace")
        return re.findall(r"^.*(?:ERROR|CRITICAL|Traceback).*$", text, re.M)


def new_name(name: str) -> str:
    """A name that nobody else has."""
    return f"{name} {next(_names)}"


def new_address(name: str) -> str:
    return f"{name.lower()}{next(_names)}@example.org"
