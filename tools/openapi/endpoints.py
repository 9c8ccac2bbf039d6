"""The endpoints of the template, with everything that their handlers state about them."""

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from polydesk.domain.errors import NotFound
from polydesk.http.body import Body, Query
from polydesk.http.endpoint import Dialect, Facts
from polydesk.http.endpoint import Endpoint as Product
from tools.handlers import handlers, logical_id
from tools.local_desk.functions import load, prepare_imports
from tools.local_desk.model import Function, Route, Template
from tools.openapi.apis import APIS, Api
from tools.openapi.inspection import identifiers, models
from tools.openapi.media import MULTIPART
from tools.openapi.schemas import has_files

_MODULE = re.compile(
    r"[A-Z]+ (?P<path>\S+) - (?P<what>[^.]+)\.(?: <(?P<source>[^:]+): (?P<title>[^>]+)>| (?P<note>.+))?"
)
_ANSWER = re.compile(r"Answer (?P<status>\d{3})(?: with|:) (?P<what>.+)", re.DOTALL)
_SUFFIX = "[.json]"


class Undescribed(Exception):
    """A handler does not state what the description needs."""


@dataclass(frozen=True)
class Endpoint:
    """One method of one path, and its handler.

    id: the logical id of the handler, with `WithoutSuffix` for a path that answers with and without `.json`
    key: the API and the handler's file, such as `selectel/create_ticket`
    path: as the vendor writes it, with or without a slash at the end
    what, title, note, answer: from the docstrings of module and handler
    status: of a success
    """

    id: str
    key: str
    method: str
    path: str
    what: str
    title: str
    note: str
    status: int
    answer: str
    handler: Product

    @property
    def api(self) -> Api:
        """Return the API that it belongs to."""
        return APIS[self.key.partition("/")[0]]

    @property
    def dialect(self) -> Dialect:
        """Return the product's part for this API."""
        return self.handler.dialect

    @property
    def facts(self) -> Facts:
        """Return what the decorator states."""
        return self.handler.facts

    @property
    def writes(self) -> bool:
        """Return whether it changes something."""
        return self.method != "GET" and not self.facts.safe

    @property
    def takes_a_body(self) -> bool:
        """Return whether its method has a body: that of a DELETE has one where the handler reads it."""
        return self.method in {"POST", "PUT", "PATCH"} or (self.method == "DELETE" and self.body is not None)

    @property
    def variables(self) -> list[str]:
        """Return the variables of the path, in order."""
        return re.findall(r"\{(\w+)\}", self.path)

    @cached_property
    def identifiers(self) -> Mapping[str, type[NotFound]]:
        """Return the error of each variable of the path that names something. Raises Undescribed."""
        found = identifiers(self.handler.handle)
        if missing := [name for name in self.variables if name not in {*found, *self.api.path}]:
            raise Undescribed(f"functions/{self.key}.py does not read {missing} with request.identifier()")
        return {name: found[name] for name in self.variables if name in found}

    @cached_property
    def body(self) -> type[Body] | None:
        """Return the model of the body, if the handler reads one. Raises Undescribed."""
        return _only(models(self.handler.handle, Body), self.key)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Return the media types of its bodies: a body with files is a form in every API."""
        if MULTIPART not in self.api.reads and self.body and has_files(self.body):
            return (MULTIPART,)
        return self.api.reads

    @cached_property
    def query(self) -> type[Query] | None:
        """Return the model of the query, if the endpoint declares one. Raises Undescribed where it is not read."""
        if (read := _only(models(self.handler.handle, Query), self.key)) is not self.facts.query:
            raise Undescribed(f"functions/{self.key}.py reads {read}, and declares query={self.facts.query}")
        return read


def _only[M](found: list[type[M]], key: str) -> type[M] | None:
    if len(found) > 1:
        raise Undescribed(f"functions/{key}.py uses more than one of {', '.join(one.__name__ for one in found)}")
    return found[0] if found else None


def endpoints(template: Template) -> list[Endpoint]:
    """Return the endpoints of a template in its order. Raises Undescribed."""
    prepare_imports(template)
    return [one for key, function in handlers(template).items() for one in _of(key, function)]


def _of(key: str, function: Function) -> Iterator[Endpoint]:
    routes = function.of_type(Route)
    if not routes:
        return
    handler = load(function)
    if not isinstance(handler, Product):
        raise Undescribed(f"functions/{key}.py: the handler lacks the @endpoint(…) of its API")
    module = _MODULE.fullmatch(_opening(importlib.import_module(key.replace("/", "."))))
    if module is None:
        raise Undescribed(f"functions/{key}.py should begin with `METHOD /path - what it does. <Page: Title>`")
    answer = _ANSWER.fullmatch(inspect.getdoc(handler.handle) or "")
    if answer is None:
        raise Undescribed(f"functions/{key}.py: the handler's docstring should begin with `Answer 200 with …`")
    for route in routes:
        yield Endpoint(
            id=logical_id(key) if route is routes[0] else f"{logical_id(key)}WithoutSuffix",
            key=key,
            method=route.method,
            path=_as_documented(route, module["path"], key),
            what=module["what"],
            title=module["title"] or "",
            note=module["note"] or "",
            status=int(answer["status"]),
            answer=" ".join(answer["what"].split()),
            handler=handler,
        )


def _opening(module: ModuleType) -> str:
    """Return the first paragraph of a module's docstring, and the second if it is the vendor's page."""
    first, _, rest = (inspect.getdoc(module) or "").partition("\n\n")
    page = rest.partition("\n\n")[0] if rest.startswith("<") else ""
    return f"{first} {page}".strip().replace("\n", " ")


def _as_documented(route: Route, documented: str, key: str) -> str:
    """Return the path as the handler's module writes it: the vendor's page may have a slash at its end."""
    for path in (documented.replace(_SUFFIX, ""), documented.replace(_SUFFIX, ".json")):
        if path.rstrip("/") == route.path.rstrip("/"):
            return path
    raise Undescribed(f"functions/{key}.py names {documented}, its route in template.yaml is {route.path}")
