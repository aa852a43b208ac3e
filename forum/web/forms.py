"""The base of all forms. Whether a form is ours has been checked at the gate, for all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.errors import Invalid, Refusal
from forum.web.face import switched

Kind = TypeVar("Kind", bound=StrEnum)


class PageForm(FlaskForm):
    """A form of a page. CSRF is the gate's business: see `forum.web.gate`."""

    class Meta:
        csrf = False

    _refused_with = Invalid.status

    def is_submitted(self) -> bool:
        """Sent to be acted on. A switch of the header that was pressed beside it sends nothing."""
        return super().is_submitted() and not switched()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return not switched() and super().validate(extra_validators)

    def blame(self, error: Refusal) -> None:
        """Put a service's refusal beside the field it belongs to, or above the form."""
        self._refused_with = error.status
        field = self._fields.get(error.field) if isinstance(error, Invalid) else None
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]

    @property
    def status(self) -> int:
        """The status of a page that shows this form."""
        return self._refused_with if self.errors else 200


def pick(label: Any, choices: Mapping[Kind, Any], default: Kind | None = None) -> RadioField:
    """One choice out of an enum, each value with its words."""
    return RadioField(
        label,
        choices=[SelectChoice(str(kind.value), words) for kind, words in choices.items()],
        default=default.value if default else None,
        validate_choice=True,
    )


NEEDED = _l("Please fill this in.")
