"""What there is to describe: the functions behind the API, as their template and their own words tell it."""

import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from polydesk.http.body import Body
from tools.local_desk.functions import load, prepare_imports
from tools.local_desk.model import Function, Route, Template

_MODULE = re.compile(
    r"[A-Z]+ (?P<path>\S+) - (?P<what>[^.]+)\.(?: <(?P<source>[^:]+): (?P<title>[^>]+)>| (?P<note>.+))?"
)
_ANSWER = re.compile(r"Answer (?P<status>\d{3})(?: with|:) (?P<what>.+)", re.DOTALL)
_SUFFIX = "[.json]"


class Undescribed(Exception):
    """A handler does not say of itself what the description needs."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path, and the function that answers it. `path` is as the vendor writes it, slash included."""

    id: str
    """The function's logical id, and a word more where it answers the same path without a suffix."""
    dialect: str
    name: str
    """The file that holds it: `create_ticket`."""
    method: str
    path: str
    what: str
    """What it does, in the handler's words."""
    source: str
    """The vendor's page, if the endpoint is on one, and what it is called there."""
    title: str
    note: str
    status: int
    answer: str
    """What a success brings."""
    body: type[Body] | None
    """What its requests are made of."""

    @property
    def key(self) -> str:
        """Dialect and name: `selectel/create_ticket`."""
        return f"{self.dialect}/{self.name}"

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    @property
    def variables(self) -> list[str]:
        """What stands in braces in the path, in that order."""
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def names_something(self) -> bool:
        """Whether the path names a thing that may not be there."""
        return any(name != "response_format" for name in self.variables)


def endpoints(template: Template) -> list[Endpoint]:
    """All of a template, in its order. Raises Undescribed."""
    prepare_imports(template)
    return [one for function in template.functions.values() for one in _of(function)]


def _of(function: Function) -> Iterator[Endpoint]:
    routes = function.of_type(Route)
    if not routes:
        return
    dialect, name = function.handler.removesuffix(".handler").split("/")
    module = importlib.import_module(f"{dialect}.{name}")
    said = _MODULE.fullmatch(_first_line(module))
    answer = _ANSWER.fullmatch(inspect.getdoc(load(function)) or "")
    if said is None or answer is None:
        raise Undescribed(f"{function.handler}: its first line or what it says of its answer cannot be read")
    for route in routes:
        yield Endpoint(
            id=function.logical_id if route is routes[0] else f"{function.logical_id}WithoutSuffix",
            dialect=dialect,
            name=name,
            method=route.method,
            path=_as_documented(route, said["path"], function),
            what=said["what"],
            source=said["source"] or "",
            title=said["title"] or "",
            note=said["note"] or "",
            status=int(answer["status"]),
            answer=" ".join(answer["what"].split()),
            body=_body(function),
        )


def _first_line(module: ModuleType) -> str:
    return (inspect.getdoc(module) or "").partition("\n\n")[0].replace("\n", " ")


def _as_documented(route: Route, documented: str, function: Function) -> str:
    """The path as the handler writes it: the gateway does not care for a slash at its end, the vendor's page does."""
    ways = {documented.replace(_SUFFIX, ""), documented.replace(_SUFFIX, ".json")}
    for way in ways:
        if way.rstrip("/") == route.path.rstrip("/"):
            return way
    raise Undescribed(f"{function.handler} says {documented}, its route is {route.path}")


def _body(function: Function) -> type[Body] | None:
    """The model that the handler reads its body with, if it reads one."""
    handler = inspect.getclosurevars(load(function)).nonlocals["handler"]
    used = inspect.getclosurevars(handler).globals.values()
    models = [one for one in used if isinstance(one, type) and issubclass(one, Body)]
    if len(models) > 1:
        raise Undescribed(f"{function.handler} reads its body with more than one model")
    return models[0] if models else None
