"""Reads YAML that people wrote: each value knows its line; tricks and repeated keys are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The parser written in C reads a country's rules eight times faster; both give the same marks.
Loader: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST_FILE: Final = 1_000_000
DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it is, a stable code, and what it is about.

    A warning is likely a mistake, but only its author can tell.
    """

    file: str
    line: int
    code: str
    about: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        """Write it as editors read it: file:line: code about."""
        kind = "warning: " if self.is_warning else ""
        return f"{self.file}:{self.line}: {kind}{self.code} {self.about}".rstrip()


class MarksError(Exception):
    """A file could not be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Marked:
    """A value with the file and line where it stands; maps hold their keys as written."""

    value: object
    file: str
    line: int

    @property
    def map(self) -> dict[str, Marked] | None:
        """Give the entries, or None when this is not a map."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def list(self) -> list[Marked] | None:
        """Give the items, or None when this is not a list."""
        return self.value if isinstance(self.value, list) else None

    def problem(self, code: str, about: str = "") -> Problem:
        """Name a mistake at this place."""
        return Problem(self.file, self.line, code, about)

    def plain(self) -> object:
        """Give the bare value, without places."""
        if self.map is not None:
            return {key: item.plain() for key, item in self.map.items()}
        if self.list is not None:
            return [item.plain() for item in self.list]
        return self.value


def read_marked(path: Path) -> Marked:
    """Read a file into marked values, or refuse it with the place of the first mistake."""
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise MarksError(Problem(name, 1, "file_not_readable")) from error
    if len(raw) > LARGEST_FILE:
        raise MarksError(Problem(name, 1, "file_too_large"))
    try:
        return marked_from(raw.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise MarksError(Problem(name, line, "not_utf8")) from error


def marked_from(text: str, name: str) -> Marked:
    """Read YAML text into marked values."""
    try:
        _refuse_tricks(text, name)
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise MarksError(Problem(name, 1, "file_is_empty"))
        return _marked(node, loader, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise MarksError(Problem(name, line, "not_yaml", error.problem or "")) from error
    except (yaml.YAMLError, ValueError) as error:
        raise MarksError(Problem(name, 1, "not_yaml")) from error


def _refuse_tricks(text: str, name: str) -> None:
    """Refuse aliases, tags and deep nesting while reading events, before any tree is built."""
    depth = 0
    for event in _events(text):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise MarksError(Problem(name, line, "alias_not_allowed"))
        if getattr(event, "tag", None):
            raise MarksError(Problem(name, line, "tag_not_allowed"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise MarksError(Problem(name, line, "too_deep"))


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=Loader)


def _marked(node: yaml.Node, loader: yaml.SafeLoader, name: str) -> Marked:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Marked(_entries(node, loader, name), name, line)
    if isinstance(node, yaml.SequenceNode):
        return Marked([_marked(item, loader, name) for item in node.value], name, line)
    try:
        value = loader.construct_object(node)
    except ValueError as error:  # a day that does not exist
        raise MarksError(Problem(name, line, "not_yaml", str(node.value)[:40])) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise MarksError(Problem(name, line, "not_a_number"))
    return Marked(value, name, line)


def _entries(node: yaml.MappingNode, loader: yaml.SafeLoader, name: str) -> dict[str, Marked]:
    entries: dict[str, Marked] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise MarksError(Problem(name, line, "key_not_plain"))
        key = str(key_node.value)
        if key in entries:
            raise MarksError(Problem(name, line, "duplicate_key", key))
        # A map or list begins on the line after its key; whoever looks for it looks for the key.
        entries[key] = replace(_marked(value_node, loader, name), line=line)
    return entries
