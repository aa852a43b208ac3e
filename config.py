"""Every setting of Snowdrop: its name, its default and its meaning, read from the environment once.

An operator writes them in `snowdrop.env` beside this file or in the process environment. While
none of OPERATOR_SETTINGS is set in either, the program runs as a demo: on loopback only, with a
made-up community and a local mailbox instead of a mail server.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENV_FILE = ROOT / "snowdrop.env"
# Characters of a SECRET_KEY that an operator writes by hand.
SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how it is written, what it means, and what it is when nobody sets it."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], object] = str


def _yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError("neither yes nor no")
    return word in _YES


_YES, _NO = {"1", "yes", "true", "on"}, {"0", "no", "false", "off"}


def _words(text: str) -> list[str]:
    if not text.split():
        raise ValueError("no words")
    return text.split()


def _number(least: int, most: int = 1_000_000) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(f"not between {least} and {most}")
        return number

    return read


def _line(text: str) -> str:
    """One line: a line break in a name or address would end up in the head of a mail."""
    if any(ord(sign) < 32 for sign in text):
        raise ValueError("more than one line")
    return text.strip()


def _starting(*starts: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and not text.startswith(starts):
            raise ValueError("another kind of address")
        return _line(text)

    return read


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError("not one of them")
        return text

    return read


def _secret(text: str) -> str:
    if text and len(text) < SHORTEST_KEY:
        raise ValueError("too short to keep a secret")
    return text


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "SITE_NAME", "Snowdrop", "The name of the community, shown on pages and in mail.", _line
    ),
    Setting(
        "PUBLIC_URL",
        "",
        "The address people use, such as https://mg.example.org. Links in mail are made from it, "
        "never from a request. Needed for a real site.",
    ),
    Setting(
        "HOST", "127.0.0.1", "The address the web server listens on. The demo stays on loopback."
    ),
    Setting("PORT", "8000", "The port the web server listens on.", _number(1, 65535)),
    Setting("WEB_WORKERS", "1", "Processes of the web server.", _number(1)),
    Setting("WEB_THREADS", "4", "Threads of each process.", _number(1)),
    Setting(
        "SECRET_KEY",
        "",
        "Signs and keys everything; 16 signs or more. Made and kept in INSTANCE_DIR if empty.",
        _secret,
    ),
    Setting(
        "INSTANCE_DIR", str(ROOT / "instance"), "Folder for the embedded database, keys and queue."
    ),
    Setting(
        "CONTENT_DIR",
        str(ROOT / "content"),
        "Folder of the articles, glossary and topics to import.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "postgresql://… for PostgreSQL; SQLite in the instance folder if empty.",
        _starting("postgresql://", "postgresql+psycopg://", "sqlite:///"),
    ),
    Setting(
        "QUEUE_URL",
        "",
        "redis://… for Redis; SQLite in the instance folder if empty.",
        _starting("redis://", "rediss://", "sqlite:///"),
    ),
    Setting(
        "MAIL_URL",
        "",
        "smtp://user:password@host:port or smtps://…; a local mailbox if empty (demo).",
        _starting("smtp://", "smtps://", "mailbox://"),
    ),
    Setting("MAIL_FROM", "Snowdrop <snowdrop@example.org>", "The From line of all mail.", _line),
    Setting("MAIL_BATCH", "200", "How many mails one run of the worker sends at most.", _number(1)),
    Setting(
        "PROXIES",
        "0",
        "How many trusted proxies stand in front and set X-Forwarded-For.",
        _number(0, 9),
    ),
    Setting(
        "CONTACT_EMAIL", "", "Where people reach the operator; shown on the contact page.", _line
    ),
    Setting(
        "EMERGENCY_FILE",
        str(ROOT / "content" / "emergency.yaml"),
        "Emergency and crisis numbers by country, each with its source and the day it was checked.",
    ),
    Setting(
        "DEFAULT_AUDIENCE",
        "members",
        "Audience a new post starts with: members or everyone.",
        _one_of("members", "everyone"),
    ),
    Setting(
        "MINIMUM_AGE", "16", "The age in years a member states to have reached.", _number(0, 120)
    ),
    Setting("POSTS_PER_HOUR", "20", "How many posts one person may send in an hour.", _number(1)),
    Setting(
        "COMMON_PASSWORDS",
        "yes",
        "Refuse the most common passwords (a list of about 30,000).",
        _yes,
    ),
    Setting(
        "QUICK_EXIT_URL",
        "https://en.wikipedia.org/",
        "Where the quick exit link leads.",
        _starting("https://", "http://"),
    ),
    Setting(
        "LANGUAGES",
        "en es",
        "Languages the pages are offered in, separated by spaces. The first is for whom nothing is "
        "known of.",
        _words,
    ),
    Setting(
        "DEMO_MAILBOX",
        "no",
        "Show /dev/mail. Set by the demo itself; refused on a real site.",
        _yes,
    ),
    Setting(
        "RETENTION_SIGN_IN_DAYS",
        "30",
        "Days until used or expired links and codes are deleted.",
        _number(1),
    ),
    Setting(
        "RETENTION_SECURITY_LOG_DAYS",
        "365",
        "Days the security log of a member is kept.",
        _number(1),
    ),
    Setting("RETENTION_SENT_MAIL_DAYS", "30", "Days the text of sent mail is kept.", _number(1)),
    Setting(
        "RETENTION_UNCONFIRMED_DAYS",
        "14",
        "Days an unconfirmed comment or subscription is kept.",
        _number(1),
    ),
)

# Any of these set means that a person runs a real site, and the demo keeps away.
OPERATOR_SETTINGS = frozenset({"PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL"})

# Never shown in a message: they hold a key or a password.
SECRET_SETTINGS = frozenset({"SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL"})


class SettingsError(ValueError):
    """A setting is missing or malformed; the message says which and what to write."""


def read_environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The raw settings: the process environment over `snowdrop.env`."""
    if environ is not None:
        return dict(environ)
    return {**_read_env_file(ENV_FILE), **os.environ}


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    return {key: value for key, value in dotenv_values(path).items() if value is not None}


