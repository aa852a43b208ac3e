"""The form of comfort: every choice, the usual one first."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.web.comfort import Comfort
from forum.web.forms import PageForm


def _radios(label: Any, choices: dict[str, Any]) -> RadioField:
    options = [SelectChoice(value, words) for value, words in choices.items()]
    return RadioField(label, choices=options, default="")


class ComfortForm(PageForm):
    """Everything that can be chosen."""

    text = _radios(
        _l("Size of the letters"),
        {"": _l("Usual"), "1": _l("Large"), "2": _l("Larger"), "3": _l("Largest")},
    )
    space = _radios(
        _l("Space between lines and words"),
        {"": _l("Usual"), "1": _l("Airy"), "2": _l("Wide")},
    )
    theme = _radios(
        _l("Paper and light"),
        {
            "": _l("As my device has it"),
            "paper": _l("Paper: warm and light"),
            "oat": _l("Oat: tinted, less bright"),
            "dusk": _l("Dusk: dark"),
            "night": _l("Night: dark and dim, for light that hurts"),
            "plain": _l("Black on white, strong contrast"),
            "black": _l("White on black, strong contrast"),
        },
    )
    place = _radios(
        _l("Where the text stands"),
        {
            "": _l("In the middle"),
            "left": _l("On the left, where I see one"),
            "right": _l("On the right, where I see one"),
        },
    )
    eye = BooleanField(_l("Bad-eye day"))
    hand = BooleanField(_l("Bad-hand day"))
    still = BooleanField(_l("Nothing moves"))
    speed = _radios(
        _l("Speed of reading aloud"),
        {"0.8": _l("Slower"), "": _l("Usual"), "1.2": _l("Faster")},
    )
    here = BooleanField(_l("On this device only"))
    back = HiddenField()

    def fill(self, chosen: Comfort) -> None:
        """Show what is chosen now."""
        self.text.data, self.space.data = str(chosen.text or ""), str(chosen.space or "")
        for name in ("theme", "place", "eye", "hand", "still", "speed", "here"):
            self._fields[name].data = getattr(chosen, name)

    def chosen(self) -> Comfort:
        """What was chosen, once the form is sound."""
        return Comfort(
            text=int(self.text.data or 0),
            space=int(self.space.data or 0),
            theme=self.theme.data or "",
            place=self.place.data or "",
            eye=bool(self.eye.data),
            hand=bool(self.hand.data),
            still=bool(self.still.data),
            speed=self.speed.data or "",
            here=bool(self.here.data),
        )
