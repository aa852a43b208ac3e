"""Commands about mail, for the operator."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.mail import queries, services
from forum.mail.delivery import deliver_pending
from forum.web.transaction import unit_of_work

mail_cli = AppGroup("mail", help="Send what waits, look at it, go on after a stop.")


def show_progress(sent: int) -> None:
    """A count that grows in place; nothing where no person looks."""
    if sys.stderr.isatty():
        click.echo(f"\rSent {sent} …", nl=False, err=True)


@mail_cli.command("send")
@click.option("--most", type=click.IntRange(min=1), help="How many at most (MAIL_BATCH).")
def send(most: int | None) -> None:
    """Send what is due, once. The worker does this every minute by itself."""
    sent = deliver_pending(most, show_progress)
    click.echo(f"\r{sent} sent." if sys.stderr.isatty() else f"{sent} sent.")
    _warn()


@mail_cli.command("status")
def status() -> None:
    """How many mails wait, left or failed, how long the oldest waits, what needs you."""
    for state, count in queries.counts().items():
        click.echo(f"{state.value:<10}{count:>8}")
    oldest = queries.oldest_waiting()
    if oldest is None:
        click.echo("Nothing waits.")
    else:
        click.echo(f"The oldest has waited since {oldest.created_at:%Y-%m-%d %H:%M} UTC.")
        if oldest.answer:
            click.echo(f"  The server's last answer to it: {oldest.answer}")
    click.echo(f"{queries.stopped_addresses()} addresses get no more digests after refusals.")
    _warn()


@mail_cli.command("resume")
def resume() -> None:
    """Say that you have mended it: close the notes about mail, and send put-back mail now."""
    with unit_of_work():
        count = services.resume()
    click.echo(f"{count} mails that were put back are due now.")


def _warn() -> None:
    for note in queries.open_notes():
        click.echo(f"Needs you, since {note.at:%Y-%m-%d %H:%M} UTC: {note.words}", err=True)
        click.echo("  When it is mended, type: flask mail resume", err=True)
