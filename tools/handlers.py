"""The modules below functions/ that hold a handler, and the functions of the template that run them.

Most functions run one handler. A function of a resource runs several: its module assigns to `handler` what
`serve({"GET /api/v1/tickets": list_tickets.handler, …})` returns.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tools.local_desk.model import Function, Route, Template


def handlers(template: Template) -> dict[str, Function]:
    """Return the function of each handler, by the path of the handler's module, such as `selectel/create_ticket`.

    The function of a resource stands at each handler that it serves, with that handler's routes alone.
    """
    return dict(pair for function in template.functions.values() for pair in _handlers(function))


def _handlers(function: Function) -> Iterator[tuple[str, Function]]:
    module = function.handler.removesuffix(".handler")
    routes = served_routes(function.code / f"{module}.py")
    if not routes:
        yield module, function
    for name in dict.fromkeys(routes.values()):
        own = tuple(route for route in function.of_type(Route) if routes.get(f"{route.method} {route.path}") == name)
        key = f"{module.partition('/')[0]}/{name}"
        yield key, replace(function, handler=f"{key}.handler", events=own)


def served_routes(source: Path) -> Mapping[str, str]:
    """Return the names of the modules that serve the routes of a resource, by route. Other sources have none."""
    tree = ast.parse(source.read_text(encoding="utf-8")) if source.exists() else ast.Module(body=[], type_ignores=[])
    return dict(_routes(tree.body))


def _routes(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        match statement:
            case ast.Assign(
                targets=[ast.Name("handler")], value=ast.Call(func=ast.Name("serve"), args=[ast.Dict(keys, values)])
            ):
                for key, value in zip(keys, values, strict=True):
                    match key, value:
                        case ast.Constant(str(route)), ast.Attribute(ast.Name(module), "handler"):
                            yield route, module


def logical_id(module: str) -> str:
    """Return the name that belongs to a handler: `selectel/create_ticket` → `SelectelCreateTicket`.

    It names the function that runs this handler alone, and the endpoint in the description of the APIs.
    """
    return "".join(part.title() for part in re.split(r"[/_]", module))
