"""The two units of work.

A request's changes are committed once, at its edge, when the answer is not an error; a command
or task says `unit_of_work()`. What must survive a refusal (a counted guess, a security event, a
claimed mail) goes through `ledger()`, in a short transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response
from sqlalchemy.orm import Session

from forum.extensions import db

_IMMEDIATE = {"sqlite_begin": "IMMEDIATE"}


def begin_write() -> None:
    """Open the writing transaction. Services call this first; slow work comes before it.

    On SQLite a transaction that has read cannot always be turned into one that writes, so what
    was read is let go and the lock is taken at once.
    """
    session = db.session()
    if session.info.get("writing"):
        return
    if session.in_transaction():
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed before begin_write()")
        session.rollback()
    session.connection(execution_options=_IMMEDIATE)
    session.info["writing"] = True


def after_commit(effect: Callable[[], None]) -> None:
    """Do `effect` once the present transaction has been committed; never if it is not."""
    db.session().info.setdefault("after_commit", []).append(effect)


def _finish(commit: bool) -> None:
    session = db.session()
    effects = session.info.pop("after_commit", [])
    session.info.pop("writing", None)
    if not commit:
        session.rollback()
        return
    session.commit()
    for effect in effects:
        effect()


def commit_at_the_edge(app: Flask) -> None:
    """Commit after each successful answer, roll back after any other."""

    @app.after_request
    def finish(response: Response) -> Response:
        if db.session.registry.has():
            _finish(commit=response.status_code < 400)
        return response


@contextmanager
def unit_of_work(*, begin: bool = True) -> Iterator[None]:
    """One transaction of a command or a task.

    `begin=False` leaves the beginning to the service inside, which may write to the ledger first,
    as in a request.
    """
    if begin:
        begin_write()
    try:
        yield
    except BaseException:
        _finish(commit=False)
        raise
    _finish(commit=True)


@contextmanager
def ledger() -> Iterator[Session]:
    """A short transaction of its own, kept whatever becomes of the request.

    Must not be opened while `begin_write` is in force: on SQLite the two would wait for each other.
    """
    if db.session.registry.has() and db.session().info.get("writing"):
        raise RuntimeError("ledger() inside a writing transaction would wait for itself")
    with Session(db.engine, expire_on_commit=False) as session:
        session.connection(execution_options=_IMMEDIATE)
        yield session
        session.commit()
