"""Commands that run the house."""

from __future__ import annotations

import signal
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from forum.ops import demo, demo_removal, serve
from forum.ops.audit_cli import audit_cli
from forum.ops.retention import tidy
from forum.ops.safety_cli import safety_cli
from forum.web.transaction import unit_of_work

demo_cli = AppGroup("demo", help="The made-up community for trying things out.")


@demo_cli.command("load")
def demo_load() -> None:
    """Make the demo community. Refused on a site with an operator's settings."""
    try:
        made = demo.load()
    except demo.DemoRefused as error:
        raise click.ClickException(error.message) from error
    click.echo("The demo community is here." if made else "The demo community was here already.")


@demo_cli.command("remove")
def demo_remove() -> None:
    """Take the demo's people and posts out again."""
    with unit_of_work():
        gone = demo_removal.remove()
    click.echo(f"The demo is gone, with {gone} posts.")


@click.command("run-all")
def run_all() -> None:
    """Migrate, load content, serve web and worker until Ctrl-C."""
    serve.prepare()
    raise SystemExit(serve.serve(current_app._get_current_object()))  # type: ignore[attr-defined]


@click.command("worker")
@click.option("--workers", default=1, show_default=True, help="Threads that work.")
@click.option("--no-periodic", is_flag=True, help="Set on all workers but one.")
def worker(workers: int, no_periodic: bool) -> None:
    """Send mail and do what else waits in the queue, until stopped."""
    options: dict[str, Any] = {"workers": workers, "periodic": not no_periodic}
    consumer = current_app.extensions["queue"].create_consumer(
        **options, initial_delay=0.1, max_delay=1.0, check_worker_health=True
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    consumer.run()


@click.command("tidy")
def tidy_now() -> None:
    """Delete what has been kept long enough, as the worker does every night."""
    for kind, count in tidy().items():
        if count:
            click.echo(f"{kind}: {count}")


def register_commands(app: Flask) -> None:
    for command in (audit_cli, demo_cli, safety_cli, run_all, worker, tidy_now):
        app.cli.add_command(command)
