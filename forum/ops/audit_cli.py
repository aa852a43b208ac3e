"""`flask audit`: is the trail of all acts of moderation whole?"""

from __future__ import annotations

import re
import sys

import click
from flask.cli import AppGroup

from forum import audit

audit_cli = AppGroup("audit", help="The trail of every act of moderation.")

_HEAD = re.compile(r"[1-9][0-9]{0,17}:[0-9a-f]{64}")


def _read_head(_context: click.Context, _option: click.Parameter, head: str) -> str:
    head = head.strip().lower()
    if head and not _HEAD.fullmatch(head):
        raise click.BadParameter("Give it as it was printed: NUMBER:CHAIN, with 64 signs behind :")
    return head


@audit_cli.command("verify")
@click.option(
    "--head",
    metavar="NUMBER:CHAIN",
    default="",
    callback=_read_head,
    help="The head noted down earlier; without it, rows cut from the end cannot be found.",
)
def verify(head: str) -> None:
    """Walk the trail and say what was changed or is missing. Ends with 1 if anything is wrong."""
    report = audit.verify(head, _tell_progress)
    _clear_line()
    rows = "1 row" if report.entries == 1 else f"{report.entries:,} rows"
    click.echo(f"{rows}, {report.erased:,} with words erased.")
    if report.head:
        click.echo(f"Head: {report.head}")
        click.echo("Note the head down away from this machine, and give it next time with --head.")
    for problem in report.problems:
        click.echo(f"Problem: {problem}.")
    if report.unlisted:
        click.echo(f"And {report.unlisted:,} more.")
    if report.problems:
        raise SystemExit(1)
    click.echo("No problem found.")


def _tell_progress(rows: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{rows:,} rows …", nl=False, err=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
