"""Dates in the `q` of GET users/: without another term all contacts are compared."""

from tests.functional.happyfox.happyfox_calls import JSON, answered
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_date_alone_compares_all_contacts(api: Client, world: World) -> None:
    early = answered(api.post(f"{JSON}/users/", json={"name": "Early", "email": "early@x.example"}))["id"]
    changes = answered(api.post(f"{JSON}/users/", json={"name": "Changes", "email": "changes@x.example"}))["id"]
    world.clock.advance(86_400 * 3)
    late = answered(api.post(f"{JSON}/users/", json={"name": "Late", "email": "late@x.example"}))
    answered(api.post(f"{JSON}/user/{changes}/", json={"name": "Changed"}))
    world.pump()
    day = late["created_at"][:10]

    def since(term: str) -> list[int]:
        return [one["id"] for one in answered(api.get(f"{JSON}/users/", params={"q": term}))["data"]]

    assert since(f"created_since:{day}") == [late["id"]]
    assert since(f"updated_since:{day.replace('-', '/')}") == [changes, late["id"]]
    assert early in since("created_since:2020-01-01")
