"""`flask claims screen`: judge posts given as JSON lines."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup

from forum.claims import screen_lines

claims_cli = AppGroup("claims", help="The claims engine.")


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
