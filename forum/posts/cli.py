"""Commands about posts, for the operator."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.posts.rendering import render_anew

posts_cli = AppGroup("posts", help="What members wrote.")


@posts_cli.command("render")
def render() -> None:
    """Render all posts anew, after the rules of rendering have changed."""
    seen = changed = 0
    for done in render_anew():
        seen, changed = done
        if sys.stderr.isatty():
            click.echo(f"\r{seen} posts …", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    click.echo(f"{changed} of {seen} posts were rendered anew.")
