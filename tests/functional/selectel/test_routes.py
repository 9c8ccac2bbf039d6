"""Paths and methods that the API does not have."""

import pytest

from tests.functional.selectel.tickets import refusal
from tools.local_desk.client import Client

WRONG = [
    ("GET", "/support"),
    ("GET", "/support/nonsense"),
    ("GET", "/nonsense"),
    ("PUT", "/support/tickets"),
    ("DELETE", "/support/tickets"),
    ("DELETE", "/support/tickets/1"),
    ("PUT", "/support/tickets/1"),
    ("POST", "/support/tickets/1"),
    ("GET", "/support/tickets/1/close"),
    ("PATCH", "/support/tickets/1/close"),
    ("GET", "/support/tickets/1/reopen"),
    ("GET", "/support/tickets/1/vote"),
    ("DELETE", "/support/tickets/1/comments"),
    ("GET", "/support/comments"),
    ("POST", "/support/comments/100001"),
    ("GET", "/support/comments/100001/vote"),
    ("POST", "/support/topics"),
    ("POST", "/support/tickets/1/close/now"),
    ("OPTIONS", "/support/tickets"),
]


@pytest.mark.parametrize(("method", "path"), WRONG)
def test_what_the_api_does_not_have_is_not_found(shared_client: Client, method: str, path: str) -> None:
    assert refusal(shared_client.request(method, path)) == (404, "not_found", None)
