"""Exchanges of the vendor's clients about searches, as they send them."""

from tests.functional.callers import Tokens
from tests.functional.zammad.ticket_calls import TICKETS, opened, text
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_client_finds_a_ticket_by_its_number(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    opened(world, tokens, {}, {"status": 2})
    search = f"{TICKETS}/search?query=number:2"

    [ticket] = zammad_agent.get(f"{search}&expand=true").json()
    assert (ticket["state"], ticket["owner"]) == ("open", "-")
    full = zammad_agent.get(f"{search}&full=true").json()
    assert full["record_ids"] == [2]
    assert full["assets"]["Ticket"]["2"]["state_id"] == 2
    assert zammad_agent.get(f"{search}&only_total_count=true").json() == {"total_count": 1}
    assert text(zammad_agent.get(f"{TICKETS}/search?query=foo.bar:1")) == (422, "Can't search by 'foo.bar'.")


def test_clients_that_read_an_archive_find_each_ticket_once(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    opened(world, tokens, *[{}] * 7)
    pages = [
        zammad_agent.get(f"{TICKETS}/search?query=*&sort_by=updated_at&order_by=desc&limit=3&page={page}").json()
        for page in (1, 2, 3, 4)
    ]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert sorted(one["id"] for page in pages for one in page) == [1, 2, 3, 4, 5, 6, 7]
