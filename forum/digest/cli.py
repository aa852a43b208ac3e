"""Commands about the digest, for the operator."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.addresses import read_address
from forum.digest import services
from forum.digest.composing import draft
from forum.digest.sending import close_now, compose_due
from forum.errors import Invalid
from forum.extensions import db
from forum.mail.cli import show_progress
from forum.mail.compose import tidy
from forum.mail.delivery import deliver_pending
from forum.web.transaction import unit_of_work

digest_cli = AppGroup("digest", help="Look at the digest, send it.")


@digest_cli.command("preview")
@click.argument("email")
def preview(email: str) -> None:
    """Print what EMAIL would be sent now. Changes nothing."""
    found = services.of_address(_address(email))
    if found is None:
        raise click.ClickException(f"{email} has no subscription.")
    made = draft(db.session(), found)
    if made is None:
        click.echo("There is nothing new for this address, so nothing would be sent.")
        return
    click.echo(f"Subject: {made.subject}\n\n{tidy(made.body)}", nl=False)


@digest_cli.command("send")
@click.option("--now", "email", help="End the present window of this one address early.")
def send(email: str | None) -> None:
    """Make the editions that are due and send what waits. The worker does this by itself."""
    if email is not None:
        with unit_of_work():
            if not close_now(_address(email)):
                raise click.ClickException(f"{email} has no active subscription.")
    made = compose_due()
    sent = 0

    def each(done: int) -> None:
        show_progress(sent + done)

    while count := deliver_pending(each=each):
        sent += count
    click.echo(f"{made + (email is not None)} editions made, {sent} mails sent.")


def _address(text: str) -> str:
    try:
        return read_address(text)
    except Invalid as error:
        raise click.ClickException(error.message) from error
