"""What the tests of users do again and again."""

from typing import Any

from tests.functional.zammad.states import made
from tools.local_desk.client import Client, Response

USERS = "/api/v1/users"
NOT_AUTHORIZED = (403, "Not authorized")
IN_USE = (422, "Can't delete, object has references.")

Json = dict[str, Any]


def create(caller: Client, **body: Any) -> Response:
    """Create a user."""
    return caller.post(USERS, json=body)


def user(caller: Client, **body: Any) -> Json:
    """Create a user; return it."""
    return made(create(caller, **body), 201)


def change(caller: Client, number: int, **body: Any) -> Response:
    """Change a user."""
    return caller.put(f"{USERS}/{number}", json=body)


def changed(caller: Client, number: int, **body: Any) -> Json:
    """Change a user; return it."""
    return made(change(caller, number, **body), 200)


def read(caller: Client, number: int, query: str = "") -> Json:
    """Return a user."""
    return made(caller.get(f"{USERS}/{number}{query}"), 200)


def listed(caller: Client, query: str = "") -> list[Json]:
    """Return a page of users."""
    answer = caller.get(f"{USERS}{query}")
    assert answer.status == 200, answer
    page: list[Json] = answer.json()
    return page
