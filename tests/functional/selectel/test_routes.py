"""Paths and methods that the API does not have."""

import pytest

from tests.functional.selectel.tickets import refusal
from tools.local_desk.client import Client

UNKNOWN = [
    ("GET", "/support"),
    ("GET", "/support/nonsense"),
    ("GET", "/nonsense"),
    ("GET", "/support/comments"),
    ("POST", "/support/tickets/1/close/now"),
]

WRONG = [
    ("PUT", "/support/tickets", "GET, POST, OPTIONS"),
    ("DELETE", "/support/tickets", "GET, POST, OPTIONS"),
    ("DELETE", "/support/tickets/1", "GET, PATCH, OPTIONS"),
    ("PUT", "/support/tickets/1", "GET, PATCH, OPTIONS"),
    ("POST", "/support/tickets/1", "GET, PATCH, OPTIONS"),
    ("GET", "/support/tickets/1/close", "POST, OPTIONS"),
    ("PATCH", "/support/tickets/1/close", "POST, OPTIONS"),
    ("GET", "/support/tickets/1/reopen", "POST, OPTIONS"),
    ("GET", "/support/tickets/1/vote", "POST, OPTIONS"),
    ("DELETE", "/support/tickets/1/comments", "GET, POST, OPTIONS"),
    ("POST", "/support/comments/100001", "GET, OPTIONS"),
    ("GET", "/support/comments/100001/vote", "POST, OPTIONS"),
    ("POST", "/support/topics", "GET, OPTIONS"),
]


@pytest.mark.parametrize(("method", "path"), UNKNOWN)
def test_what_the_api_does_not_have_is_not_found(shared_client: Client, method: str, path: str) -> None:
    assert refusal(shared_client.request(method, path)) == (404, "not_found", None)


@pytest.mark.parametrize(("method", "path", "allowed"), WRONG)
def test_a_method_that_a_path_does_not_have_is_not_allowed(
    shared_client: Client, method: str, path: str, allowed: str
) -> None:
    answer = shared_client.request(method, path)

    assert refusal(answer) == (405, "method_not_allowed", None)
    assert answer.headers["Allow"] == allowed
