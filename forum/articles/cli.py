"""Commands about articles, for editors and operators."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from forum.articles.importing import import_folder
from forum.articles.rerender import render_again

articles_cli = AppGroup("articles", help="Import articles, render them again.")


@articles_cli.command("import")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def import_articles(folder: Path) -> None:
    """Import the topics, the glossary and the articles (*.md) of FOLDER.

    A file that is not right is refused with its line and the reason, and the others load; the
    exit status is then 1. Importing the same folder again changes nothing.
    """
    at_terminal = sys.stdout.isatty()

    def tell(file: str, outcome: str) -> None:
        if at_terminal:
            click.echo(f"{outcome:<10} {file}")

    report = import_folder(folder, tell)
    for refused in report.refused:
        click.echo(str(refused), err=True)
    click.echo(f"Articles: {report.summary()}.")
    if not report.ok:
        raise SystemExit(1)


@articles_cli.command("render")
def render_articles() -> None:
    """Render every article again from its text, after the program has learnt to do it better."""
    click.echo(f"Articles rendered again: {render_again()}.")
