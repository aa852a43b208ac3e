"""Pages of joining, signing in and one's own settings."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import consent, proofs
from forum.accounts import queries, services
from forum.accounts.forms import (
    CodeForm,
    EmailForm,
    HandleForm,
    JoinForm,
    PasswordForm,
    ProfileForm,
    SignInForm,
)
from forum.addresses import read_address
from forum.errors import Invalid, TooMany
from forum.models import ConsentPurpose, Proof, Purpose, WhoHere
from forum.proofs import Issued
from forum.web.face import comfort
from forum.web.gate import public, safe_next
from forum.web.language import keep_language, site_language, spoken
from forum.web.paging import go
from forum.web.viewer import Viewer, clear_session_cookie, member, set_session_cookie, viewer

accounts = Blueprint("accounts", __name__)


def _wordings() -> dict[str, str]:
    age = int(current_app.config["MINIMUM_AGE"])
    return {purpose.value: consent.wording(purpose, age) for purpose in ConsentPurpose}


@accounts.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    form = JoinForm()
    words = _wordings()
    form.health.label.text = words[ConsentPurpose.HEALTH_DATA]
    form.age.label.text = words[ConsentPurpose.AGE]
    form.newsletter.label.text = words[ConsentPurpose.NEWSLETTER]
    if form.validate_on_submit():
        try:
            wish = services.Joining(
                handle=services.read_handle(form.handle.data or ""),
                email=read_address(form.email.data or ""),
                who_here=WhoHere(form.who_here.data),
                who_shown=bool(form.who_shown.data),
                newsletter=bool(form.newsletter.data),
                comfort=str(comfort()),
                language="" if spoken() == site_language() else spoken(),
            )
            return _now_look(services.ask_to_join(wish), safe_next(request.args.get("next")))
        except (Invalid, TooMany) as error:
            form.blame(error)
    return render_template("accounts/join.html", form=form), form.status


@accounts.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    target = safe_next(request.values.get("next"))
    if form.validate_on_submit():
        try:
            email = read_address(form.email.data or "")
            if not form.password.data:
                return _now_look(services.ask_to_sign_in(email), target)
            found = services.check_password(email, form.password.data)
            if found is not None:
                return _welcome(services.sign_in(found, _this_session()), target, "signed-in")
            raise Invalid(
                "password",
                _("Address and password do not fit together. A sign-in link always works."),
            )
        except (Invalid, TooMany) as error:
            form.blame(error)
    page = render_template("accounts/sign_in.html", form=form, target=target, section="sign-in")
    return page, form.status


def _this_session() -> int | None:
    """The session that this browser has already, which a new sign-in replaces."""
    person = viewer()
    return person.session_id if isinstance(person, Viewer) else None


def _asked() -> str:
    """The cookie that binds a code to the browser that asked for it."""
    return "__Secure-asked" if current_app.config["SECURE_COOKIES"] else "asked"


def _now_look(issued: Issued, target: str) -> Response:
    """On to the page for the code; this browser keeps what binds the code to it."""
    there = url_for("accounts.sign_in_code", next=None if target == "/" else target)
    response = go(there)
    response.set_cookie(
        _asked(),
        issued.browser,
        max_age=int(timedelta(minutes=Proof.LINK_MINUTES).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SECURE_COOKIES"],
        path="/sign-in",
    )
    return response


@accounts.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_code() -> ResponseReturnValue:
    form = CodeForm()
    target = safe_next(request.values.get("next"))
    if form.validate_on_submit():
        digits = "".join(sign for sign in form.code.data or "" if sign.isdigit())
        proof = proofs.find_by_code(request.cookies.get(_asked(), ""), digits)
        if proof is not None and proof.purpose in {Purpose.JOIN, Purpose.SIGN_IN}:
            return _finish(proof, target, digits)
        form.code.errors = [
            _(
                "This code does not work. Codes live ten minutes, in the browser that asked. "
                "The link in the mail works too."
            )
        ]
    return render_template("accounts/code.html", form=form, target=target), form.status


@accounts.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> ResponseReturnValue:
    """The page behind a mailed link: opening it does nothing, its button does."""
    proof = proofs.find(token, Purpose.JOIN, Purpose.SIGN_IN)
    if request.method == "POST":
        return _finish(proof, "/")
    return render_template("accounts/link.html", proof=proof, form=None)


def _finish(proof: Proof, target: str, code: str = "") -> ResponseReturnValue:
    """Sign in; or, when the name was taken meanwhile, ask for another one."""
    form = HandleForm()
    try:
        token = services.accept_proof(proof, form.handle.data or None, _this_session())
    except Invalid as error:
        form.handle.data = form.handle.data or proof.payload.get("handle")
        form.blame(error)
        page = render_template(
            "accounts/link.html", proof=proof, form=form, code=code, target=target
        )
        return page, form.status
    return _welcome(token, target, "welcome" if proof.purpose is Purpose.JOIN else "signed-in")


def _welcome(token: str, target: str, notice: str) -> Response:
    response = set_session_cookie(go(target, notice), token)
    response.delete_cookie(_asked(), path="/sign-in", secure=current_app.config["SECURE_COOKIES"])
    return response


@accounts.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    person = viewer()
    if person.is_authenticated:
        me = member()
        services.sign_out(me.session_id, me.id)
    return clear_session_cookie(go("/", "signed-out"))


@accounts.route("/you", methods=["GET", "POST"])
def you() -> ResponseReturnValue:
    me = member()
    found = queries.own_account(me.id)
    form = ProfileForm(obj=found) if request.method == "GET" else ProfileForm()
    form.offer(current_app.config["LANGUAGES"])
    if form.validate_on_submit():
        profile = services.Profile(
            WhoHere(form.who_here.data),
            bool(form.who_shown.data),
            bool(form.mail_replies.data),
            form.language.data or "",
        )
        services.save_profile(me.id, profile)
        answer = go("/you", "saved")
        keep_language(answer, profile.language)
        return answer
    if request.method == "GET":
        form.who_here.data = found.who_here.value
    page = render_template("accounts/you.html", account=found, form=form, section="you")
    return page, form.status


@accounts.route("/you/email", methods=["GET", "POST"])
def email() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit():
        try:
            services.ask_to_change_email(member().id, read_address(form.email.data or ""))
            return go("/you", "email-sent")
        except (Invalid, TooMany) as error:
            form.blame(error)
    return render_template("accounts/email.html", form=form, section="you"), form.status


@accounts.route("/you/email/<token>", methods=["GET", "POST"])
@public
def confirm_email(token: str) -> ResponseReturnValue:
    proof = proofs.find(token, Purpose.CHANGE_EMAIL)
    if request.method == "POST":
        services.change_email(proof)
        return go("/", "email-changed")
    return render_template(
        "accounts/press.html",
        title=_("Use this address from now on"),
        words=_("Press the button, and %(email)s is your address here.", email=proof.email),
        button=_("Use this address"),
    )


@accounts.route("/you/email/undo/<token>", methods=["GET", "POST"])
@public
def undo_email(token: str) -> ResponseReturnValue:
    proof = proofs.find(token, Purpose.UNDO_EMAIL)
    if request.method == "POST":
        services.undo_email(proof)
        return clear_session_cookie(go("/", "email-undone"))
    return render_template(
        "accounts/press.html",
        title=_("Keep your old address"),
        words=_(
            "Press the button, and %(email)s is your address again. All devices are signed out, "
            "and a password is removed: you can set a new one.",
            email=proof.email,
        ),
        button=_("Undo the change"),
    )


@accounts.route("/you/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    me = member()
    form = PasswordForm()
    has_one = queries.own_account(me.id).password_hash is not None
    if form.validate_on_submit():
        try:
            removes = bool(request.form.get("remove"))
            new = "" if removes else form.password.data or ""
            if not new and not removes:
                raise Invalid("password", _("Please write the password you want."))
            services.set_password(me.id, me.session_id, form.old_password.data or "", new)
            return go("/you", "password-removed" if removes else "password-set")
        except (Invalid, TooMany) as error:
            form.blame(error)
    page = render_template("accounts/password.html", form=form, has_one=has_one, section="you")
    return page, form.status


@accounts.get("/you/sessions")
def sessions() -> ResponseReturnValue:
    me = member()
    return render_template(
        "accounts/sessions.html",
        sessions=queries.own_sessions(me.id),
        events=queries.own_security_log(me.id),
        current=me.session_id,
        section="you",
    )


@accounts.post("/you/sessions/end")
def end_sessions() -> ResponseReturnValue:
    me = member()
    services.end_others(me.id, me.session_id)
    return go("/you/sessions", "sessions-ended")
