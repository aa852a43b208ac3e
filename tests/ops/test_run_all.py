"""`make run` from an empty instance: it serves, says where, keeps data, ends what it started."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(instance: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """As the Makefile does, with nothing of the environment that a real site would set."""
    ours = {"PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL", "FLASK_DEBUG"}
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    environ |= {"INSTANCE_DIR": str(instance), "PORT": str(port)}
    with log.open("wb") as handle:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "forum", "run-all"],
            cwd=ROOT,
            env=environ,
            stdout=handle,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_for(process: subprocess.Popen[bytes], log: Path, words: str, seconds: float = 90) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = log.read_text(errors="replace")
        if words in text:
            return text
        if process.poll() is not None:
            pytest.fail(f"it ended: {text}")
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s: {log.read_text(errors='replace')}")


def fetch(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.status, answer.read().decode()


def running_in(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def test_from_nothing_to_a_served_page_and_down_again_twice(tmp_path):
    port, log = free_port(), tmp_path / "log"
    process = start(tmp_path / "instance", port, log)
    text = wait_for(process, log, "Ctrl-C ends everything")
    assert f"http://127.0.0.1:{port}" in text
    first = re.findall(r"(\S+@example\.org)\s+(\S+)", text)
    assert [email for email, _ in first] == [
        "cora@example.org",
        "ben@example.org",
        "mo@example.org",
        "edda@example.org",
    ]
    status, page = fetch(port, "/articles/ivig")
    assert status == 200
    assert "not yet reviewed by a clinician" in page.lower()
    assert fetch(port, "/dev/mail")[0] == 200
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    assert running_in(process.pid) == []

    again = start(tmp_path / "instance", port, log)
    text = wait_for(again, log, "Ctrl-C ends everything")
    assert re.findall(r"(\S+@example\.org)\s+(\S+)", text) == first
    again.terminate()
    assert again.wait(30) == 0
    assert running_in(again.pid) == []


def test_a_port_in_use_is_said_in_words(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        log = tmp_path / "log"
        process = start(tmp_path / "instance", port, log)
        assert process.wait(90) == 1
        assert f"Port {port} is in use" in log.read_text()
