"""Every function has a file and a block of the template with the same name, and a short handler."""

import ast
import re

import pytest

from tests.template.sources import FUNCTIONS, HANDLERS, Source
from tools.local_desk.model import Route
from tools.local_desk.template import read

TEMPLATE = read()
MAX_LINES = 15
"""Lines of a handler's body."""

each = pytest.mark.parametrize("source", HANDLERS, ids=[source.name for source in HANDLERS])


def logical_id(source: Source) -> str:
    """Return the function's name in the template: `selectel.create_ticket` → `SelectelCreateTicket`."""
    return "".join(part.title() for part in re.split(r"[._]", source.name))


def handler(source: Source) -> ast.FunctionDef:
    """Return the handler of a module."""
    [found] = [node for node in source.tree.body if isinstance(node, ast.FunctionDef) and node.name == "handler"]
    return found


def test_files_and_blocks_of_the_template_are_the_same_functions() -> None:
    blocks = {name: function.handler for name, function in TEMPLATE.functions.items()}

    assert blocks == {logical_id(source): f"{source.name.replace('.', '/')}.handler" for source in HANDLERS}


def test_all_code_lies_in_one_folder() -> None:
    assert {function.code for function in TEMPLATE.functions.values()} == {FUNCTIONS}


@each
def test_a_handler_is_short(source: Source) -> None:
    _, first, *_ = body = handler(source).body

    assert (body[-1].end_lineno or 0) - first.lineno < MAX_LINES


@each
def test_a_handler_is_one_decorated_function_with_a_docstring(source: Source) -> None:
    [decorator] = handler(source).decorator_list

    is_http = bool(TEMPLATE.functions[logical_id(source)].of_type(Route))
    name = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
    assert name == ("endpoint" if is_http else "background")
    assert ast.get_docstring(handler(source))


@each
def test_a_module_behind_http_opens_with_its_route(source: Source) -> None:
    opening = ast.get_docstring(source.tree) or ""

    for route in TEMPLATE.functions[logical_id(source)].of_type(Route):
        beginning = f"{route.method} {route.path}".removesuffix("/").removesuffix(".json")
        assert opening.startswith(beginning)


@each
def test_a_function_behind_http_leaves_errors_to_its_dialect(source: Source) -> None:
    """Other functions may log errors but must raise them again, for retries and dead-letter queues."""
    tries = [node for node in ast.walk(source.tree) if isinstance(node, ast.Try)]
    if TEMPLATE.functions[logical_id(source)].of_type(Route):
        assert not tries
    for node in tries:
        for caught in node.handlers:
            assert isinstance(caught.body[-1], ast.Raise)
            assert caught.body[-1].exc is None
