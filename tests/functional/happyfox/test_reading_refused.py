"""GET tickets/ and GET ticket/{id}/: what cannot be found, or is asked for in a way that means nothing."""

import pytest

from tests.functional.happyfox.happyfox_calls import JSON, faults, page, sentence
from tools.local_desk.client import Client


@pytest.mark.parametrize("number", ["2", "0", "-1", "abc", "1.0", "99999999999999999999", "%31%20", "１"])
def test_a_ticket_that_is_not_there_is_not_found(shared_api: Client, number: str) -> None:
    assert sentence(shared_api.get(f"{JSON}/ticket/{number}/")) == (404, "Cannot find the requested object")


@pytest.mark.parametrize("value", ["", "ten", "1.5", "1e3", "0x1", "１", "1 2"])
@pytest.mark.parametrize("name", ["size", "page"])
def test_a_page_that_is_no_number_is_refused(shared_api: Client, name: str, value: str) -> None:
    response = shared_api.get(f"{JSON}/tickets/", params={name: value})

    assert faults(response) == {name: ["Send a whole number."]}


@pytest.mark.parametrize("value", ["0", "-1"])
def test_pages_are_counted_from_1(shared_api: Client, value: str) -> None:
    assert faults(shared_api.get(f"{JSON}/tickets/", params={"page": value})) == {"page": ["Pages are counted from 1."]}


@pytest.mark.parametrize("value", ["999", "9" * 30])
def test_a_page_far_past_the_end_is_empty(shared_api: Client, value: str) -> None:
    found = page(shared_api, page=value)

    assert (found["data"], found["page_info"]["last_index"]) == ([], 1)


@pytest.mark.parametrize("status", ["99", "0", "-1", "open", "_open", "1.0", "9" * 30, "1,99", "1,", "_all,open"])
def test_a_status_that_there_is_not_is_refused(shared_api: Client, status: str) -> None:
    assert set(faults(shared_api.get(f"{JSON}/tickets/", params={"status": status}))) == {"status"}


@pytest.mark.parametrize("name", ["include_updates", "show_updates"])
@pytest.mark.parametrize("flag", ["maybe", "2", ""])
def test_a_switch_is_on_or_off(shared_api: Client, flag: str, name: str) -> None:
    assert set(faults(shared_api.get(f"{JSON}/tickets/", params={name: flag}))) == {name}


@pytest.mark.parametrize(
    ("fields", "unknown"), [("id,nothing", "nothing"), ("ID", "ID"), ("id,", ""), ("user.name", "user.name")]
)
def test_a_field_that_tickets_do_not_have_is_refused(shared_api: Client, fields: str, unknown: str) -> None:
    found = faults(shared_api.get(f"{JSON}/tickets/", params={"fields": fields}))

    assert found == {"fields": [f'A ticket has no field "{unknown}".']}
