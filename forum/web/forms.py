"""The base of all forms. Whether a form is ours has been checked at the gate, for all alike."""

from __future__ import annotations

from flask_wtf import FlaskForm

from forum.errors import Invalid


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of a page. CSRF is the gate's business: see `forum.web.gate`."""

    class Meta:
        csrf = False

    def blame(self, error: Invalid) -> None:
        """Put a service's refusal beside the field it belongs to."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]
