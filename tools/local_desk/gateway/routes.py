"""The API's resource tree: which function answers a method and a path, by REST API's rules."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tools.local_desk.model import Function, Route
from tools.local_desk.template.intrinsics import TemplateError

_LEGAL_PART = re.compile(r"[a-zA-Z0-9._:\-$]+|\{[a-zA-Z0-9._\-]+\}")


@dataclass(frozen=True, slots=True)
class Match:
    """What a request was routed to. `resource` is the path as the template writes it."""

    function: str
    resource: str
    path_parameters: Mapping[str, str]


@dataclass(slots=True)
class _Resource:
    """One part of a path, what hangs under it, and who answers each of its methods."""

    path: str = "/"
    children: dict[str, "_Resource"] = field(default_factory=dict)
    variable: str | None = None
    methods: dict[str, str] = field(default_factory=dict)


class Routes:
    """The routes of all functions, as a tree that is refused where the real gateway would refuse it."""

    def __init__(self, functions: Iterable[Function]) -> None:
        """Build the tree. Raises TemplateError for paths that cannot be deployed together."""
        self._root = _Resource()
        for function in functions:
            for route in function.of_type(Route):
                self._add(route, function.logical_id)

    def match(self, method: str, path: str) -> Match | None:
        """Who answers, or None. `path` has no stage and is still percent-encoded; one slash at its end is nothing."""
        parts = path.removeprefix("/").removesuffix("/").split("/") if path.strip("/") else []
        found = _find(self._root, [unquote(part) for part in parts])
        if found is None:
            return None
        resource, values = found
        function = resource.methods.get(method) or resource.methods.get("ANY")
        return None if function is None else Match(function, resource.path, values)

    def _add(self, route: Route, function: str) -> None:
        resource = self._root
        for part in route.path.strip("/").split("/") if route.path.strip("/") else []:
            resource = _child(resource, part, route.path)
        if route.method in resource.methods:
            raise TemplateError(
                f"{route.method} {route.path}: {resource.methods[route.method]} and {function} both answer"
            )
        resource.methods[route.method] = function


def _child(resource: _Resource, part: str, path: str) -> _Resource:
    if not _LEGAL_PART.fullmatch(part):
        raise TemplateError(
            f"{path}: {part} is no legal path part (a variable is the whole part, and never greedy here)"
        )
    if part.startswith("{"):
        if resource.variable not in (None, part):
            raise TemplateError(f"{path}: {part} and {resource.variable} stand in one place under two names")
        resource.variable = part
    if part not in resource.children:
        resource.children[part] = _Resource(f"{resource.path.removesuffix('/')}/{part}")
    return resource.children[part]


def _find(resource: _Resource, parts: list[str]) -> tuple[_Resource, dict[str, str]] | None:
    """The resource that answers: at every level a part that is written out goes before a variable."""
    if not parts:
        return (resource, {}) if resource.methods else None
    part, *rest = parts
    written = resource.children.get(part) if not part.startswith("{") else None
    if written is not None and (found := _find(written, rest)) is not None:
        return found
    if resource.variable is None or not part:
        return None
    found = _find(resource.children[resource.variable], rest)
    if found is None:
        return None
    return found[0], {resource.variable.strip("{}"): part, **found[1]}
