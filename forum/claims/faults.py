"""What is wrong with values that an operator gave: where, and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not right in given values: where, and what. `message` is translated."""

    place: tuple[str, ...]
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = self.message % dict(self.values)
        return f"{' → '.join(self.place)}: {said}" if self.place else said

    def inside(self, *outer: str) -> Fault:
        """The same fault, seen from further out."""
        return replace(self, place=(*outer, *self.place))


def fault(place: tuple[str, ...], message: str, **values: object) -> Fault:
    """A fault whose message names some values."""
    return Fault(place, message, tuple((name, str(value)) for name, value in values.items()))
