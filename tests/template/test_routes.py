"""Every route of the template is deployed, accepted by the gateway, and documented."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from tests.template.stack import definition, stack
from tools.local_desk.model import Route
from tools.local_desk.template import TEMPLATE, read

API_PAGES = TEMPLATE.parent / "docs" / "api"
FUNCTIONS = read().functions
ROUTES = {(route.method, route.path): name for name, function in FUNCTIONS.items() for route in function.of_type(Route)}
"""The function of each method and path in the template."""

ANY_METHOD = "x-amazon-apigateway-any-method"
OTHERS = "GatewayAnswerOtherMethods"

PAGE_OF = {"selectel": "tickets"}
"""The page of an API, if its name differs from the folder in `functions/`."""

PART = re.compile(r"[a-zA-Z0-9._:$-]+|\{[a-zA-Z0-9._-]+\}")
"""A part of a path: braces enclose the whole part or do not occur."""


def test_every_route_of_every_function_is_in_the_api() -> None:
    """The transform drops merged routes silently when the inline definition has no paths."""
    deployed = {
        (method.upper(), path): operation
        for path, methods in definition()["paths"].items()
        for method, operation in methods.items()
        if method != ANY_METHOD
    }

    assert deployed.keys() == ROUTES.keys()
    for route, operation in deployed.items():
        integration = operation["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"]) == ("aws_proxy", "POST")
        assert f"${{{ROUTES[route]}Aliaslive}}" in str(integration["uri"]), route


def test_the_api_may_call_every_function_it_routes_to() -> None:
    permitted = {
        resource["Properties"]["FunctionName"]["Ref"].removesuffix("Aliaslive")
        for resource in stack().values()
        if resource["Type"] == "AWS::Lambda::Permission"
        and resource["Properties"]["Principal"] == "apigateway.amazonaws.com"
    }

    assert permitted >= set(ROUTES.values())


def test_every_path_answers_its_other_methods_through_one_function() -> None:
    paths = definition()["paths"]

    assert {path for _, path in ROUTES} < paths.keys()
    for path, methods in paths.items():
        integration = methods[ANY_METHOD]["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"]) == ("aws_proxy", "POST"), path
        pattern, values = integration["uri"]["Fn::Sub"]
        assert pattern.endswith(":lambda:path/2015-03-31/functions/${Function}/invocations")
        assert values == {"Function": {"Ref": f"{OTHERS}Aliaslive"}}


def test_unknown_paths_of_an_api_with_a_root_of_its_own_reach_the_same_function() -> None:
    paths = definition()["paths"].keys()
    greedy = {path.removesuffix("{proxy+}") for path in paths if path.endswith("{proxy+}")}
    assert greedy == {"/api/v1/", "/api/1.1/{response_format}/"}

    for root in greedy:
        above = {path.rpartition("/")[0] for path in paths if path.startswith(root)} - {root.rstrip("/")}
        assert {path for path in above if not path.endswith("}")} <= paths, "the gateway answers such a part itself"


def test_one_permission_lets_every_path_call_it() -> None:
    [permission] = [
        resource["Properties"]
        for resource in stack().values()
        if resource["Type"] == "AWS::Lambda::Permission"
        and resource["Properties"]["FunctionName"] == {"Ref": f"{OTHERS}Aliaslive"}
    ]

    assert permission["SourceArn"]["Fn::Sub"].endswith(":${AWS::AccountId}:${Api}/*/*/*")


def test_what_the_gateway_answers_by_itself_survives_the_transform() -> None:
    responses = definition()["x-amazon-apigateway-gateway-responses"]

    for kind in ("MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE"):
        assert responses[kind]["statusCode"] == 404
    assert responses.keys() >= {"DEFAULT_4XX", "DEFAULT_5XX"}
    assert "REQUEST_TOO_LARGE" not in responses  # API Gateway ignores a template for it


def test_what_the_gateway_answers_by_itself_is_json_with_a_charset() -> None:
    for kind, response in definition()["x-amazon-apigateway-gateway-responses"].items():
        content_type = response["responseParameters"]["gatewayresponse.header.Content-Type"]
        assert content_type == "'application/json; charset=utf-8'", kind
        assert list(response["responseTemplates"]) == ["application/json"], kind


def test_what_the_gateway_answers_by_itself_can_be_read_as_json_with_an_error() -> None:
    """The gateway writes `messageString` with quotes around it, and every other variable without."""
    for kind, response in definition()["x-amazon-apigateway-gateway-responses"].items():
        written = response["responseTemplates"]["application/json"].replace("$context.error.messageString", '"a text"')
        body = json.loads(written)
        assert body["error"], kind
        assert all(isinstance(value, str) and value.count("$") <= 1 for value in body.values()), kind


def test_callers_need_no_key_and_no_signature_of_the_gateway() -> None:
    """Functions check credentials, each API in its own way."""
    found = definition()

    assert "securitySchemes" not in found.get("components", {})
    assert "security" not in found
    for path, methods in found["paths"].items():
        assert not [method for method, operation in methods.items() if operation.get("security")], path


def test_all_bodies_reach_functions_as_they_are() -> None:
    assert definition()["x-amazon-apigateway-binary-media-types"] == ["*/*"]


def test_only_a_throttled_caller_is_told_to_try_again() -> None:
    """A client that gets 503 or Retry-After for a bug tries again for ever."""
    responses = definition()["x-amazon-apigateway-gateway-responses"]
    retried = {kind for kind, it in responses.items() if "Retry-After" in str(it) or it.get("statusCode") == 503}

    assert retried == {"THROTTLED"}
    assert (responses["INTEGRATION_FAILURE"]["statusCode"], responses["INTEGRATION_TIMEOUT"]["statusCode"]) == (
        502,
        504,
    )


def test_a_failure_of_a_function_says_what_to_report() -> None:
    responses = definition()["x-amazon-apigateway-gateway-responses"]

    for kind in ("INTEGRATION_FAILURE", "DEFAULT_5XX"):
        body = responses[kind]["responseTemplates"]["application/json"]
        assert json.loads(body)["error"] == "internal_error"
        assert "$context.requestId" in body
    assert json.loads(responses["INTEGRATION_TIMEOUT"]["responseTemplates"]["application/json"])["error"]


def test_no_cache_keeps_what_the_gateway_answers_by_itself() -> None:
    for kind, response in definition()["x-amazon-apigateway-gateway-responses"].items():
        assert response["responseParameters"]["gatewayresponse.header.Cache-Control"] == "'no-store'", kind


def test_every_part_of_a_path_is_one_that_the_gateway_takes() -> None:
    for _, path in ROUTES:
        assert path.startswith("/")
        assert all(PART.fullmatch(part) for part in path.strip("/").split("/")), path


def test_variables_that_stand_in_one_place_have_one_name() -> None:
    places: dict[str, set[str]] = {}
    for _, path in ROUTES:
        parts = path.strip("/").split("/")
        for depth, part in enumerate(parts):
            if part.startswith("{"):
                places.setdefault("/".join(parts[:depth]), set()).add(part)

    assert {place: names for place, names in places.items() if len(names) > 1} == {}


def documented(page: Path) -> set[tuple[str, str]]:
    """Return method and path of each row of the page's tables with the columns Method and Path."""
    rows: set[tuple[str, str]] = set()
    columns: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            columns = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not columns:
            columns = cells
        elif {"Method", "Path"} <= set(columns) and not set(line) <= set("|-: "):
            method, path = cells[columns.index("Method")].strip("`"), cells[columns.index("Path")]
            rows |= {(method, written) for written in re.findall(r"`(/[^`]*)`", path)}
    return rows


def without_optional_end(routes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return routes without an optional end: a slash, `.json`, or `[.json]`."""
    return {(method, re.sub(r"(\[?\.json\]?|/)$", "", path)) for method, path in routes}


def page_of(function: str) -> str:
    """Return the page that documents a function's API."""
    api = FUNCTIONS[function].handler.partition("/")[0]
    return PAGE_OF.get(api, api)


def test_each_api_page_has_every_route_of_its_api_and_no_other() -> None:
    routes: dict[str, set[tuple[str, str]]] = {page.stem: set() for page in API_PAGES.glob("*.md")}
    for route, function in ROUTES.items():
        routes[page_of(function)].add(route)

    for page, expected in routes.items():
        assert without_optional_end(documented(API_PAGES / f"{page}.md")) == without_optional_end(expected), page
