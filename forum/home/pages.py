"""Pages about the house itself: what it is, what it keeps, its rules, how to reach it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from forum import clock
from forum.models import MemberSession
from forum.web.gate import public
from forum.web.viewer import cookie_name

pages = Blueprint("pages", __name__)

# RFC 9116 asks for less than a year, so that an abandoned address does not stay for ever.
_SECURITY_DAYS = 180


@pages.get("/about")
@public
def about() -> ResponseReturnValue:
    return render_template("home/about.html")


@pages.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept and for how long, out of the settings that the nightly tidying obeys."""
    config = current_app.config
    return render_template(
        "home/privacy.html",
        sign_in_days=config["RETENTION_SIGN_IN_DAYS"],
        log_days=config["RETENTION_SECURITY_LOG_DAYS"],
        mail_days=config["RETENTION_SENT_MAIL_DAYS"],
        unconfirmed_days=config["RETENTION_UNCONFIRMED_DAYS"],
        idle_days=MemberSession.IDLE_DAYS,
        session_cookie=cookie_name(),
    )


@pages.get("/health-data")
@public
def health_data() -> ResponseReturnValue:
    return render_template("home/health_data.html", age=current_app.config["MINIMUM_AGE"])


@pages.get("/rules")
@public
def rules() -> ResponseReturnValue:
    return render_template("home/rules.html", age=current_app.config["MINIMUM_AGE"])


@pages.get("/contact")
@public
def contact() -> ResponseReturnValue:
    return render_template("home/contact.html", email=current_app.config["CONTACT_EMAIL"])


@pages.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    site, email = current_app.config["PUBLIC_URL"], current_app.config["CONTACT_EMAIL"]
    # The same all day long, so that it can be cached.
    ends = datetime.combine(clock.today() + timedelta(days=_SECURITY_DAYS), time())
    lines = [
        f"Contact: {f'mailto:{email}' if email else f'{site}/contact'}",
        f"Expires: {ends.isoformat()}Z",
        f"Preferred-Languages: {', '.join(current_app.config['LANGUAGES'])}",
        f"Canonical: {site}/.well-known/security.txt",
        "",
    ]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
