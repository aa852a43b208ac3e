"""The demo community on loopback from a fresh temporary instance, for measuring and for pictures."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[1]
# What an operator may have set; a demo keeps away from it.
_THEIRS = ("PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL", "MAIL_FROM")
_UP_SECONDS = 120
_DOWN_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DemoSite:
    url: str
    people: list[dict[str, str]]

    def person(self, role: str) -> dict[str, str]:
        """The first of the made-up people with a role: e-mail and password."""
        return next(each for each in self.people if each["role"] == role)


@contextmanager
def demo_site() -> Iterator[DemoSite]:
    """As `make run` starts it. What was started is ended by its own id, and the instance goes."""
    with tempfile.TemporaryDirectory(prefix="snowdrop-demo-") as folder:
        port = _free_port()
        environ = {name: value for name, value in os.environ.items() if name not in _THEIRS}
        environ |= {"INSTANCE_DIR": folder, "PORT": str(port)}
        log = Path(folder) / "run.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "forum", "run-all"],
                cwd=ROOT,
                env=environ,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(process, url, log)
            people = json.loads((Path(folder) / "demo_sign_ins.json").read_text(encoding="utf-8"))
            yield DemoSite(url, people)
        finally:
            process.terminate()
            try:
                process.wait(_DOWN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _UP_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the demo did not start:\n{log.read_text(errors='replace')[-3000:]}")
