"""Settings: malformed ones are named in words, and the demo keeps to itself."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

import config
from tests.conftest import build, settings

REAL = {"PUBLIC_URL": "https://mg.example.org"}


def load(tmp_path, **values):
    return config.load({"INSTANCE_DIR": str(tmp_path / "instance"), **values})


# A value that is not right, by the setting that the message must name.
MALFORMED = [
    ("PORT", "eighty"), ("PORT", "0"), ("PORT", "70000"), ("PORT", "80 80"),
    ("WEB_WORKERS", "0"), ("WEB_THREADS", "-1"), ("MAIL_BATCH", "0"), ("MAIL_BATCH", "1.5"),
    ("PROXIES", "-1"), ("PROXIES", "yes"), ("MINIMUM_AGE", "-3"), ("MINIMUM_AGE", "sixteen"),
    ("POSTS_PER_HOUR", "0"), ("RETENTION_SIGN_IN_DAYS", "-1"), ("RETENTION_SENT_MAIL_DAYS", "0"),
    ("RETENTION_SECURITY_LOG_DAYS", "never"), ("RETENTION_UNCONFIRMED_DAYS", "1e3"),
    ("COMMON_PASSWORDS", "maybe"), ("DEMO_MAILBOX", "perhaps"), ("LANGUAGES", "  "),
    ("DEFAULT_AUDIENCE", "nobody"), ("SITE_NAME", "Snow\nBcc: x@example.org"),
    ("MAIL_FROM", "a@example.org\r\nBcc: x@example.org"), ("CONTACT_EMAIL", "a\nb"),
    ("QUICK_EXIT_URL", "javascript:alert(1)"), ("QUICK_EXIT_URL", "//elsewhere"),
    ("DATABASE_URL", "mysql://x"), ("QUEUE_URL", "amqp://x"), ("MAIL_URL", "http://x"),
    ("SECRET_KEY", "short"), ("PUBLIC_URL", "mg.example.org"), ("PUBLIC_URL", "ftp://x.org"),
    ("PUBLIC_URL", "https://"), ("PUBLIC_URL", "  "), ("PUBLIC_URL", "https://x.org/forum"),
    ("PUBLIC_URL", "https://x.org?a=b"), ("PUBLIC_URL", "https://x.org:port"),
    ("PUBLIC_URL", "https://me:secret@x.org"), ("PUBLIC_URL", "https://[x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_named(tmp_path, name, value):
    with pytest.raises(config.SettingsError, match=name):
        load(tmp_path, **{**REAL, name: value})


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "QUEUE_URL", "MAIL_URL"])
def test_a_message_about_a_setting_never_holds_a_secret(tmp_path, name):
    with pytest.raises(config.SettingsError, match=name) as refused:
        load(tmp_path, **{**REAL, name: "pass:word"})
    assert "pass:word" not in str(refused.value)


# The address as it is written, and as browsers name it in Origin.
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://mg.example.org/", "https://mg.example.org"),
        ("https://MG.Example.org", "https://mg.example.org"),
        ("https://mg.example.org:443", "https://mg.example.org"),
        ("http://mg.example.org:80/", "http://mg.example.org"),
        ("http://mg.example.org:8080", "http://mg.example.org:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_address_is_kept_in_one_spelling(tmp_path, written, kept):
    assert load(tmp_path, PUBLIC_URL=written)["PUBLIC_URL"] == kept


def test_without_any_setting_it_is_a_demo(tmp_path):
    values = load(tmp_path)
    assert values["DEMO"] is True
    assert values["DEMO_MAILBOX"] is True
    assert values["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert str(values["MAIL_URL"]).startswith("mailbox://")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "https://mg.example.org"),
        ("SECRET_KEY", "x" * 40),
        ("DATABASE_URL", "postgresql://db/x"),
        ("QUEUE_URL", "redis://x"),
        ("MAIL_URL", "smtp://x"),
    ],
)
def test_any_setting_of_an_operator_keeps_the_demo_away(tmp_path, name, value):
    if name == "PUBLIC_URL":
        assert load(tmp_path, **{name: value})["DEMO"] is False
    else:
        with pytest.raises(config.SettingsError, match="PUBLIC_URL is missing"):
            load(tmp_path, **{name: value})


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "mg.example.org", "127.0.0.1.example.org"]
)
def test_a_demo_listens_on_loopback_only(tmp_path, host):
    with pytest.raises(config.SettingsError, match="loopback only"):
        load(tmp_path, HOST=host)
    assert load(tmp_path, HOST=host, **REAL)["HOST"] == host


def test_a_real_site_never_shows_its_mail(tmp_path):
    with pytest.raises(config.SettingsError, match="DEMO_MAILBOX"):
        load(tmp_path, DEMO_MAILBOX="yes", **REAL)
    assert load(tmp_path, **REAL)["DEMO_MAILBOX"] is False


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    before = os.umask(0)
    try:
        first = load(tmp_path, **REAL)["SECRET_KEY"]
    finally:
        os.umask(before)
    path = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(str(first)) >= 64
    assert load(tmp_path, **REAL)["SECRET_KEY"] == first
    assert [found.name for found in path.parent.iterdir()] == ["secret_key"]


def test_a_key_that_others_can_read_is_closed(tmp_path):
    load(tmp_path)
    path = tmp_path / "instance" / "secret_key"
    path.chmod(0o644)
    load(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_without_a_key_is_refused(tmp_path):
    load(tmp_path)
    (tmp_path / "instance" / "secret_key").write_text("")
    with pytest.raises(config.SettingsError, match="holds no key"):
        load(tmp_path)


def test_processes_that_start_at_once_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load(tmp_path)["SECRET_KEY"], range(8)))
    assert len(keys) == 1


def test_two_sites_have_two_keys(tmp_path):
    assert load(tmp_path / "a")["SECRET_KEY"] != load(tmp_path / "b")["SECRET_KEY"]


@pytest.mark.parametrize(
    "path",
    [
        "/dev/mail", "/dev/mail/", "/dev/mail/1", "/dev/mail/000001", "/dev/mail/../secret_key",
        "/dev/mail/%2e%2e%2fsecret_key", "/dev/mail/..%5csecret_key", "/DEV/MAIL", "/dev//mail",
        "/dev/mail/1.eml", "/dev/mail;x", "/dev/mail%00",
    ],
)  # fmt: skip
def test_the_mailbox_is_not_there_on_a_real_site(app, client, path):
    assert client.get(path).status_code == 404


def test_the_mailbox_of_the_demo_shows_nothing_but_mail(tmp_path):
    environ = settings(tmp_path / "demo")
    for name in ("PUBLIC_URL", "SECRET_KEY", "DATABASE_URL"):
        environ.pop(name)
    app = build(environ)
    client = app.test_client()
    assert client.get("/dev/mail", base_url="http://127.0.0.1:8000").status_code == 200
    for path in ("/dev/mail/1", "/dev/mail/../secret_key", "/dev/mail/..%2fsecret_key",
                 "/dev/mail/%2e%2e/secret_key", "/dev/mail/99999999999999999999"):  # fmt: skip
        answer = client.get(path, base_url="http://127.0.0.1:8000")
        assert answer.status_code == 404, path
    assert client.get("/dev/mail", base_url="http://evil.example").status_code == 400


def test_debugging_is_off(app):
    assert app.debug is False
    assert app.config["SECRET_KEY"] not in {"", "dev", "change me"}
