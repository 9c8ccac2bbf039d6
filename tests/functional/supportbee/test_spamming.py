"""POST and DELETE /tickets/{ticket_id}/spam.json."""

from tests.functional.supportbee.supportbee_calls import history_kinds, is_done, listed, stored
from tools.local_desk.client import Client


def opened(client: Client, tickets: int) -> None:
    for _ in range(tickets):
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"})


def test_a_ticket_is_marked_as_spam(api: Client, ticket: int) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/spam.json"))
    assert stored(ticket).spam
    assert history_kinds(ticket) == ["spammed"]


def test_a_ticket_is_no_spam_any_more(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/spam.json")
    assert is_done(api.delete(f"/tickets/{ticket}/spam.json"))
    assert not stored(ticket).spam
    assert history_kinds(ticket) == ["spammed", "unspammed"]


def test_marking_spam_twice_is_a_success_and_happens_once(api: Client, agent: Client, client: Client) -> None:
    opened(client, 2)
    api.post("/tickets/1/spam.json")
    once = stored(1)
    assert is_done(api.post("/tickets/1/spam.json"))
    assert stored(1) == once
    assert history_kinds(1) == ["spammed"]
    assert listed(agent) == (1, [2])


def test_saying_of_a_proper_ticket_that_it_is_no_spam_is_a_success_and_changes_nothing(
    api: Client, agent: Client, ticket: int
) -> None:
    before = stored(ticket)
    assert is_done(api.delete(f"/tickets/{ticket}/spam.json"))
    assert stored(ticket) == before
    assert history_kinds(ticket) == []
    assert listed(agent) == (1, [ticket])


def test_spam_leaves_the_lists_of_its_client_and_of_staff(api: Client, agent: Client, client: Client) -> None:
    opened(client, 3)
    api.post("/tickets/2/spam.json")
    for caller in (client, agent):
        assert listed(caller) == (2, [3, 1])
        assert listed(caller, only_opened="true") == (2, [3, 1])


def test_what_is_no_spam_comes_back_to_the_page_and_the_place_where_it_was(
    api: Client, agent: Client, client: Client
) -> None:
    opened(client, 12)
    pages = [[(caller, page) for page in (1, 2, 3)] for caller in (client, agent)]
    before = [[listed(caller, page=page, items_per_page=5) for caller, page in row] for row in pages]
    api.post("/tickets/5/spam.json")
    assert listed(agent, page=2, items_per_page=5) == (11, [7, 6, 4, 3, 2])
    api.delete("/tickets/5/spam.json")
    assert [[listed(caller, page=page, items_per_page=5) for caller, page in row] for row in pages] == before


def test_a_closed_ticket_comes_back_among_the_closed_ones(api: Client, agent: Client, client: Client) -> None:
    opened(client, 2)
    client.post("/support/tickets/1/close", json={})
    api.post("/tickets/1/spam.json")
    assert listed(agent, only_closed="true") == (0, [])
    api.delete("/tickets/1/spam.json")
    assert listed(agent, only_closed="true") == (1, [1])
    assert listed(agent, only_opened="true") == (1, [2])


def test_its_client_cannot_find_a_ticket_while_it_is_spam(api: Client, client: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/spam.json")
    assert client.get(f"/support/tickets/{ticket}").status == 404
    assert client.post(f"/support/tickets/{ticket}/comments", json={"body": "Hello?"}).status == 404
    api.delete(f"/tickets/{ticket}/spam.json")
    assert client.get(f"/support/tickets/{ticket}").status == 200


def test_staff_can_read_and_handle_spam(api: Client, agent: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/spam.json")
    assert agent.get(f"/support/tickets/{ticket}").status == 200
    assert is_done(api.post(f"/tickets/{ticket}/archive.json"))
    assert history_kinds(ticket) == ["spammed", "archived"]
