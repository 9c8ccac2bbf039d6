"""What the tests of Zammad's users do again and again."""

from typing import Any

from tools.local_desk.client import Client, Response

SEARCH = "/api/v1/users/search"

Json = dict[str, Any]


def answered(response: Response) -> Any:
    """The answer of a call that must succeed."""
    assert response.status == 200, response
    return response.json()


def searched(caller: Client, query: str | None = None, **parameters: object) -> Any:
    """What a search answers, with its parameters in the query string."""
    given = {} if query is None else {"query": query}
    return answered(caller.get(SEARCH, params={**given, **parameters}))


def found(caller: Client, query: str | None = None, **parameters: object) -> list[int]:
    """The ids of the users on a page of a search."""
    return [one["id"] for one in searched(caller, query, **parameters)]
