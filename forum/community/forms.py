"""The form of each setting, and the way between what is typed and the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from babel import Locale
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.claims import Rule, rules, weighed
from forum.claims.tuned_words import WordKind
from forum.claims.tuning import THRESHOLDS, Choice
from forum.community.card_words import DELIVERED
from forum.community.labels import CHOICES, SCORES, WORD_KINDS
from forum.community.schema import Kind, Setting
from forum.community.services import BadValue, said
from forum.errors import Refusal
from forum.web.forms import PageForm
from forum.web.language import speaking

_PARTS = {
    Kind.RULES: "rule:",
    Kind.WEIGHTS: "weight:",
    Kind.WORDS: "words:",
    Kind.THRESHOLDS: "threshold:",
    Kind.CARD: "card:",
}
_NUMBER = re.compile(r"[+-]?\d{1,9}")


class SettingForm(PageForm):
    """What every setting's form has: the reason, and the newest change that the person saw."""

    reason = StringField(_l("Why? Others read this later"))
    shown = IntegerField()

    setting: Setting

    def given(self) -> Any:
        """The value that was typed, unchecked, as plain JSON."""
        return _VALUES[self.setting.kind](self)

    def fill(self, value: Any) -> None:
        """Show a value that has been read."""
        for name, typed in typed_fields(self.setting, value).items():
            self._fields[name].data = typed

    def blame(self, error: Refusal) -> None:
        """Each fault beside its own field."""
        if not isinstance(error, BadValue):
            return super().blame(error)
        self._refused_with = error.status
        for fault in error.faults:
            prefix = _PARTS.get(self.setting.kind)
            name = prefix + fault.place[0] if prefix and fault.place else "value"
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(said(fault))
            else:
                field.errors = [*field.errors, said(fault)]
        return None

    def part(self, key: str) -> Any:
        """The field of one rule, kind of words, threshold or language."""
        return self._fields[_PARTS[self.setting.kind] + key]


def _delivered(rule: Rule) -> str:
    return _("as delivered: %(action)s", action=_(rule.action))


def form_for(setting: Setting) -> type[SettingForm]:
    """The form of one setting."""
    fields: dict[str, Any] = {"setting": setting}
    if setting.kind is Kind.RULES:
        for rule in rules():
            offered = {"": _delivered(rule), **{str(each): CHOICES[each] for each in Choice}}
            choices = [SelectChoice(key, words) for key, words in offered.items()]
            fields[f"rule:{rule.id}"] = SelectField(rule.id, choices=choices, default="")
    elif setting.kind is Kind.WEIGHTS:
        for rule_id in sorted(weighed()):
            fields[f"weight:{rule_id}"] = StringField(rule_id)
    elif setting.kind is Kind.CARD:
        for code in _languages():
            name = Locale.parse(code).get_display_name(get_locale()) or code
            fields[f"card:{code}"] = TextAreaField(name)
    elif setting.kind is Kind.WORDS:
        for kind, label in WORD_KINDS.items():
            fields[f"words:{kind}"] = TextAreaField(label)
    elif setting.kind is Kind.THRESHOLDS:
        for name, label in SCORES.items():
            fields[f"threshold:{name}"] = StringField(label)
    elif setting.kind is Kind.CHOICE:
        options = [SelectChoice(key, words) for key, words in (setting.choices or {}).items()]
        fields["value"] = RadioField(setting.label, choices=options, validate_choice=False)
    elif setting.kind in (Kind.TEXT, Kind.SITES):
        fields["value"] = TextAreaField(setting.label)
    else:
        fields["value"] = StringField(setting.label)
    return type("OneSettingForm", (SettingForm,), fields)


