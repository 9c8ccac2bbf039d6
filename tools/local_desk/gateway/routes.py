"""Finds the function for a method and a path, by the rules of a REST API."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tools.local_desk.model import Function, Route
from tools.local_desk.template.intrinsics import TemplateError

_LEGAL_PART = re.compile(r"[a-zA-Z0-9._:\-$]+|\{[a-zA-Z0-9._\-]+\}")
_GREEDY_PART = re.compile(r"\{[a-zA-Z0-9._\-]+\+\}")

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request. `resource` is the path as in the template."""

    function: str
    resource: str
    path_parameters: Mapping[str, str]


@dataclass(slots=True)
class _Resource:
    """A path: its functions by method, and the resources below it.

    `variable` is the child that takes any part, `greedy` the one that takes all parts that are left.
    """

    path: str = "/"
    children: dict[str, "_Resource"] = field(default_factory=dict)
    variable: str | None = None
    greedy: str | None = None
    methods: dict[str, str] = field(default_factory=dict)


class Routes:
    """The routes of all functions, as a tree of resources."""

    def __init__(self, functions: Iterable[Function], any_method: Mapping[str, str] = _NONE) -> None:
        """Build the tree. `any_method` has a function for all other methods of a path, by its logical id.

        Raises TemplateError for paths that cannot be deployed together.
        """
        self._root = _Resource()
        for function in functions:
            for route in function.of_type(Route):
                self._add(route, function.logical_id)
        for path, logical_id in any_method.items():
            self._add(Route("ANY", path), logical_id)

    def match(self, method: str, path: str) -> Match | None:
        """Find the route, if any. `path` has no stage and is percent-encoded; a slash at its end is ignored."""
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
            if resource.path.endswith("+}"):
                raise TemplateError(f"{route.path}: nothing is below a greedy variable")
            resource = _child(resource, part, route.path)
        if route.method in resource.methods:
            raise TemplateError(
                f"{route.method} {route.path}: {resource.methods[route.method]} and {function} both answer"
            )
        resource.methods[route.method] = function


def _child(resource: _Resource, part: str, path: str) -> _Resource:
    greedy = _GREEDY_PART.fullmatch(part) is not None
    if not greedy and not _LEGAL_PART.fullmatch(part):
        raise TemplateError(f"{path}: {part} is not a legal path part (a variable is the whole part)")
    if part.startswith("{"):
        taken = resource.greedy if greedy else resource.variable
        if taken not in (None, part):
            raise TemplateError(f"{path}: {part} and {taken} are two names for one variable")
        if greedy:
            resource.greedy = part
        else:
            resource.variable = part
    if part not in resource.children:
        resource.children[part] = _Resource(f"{resource.path.removesuffix('/')}/{part}")
    return resource.children[part]


def _find(resource: _Resource, parts: list[str]) -> tuple[_Resource, dict[str, str]] | None:
    """Find the resource and its variables. Literal parts win over variables, and those over greedy ones."""
    if not parts:
        return (resource, {}) if resource.methods else None
    part, *rest = parts
    literal = resource.children.get(part) if not part.startswith("{") else None
    if literal is not None and (found := _find(literal, rest)) is not None:
        return found
    if not part:
        return None
    if resource.variable is not None and (found := _find(resource.children[resource.variable], rest)) is not None:
        return found[0], {resource.variable.strip("{}"): part, **found[1]}
    if resource.greedy is not None:
        return resource.children[resource.greedy], {resource.greedy.strip("{+}"): "/".join(parts)}
    return None
