"""Blueprints as YAML: every error with the line it is on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml

from services.registration.domain.blueprint import Blueprint
from services.registration.domain.refusals import BlueprintInvalid
from services.registration.domain.setup import Parts

MOST_NODES = 20_000
DEEPEST = 12
READ = ("name", "description", "text")
Lines = dict[str, int]


def read_blueprint(
    name: str, text: str, *, file: str, texts: Mapping[str, str] = MappingProxyType({})
) -> Blueprint:
    """Return the blueprint that a file describes, to be asked for by `name`.

    What `texts` knows of its names and descriptions is said as it says it. Raises BlueprintInvalid, whose errors say for each field the file, the line and what is allowed.
    """
    lines: Lines = {}
    data = _said(_parsed(text, lines, file=file), texts)
    try:
        return Blueprint.read(name, data)
    except BlueprintInvalid as wrong:
        said = {path: f"{file}, line {_line(path, lines)}: {why}" for path, why in wrong.errors.items()}
        raise BlueprintInvalid(f"{file} is no blueprint: {'; '.join(said)}", errors=said) from wrong


def write_blueprint(*, name: str, description: str, parts: Parts) -> str:
    """Return the text of a file that `read_blueprint` reads as the same blueprint."""
    told = {"name": name, "description": description, **_without_blanks(parts.as_dict())}
    text: str = yaml.dump(
        told, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=100
    )
    return text


class PlainDumper(yaml.SafeDumper):
    """Writes what comes twice twice, for people read it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _parsed(text: str, lines: Lines, *, file: str) -> Any:
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        for path, line in _Walk(file).nodes(node):
            lines[path] = line
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unread(file, mark.line + 1 if mark else 1, str(error.problem or error.context)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unread(file, 1, "is no YAML that can be read") from error


class _Walk:
    """Goes through a document; what would never end, or names a field twice, ends it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = 0

    def nodes(self, node: yaml.Node, path: str = "", depth: int = 0) -> list[tuple[str, int]]:
        """Return every path with its line, counted from 1."""
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MOST_NODES or depth > DEEPEST:
            raise _unread(self._file, line, "goes on for too long, or too deep")
        found = [(path, line)]
        if isinstance(node, yaml.SequenceNode):
            for n, item in enumerate(node.value):
                found += self.nodes(item, f"{path}[{n}]", depth + 1)
        elif isinstance(node, yaml.MappingNode):
            found += self._fields(node, path, depth)
        return found

    def _fields(self, node: yaml.MappingNode, path: str, depth: int) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        seen: set[str] = set()
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            if name in seen:
                raise _unread(self._file, line, f"{name} came more than once here")
            seen.add(name)
            below = f"{path}.{name}" if path else name
            found += [*self.nodes(value, below, depth + 1), (below, line)]
        return found


def _line(path: str, lines: Mapping[str, int]) -> int:
    """Return the line of a field; of what it belongs to where it is missing."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


def _unread(file: str, line: int, why: str) -> BlueprintInvalid:
    return BlueprintInvalid(f"{file}, line {line}: {why}", errors={"yaml": f"{file}, line {line}: {why}"})


def _said(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_said(part, texts) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: texts.get(part, part) if name in READ and isinstance(part, str) else _said(part, texts)
        for name, part in value.items()
    }


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _without_blanks(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in ("", None, [])}
    return [_without_blanks(part) for part in value] if isinstance(value, list) else value
