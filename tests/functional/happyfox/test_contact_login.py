"""`is_login_enabled`: whether the contact may use the desk in the own name."""

from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.contact_calls import BO, bo, changed, saved
from tests.functional.happyfox.happyfox_calls import CUSTOMER, created, replied
from tools.local_desk.client import Client
from tools.local_desk.world import World

CLIENT = "client@example.com"


def status(world: World, tokens: Tokens) -> int:
    """What the client's own token gets, after functions have forgotten what they knew of it."""
    desk.reset()
    return world.client({"X-Token": tokens["client"]["token"]}).get("/support/tickets").status


@pytest.mark.parametrize("off", [False, "FALSE", "false"])
@pytest.mark.parametrize("on", [True, "TRUE"])
def test_a_contact_is_kept_out_and_let_in_again(api: Client, world: World, tokens: Tokens, off: Any, on: Any) -> None:
    changed(api, CUSTOMER, is_login_enabled=off)
    assert status(world, tokens) == 403

    changed(api, CUSTOMER, is_login_enabled=on)
    assert status(world, tokens) == 200


def test_staff_still_write_in_the_contacts_name(api: Client) -> None:
    changed(api, CUSTOMER, is_login_enabled=False)

    created(api, user=CUSTOMER)
    assert replied(api, 1)["updates"][-1]["by"]["id"] == CUSTOMER


def test_a_contact_that_is_saved_without_a_word_about_it_stays_as_it_is(
    api: Client, world: World, tokens: Tokens
) -> None:
    saved(api, email=CLIENT, is_login_enabled="FALSE")
    saved(api, email=CLIENT, name="Carl Renamed")

    assert status(world, tokens) == 403


@pytest.mark.parametrize(("fields", "expected"), [({}, 200), ({"is_login_enabled": "FALSE"}, 403)])
def test_a_new_contact_may_sign_in_unless_it_is_said_otherwise(
    api: Client, world: World, fields: dict[str, Any], expected: int
) -> None:
    bo(api, **fields)
    token = set_up(world, {"tokens": [{"name": "bo", "person": BO}]})["bo"]["token"]

    assert world.client({"X-Token": token}).get("/support/tickets").status == expected
