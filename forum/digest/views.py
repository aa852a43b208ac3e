"""Pages of the news by e-mail: asking, confirming, changing, leaving."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import consent, proofs
from forum.addresses import read_address
from forum.digest import services
from forum.digest.forms import HOW_OFTEN, FrequencyForm, SubscribeForm
from forum.errors import Invalid, NotFound, TooMany
from forum.models import ConsentPurpose, Frequency, Purpose, SubscriptionState
from forum.web.gate import one_click, public
from forum.web.paging import go
from forum.web.viewer import Viewer, viewer

digest = Blueprint("digest", __name__)


@digest.route("/subscribe", methods=["GET", "POST"])
@public
def subscribe() -> ResponseReturnValue:
    person = viewer()
    if isinstance(person, Viewer):
        return _subscribe_member(person)
    form = SubscribeForm()
    if form.validate_on_submit():
        try:
            services.request(read_address(form.email.data or ""), form.chosen)
            return go("/subscribe/asked")
        except Invalid as error:
            form.blame(error)
        except TooMany as error:
            return render_template("digest/asked.html", enough=error.message), error.status
    return render_template("digest/subscribe.html", form=form, wording=_wording()), form.status


def _subscribe_member(me: Viewer) -> ResponseReturnValue:
    """A member's address is proved: one press starts the news, another changes how often."""
    form = FrequencyForm()
    if form.validate_on_submit():
        services.subscribe_member(me.email, form.chosen)
        return go("/subscribe", "saved")
    found = services.of_address(me.email)
    active = found is not None and found.state is SubscriptionState.ACTIVE
    if found is not None and active and request.method == "GET":
        form.frequency.data = found.frequency.value
    page = render_template(
        "digest/member.html",
        form=form,
        wording=_wording(),
        subscription=found if active else None,
        email=me.email,
    )
    return page, form.status


def _wording() -> str:
    return consent.wording(ConsentPurpose.NEWSLETTER)


@digest.get("/subscribe/asked")
@public
def asked() -> ResponseReturnValue:
    return render_template("digest/asked.html", enough=None)


@digest.route("/subscribe/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """The page behind the mailed link: opening it does nothing, its button does."""
    try:
        proof = proofs.find(token, Purpose.CONFIRM_DIGEST)
        if request.method == "POST":
            services.confirm(proof)
            return go("/subscribe/thanks")
    except NotFound:
        return render_template("digest/too_old.html"), 404
    often = HOW_OFTEN[Frequency(proof.payload["frequency"])]
    return render_template("digest/confirm.html", email=proof.email, often=often)


@digest.get("/subscribe/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("digest/thanks.html")


@digest.route("/digest/leave/<token>", methods=["GET", "POST"])
@public
@one_click
def leave(token: str) -> ResponseReturnValue:
    """Leave by the button of this page, or by a mail program's one press (RFC 8058).

    A mail program posts without cookie, origin or token, and must not be redirected.
    """
    if request.method == "POST":
        services.leave(token)
        if request.form.get("List-Unsubscribe") == "One-Click":
            return Response(f"{_('You have left')}.\n", mimetype="text/plain")
        return go(f"/digest/leave/{token}")
    found = services.find(token)
    has_left = found.state is SubscriptionState.LEFT
    return render_template("digest/leave.html", token=token, has_left=has_left)


@digest.route("/digest/settings/<token>", methods=["GET", "POST"])
@public
def settings(token: str) -> ResponseReturnValue:
    found = services.find(token)
    if found.state is SubscriptionState.LEFT:
        return go(f"/digest/leave/{token}")
    form = FrequencyForm()
    if form.validate_on_submit():
        services.change_frequency(token, form.chosen)
        return go(f"/digest/settings/{token}", "saved")
    if request.method == "GET":
        form.frequency.data = found.frequency.value
    return render_template("digest/settings.html", form=form, token=token), form.status