def is_demo(raw: Mapping[str, str]) -> bool:
    """True while nobody has configured a real site."""
    return not any(raw.get(name) for name in OPERATOR_SETTINGS)


def load(environ: Mapping[str, str] | None = None) -> dict[str, object]:
    """All settings as Flask wants them. Raises SettingsError with the line to write."""
    raw = read_environment(environ)
    values: dict[str, object] = {}
    for setting in SETTINGS:
        text = raw.get(setting.name) or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            shown = "…" if setting.name in SECRET_SETTINGS else repr(text)
            raise SettingsError(
                f"{setting.name}={shown} is not right. {setting.meaning}"
            ) from error
    values["DEMO"] = is_demo(raw)
    _complete(values, raw)
    return values


def _complete(values: dict[str, object], raw: Mapping[str, str]) -> None:
    instance = Path(str(values["INSTANCE_DIR"])).absolute()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    demo = bool(values["DEMO"])
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_key(instance / "secret_key")
    values["PUBLIC_URL"] = _public_url(str(values["PUBLIC_URL"]), raw, demo)
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{instance / 'snowdrop.db'}"
    values["QUEUE_URL"] = values["QUEUE_URL"] or f"sqlite:///{instance / 'queue.db'}"
    values["MAIL_URL"] = values["MAIL_URL"] or f"mailbox://{instance / 'mailbox'}"
    if demo:
        values["DEMO_MAILBOX"] = True
        if values["HOST"] not in {"127.0.0.1", "localhost", "::1"}:
            raise SettingsError(
                "The demo answers on loopback only. Set PUBLIC_URL for a real site."
            )
    elif values["DEMO_MAILBOX"]:
        raise SettingsError(
            "DEMO_MAILBOX shows every mail to every visitor; it is for the demo only."
        )


def _public_url(url: str, raw: Mapping[str, str], demo: bool) -> str:
    if not url:
        if not demo:
            raise SettingsError(
                "PUBLIC_URL is missing. Write for example PUBLIC_URL=https://mg.example.org"
            )
        url = f"http://127.0.0.1:{raw.get('PORT') or 8000}"
    wrong = SettingsError(
        f"PUBLIC_URL={url!r} is not the address of a site. Write for example https://mg.example.org"
    )
    try:
        parts = urlsplit(url.strip().lower())
        parts.port  # noqa: B018, raises when it is no number
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise wrong
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise wrong
    # As browsers write it in Origin: without the port that goes without saying.
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual).removesuffix(':')}"


def _kept_key(path: Path) -> str:
    """A random key that stays the same between starts. Written once, readable by its owner only."""
    if not path.exists():
        new = path.with_name(f"secret_key.{secrets.token_hex(8)}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(48))
        # A link is there whole or not at all, and of two processes at once the first one's stays.
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
    path.chmod(0o600)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"{path} holds no key. Delete it, and a new one is made.")
    return key


def flask_settings(values: Mapping[str, object]) -> dict[str, object]:
    """What Flask and its extensions need, derived from our settings."""
    public = urlsplit(str(values["PUBLIC_URL"]))
    host = public.hostname or "127.0.0.1"
    hosts = {host, public.netloc}
    if values["DEMO"]:
        hosts |= {"127.0.0.1", "localhost", "[::1]"}
    return {
        **values,
        "TRUSTED_HOSTS": sorted(hosts),
        "SERVER_SCHEME": public.scheme,
        "SECURE_COOKIES": public.scheme == "https",
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "forum" / "translations"),
        "PREFERRED_URL_SCHEME": public.scheme,
    }
