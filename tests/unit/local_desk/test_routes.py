"""Paths that API Gateway does not deploy are errors."""

from pathlib import Path

import pytest

from tools.local_desk.gateway.responses import check
from tools.local_desk.gateway.routes import Routes
from tools.local_desk.model import Function, GatewayResponse, Route
from tools.local_desk.template.intrinsics import TemplateError


def functions(*paths: str) -> list[Function]:
    """Make a function for each path."""
    return [
        Function(f"F{n}", f"F{n}", "arn", "a.b", Path(), {}, 3, 128, (Route("GET", path),), (), {})
        for n, path in enumerate(paths)
    ]


@pytest.mark.parametrize(
    ("paths", "complaint"),
    [
        (["/tickets/{id}.json"], "not a legal path part"),
        (["/tickets/{proxy+}/x"], "nothing is below"),
        (["/tickets/{proxy+}", "/tickets/{rest+}"], "two names"),
        (["/tickets/a b"], "not a legal path part"),
        (["/tickets/{id}", "/tickets/{number}/x"], "two names"),
        (["/tickets", "/tickets/"], "F0 and F1 both answer"),
    ],
)
def test_paths_that_cannot_be_deployed_are_refused(paths: list[str], complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        Routes(functions(*paths))


def test_a_request_finds_the_one_function_that_serves_it() -> None:
    routes = Routes(functions("/a/{x}/c", "/a/b", "/a/b/d"))

    found = {path: routes.match("GET", path) for path in ("/a/b", "/a/b/c", "/a/b/d/", "/a/b/e", "/a", "/a/%62")}

    assert {path: match and match.function for path, match in found.items()} == {
        "/a/b": "F1",
        "/a/b/c": "F0",
        "/a/b/d/": "F2",
        "/a/b/e": None,
        "/a": None,
        "/a/%62": "F1",
    }


def test_what_no_other_path_takes_goes_to_a_greedy_variable() -> None:
    routes = Routes(functions("/a/{x}/c", "/a/b", "/a/{rest+}"))

    found = {path: routes.match("GET", path) for path in ("/a/b", "/a/d", "/a/d/c", "/a/d/e%20f/", "/a", "/a/b//c")}

    assert {path: match and (match.function, dict(match.path_parameters)) for path, match in found.items()} == {
        "/a/b": ("F1", {}),
        "/a/d": ("F2", {"rest": "d"}),
        "/a/d/c": ("F0", {"x": "d"}),
        "/a/d/e%20f/": ("F2", {"rest": "d/e f"}),
        "/a": None,
        "/a/b//c": ("F2", {"rest": "b//c"}),
    }


def test_one_function_takes_all_methods_that_a_path_has_no_other_for() -> None:
    routes = Routes(functions("/a/{x}"), {"/a/{x}": "Any", "/b/{rest+}": "Any"})

    assert [
        match and (match.function, match.resource)
        for method, path in (("GET", "/a/1"), ("PUT", "/a/1"), ("GET", "/b/c/d"), ("PUT", "/a"))
        for match in [routes.match(method, path)]
    ] == [("F0", "/a/{x}"), ("Any", "/a/{x}"), ("Any", "/b/{rest+}"), None]


@pytest.mark.parametrize(
    "response",
    [
        GatewayResponse(templates={"application/json": "$context.authorizer.principalId"}),
        GatewayResponse(templates={"application/json": "$input.body"}),
        GatewayResponse(headers={"X": "not quoted"}),
    ],
)
def test_a_gateway_response_that_is_not_emulated_is_refused(response: GatewayResponse) -> None:
    with pytest.raises(TemplateError, match="is not emulated"):
        check("DEFAULT_4XX", response)
