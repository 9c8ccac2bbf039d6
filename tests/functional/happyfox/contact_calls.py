"""What the tests of contacts do again and again."""

from typing import Any

from tests.functional.happyfox.happyfox_calls import JSON, Json, answered
from tools.local_desk.client import Client
from tools.local_desk.world import World

BO = "bo@x.example"
MOBILE: Json = {"type": "mo", "number": "+1 123"}


def saved(api: Client, **fields: Any) -> Json:
    """A contact after POST users/."""
    contact: Json = answered(api.post(f"{JSON}/users/", json=fields))
    return contact


def bo(api: Client, **fields: Any) -> Json:
    """A new contact."""
    return saved(api, **{"name": "Bo Bright", "email": BO, **fields})


def changed(api: Client, reference: int | str, **fields: Any) -> Json:
    """A contact after POST user/…."""
    contact: Json = answered(api.post(f"{JSON}/user/{reference}/", json=fields))
    return contact


def contact_of(api: Client, reference: int | str) -> Json:
    """A contact as it is now."""
    contact: Json = answered(api.get(f"{JSON}/user/{reference}/"))
    return contact


def found(api: Client, world: World, query: str | None = None, **parameters: Any) -> list[int]:
    """The ids of the contacts on a page, after the stream has been followed."""
    world.pump()
    given = {} if query is None else {"q": query}
    page = answered(api.get(f"{JSON}/users/", params={"size": 50, **given, **parameters}))
    assert page["page_info"]["count"] == len(page["data"])
    return [one["id"] for one in page["data"]]
