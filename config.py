"""Every setting of Snowdrop: its name, its default and its meaning, read from the environment once.

An operator writes them in `snowdrop.env` beside this file or in the process environment. While
none of OPERATOR_SETTINGS is set and there is no `snowdrop.env`, the program runs as a demo: on
loopback only, with a made-up community and a local mailbox instead of a mail server.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENV_FILE = ROOT / "snowdrop.env"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how it is written, what it means, and what it is when nobody sets it."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], object] = str


def _yes(text: str) -> bool:
    return text.strip().lower() in {"1", "yes", "true", "on"}


def _words(text: str) -> list[str]:
    return text.split()


SETTINGS: tuple[Setting, ...] = (
    Setting("SITE_NAME", "Snowdrop", "The name of the community, shown on pages and in mail."),
    Setting(
        "PUBLIC_URL",
        "",
        "The address people use, such as https://mg.example.org. Links in mail are made from it, "
        "never from a request. Needed for a real site.",
    ),
    Setting("HOST", "127.0.0.1", "The address the web server listens on. The demo stays on loopback."),
    Setting("PORT", "8000", "The port the web server listens on.", int),
    Setting("WEB_WORKERS", "1", "Processes of the web server.", int),
    Setting("WEB_THREADS", "4", "Threads of each process.", int),
    Setting("SECRET_KEY", "", "Signs and keys everything. Made and kept in the instance folder if empty."),
    Setting("INSTANCE_DIR", str(ROOT / "instance"), "Folder for the embedded database, keys and queue."),
    Setting("CONTENT_DIR", str(ROOT / "content"), "Folder of the articles, glossary and topics to import."),
    Setting("DATABASE_URL", "", "postgresql://… for PostgreSQL; SQLite in the instance folder if empty."),
    Setting("QUEUE_URL", "", "redis://… for Redis; SQLite in the instance folder if empty."),
    Setting("MAIL_URL", "", "smtp://user:password@host:port or smtps://…; a local mailbox if empty (demo)."),
    Setting("MAIL_FROM", "Snowdrop <snowdrop@example.org>", "The From line of all mail."),
    Setting("MAIL_BATCH", "200", "How many mails one run of the worker sends at most.", int),
    Setting("PROXIES", "0", "How many trusted proxies stand in front and set X-Forwarded-For.", int),
    Setting("CONTACT_EMAIL", "", "Where people reach the operator; shown on the contact page."),
    Setting(
        "EMERGENCY_FILE",
        str(ROOT / "content" / "emergency.yaml"),
        "Emergency and crisis numbers by country, each with its source and the day it was checked.",
    ),
    Setting("DEFAULT_AUDIENCE", "members", "Audience a new post starts with: members or everyone."),
    Setting("MINIMUM_AGE", "16", "The age in years a member states to have reached.", int),
    Setting("POSTS_PER_HOUR", "20", "How many posts one person may send in an hour.", int),
    Setting("COMMON_PASSWORDS", "yes", "Refuse the most common passwords (a list of about 30,000).", _yes),
    Setting("QUICK_EXIT_URL", "https://en.wikipedia.org/", "Where the quick exit link leads."),
    Setting("LANGUAGES", "en", "Languages the pages are offered in, separated by spaces.", _words),
    Setting("DEMO_MAILBOX", "no", "Show /dev/mail. Set by the demo itself; refused on a real site.", _yes),
    Setting("RETENTION_SIGN_IN_DAYS", "30", "Days until used or expired links and codes are deleted.", int),
    Setting("RETENTION_SECURITY_LOG_DAYS", "365", "Days the security log of a member is kept.", int),
    Setting("RETENTION_SENT_MAIL_DAYS", "30", "Days the text of sent mail is kept.", int),
    Setting("RETENTION_UNCONFIRMED_DAYS", "14", "Days an unconfirmed comment or subscription is kept.", int),
)

# Any of these set means that a person runs a real site, and the demo keeps away.
OPERATOR_SETTINGS = frozenset({"PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL"})


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
            raise SettingsError(f"{setting.name}={text!r} is not right. {setting.meaning}") from error
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
            raise SettingsError("The demo answers on loopback only. Set PUBLIC_URL for a real site.")
    elif values["DEMO_MAILBOX"]:
        raise SettingsError("DEMO_MAILBOX shows every mail to every visitor; it is for the demo only.")
    if values["DEFAULT_AUDIENCE"] not in {"members", "everyone"}:
        raise SettingsError("DEFAULT_AUDIENCE is either members or everyone.")


def _public_url(url: str, raw: Mapping[str, str], demo: bool) -> str:
    if not url:
        if not demo:
            raise SettingsError("PUBLIC_URL is missing. Write for example PUBLIC_URL=https://mg.example.org")
        url = f"http://127.0.0.1:{raw.get('PORT') or 8000}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"PUBLIC_URL={url!r} is not an address. Write for example https://mg.example.org")
    return url.rstrip("/")


def _kept_key(path: Path) -> str:
    """A random key that stays the same between starts. Written once, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        key = secrets.token_urlsafe(48)
        handle.write(key)
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
