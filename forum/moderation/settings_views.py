"""The settings of the community: moderators read them, admins change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from forum.claims import Category, Guidance, Rule, rules, weighed
from forum.claims.known_words import KnownWord, drug_named, look_up
from forum.claims.lexicon import Drug, sources
from forum.claims.tuned_words import LONGEST_WORD
from forum.claims.weighing import delivered_weight
from forum.community import labels, queries, services
from forum.community.card_words import DELIVERED
from forum.community.forms import SettingForm, form_for
from forum.community.schema import BY_NAME, SETTINGS, Kind, Setting
from forum.community.values import Card
from forum.errors import NotFound, Refusal
from forum.moderation import trial_views
from forum.moderation.desk import desk_blueprint
from forum.permissions import Action, may
from forum.web.paging import LARGEST_ID, go
from forum.web.viewer import member

_TEMPLATES = {
    Kind.RULES: "desk/settings_rules.html",
    Kind.WEIGHTS: "desk/settings_weights.html",
}

desk_settings = desk_blueprint("desk_settings")
desk_settings.add_url_rule("/trial", "trial", trial_views.trial, methods=["GET", "POST"])


@desk_settings.app_template_global("card_of")
def card_of(kind: Guidance | str) -> Card:
    """What this site says on a part of the help card, beside or in place of what is delivered."""
    return queries.current().cards[Guidance(kind)]


@desk_settings.app_template_global("card_lines")
def card_lines(kind: Guidance | str, lines: Mapping[str, Sequence[str]]) -> Sequence[Any]:
    """The lines of a help card in the reader's language: this site's own, or those delivered."""
    return lines.get(str(get_locale())) or DELIVERED[Guidance(kind)]


@desk_settings.get("/settings")
def all_settings() -> ResponseReturnValue:
    newest = queries.newest_changes()
    return render_template(
        "desk/settings.html",
        settings=SETTINGS,
        newest=newest,
        summary={
            setting.name: labels.summary(setting, _present(setting, newest)) for setting in SETTINGS
        },
        problems=queries.current().problems,
        said=services.said,
        section="desk",
        desk_page="settings",
    )


def _present(setting: Setting, newest: Mapping[str, Any]) -> Any:
    """The value that counts now: what is stored, where it can be used."""
    row = newest.get(setting.name)
    return setting.default if row is None or row.value is None else setting.read(row.value)[0]


@desk_settings.get("/settings/<name>")
def one(name: str) -> ResponseReturnValue:
    setting = _setting(name)
    form = _form(setting)
    form.shown.data = queries.newest_id(name)
    form.fill(_now(setting))
    old = _number_in_address("from")
    if old and (row := queries.change(name, old)) is not None:
        form.fill(setting.default if row.value is None else setting.read(row.value)[0])
        form.reason.data = gettext("Brought back an earlier value.")
    return _page(setting, form, drafted=bool(old))


@desk_settings.post("/settings/<name>")
def save(name: str) -> ResponseReturnValue:
    """Save, give the default back, look at it first, or go on writing after a trial."""
    setting, act = _setting(name), request.form.get("act")
    form = _form(setting)
    if act == "edit":
        trial_views.take_draft(setting, form)
        return _page(setting, form, drafted=True)
    if act == "try":
        return _tried(setting, form)
    value = None if act == "default" else form.given()
    try:
        services.change(member(), name, value, form.reason.data or "", shown=form.shown.data or 0)
    except NotFound:
        raise
    except Refusal as error:
        form.blame(error)
        if error.status == 409:
            # What was typed stays; saving again is now done knowing what the other person did.
            form.shown.data = queries.newest_id(name)
        return _page(setting, form, drafted=True), form.status
    return go(f"/desk/settings/{name}", "saved")


def _tried(setting: Setting, form: SettingForm) -> ResponseReturnValue:
    """Before it counts: the trial of the engine, or the help card as it would be."""
    value, faults = setting.read(form.given())
    if faults:
        form.blame(services.BadValue(setting, faults))
        return _page(setting, form, drafted=True), form.status
    if setting.path:
        return trial_views.opened(setting, value, form)
    return _page(setting, form, drafted=True, preview=_previewed(setting, value))


def _previewed(setting: Setting, value: Any) -> Card | None:
    """The help card as it would be."""
    if setting.guidance is None:
        return None
    now = queries.current().cards[setting.guidance]
    return Card(value, now.added) if setting.kind is Kind.CARD else Card(now.lines, value)


def _setting(name: str) -> Setting:
    if name not in BY_NAME:
        raise NotFound
    return BY_NAME[name]


def _form(setting: Setting) -> SettingForm:
    kind = form_for(setting)
    return kind() if request.method == "POST" else kind(formdata=None)


def _now(setting: Setting) -> Any:
    stored = queries.stored(setting.name)
    return setting.default if stored is None else setting.read(stored)[0]


def _number_in_address(name: str) -> int | None:
    given = request.args.get(name, "")
    sound = given.isascii() and given.isdecimal() and len(given) <= 10
    return int(given) if sound and int(given) <= LARGEST_ID else None


def _page(
    setting: Setting, form: SettingForm, *, drafted: bool = False, preview: Card | None = None
) -> str:
    now = _now(setting)
    history = queries.history(setting, _number_in_address("before"))
    typed = form.given()
    return render_template(
        _TEMPLATES.get(setting.kind, "desk/settings_one.html"),
        setting=setting,
        form=form,
        drafted=drafted,
        preview=preview,
        may_change=may(member(), Action.CHANGE_SETTINGS),
        now=now,
        now_lines=labels.lines(setting, now),
        word_kinds=labels.WORD_KINDS,
        is_default=now == setting.default,
        history=[
            (change, labels.difference(setting, change.old, change.new))
            for change in history.changes
        ],
        earlier=history.earlier,
        problems=[each for each in queries.current().problems if each.name == setting.name],
        groups=_groups(setting),
        asked=_asked(setting),
        lowered=labels.lowered_urgent(typed) if setting.kind is Kind.RULES else [],
        lightened=labels.lightened_urgent(typed) if setting.kind is Kind.WEIGHTS else [],
        delivered_weight=delivered_weight,
        guidance=setting.guidance,
        said=services.said,
        section="desk",
        desk_page="settings",
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that somebody asks about, and what the engine makes of it now."""

    word: str
    known: list[KnownWord]
    drug: Drug | None
    source: str


def _asked(setting: Setting) -> _Asked | None:
    word = " ".join(request.args.get("word", "")[:LONGEST_WORD].split())
    if setting.kind is not Kind.WORDS or not word:
        return None
    drug = drug_named(word)
    known = look_up(word, queries.current().tuning.words)
    return _Asked(word, known, drug, sources().get(drug.source, drug.source) if drug else "")


def _groups(setting: Setting) -> list[tuple[Category | None, list[Rule]]]:
    """The rules to set by category, in the order of the scheme; those without one last."""
    if setting.kind not in _TEMPLATES:
        return []
    own = [rule for rule in rules() if setting.kind is Kind.RULES or rule.id in weighed()]
    order = {category: place for place, category in enumerate(Category)}

    def place(rule: Rule) -> int:
        return order[rule.category] if rule.category else len(order)

    return [
        (found[0].category, found)
        for found in (list(group) for _, group in groupby(sorted(own, key=place), key=place))
    ]
