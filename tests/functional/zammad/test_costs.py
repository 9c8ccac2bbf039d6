"""What a warm function asks of DynamoDB."""

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage.ticket_places import SETS_STEP
from tests.functional.zammad.states import CREATION, MERGED, STATES, create
from tools.local_desk.client import Client
from tools.meter import Meter


@pytest.mark.parametrize("path", [STATES, f"{STATES}/4"])
def test_reading_is_one_request(zammad: Client, path: str) -> None:
    zammad.get(STATES)
    with Meter(shared_resources().table) as meter:
        assert zammad.get(path).status == 200
    assert meter.requests == {"Query": 1}
    assert meter.read_units <= 1


def test_names_of_people_are_one_request_more(zammad: Client) -> None:
    zammad.get(STATES)
    with Meter(shared_resources().table) as meter:
        assert zammad.get(f"{STATES}?expand=true").status == 200
    assert meter.requests == {"Query": 1, "BatchGetItem": 1}


def test_a_creation_is_one_read_and_one_transaction(zammad: Client) -> None:
    zammad.get(STATES)
    with Meter(shared_resources().table) as meter:
        assert zammad.post(STATES, json=CREATION).status == 201
    assert meter.requests == {"Query": 1, "TransactWriteItems": 1}
    assert meter.write_units <= 6


@pytest.mark.parametrize(
    ("body", "units"), [({"note": "x"}, 4), ({"name": "joined"}, 8), ({"default_create": True}, 6), ({}, 0)]
)
def test_a_change_is_one_read_and_one_transaction(zammad: Client, body: dict[str, object], units: int) -> None:
    zammad.get(STATES)
    with Meter(shared_resources().table) as meter:
        assert zammad.put(f"{STATES}/{MERGED}", json=body).status == 200
    assert meter.requests == {"Query": 1, **({"TransactWriteItems": 1} if units else {})}
    assert meter.write_units == units


def test_a_deletion_counts_tickets_before_and_after(zammad: Client) -> None:
    state_id = create(zammad)
    assert shared_resources().is_migrated(SETS_STEP)
    with Meter(shared_resources().table) as meter:
        assert zammad.delete(f"{STATES}/{state_id}").status == 200
    # The states, and twice the two queries, side by side, that count tickets.
    assert meter.requests == {"Query": 5, "TransactWriteItems": 1}
    assert meter.write_units <= 6
