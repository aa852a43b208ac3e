"""Words in data: the values of some keys, wherever they stand in a YAML file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

import yaml

Found = tuple[int, str, str, list[str]]


def extract(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, str]
) -> Iterator[Found]:
    """What Babel calls for a file; its option `keys` names the keys whose values are words."""
    wanted = frozenset(options.get("keys", "").split())
    for line, words in _values(yaml.compose(fileobj, Loader=yaml.SafeLoader), wanted):
        yield line, "gettext", words, []


def _values(node: Any, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                if key.value in wanted:
                    yield value.start_mark.line + 1, value.value
            else:
                yield from _values(value, wanted)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _values(value, wanted)
