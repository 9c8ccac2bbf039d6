"""Every handler is short and plain, and it runs in a function of its own name or in that of a resource."""

import ast

import pytest

from tests.template.sources import FALLBACKS, FUNCTIONS, HANDLERS, RESOURCES, Source
from tools.handlers import handlers, logical_id, served_routes
from tools.local_desk.model import Route
from tools.local_desk.template import read

TEMPLATE = read()
MAX_LINES = 15
"""Lines of a handler's body."""

each = pytest.mark.parametrize("source", HANDLERS, ids=[source.name for source in HANDLERS])


RUNS = handlers(TEMPLATE)
"""The function of each handler."""


def module(source: Source) -> str:
    """The path of a module below functions/: `selectel/create_ticket`."""
    return source.name.replace(".", "/")


def routes(source: Source) -> tuple[Route, ...]:
    """The routes that a handler answers."""
    return RUNS[module(source)].of_type(Route)


def handler(source: Source) -> ast.FunctionDef:
    """Return the handler of a module."""
    [found] = [node for node in source.tree.body if isinstance(node, ast.FunctionDef) and node.name == "handler"]
    return found


def test_each_handler_runs_in_one_function_of_the_template() -> None:
    assert sorted(RUNS) == sorted(module(source) for source in (*HANDLERS, *FALLBACKS))


def test_a_function_has_the_name_of_its_module() -> None:
    blocks = {name: function.handler for name, function in TEMPLATE.functions.items()}

    assert blocks == {logical_id(handler.removesuffix(".handler")): handler for handler in blocks.values()}


def test_a_resource_lists_the_routes_of_its_function_and_does_nothing_else() -> None:
    for source in RESOURCES:
        function = TEMPLATE.functions[logical_id(module(source))]
        _, *imports, assignment = source.tree.body

        assert {f"{one.method} {one.path}" for one in function.of_type(Route)} == served_routes(source.path).keys()
        assert all(isinstance(statement, ast.ImportFrom) for statement in imports)
        assert ast.unparse(assignment).startswith("handler = serve({")


def test_all_code_lies_in_one_folder() -> None:
    assert {function.code for function in TEMPLATE.functions.values()} == {FUNCTIONS}


@each
def test_a_handler_is_short(source: Source) -> None:
    _, first, *_ = body = handler(source).body

    assert (body[-1].end_lineno or 0) - first.lineno < MAX_LINES


@each
def test_a_handler_is_one_decorated_function_with_a_docstring(source: Source) -> None:
    [decorator] = handler(source).decorator_list

    is_http = bool(routes(source))
    name = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
    assert name == ("endpoint" if is_http else "background")
    assert ast.get_docstring(handler(source))


@each
def test_a_module_behind_http_opens_with_its_route(source: Source) -> None:
    opening = ast.get_docstring(source.tree) or ""

    for route in routes(source):
        beginning = f"{route.method} {route.path}".removesuffix("/").removesuffix(".json")
        assert opening.startswith(beginning)


@each
def test_a_function_behind_http_leaves_errors_to_its_dialect(source: Source) -> None:
    """Other functions may log errors but must raise them again, for retries and dead-letter queues."""
    tries = [node for node in ast.walk(source.tree) if isinstance(node, ast.Try)]
    if routes(source):
        assert not tries
    for node in tries:
        for caught in node.handlers:
            assert isinstance(caught.body[-1], ast.Raise)
            assert caught.body[-1].exc is None
