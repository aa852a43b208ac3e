"""`make run`: everything from an empty folder to a served page, and down again on Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from urllib.error import URLError

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from forum.articles.importing import import_folder
from forum.ops import demo

_START_SECONDS = 60
_STOP_SECONDS = 15


def prepare() -> None:
    """Migrate, load the content, and on an instance without an operator the demo, once."""
    click.echo("Bringing the database up to date …")
    upgrade()
    demo_here = demo.is_loaded()
    if demo_here and not current_app.config["DEMO"]:
        raise click.ClickException(
            "This database holds the demo community, and you have settings of a real site. "
            "Take the demo out first:  .venv/bin/flask demo remove"
        )
    click.echo("Loading the articles …")
    report = import_folder(Path(str(current_app.config["CONTENT_DIR"])))
    for problem in report.refused:
        click.echo(f"  {problem}", err=True)
    if current_app.config["DEMO"] and not demo_here:
        click.echo("Making up a demo community …")
        demo.load()


def _commands(app: Flask) -> list[list[str]]:
    config = app.config
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", str(config["HOST"])]
    web += ["--port", str(config["PORT"]), "--workers", str(config["WEB_WORKERS"])]
    web += [
        "--blocking-threads",
        str(config["WEB_THREADS"]),
        "--log-level",
        "warning",
        "forum.wsgi:app",
    ]
    worker = [sys.executable, "-m", "flask", "--app", "forum", "worker"]
    return [web, worker]


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is in use. Choose another one:  make run PORT={port + 1}"
            ) from error


def _answers(host: str, port: int) -> bool:
    try:
        request = urllib.request.Request(
            f"http://{host}:{port}/healthz", headers={"Host": _host_header()}
        )
        with urllib.request.urlopen(request, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _host_header() -> str:
    return str(current_app.config["PUBLIC_URL"]).split("://", 1)[1]


def serve(app: Flask) -> int:
    """Start web and worker, say where they are, wait, and end both. Returns the exit status."""
    host, port = str(app.config["HOST"]), int(app.config["PORT"])
    _check_port(host, port)
    environ = {**os.environ, "PORT": str(port)}
    # Groups of their own, so that Ctrl-C reaches us alone and each is ended once, with its helpers.
    children = [
        subprocess.Popen(command, env=environ, process_group=0) for command in _commands(app)
    ]
    stopping = _Stopping()
    try:
        _wait_until_up(children, host, port, stopping)
        if not stopping.asked:
            _say_where()
        while not stopping.asked and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        status = _end(children)
    return 0 if stopping.asked else (status or 1)


class _Stopping:
    """Remembers that somebody pressed Ctrl-C or asked us to end."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def _wait_until_up(
    children: Sequence[subprocess.Popen[bytes]], host: str, port: int, stopping: _Stopping
) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and not stopping.asked:
        if any(child.poll() is not None for child in children):
            raise click.ClickException(
                "A part of the program ended while starting. Its words are above."
            )
        if _answers(host, port):
            return
        time.sleep(0.1)
    if not stopping.asked:
        raise click.ClickException(f"The program did not answer within {_START_SECONDS} seconds.")


def _end(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """End what was started: ask, wait, then insist. No helper of theirs is left behind."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _STOP_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    return next((child.returncode for child in children if child.returncode), 0)


def _say_where() -> None:
    click.echo(f"\n  Snowdrop is ready:  {current_app.config['PUBLIC_URL']}\n")
    people = demo.sign_ins()
    if people:
        click.echo("  This is a demo; its people are made up. Sign in as:")
        for person in people:
            click.echo(f"    {person['role']:<10} {person['email']:<20} {person['password']}")
        click.echo(f"\n  Its mail: {current_app.config['PUBLIC_URL']}/dev/mail")
        click.echo("  Take the demo out again:  .venv/bin/flask demo remove")
    click.echo("  Ctrl-C ends everything.\n")
    sys.stdout.flush()
