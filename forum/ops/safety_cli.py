"""`flask safety`: see how soon a person looks when somebody may be in danger."""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import click
from flask.cli import AppGroup

from forum import clock
from forum.errors import Refusal
from forum.extensions import db
from forum.moderation import drills
from forum.moderation.spans import in_words
from forum.publishing.drill import file_drill
from forum.web.transaction import unit_of_work

safety_cli = AppGroup("safety", help="Drills: how soon does a person look?")

# Seconds between two looks into the database.
_PAUSE = 1.0


@safety_cli.command("drill")
@click.option(
    "--wait",
    "minutes",
    type=click.IntRange(0, 24 * 60),
    help="Minutes to wait for somebody to look and decide. Ctrl-C stops waiting.",
)
def drill(minutes: int | None) -> None:
    """File a marked practice case and call those on duty. Readers never see it."""
    try:
        with unit_of_work(begin=False):
            filed = file_drill()
    except Refusal as error:
        raise click.ClickException(error.message) from error
    people = "1 person" if filed.called == 1 else f"{filed.called} people"
    click.echo(f"Practice case {filed.case_id} is filed. {people} called by mail.")
    if minutes is None:
        click.echo("See how soon somebody looks with: flask safety status")
        return
    try:
        found = _wait(filed.case_id, timedelta(minutes=minutes))
    except KeyboardInterrupt:
        _clear_line()
        click.echo("Stopped waiting. The case stays open; flask safety status tells the times.")
        raise SystemExit(130) from None
    click.echo(_in_words(found))
    if found.looked_after is None:
        raise SystemExit(1)


def _wait(case_id: int, longest: timedelta) -> drills.Drill:
    """Look into the database until the case is decided or the time is over."""
    began = clock.now()
    looked = False
    while True:
        found = drills.one(case_id)
        # The next look must see what others have committed since.
        db.session.rollback()
        waited = clock.now() - began
        if found.looked_after is not None and not looked:
            looked = True
            _clear_line()
            click.echo(f"{found.looked_by} looked after {in_words(found.looked_after)}.")
        if found.decided_after is not None or waited >= longest:
            _clear_line()
            return found
        if sys.stderr.isatty():
            what = "a decision" if looked else "somebody to look"
            click.echo(f"\rWaiting for {what}: {in_words(waited)} …   ", nl=False, err=True)
        time.sleep(_PAUSE)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r" + " " * 60 + "\r", nl=False, err=True)


def _in_words(drill: drills.Drill) -> str:
    begin = f"Case {drill.case_id}, {drill.filed_at:%Y-%m-%d %H:%M} UTC: "
    if drill.looked_after is None:
        looked = "nobody has looked yet"
    else:
        looked = f"looked at after {in_words(drill.looked_after)} by {drill.looked_by}"
    if drill.decided_after is None:
        return f"{begin}{looked}, not decided yet."
    return f"{begin}{looked}, decided after {in_words(drill.decided_after)}."


@safety_cli.command("status")
def status() -> None:
    """The last drills: when each was looked at and decided."""
    found = drills.recent()
    if not found:
        click.echo("No drill yet. File one with: flask safety drill")
    for each in found:
        click.echo(_in_words(each))
