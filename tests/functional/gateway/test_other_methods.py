"""Methods and paths without an endpoint are answered in the shape of their API, whoever asks."""

import pytest
import yaml

from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

METHODS = {
    "/support/tickets": "GET, POST, OPTIONS",
    "/support/tickets/7": "GET, PATCH, OPTIONS",
    "/tickets/7/star": "DELETE, POST, OPTIONS",
    "/tickets/7/star.json": "DELETE, POST, OPTIONS",
    "/api/1.1/json/ticket/7/": "GET, OPTIONS",
    "/api/1.1/xml/tickets/": "GET, POST, OPTIONS",
    "/api/v1/ticket_states/7": "DELETE, GET, PUT, OPTIONS",
}
"""What a path of each API allows."""


@pytest.fixture
def anybody(world: World) -> Client:
    """A client without credentials."""
    return world.client()


@pytest.mark.parametrize(("path", "allowed"), METHODS.items())
def test_options_answers_the_methods_of_the_path(anybody: Client, path: str, allowed: str) -> None:
    answer = anybody.request("OPTIONS", path)

    assert (answer.status, answer.content, answer.headers["Allow"]) == (204, b"", allowed)


@pytest.mark.parametrize(("path", "allowed"), METHODS.items())
def test_head_is_not_allowed(anybody: Client, path: str, allowed: str) -> None:
    answer = anybody.request("HEAD", path)

    assert (answer.status, answer.content, answer.headers["Allow"]) == (405, b"", allowed)


def refused(answer: Response) -> tuple[int, str | None, object]:
    """Return status, Allow and JSON of an answer."""
    return answer.status, answer.headers.get("Allow"), answer.json()


def test_another_method_is_405_in_the_shape_of_the_api(anybody: Client) -> None:
    sentence = "This path does not answer PUT. Use {}."
    in_zammad = "No route matches [PUT] /api/v1/ticket_states"

    for path, shape in {
        "/support/tickets": {"error": "method_not_allowed", "description": sentence},
        "/tickets/7/star.json": {"error": sentence},
        "/api/1.1/json/tickets/": {"error": sentence},
        "/api/v1/ticket_states": {"error": in_zammad, "error_human": in_zammad},
    }.items():
        allowed = anybody.request("OPTIONS", path).headers["Allow"]
        body = {key: text.format(allowed) for key, text in shape.items()}
        assert refused(anybody.request("PUT", path, content=b"{")) == (405, allowed, body)


def test_happyfox_refuses_in_the_format_of_the_path(anybody: Client) -> None:
    in_xml = anybody.put("/api/1.1/xml/tickets/", content=b"")
    in_yaml = anybody.put("/api/1.1/yaml/tickets/", content=b"")

    sentence = "This path does not answer PUT. Use GET, POST, OPTIONS."
    assert in_xml.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert f"<error>{sentence}</error>" in in_xml.text
    assert yaml.safe_load(in_yaml.text) == {"error": sentence}


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_an_unknown_path_of_zammad_names_itself(anybody: Client, method: str) -> None:
    sentence = f"No route matches [{method}] /api/v1/macros"

    answer = anybody.request(method, "/api/v1/macros")
    assert refused(answer) == (404, None, {"error": sentence, "error_human": sentence})


@pytest.mark.parametrize(
    "path", ["", "contacts/", "ticket", "ticket/7/nothing/", "staff/3/", "ticket/7/forward/", "reports/1/x"]
)
def test_an_unknown_path_of_happyfox_comes_in_its_format(anybody: Client, path: str) -> None:
    sentence = "Cannot find the requested object"

    assert refused(anybody.get(f"/api/1.1/json/{path}")) == (404, None, {"error": sentence})
    assert f"<error>{sentence}</error>" in anybody.get(f"/api/1.1/xml/{path}").text
    assert yaml.safe_load(anybody.get(f"/api/1.1/yaml/{path}").text) == {"error": sentence}
    assert anybody.get(f"/api/1.1/csv/{path}").json() == {"error": sentence}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/api/1.1/csv/tickets/", "/api/1.1/JSON/ticket/7/", "/api/1.1/pdf/ticket/7/user_reply/"]
)
def test_happyfox_has_no_path_in_an_unknown_format(anybody: Client, method: str, path: str) -> None:
    answer = anybody.request(method, path, content=b"")

    assert (answer.status, answer.headers.get("Allow")) == (404, None)
    assert method == "HEAD" or answer.json() == {"error": "Cannot find the requested object"}


def test_an_unknown_path_outside_these_apis_is_answered_by_the_gateway(anybody: Client) -> None:
    for path in ("/support/nothing", "/ticket", "/nothing", "/api/1.1"):
        answer = anybody.get(path)
        assert refused(answer) == (404, None, {"error": "not_found", "description": "There is no such endpoint."}), path


def test_nothing_of_the_desk_is_read(world: World, anybody: Client) -> None:
    world.aws.drop_tables()

    assert anybody.put("/support/tickets", content=b"").status == 405