def typed_fields(setting: Setting, value: Any) -> Mapping[str, str]:
    """What stands in the fields for a value."""
    if setting.kind is Kind.RULES:
        return {f"rule:{rule.id}": value.get(rule.id, "") for rule in rules()}
    if setting.kind is Kind.WEIGHTS:
        shown = {rule: f"{value[rule]:g}" if rule in value else "" for rule in weighed()}
        return {f"weight:{rule}": text for rule, text in shown.items()}
    if setting.kind is Kind.CARD:
        return {
            f"card:{code}": "\n".join(value.get(code) or _as_delivered(setting, code))
            for code in _languages()
        }
    if setting.kind is Kind.SITES:
        return {"value": "\n".join(value)}
    if setting.kind is Kind.WORDS:
        return {f"words:{kind}": "\n".join(value.get(str(kind), ())) for kind in WordKind}
    if setting.kind is Kind.THRESHOLDS:
        return {f"threshold:{name}": f"{value.get(name, THRESHOLDS[name]):g}" for name in SCORES}
    if setting.kind is Kind.NUMBERS:
        return {"value": ", ".join(str(number) for number in value)}
    return {"value": str(value)}


def _rules(form: SettingForm) -> dict[str, str]:
    typed = {rule.id: form.part(rule.id).data for rule in rules()}
    return {rule: str(choice) for rule, choice in typed.items() if choice}


def _weights(form: SettingForm) -> dict[str, Any]:
    typed = {rule: (form.part(rule).data or "").strip() for rule in sorted(weighed())}
    return {rule: _as_number(text) for rule, text in typed.items() if text}


def _languages() -> list[str]:
    """The languages that pages are offered in."""
    offered: list[str] = current_app.config["LANGUAGES"]
    return offered


def _as_delivered(setting: Setting, code: str) -> list[str]:
    """The lines of a card that nobody has changed, in one language."""
    with speaking(code):
        return [str(line) for line in DELIVERED[setting.guidance]] if setting.guidance else []


def _card(form: SettingForm) -> dict[str, list[str]]:
    """The lines by language. Those that are the delivered ones are not kept: they may be mended."""
    found = {}
    for code in _languages():
        typed = [line.strip() for line in (form.part(code).data or "").splitlines()]
        lines = [line for line in typed if line]
        if lines and lines != _as_delivered(form.setting, code):
            found[code] = lines
    return found


def _sites(form: SettingForm) -> list[str]:
    return [part for part in re.split(r"[,\s]+", _value(form)) if part]


def _words(form: SettingForm) -> dict[str, list[str]]:
    typed = {str(kind): re.split(r"[,\n]", form.part(kind).data or "") for kind in WordKind}
    found = {kind: [term for term in terms if term.strip()] for kind, terms in typed.items()}
    return {kind: terms for kind, terms in found.items() if terms}


def _thresholds(form: SettingForm) -> dict[str, Any]:
    typed = {name: (form.part(name).data or "").strip() for name in SCORES}
    found = {name: _as_number(text) for name, text in typed.items() if text}
    return {name: number for name, number in found.items() if number != THRESHOLDS[name]}


def _as_number(text: str) -> float | str:
    """A number with a point or a comma; anything else as it was typed, for the check to name."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and _NUMBER.fullmatch(text) else text


def _value(form: SettingForm) -> str:
    return (form._fields["value"].data or "").strip()


_VALUES: Mapping[Kind, Callable[[SettingForm], Any]] = {
    Kind.RULES: _rules,
    Kind.WEIGHTS: _weights,
    Kind.CARD: _card,
    Kind.SITES: _sites,
    Kind.WORDS: _words,
    Kind.THRESHOLDS: _thresholds,
    Kind.TEXT: _value,
    Kind.CHOICE: _value,
    Kind.NUMBER: lambda form: _whole(_value(form)),
    Kind.NUMBERS: lambda form: [_whole(part) for part in re.split(r"[,\s]+", _value(form)) if part],
}


class TrialForm(PageForm):
    """A text to judge or posts to judge again, under the present tuning and another."""

    text = TextAreaField(_l("A text to try"))
    tuning = TextAreaField(_l("The change to try"))
    last = StringField(_l("How many of the last posts? Up to 1,000"))
    # Where the change was being written, to go back without losing it.
    setting = HiddenField()
    reason = HiddenField()
    shown = HiddenField()

    def how_many(self, most: int) -> int | None:
        """The number that was asked for, if it is one within the limits."""
        asked = _whole((self.last.data or "").strip())
        return asked if isinstance(asked, int) and 1 <= asked <= most else None
