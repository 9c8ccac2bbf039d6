"""The exchanges of the contract that are about users."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.states import refusal, zammad_caller
from tests.functional.zammad.user_calls import USERS, create, user
from tests.functional.zammad.users import found, searched
from tools.local_desk.client import Client
from tools.local_desk.world import World

ANN = {"login": "a@example.com", "email": "a@example.com", "firstname": "Ann", "roles": ["Customer"]}
TAKEN = (422, "Email address 'a@example.com' is already used for other user.")


def test_somebody_acts_for_a_new_user(world: World, zammad: Client, tokens: Tokens) -> None:
    user(zammad, email="new@example.com", firstname="New")
    headers = {"From": "new@example.com"}

    assert zammad.get(f"{USERS}/me", headers=headers).json()["login"] == "new@example.com"
    refused = zammad_caller(world, tokens["agent"]["token"]).get(f"{USERS}/me", headers=headers)
    assert refusal(refused) == (403, "Current user has no permission to use 'From'/'X-On-Behalf-Of'!")


@pytest.mark.parametrize("name", ["admin", "agent"])
def test_a_customer_is_created_once(world: World, tokens: Tokens, name: str) -> None:
    caller = zammad_caller(world, tokens[name]["token"])
    made = user(caller, **ANN)

    assert (made["role_ids"], made["lastname"], made["group_ids"]) == ([3], "", {})
    assert refusal(create(caller, **ANN)) == TAKEN
    assert refusal(create(caller, first_name="x")) == (
        422,
        "At least one identifier (firstname, lastname, phone or email) for user is required.",
    )


@pytest.mark.parametrize("name", ["admin", "agent"])
def test_a_customer_is_found_by_the_address_as_soon_as_created(world: World, tokens: Tokens, name: str) -> None:
    caller = zammad_caller(world, tokens[name]["token"])
    user(caller, **ANN)

    assert searched(caller, "a@example.com", limit=1)[0]["login"] == "a@example.com"
    assert found(caller, "nobody@example.com") == []
