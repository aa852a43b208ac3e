"""`make bench`: what the main pages cost on both engines and on a slow phone, and the claims engine."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask_migrate import upgrade

from bench import claims, slow_phone
from bench.fill import Filled, fill
from bench.measure import Server, free_port
from forum import create_app
from forum.extensions import db
from forum.posts import queries

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
SECONDS = float(os.environ.get("BENCH_SECONDS", "1"))


@contextmanager
def database(engine: str, name: str, folder: str) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/{name}.db"
        return
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(folder: str, url: str, port: int) -> dict[str, str]:
    return {
        "INSTANCE_DIR": folder,
        "DATABASE_URL": url,
        "SECRET_KEY": "a key for measuring only",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def prepare(environ: dict[str, str], scale: int) -> tuple[Filled, str]:
    """Fill the database; returns what is in it and the keyset of the longest talk's last page."""
    app = create_app(environ)
    with app.app_context():
        upgrade()
        filled = fill(scale)
        if environ["DATABASE_URL"].startswith("postgresql"):
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")
        last = queries.last_page(filled.threads["10000"]) or ""
        db.session.remove()
        db.engine.dispose()
    return filled, last


def say(text: str) -> None:
    print(text, flush=True)


def measure(engine: str, scale: int, folder: str) -> dict[str, tuple[float, float]]:
    port = free_port()
    with database(engine, f"snowdrop_bench_{engine}_{scale}", folder) as url:
        environ = environment(folder, url, port)
        filled, last = prepare(environ, scale)
        member = {"Cookie": f"session={filled.token}"}
        pages = {
            "article, guest": (f"/articles/{filled.slug}", {}),
            "thread of 20, member": (f"/threads/{filled.threads['20']}", member),
            "thread of 20, member, made anew": (f"/threads/{filled.threads['20']}?cold=1", member),
            "print of 200, member": (f"/threads/{filled.threads['200']}/print", member),
            "print of 200, member, made anew": (
                f"/threads/{filled.threads['200']}/print?cold=1",
                member,
            ),
            "first page of 10,000, made anew": (
                f"/threads/{filled.threads['10000']}?cold=1",
                member,
            ),
            "last page of 10,000, made anew": (
                f"/threads/{filled.threads['10000']}?cold=1&after={last}",
                member,
            ),
            "activities, member": ("/activities", member),
        }
        server = Server(environ, port)
        try:
            return server.compare(pages, SECONDS)
        finally:
            server.end()


LIMITS = {
    "article, guest": 3,
    "thread of 20, member": 12,
    "print of 200, member": 25,
}


def report(engine: str, costs: dict[str, tuple[float, float]]) -> None:
    say(f"\n{engine}: CPU milliseconds per request, application and database, one worker;")
    say("beside it the multiple of a bare Flask view on the same server")
    for name, (cost, multiple) in costs.items():
        limit = f"   (at most {LIMITS[name]}×)" if name in LIMITS else ""
        say(f"  {name:<36}{cost:7.2f} ms {multiple:7.1f}×{limit}")
    last, first = costs["last page of 10,000, made anew"], costs["first page of 10,000, made anew"]
    say(f"  last page of 10,000 to its first: {last[1] / first[1]:.2f}   (at most 1.2)")


def engines() -> list[str]:
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        say("PostgreSQL does not answer; only SQLite is measured.")
        return ["sqlite"]
    return ["sqlite", "postgresql"]


def main() -> int:
    for engine in os.environ.get("BENCH_ENGINES", " ".join(engines())).split():
        with tempfile.TemporaryDirectory() as folder:
            once = measure(engine, 1, folder)
            report(engine, once)
        with tempfile.TemporaryDirectory() as folder:
            tenfold = measure(engine, 10, folder)
        for name in ("article, guest", "thread of 20, member, made anew", "activities, member"):
            ratio = tenfold[name][1] / once[name][1]
            say(f"  ten times the content, {name}: {ratio:.2f}   (at most 1.2)")
    say("\n" + claims.quality())
    say("\n" + claims.speed())
    return slow_phone.main()


if __name__ == "__main__":
    sys.exit(main())
