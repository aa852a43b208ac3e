"""The form of each setting, and the way between what is typed and the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.claims import Rule, rules
from forum.claims.tuning import THRESHOLDS, Choice, WordKind
from forum.community.labels import CHOICES, SCORES, WORD_KINDS
from forum.community.schema import Kind, Setting
from forum.community.services import BadValue, said
from forum.errors import Refusal
from forum.web.forms import PageForm

_PARTS = {Kind.RULES: "rule:", Kind.WORDS: "words:", Kind.THRESHOLDS: "threshold:"}
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
        """The field of one rule, kind of words or threshold."""
        return self._fields[_PARTS[self.setting.kind] + key]


def _delivered(rule: Rule) -> str:
    return _("as delivered: %(action)s", action=rule.action)


def form_for(setting: Setting) -> type[SettingForm]:
    """The form of one setting."""
    fields: dict[str, Any] = {"setting": setting}
    if setting.kind is Kind.RULES:
        for rule in rules():
            offered = {"": _delivered(rule), **{str(each): CHOICES[each] for each in Choice}}
            choices = [SelectChoice(key, words) for key, words in offered.items()]
            fields[f"rule:{rule.id}"] = SelectField(rule.id, choices=choices, default="")
    elif setting.kind is Kind.WORDS:
        for kind, label in WORD_KINDS.items():
            fields[f"words:{kind}"] = TextAreaField(label)
    elif setting.kind is Kind.THRESHOLDS:
        for name, label in SCORES.items():
            fields[f"threshold:{name}"] = StringField(label)
    elif setting.kind is Kind.CHOICE:
        options = [SelectChoice(key, words) for key, words in (setting.choices or {}).items()]
        fields["value"] = RadioField(setting.label, choices=options, validate_choice=False)
    elif setting.kind is Kind.TEXT:
        fields["value"] = TextAreaField(setting.label)
    else:
        fields["value"] = StringField(setting.label)
    return type("OneSettingForm", (SettingForm,), fields)


def typed_fields(setting: Setting, value: Any) -> Mapping[str, str]:
    """What stands in the fields for a value."""
    if setting.kind is Kind.RULES:
        return {f"rule:{rule.id}": value.get(rule.id, "") for rule in rules()}
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
