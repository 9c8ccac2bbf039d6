"""Customers see no logins of staff in the names that `expand` adds."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.zammad.states import STATES, create, listed, made, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADMIN = "admin@example.com"


def caller(world: World, held: list[str], of_token: list[str] | None = None) -> Client:
    """Return a caller with these permissions, whose token has the same or others."""
    person: dict[str, Any] = {"email": "some@example.com", "name": "Some", "permissions": held}
    token: dict[str, Any] = {"name": "some", "person": "some@example.com"}
    if of_token is not None:
        token["permissions"] = of_token
    return zammad_caller(world, set_up(world, {"people": [person], "tokens": [token]})["some"]["token"])


def test_a_customer_sees_a_dash_instead_of_each_login(world: World, zammad: Client, tokens: Tokens) -> None:
    number = create(zammad)
    client = zammad_caller(world, tokens["client"]["token"])

    shown = made(client.get(f"{STATES}/{number}?expand=true"))
    in_list = listed(client, "?expand=true")

    assert (shown["created_by"], shown["updated_by"]) == ("-", "-")
    assert {(one["created_by"], one["updated_by"]) for one in in_list} == {("-", "-")}
    assert ADMIN not in str(in_list)
    assert (shown["name"], shown["state_type"]) == ("waiting", "open")


@pytest.mark.parametrize(
    ("held", "of_token", "login"),
    [
        (["ticket.agent"], None, ADMIN),
        (["admin.object"], None, ADMIN),
        (["ticket.customer", "admin.user"], None, ADMIN),
        (["ticket.customer", "admin.user"], ["ticket.customer", "admin"], ADMIN),
        (["ticket.customer", "ticket.agent"], ["ticket.customer"], "-"),
        (["ticket.customer", "admin"], ["ticket.customer"], "-"),
    ],
)
def test_whoever_acts_with_a_permission_of_staff_sees_the_logins(
    world: World, zammad: Client, held: list[str], of_token: list[str] | None, login: str
) -> None:
    number = create(zammad)

    shown = made(caller(world, held, of_token).get(f"{STATES}/{number}?expand=true"))

    assert (shown["created_by"], shown["updated_by"]) == (login, login)
