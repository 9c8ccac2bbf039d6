"""Requests as the client sends them."""

from typing import Any

import pytest

from tools.local_desk.client import Client
from tools.local_desk.wire import HttpRequest, HttpResponse


def sent(method: str, path: str, **request: Any) -> HttpRequest:
    """Return the request that a client with a token sends."""
    requests: list[HttpRequest] = []

    def handle(arrived: HttpRequest) -> HttpResponse:
        requests.append(arrived)
        return HttpResponse(200)

    getattr(Client(handle, "v1", {"X-Token": "a"}), method)(path, **request)
    return requests[0]


def test_a_path_begins_with_the_stage() -> None:
    request = sent("delete", "/tickets/1/star.json?auth_token=x")

    assert (request.method, request.path, request.query) == ("DELETE", "/v1/tickets/1/star.json", "auth_token=x")


def test_paths_are_percent_encoded_once() -> None:
    assert sent("get", "/a%20b/c d/я").path == "/v1/a%20b/c%20d/%D1%8F"


def test_a_list_repeats_the_field_and_none_omits_it() -> None:
    assert sent("get", "/a?x=1", params={"y": [1, 2], "z": None, "w": True}).query == "x=1&y=1&y=2&w=true"
    assert sent("put", "/a", data=[("y", "1 2"), ("y", "ю")]).body == b"y=1+2&y=%D1%8E"


def test_a_header_of_the_call_replaces_the_clients_own() -> None:
    headers = sent("get", "/a", headers={"x-token": "b"}).headers

    assert headers.all("X-Token") == ["b"]


def test_the_content_type_follows_from_the_body_unless_it_is_given() -> None:
    assert sent("patch", "/a", json={"b": 1}).media_type == "application/json"
    assert sent("post", "/a", data={"b": 1}).media_type == "application/x-www-form-urlencoded"
    assert sent("post", "/a", files=[("f", ("n.txt", b"x", "text/plain"))]).media_type == "multipart/form-data"
    assert (
        sent("post", "/a", json={"b": 1}, headers={"Content-Type": "application/x-yaml"}).media_type
        == "application/x-yaml"
    )
    assert "Content-Type" not in sent("post", "/a").headers


def test_a_request_has_one_body() -> None:
    with pytest.raises(ValueError, match="one body"):
        sent("post", "/a", json={}, content=b"x")
