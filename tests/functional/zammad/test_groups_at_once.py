"""Two administrators who write groups at the same time do not undo each other's work."""

import pytest

from tests.functional.zammad.states import answered, refusal
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response

GROUPS = "/api/v1/groups"
TAKEN = (422, "Object already exists!")


def names(zammad: Client) -> list[str]:
    """Return the names of all groups."""
    return [one["name"] for one in answered(zammad.get(GROUPS))]


def test_a_name_is_given_once(zammad: Client) -> None:
    other = list[Response]()
    with before_the_first("TransactWriteItems", lambda: other.append(zammad.post(GROUPS, json={"name": "SALES"}))):
        mine = zammad.post(GROUPS, json={"name": "Sales"})

    assert (other[0].status, refusal(mine)) == (201, TAKEN)
    assert names(zammad) == ["Users", "Billing", "SALES"]


def test_a_name_that_another_group_is_about_to_get_is_taken(zammad: Client) -> None:
    with before_the_first("TransactWriteItems", lambda: zammad.put(f"{GROUPS}/1", json={"name": "Sales"})):
        mine = zammad.put(f"{GROUPS}/2", json={"name": "Sales"})

    assert refusal(mine) == TAKEN
    assert names(zammad) == ["Sales", "Billing"]


def test_both_changes_of_one_group_take_effect(zammad: Client) -> None:
    with before_the_first("TransactWriteItems", lambda: zammad.put(f"{GROUPS}/2", json={"note": "Payments"})):
        shown = answered(zammad.put(f"{GROUPS}/2", json={"name": "Invoices"}))

    assert (shown["name"], shown["note"]) == ("Invoices", "Payments")


@pytest.mark.parametrize("first", [1, 2])
def test_of_the_last_two_groups_one_stays(zammad: Client, first: int) -> None:
    with before_the_first("TransactWriteItems", lambda: zammad.delete(f"{GROUPS}/{first}")):
        mine = zammad.delete(f"{GROUPS}/{3 - first}")

    assert refusal(mine) == (422, "Can't delete, object has references.")
    assert len(names(zammad)) == 1


def test_twins_under_one_key_create_one_group(zammad: Client) -> None:
    key, body = {"Idempotency-Key": "twins"}, {"name": "Sales"}
    other = list[Response]()
    with before_the_first("TransactWriteItems", lambda: other.append(zammad.post(GROUPS, json=body, headers=key))):
        mine = zammad.post(GROUPS, json=body, headers=key)

    assert answered(mine, 201) == answered(other[0], 201)
    assert names(zammad) == ["Users", "Billing", "Sales"]
