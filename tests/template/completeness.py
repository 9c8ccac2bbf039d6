"""Which of its files an endpoint lacks: its handler, its function in the template, its event, a test.

An endpoint that joins a resource has a fifth: the module of the resource.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.handlers import handlers, logical_id, served_routes
from tools.local_desk.model import Function, Route, Template
from tools.local_desk.template import read


def missing_files(tree: Path) -> list[str]:
    """Return what has to be written, so that each function of a source tree is complete."""
    template = read(tree / "template.yaml")
    functions = template.functions.values()
    deployed = handlers(template)
    running = {one.handler.removesuffix(".handler") for one in functions}
    written = {str(path.relative_to(tree / "functions").with_suffix("")) for path in tree.glob("functions/*/*.py")}
    return [
        *(f"write functions/{module}.py" for module in deployed if module not in written),
        *(
            f"write {logical_id(module)} into template.yaml, or list functions/{module}.py in its resource's module"
            for module in sorted(written - deployed.keys() - running)
        ),
        *(message for one in functions for message in _unlisted(one)),
        *_missing_paths(template),
        *(f"write events/{module}.json" for module in deployed if not (tree / "events" / f"{module}.json").exists()),
        *_missing_tests(tree, {module: function.of_type(Route) for module, function in deployed.items()}),
    ]


def _unlisted(function: Function) -> Iterator[str]:
    """Yield what to write so that a resource's module and its function in the template have the same routes."""
    module = function.handler.removesuffix(".handler")
    served = served_routes(function.code / f"{module}.py").keys()
    routed = {f"{route.method} {route.path}" for route in function.of_type(Route)}
    if served:
        yield from (f"list {route} in functions/{module}.py" for route in sorted(routed - served))
        yield from (f"write {route} into {function.logical_id} in template.yaml" for route in sorted(served - routed))


def _missing_paths(template: Template) -> Iterator[str]:
    """Yield what to write so that the other methods of each path are answered."""
    answered = template.api.any_method if template.api else {}
    for path in dict.fromkeys(one.path for function in template.functions.values() for one in function.of_type(Route)):
        if path not in answered:
            yield f"write `{path}: *others` into the paths of Api in template.yaml"


def _missing_tests(tree: Path, routes: Mapping[str, Sequence[Route]]) -> Iterator[str]:
    """Yield the test to write for each route whose end no test of its API contains."""
    tests = tree / "tests" / "functional"
    found = {api.name: _paths_in_tests(api) for api in tests.iterdir() if api.is_dir()}
    for module, answered in routes.items():
        api, _, name = module.partition("/")
        for route in answered:
            if not any(path.endswith(_end_of(route.path)) for path in found.get(api, ())):
                yield f"write tests/functional/{api}/test_{name}.py, which calls {route.method} {route.path}"


def _without_variables(path: str) -> str:
    """Return a path with `{}` for each variable, without query, suffix and final slash."""
    path = re.sub(r"\{\w+\}|(?<=/)\d+(?=/|\.json|\?|$)", "{}", path)
    return path.partition("?")[0].rstrip("/").removesuffix(".json")


def _end_of(path: str) -> str:
    """Return the last two parts of a path, which tests contain even where they share the rest."""
    return "/" + "/".join(_without_variables(path).strip("/").split("/")[-2:])


def _paths_in_tests(tests: Path) -> frozenset[str]:
    """Return the strings in the tests of a folder, as paths with `{}` for variables."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in tests.glob("*.py")]
    constants = dict(pair for tree in trees for pair in _constants(tree))
    return frozenset(_without_variables(text) for tree in trees for text in _texts(tree, constants))


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _texts(tree: ast.Module, constants: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(_part(part, constants) for part in parts)


def _part(part: ast.expr, constants: Mapping[str, str]) -> str:
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id=name)):
            return constants.get(name, "{}")
    return "{}"
