"""`flask claims`: judge posts given as JSON lines, check a tuning, try one on the last posts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from forum.claims import screen_lines
from forum.community.handling import handling_of, read_file
from forum.community.queries import current
from forum.community.schema import BY_NAME
from forum.publishing.replay import USUAL, Replay, replay

claims_cli = AppGroup("claims", help="The claims engine.")
_LARGEST_FILE = 1_000_000
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@claims_cli.command("screen")
def screen() -> None:
    """Read JSON lines {"id","text","context"} on standard input, write one verdict a line.

    A line that cannot be read gives an error object with its number; the rest goes on and the
    exit status is 1.
    """
    broken = False
    for answer in screen_lines(sys.stdin):
        broken = broken or "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False))
    if broken:
        raise SystemExit(1)


def _read(file: Path) -> dict[str, Any]:
    """The values of settings in a file; says every fault and ends the command when there is one."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise click.ClickException(f"{file}: larger than {_LARGEST_FILE} bytes")
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise click.ClickException(f"{file}: not a JSON file ({error})") from None
    values, faults = read_file(value)
    if faults:
        raise click.ClickException("\n".join(f"{file}: {fault}" for fault in faults))
    return values


@claims_cli.command("check")
@_FILE
def check(file: Path) -> None:
    """Check a tuning file; docs/operator.md says what it can hold."""
    values = _read(file)
    changed = [name for name, value in values.items() if value != BY_NAME[name].default]
    click.echo(f"{file}: sound. It changes {', '.join(changed) or 'nothing'}.")


@claims_cli.command("replay")
@click.option("--last", type=click.IntRange(min=1), default=USUAL, show_default=True)
@click.option(
    "--tuning",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare the present settings with this file, put over the engine as delivered.",
)
@click.option("--full", is_flag=True, help="Also each post that changes, with its rules.")
def replay_last(last: int, file: Path | None, full: bool) -> None:
    """What the last posts would have met. Changes nothing.

    Without --tuning: what was said of each when it was written, against what is said now.
    """
    present = current().handling
    if file is None:
        found = replay(last, present, told=_progress(last))
    else:
        found = replay(last, handling_of(_read(file)), present, told=_progress(last))
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    _print(found, full)


def _progress(last: int) -> Callable[[int], None]:
    """A count that renews itself on a terminal, and silence elsewhere."""
    if not sys.stderr.isatty():
        return lambda done: None

    def told(done: int) -> None:
        if done % 10 == 0:
            click.echo(f"\r{done} of at most {last}", nl=False, err=True)

    return told


def _print(found: Replay, full: bool) -> None:
    click.echo(f"Posts looked at: {found.looked_at}. Changed: {len(found.changed)}.")
    for old, new, count in found.moves:
        click.echo(f"{old} -> {new}: {count}")
    for each in found.changed if full else ():
        rules = [f"+{rule}" for rule in each.gained] + [f"-{rule}" for rule in each.lost]
        click.echo(f"{each.url}\t{each.before} -> {each.after}\t{' '.join(rules)}")
