"""Reads from a handler's code what it reads from a request: models of body and query, identifiers of the path."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType
from typing import Any, cast

from polydesk.domain.errors import NotFound


def models[M](handler: Any, base: type[M]) -> list[type[M]]:
    """Return the subclasses of a model that a handler uses; one that another one of them extends is left out."""
    found = dict.fromkeys(one for one in _used(handler) if isinstance(one, type) and issubclass(one, base))
    return [one for one in found if not any(issubclass(other, one) for other in found if other is not one)]


def identifiers(handler: Any) -> dict[str, type[NotFound]]:
    """Return the variables of the path that a handler reads as identifiers, each with its error if there is no such."""
    return {
        name: function.__globals__[error]
        for function in _functions(handler)
        for name, error in _identifier_calls(function)
    }


def _functions(handler: Any) -> list[FunctionType]:
    """Return the handler, and the functions of the dialects that it calls directly or indirectly."""
    found = [cast(FunctionType, handler)]
    for function in found:
        found += [one for one in _globals(function) if _is_of_a_dialect(one) and one not in found]
    return found


def _is_of_a_dialect(value: object) -> bool:
    return isinstance(value, FunctionType) and value.__module__.startswith("polydesk.dialects.")


def _used(handler: Any) -> Iterator[object]:
    for function in _functions(handler):
        yield from _globals(function)


def _globals(function: FunctionType) -> list[Any]:
    return list(inspect.getclosurevars(function).globals.values())


def _identifier_calls(function: FunctionType) -> Iterator[tuple[str, str]]:
    """Yield the arguments of each `request.identifier("name", SomethingNotFound)`.

    A dialect's own reader of identifiers, `ticket_number(request, "name", SomethingNotFound)`, ends with the same two.
    """
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        match node:
            case ast.Call(args=[*_, ast.Constant(value=str(name)), ast.Name(id=error)]) if _is_error(function, error):
                yield name, error


def _is_error(function: FunctionType, name: str) -> bool:
    value = function.__globals__.get(name)
    return isinstance(value, type) and issubclass(value, NotFound)
