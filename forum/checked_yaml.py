"""YAML that people write by hand, read field by field, so that every fault names its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import yaml

from forum.text import clean_line

# Not the faster loader in C: brackets without end make that one fall over, not raise.
_Loader = yaml.SafeLoader
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"


def is_slug(words: str) -> bool:
    """Can these words stand in an address? Small letters, digits and single hyphens can."""
    return _SLUG.fullmatch(words) is not None


class FileError(ValueError):
    """What is wrong with a file, and in which of its lines (counted from 1)."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def compose(text: str, first_line: int = 1) -> yaml.Node:
    """The tree behind `text`, whose first line is line `first_line` of its file."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FileError(line, f"this is not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        position = int(getattr(error, "position", 0))
        line = first_line + text.count("\n", 0, position)
        raise FileError(line, "this is not YAML: a sign that cannot be used") from error
    except RecursionError as error:
        raise FileError(first_line, "this is not YAML: nested too deeply") from error
    if node is None:
        raise FileError(first_line, "there is nothing in it")
    return node


class Fields:
    """The entries of one mapping, read by name. What is asked for and missing is a fault."""

    def __init__(self, node: yaml.Node, first_line: int = 1) -> None:
        self._first = first_line
        self.line = self._line(node)
        if not isinstance(node, yaml.MappingNode):
            raise FileError(self.line, "here should be names with values, such as “title: …”")
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                raise FileError(self._line(key), f"“{name}” is written twice")
            self._nodes[name] = value

    def _line(self, node: yaml.Node) -> int:
        return self._first + int(node.start_mark.line)

    def line_of(self, name: str) -> int:
        """The line of an entry, or of the mapping when it has no such entry."""
        return self._line(self._nodes[name]) if name in self._nodes else self.line

    def only(self, *names: str) -> None:
        """Refuse entries that nobody reads: they are mostly misspelled ones."""
        for name, node in self._nodes.items():
            if name not in names:
                raise FileError(self._line(node), f"“{name}” is not a known entry")

    def has(self, name: str) -> bool:
        """Is there a value? An entry that says null has none."""
        return name in self._nodes and self._nodes[name].tag != _NULL

    def _need(self, name: str) -> yaml.Node:
        if not self.has(name):
            raise FileError(self.line_of(name), f"“{name}” is missing")
        return self._nodes[name]

    def text(self, name: str, longest: int = 1000) -> str:
        """One line of words."""
        return self._words(name, self._need(name), longest)

    def _words(self, name: str, node: yaml.Node, longest: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise FileError(self._line(node), f"“{name}” should be words")
        words = clean_line(str(node.value))
        if not words:
            raise FileError(self._line(node), f"“{name}” is empty")
        if len(words) > longest:
            raise FileError(self._line(node), f"“{name}” is longer than {longest} letters")
        return words

    def texts(
        self, name: str, longest: int = 1000, least: int = 1, most: int = 100
    ) -> list[tuple[int, str]]:
        """A list of lines of words, each with its line in the file."""
        return [
            (self._line(node), self._words(name, node, longest))
            for node in self._items(name, least, most)
        ]

    def slug(self, name: str, longest: int = 60) -> str:
        """A short name for addresses: small letters, digits and single hyphens."""
        words = self.text(name, longest)
        if not is_slug(words):
            raise FileError(self.line_of(name), f"“{name}” may hold only a-z, 0-9 and hyphens")
        return words

    def slugs(self, name: str, longest: int = 60, least: int = 0) -> list[tuple[int, str]]:
        """A list of short names, none twice."""
        found = self.texts(name, longest, least)
        seen: set[str] = set()
        for line, words in found:
            if not is_slug(words):
                raise FileError(line, f"“{words}” in “{name}” may hold only a-z, 0-9 and hyphens")
            if words in seen:
                raise FileError(line, f"“{words}” stands twice in “{name}”")
            seen.add(words)
        return found

    def day(self, name: str) -> date:
        """A day, written 2026-11-22."""
        words = self.text(name, 40)
        try:
            return date.fromisoformat(words)
        except ValueError:
            raise FileError(
                self.line_of(name), f"“{name}” should be a day such as 2026-11-22, not “{words}”"
            ) from None

    def year(self, name: str) -> int:
        """A year of four digits."""
        words = self.text(name, 40)
        if not re.fullmatch(r"(?:1[89]|20)\d\d", words):
            raise FileError(self.line_of(name), f"“{name}” should be a year, not “{words}”")
        return int(words)

    def yes(self, name: str) -> bool:
        """true or false; an entry that is not there means false."""
        if not self.has(name):
            return False
        words = self.text(name, 10)
        if words not in {"true", "false"}:
            raise FileError(self.line_of(name), f"“{name}” should be true or false")
        return words == "true"

    def choice(self, name: str, allowed: Sequence[str], reason: str = "") -> str:
        """One out of a few words."""
        words = self.text(name, 40)
        if words not in allowed:
            wanted = reason or f"should be one of {', '.join(allowed)}"
            raise FileError(self.line_of(name), f"“{name}” {wanted}, not “{words}”")
        return words

    def address(self, name: str) -> str:
        """A web address."""
        words = self.text(name, 500)
        if not re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+[^\s]*", words):
            raise FileError(self.line_of(name), f"“{name}” should be an address such as https://…")
        return words

    def within(self, name: str) -> Fields:
        """The entries of a mapping inside this one."""
        return Fields(self._need(name), self._first)

    def each(self, name: str, least: int = 1, most: int = 200) -> list[Fields]:
        """A list of mappings."""
        return [Fields(node, self._first) for node in self._items(name, least, most)]

    def _items(self, name: str, least: int, most: int) -> list[yaml.Node]:
        if least == 0 and not self.has(name):
            return []
        node = self._need(name)
        if not isinstance(node, yaml.SequenceNode):
            raise FileError(self._line(node), f"“{name}” should be a list")
        if not least <= len(node.value) <= most:
            raise FileError(
                self._line(node), f"“{name}” has {len(node.value)} entries, not {least} to {most}"
            )
        return list(node.value)


def read_list(text: str, first_line: int = 1) -> list[Fields]:
    """A file that is one list of mappings."""
    node = compose(text, first_line)
    if not isinstance(node, yaml.SequenceNode):
        raise FileError(first_line + int(node.start_mark.line), "the file should be a list")
    return [Fields(item, first_line) for item in node.value]


__all__ = ["Fields", "FileError", "compose", "is_slug", "read_list"]
