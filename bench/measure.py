"""CPU time of a server and its database per request, from the kernel's own counters."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psycopg

_TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def _backends(url: str) -> list[int]:
    """The processes of the database server that work for this database alone."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    return [row[0] for row in rows]


class Server:
    """One worker of the web server, as `make run` starts it, on a free loopback port."""

    def __init__(self, environ: dict[str, str], port: int) -> None:
        self.port = port
        self.database = environ["DATABASE_URL"]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", "1", "--blocking-threads", "1"]
        command += ["--log-level", "warning", "bench.app:app"]
        self.process = subprocess.Popen(command, env={**os.environ, **environ})
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    break
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended while starting") from None
                time.sleep(0.1)
        self.get("/bare/", {})

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str, headers: dict[str, str]) -> bytes:
        connection = self._connect()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        connection.close()
        return body

    def _pids(self) -> list[int]:
        own = [self.process.pid, *_children(self.process.pid)]
        return own + (_backends(self.database) if self.database.startswith("postgresql") else [])

    @staticmethod
    def _cpu_of(pids: list[int]) -> float:
        total = 0.0
        for pid in pids:
            try:
                total += _cpu(pid)
            except (FileNotFoundError, ProcessLookupError):
                continue
        return total

    def compare(
        self, pages: dict[str, tuple[str, dict[str, str]]], seconds: float, rounds: int = 5
    ) -> dict[str, tuple[float, float]]:
        """Per page: CPU milliseconds, and the multiple of the bare view measured just before.

        The machine's own speed drifts within seconds, so that each page has its own bare
        measurement beside it; the median of `rounds` counts.
        """
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
        for path, headers in pages.values():
            for _ in range(20):
                self.get(path, headers)
        for _ in range(rounds):
            for name, (path, headers) in pages.items():
                bare = self.cost("/bare/", {}, seconds / 2)
                cost = self.cost(path, headers, seconds)
                found[name].append((cost, cost / bare))
        return {
            name: (statistics.median(c for c, _ in values), statistics.median(r for _, r in values))
            for name, values in found.items()
        }

    def cost(self, path: str, headers: dict[str, str], seconds: float) -> float:
        """CPU milliseconds per request of `path`, application and database together."""
        connection = self._connect()
        count = 0
        pids = self._pids()
        began, before = time.monotonic(), self._cpu_of(pids)
        while time.monotonic() - began < seconds:
            connection.request("GET", path, headers=headers)
            connection.getresponse().read()
            count += 1
        spent = self._cpu_of(pids) - before
        connection.close()
        return spent / count * 1000
