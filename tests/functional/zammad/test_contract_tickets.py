"""Exchanges of the vendor's clients about lists and deletions of tickets, as they send them."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.ticket_calls import TICKETS, ids, listed, opened, text
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture(autouse=True)
def four(world: World, tokens: Tokens) -> None:
    opened(world, tokens, {}, {}, {}, {})


def test_an_administrator_deletes_a_ticket(zammad: Client, zammad_agent: Client) -> None:
    assert zammad_agent.delete(f"{TICKETS}/2").status == 403

    deleted = zammad.delete(f"{TICKETS}/2")
    assert (deleted.status, deleted.content, deleted.headers["Content-Type"]) == (200, b"", "text/html")
    assert text(zammad.get(f"{TICKETS}/2")) == (404, "Couldn't find Ticket with 'id'=2")


def test_a_client_reads_tickets_one_by_one_until_an_empty_page(zammad_agent: Client) -> None:
    whole = listed(zammad_agent)
    assert [one["id"] for one in whole] == [1, 2, 3, 4]
    assert [listed(zammad_agent, page=page, per_page=1) for page in (1, 2, 3, 4)] == [[one] for one in whole]
    assert ids(zammad_agent, page=5, per_page=1) == ids(zammad_agent, page=1000) == []


def test_a_filter_is_no_parameter_of_the_list(zammad_agent: Client) -> None:
    response = zammad_agent.get(TICKETS, params={"filter[owner_id]": "3"})
    assert text(response) == (422, "Unknown parameter 'filter[owner_id]'")
