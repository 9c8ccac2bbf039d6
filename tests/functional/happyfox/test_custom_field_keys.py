"""The desk has no custom fields: a key of one is refused by its own sentence."""

import pytest

from tests.functional.happyfox.happyfox_calls import AGENT, CUSTOMER, JSON, faults, new, read
from tools.local_desk.client import Client

NO_FIELD = ["There is no custom field with this id."]


@pytest.mark.parametrize("name", ["t-cf-1", "c-cf-22"])
def test_a_new_ticket_with_a_custom_field_is_refused(shared_api: Client, name: str) -> None:
    assert faults(shared_api.post(f"{JSON}/tickets/", json=new(**{name: "x"}))) == {name: NO_FIELD}


@pytest.mark.parametrize("name", ["t-cf-1", "ccf-1"])
@pytest.mark.parametrize("path", ["staff_update", "staff_pvtnote"])
def test_an_update_with_a_custom_field_is_refused(shared_api: Client, name: str, path: str) -> None:
    body = {"staff": AGENT, "text": "a", name: [1, 2]}

    assert faults(shared_api.post(f"{JSON}/ticket/1/{path}/", json=body)) == {name: NO_FIELD}
    assert len(read(shared_api, 1)["updates"]) == 1


@pytest.mark.parametrize("blank", [None, "", " "])
def test_a_blank_one_is_not_passed_over(shared_api: Client, blank: str | None) -> None:
    body = {"name": "Carl", "c-cf-1": blank}

    assert faults(shared_api.post(f"{JSON}/user/{CUSTOMER}/", json=body)) == {"c-cf-1": NO_FIELD}
    assert faults(shared_api.post(f"{JSON}/tickets/", json=new(**{"t-cf-1": blank}))) == {"t-cf-1": NO_FIELD}


@pytest.mark.parametrize("name", ["t-cf", "tcf-1", "T-CF-1", "cf-1", "x-t-cf-1"])
def test_what_only_looks_like_one_is_an_unknown_field(shared_api: Client, name: str) -> None:
    found = faults(shared_api.post(f"{JSON}/tickets/", json=new(**{name: "x"})))

    assert found == {name: ["This is not a known field."]}


def test_in_a_list_of_tickets_the_others_are_created(shared_api: Client) -> None:
    response = shared_api.post(f"{JSON}/tickets/", json=[new(**{"t-cf-1": "x"}), new()])

    first, second = response.json()
    assert first == {"success": False, "error": [{"field": "t-cf-1", "errors": NO_FIELD}]}
    assert second["success"] is True
