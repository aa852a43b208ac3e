"""What we use of Flask-WTF 1.3, which carries no types."""

from wtforms import Form

class FlaskForm(Form):
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self) -> bool: ...
