"""Numbers for help by country, read once at start from a file that the operator keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from flask import Flask

from forum.checked_yaml import Fields, FileError, read_list


class Use(StrEnum):
    """What a number is for."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    POISON = "poison"
    URGENT = "urgent"


class Kind(StrEnum):
    CALL = "call"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its source."""

    use: Use
    label: str
    number: str
    kind: Kind
    source_title: str
    source_url: str
    grade: str
    checked: date
    to_check: bool

    @property
    def link(self) -> str:
        """What a phone dials or writes to."""
        scheme = "tel" if self.kind is Kind.CALL else "sms"
        return f"{scheme}:{re.sub(r'[^0-9+]', '', self.number)}"


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    numbers: tuple[Number, ...]

    def of(self, *uses: str) -> list[Number]:
        """The numbers for some uses, in the order of the file."""
        return [number for number in self.numbers if number.use in uses]


class NumbersError(ValueError):
    """The file of numbers cannot be used; the message says where and why."""


def read_numbers(path: Path) -> tuple[Country, ...]:
    """Every country of the file, by name. A wrong number is worse than none: any fault stops it."""
    try:
        countries = [_country(entry) for entry in read_list(path.read_text(encoding="utf-8"))]
    except FileError as fault:
        raise NumbersError(f"{path}:{fault.line}: {fault.reason}") from fault
    except UnicodeDecodeError as error:
        raise NumbersError(f"{path}: the file is not UTF-8") from error
    except OSError as error:
        raise NumbersError(
            f"{path}: the file cannot be read ({error.strerror}); see EMERGENCY_FILE"
        ) from error
    codes = [country.code for country in countries]
    if len(set(codes)) != len(codes):
        raise NumbersError(f"{path}: a country stands twice in the file")
    return tuple(sorted(countries, key=lambda country: country.name))


def _country(entry: Fields) -> Country:
    entry.only("country", "name", "entries")
    code = entry.slug("country", 20)
    numbers = tuple(_number(part) for part in entry.each("entries"))
    if not any(number.use is Use.EMERGENCY for number in numbers):
        raise FileError(entry.line, f"“{code}” has no emergency number")
    return Country(code, entry.text("name", 60), numbers)


def _number(entry: Fields) -> Number:
    entry.only("use", "label", "number", "kind", "source", "grade", "checked", "to_check")
    digits = entry.text("number", 30)
    if not re.fullmatch(r"\+?[0-9](?:[ -]?[0-9])*", digits):
        raise FileError(entry.line_of("number"), f"“{digits}” is not a number that can be dialled")
    source = entry.within("source")
    source.only("title", "url")
    return Number(
        use=Use(entry.choice("use", [use.value for use in Use])),
        label=entry.text("label", 120),
        number=digits,
        kind=Kind(entry.choice("kind", [kind.value for kind in Kind])),
        source_title=source.text("title", 300),
        source_url=source.address("url"),
        grade=entry.choice("grade", ("A", "B", "C")),
        checked=entry.day("checked"),
        to_check=entry.yes("to_check"),
    )


def init_app(app: Flask) -> None:
    """Read the numbers once; a file that is not right stops the start, and says so."""
    app.extensions["emergency_numbers"] = read_numbers(Path(str(app.config["EMERGENCY_FILE"])))
