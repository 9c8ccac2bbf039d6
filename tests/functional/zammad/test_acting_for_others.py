"""`From` and `X-On-Behalf-Of`: a request acts in the name of the person that the header names, or is refused."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.zammad.states import CREATION, STATES, made, refusal, zammad_caller
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

HEADERS = ["From", "X-On-Behalf-Of"]
LENA = {"email": "lena@example.com", "name": "Lena", "login": "lena"}
REFUSED = (403, "Current user has no permission to use 'From'/'X-On-Behalf-Of'!")


@pytest.fixture
def lena(world: World) -> int:
    """Return the id of an administrator of states whose login is not her address."""
    document: dict[str, Any] = {
        "people": [{**LENA, "permissions": ["admin.object", "ticket.agent"]}],
        "tokens": [{"name": "lena", "person": "lena@example.com"}],
    }
    number: int = set_up(world, document)["lena"]["person_id"]
    return number


def listed_for(caller: Client, name: object) -> Response:
    """Return the answer to a list in the name of this person."""
    return caller.get(STATES, headers={"From": str(name)})


def created_for(caller: Client, name: object, header: str = "From", **more: str) -> Response:
    """Return the answer to a creation in the name of this person."""
    return caller.post(f"{STATES}?expand=true", json=CREATION, headers={header: str(name), **more})


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("name", ["{id}", "lena", "LENA", "lena@example.com", "Lena@Example.com", " lena "])
def test_a_person_is_named_by_id_login_or_address(zammad: Client, lena: int, header: str, name: str) -> None:
    state = made(created_for(zammad, name.format(id=lena), header), 201)

    assert (state["created_by_id"], state["updated_by_id"]) == (lena, lena)
    assert (state["created_by"], state["updated_by"]) == ("lena", "lena")


def test_the_longest_login_names_its_person(world: World, zammad: Client, lena: int) -> None:
    set_up(world, {"people": [{**LENA, "login": "l" * 320}]})

    assert made(created_for(zammad, "l" * 320), 201)["created_by_id"] == lena
    assert listed_for(zammad, "l" * 321).status == 403


def test_from_comes_before_x_on_behalf_of(zammad: Client, lena: int) -> None:
    state = made(created_for(zammad, "lena", **{"X-On-Behalf-Of": "agent@example.com"}), 201)

    assert state["created_by_id"] == lena


def test_a_blank_header_names_nobody(zammad: Client, lena: int) -> None:
    assert made(created_for(zammad, " "), 201)["created_by"] == "admin@example.com"
    assert refusal(zammad.get(STATES, headers={"From": "", "X-On-Behalf-Of": "x"})) == (403, "No such user 'x'")


def test_a_person_is_checked_by_their_own_permissions(zammad: Client, tokens: Tokens) -> None:
    for name in ("client", "agent"):
        assert refusal(created_for(zammad, tokens[name]["person_id"])) == (403, "Not authorized (user)!")
        assert listed_for(zammad, tokens[name]["person_id"]).status == 200


def test_a_customer_is_shown_what_customers_see(zammad: Client, tokens: Tokens) -> None:
    header = {"From": str(tokens["client"]["person_id"])}

    assert made(zammad.get(f"{STATES}/1?expand=true", headers=header))["created_by"] == "-"


def test_the_permission_to_act_for_others_is_all_that_a_token_needs(world: World, lena: int) -> None:
    document = {
        "people": [{"email": "robot@example.com", "name": "Robot", "permissions": ["admin.user"]}],
        "tokens": [{"name": "robot", "person": "robot@example.com"}],
    }
    robot = zammad_caller(world, set_up(world, document)["robot"]["token"])

    assert refusal(robot.get(STATES)) == (403, "Not authorized (user)!")
    assert made(created_for(robot, lena), 201)["created_by_id"] == lena


@pytest.mark.parametrize("name", ["nobody@example.com", "nobody", "0", "999", "9" * 400, "-7", "lena@example.com, x"])
def test_an_unknown_person_is_refused_by_name(zammad: Client, name: str) -> None:
    assert refusal(listed_for(zammad, name)) == (403, f"No such user '{name}'")


def test_an_inactive_person_is_unknown(world: World, zammad: Client) -> None:
    set_up(world, {"people": [{"email": "gone@example.com", "name": "Gone", "active": False}], "tokens": []})

    assert refusal(listed_for(zammad, "gone@example.com")) == (403, "No such user 'gone@example.com'")


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("who", ["agent", "client"])
@pytest.mark.parametrize("name", ["admin@example.com", "nobody@example.com", "{own}"])
def test_nobody_else_may_act_for_others(world: World, tokens: Tokens, header: str, who: str, name: str) -> None:
    caller = zammad_caller(world, tokens[who]["token"])

    answer = caller.get(STATES, headers={header: name.format(own=tokens[who]["person_id"])})

    assert refusal(answer) == REFUSED


def test_the_token_needs_the_permission_too(world: World) -> None:
    limited = {"name": "limited", "person": "admin@example.com", "permissions": ["admin.object"]}
    caller = zammad_caller(world, set_up(world, {"tokens": [limited]})["limited"]["token"])

    assert refusal(listed_for(caller, "agent@example.com")) == REFUSED


def test_an_idempotency_key_is_one_for_each_person(zammad: Client, lena: int) -> None:
    key = {"Idempotency-Key": "once"}

    first = made(created_for(zammad, "lena", **key), 201)
    again = made(created_for(zammad, lena, "X-On-Behalf-Of", **key), 201)
    other = zammad.post(STATES, json=CREATION, headers=key)

    assert again == first
    assert refusal(other) == (422, "Object already exists!")
