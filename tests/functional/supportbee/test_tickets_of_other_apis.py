"""What the other three APIs write, as it appears here."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import AGENT, CLOSED, answered, created, key_holder, new, noted, updated
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.supportbee.listed_tickets import CARL, GRACE
from tests.functional.supportbee.supportbee_calls import found, hired, is_done, page, refusal, shown, ticket_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

COUNTS = ("replies_count", "agent_replies_count", "comments_count")


@pytest.fixture
def desk(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk, for HappyFox's API."""
    return key_holder(world, tokens["happyfox"])


def counts(caller: Client, number: int) -> tuple[int, ...]:
    """The counts of a ticket's messages."""
    ticket = ticket_of(caller, number)
    return tuple(ticket[name] for name in COUNTS)


def test_the_version_is_that_of_the_ticket(api: Client, ticket: int) -> None:
    before = api.get(f"/tickets/{ticket}").headers["ETag"]
    assert is_done(api.post(f"/tickets/{ticket}/star", headers={"If-Match": before}))
    assert (before, api.get(f"/tickets/{ticket}.json").headers["ETag"]) == ('"1"', '"2"')


def test_what_was_just_done_is_shown_at_once(api: Client, ticket: int) -> None:
    for noun, flag in (("star", "starred"), ("archive", "archived"), ("spam", "spam")):
        assert is_done(api.post(f"/tickets/{ticket}/{noun}"))
        assert ticket_of(api, ticket)[flag]
        assert is_done(api.delete(f"/tickets/{ticket}/{noun}"))
        assert not ticket_of(api, ticket)[flag]


def test_archived_and_spam_leave_the_list_at_once(world: World, api: Client, ticket: int) -> None:
    world.pump()
    assert found(api) == [ticket]
    assert is_done(api.post(f"/tickets/{ticket}/archive"))
    assert (found(api), found(api, archived="true")) == ([], [ticket])
    assert is_done(api.post(f"/tickets/{ticket}/spam"))
    assert (found(api, archived="true"), found(api, spam="true")) == ([], [ticket])


def test_a_client_who_answers_is_in_the_default_list_again(
    world: World, api: Client, client: Client, ticket: int
) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/archive"))
    client.post(f"/support/tickets/{ticket}/comments", json={"body": "Still broken"})
    world.pump()
    (one,) = page(api)["tickets"]
    assert (one["archived"], one["unanswered"], one["replies_count"]) == (False, True, 1)


def test_states_do_not_matter(world: World, api: Client, client: Client, ticket: int) -> None:
    client.post(f"/support/tickets/{ticket}/close", json={})
    world.pump()
    assert found(api) == [ticket]
    assert counts(api, ticket) == (0, 0, 0)


def test_a_staff_update_is_a_reply_of_an_agent(api: Client, desk: Client) -> None:
    created(desk)
    updated(desk, 1, text="Unplug it", status=CLOSED)
    noted(desk, 1, text="He calls every day")
    assert counts(api, 1) == (1, 1, 1)
    assert not ticket_of(api, 1)["unanswered"]


def test_html_comes_back_as_it_was_sent(api: Client, desk: Client) -> None:
    created(desk, html="<p>It <b>smokes</b> &amp; smells</p>", text=None)
    content = ticket_of(api, 1)["content"]
    assert content["html"] == "<p>It <b>smokes</b> &amp; smells</p>"
    assert content["text"].strip() == "It smokes & smells"


def test_a_text_alone_has_html_as_in_the_other_api(api: Client, desk: Client) -> None:
    ticket = created(desk, text="1 < 2\nyes")
    assert ticket_of(api, 1)["content"]["html"] == ticket["updates"][0]["message"]["html"] == "1 &lt; 2<br>yes"


def test_tags_are_labels_in_their_order(world: World, api: Client, desk: Client) -> None:
    set_up(world, {"labels": [{"name": "late", "color": "#00FF00"}]})
    created(desk, tags="vip, LATE")
    assert ticket_of(api, 1)["labels"] == [
        {"name": "vip", "color": "#CCCCCC"},
        {"name": "LATE", "color": "#00FF00"},
    ]


def test_a_file_has_one_number_in_both_apis(api: Client, desk: Client) -> None:
    files = [("attachments", ("a.txt", b"alpha", "text/plain")), ("attachments", ("b.txt", b"beta", "text/plain"))]
    ticket = answered(desk.post(f"{HAPPYFOX}/tickets/", data=new(), files=files))
    there = [one["id"] for one in ticket["updates"][0]["message"]["attachments"]]
    here = ticket_of(api, 1)["content"]["attachments"]
    assert ([one["id"] for one in here], [one["filename"] for one in here]) == (there, ["a.txt", "b.txt"])


def test_an_assignee_of_another_api_is_the_assignee_here(api: Client, desk: Client) -> None:
    created(desk, assignee=AGENT)
    created(desk)
    assert ticket_of(api, 1)["current_assignee"]["user"]["id"] == GRACE
    assert "current_assignee" not in ticket_of(api, 2)


def test_a_ticket_for_staff_only_is_listed(world: World, api: Client, desk: Client) -> None:
    created(desk, visible_only_staff=True)
    world.pump()
    assert found(api) == [1]
    assert not ticket_of(api, 1)["private"]


def test_an_agent_hired_today_reads_every_ticket(world: World, ticket: int) -> None:
    hired(world, "new@example.com")
    token = set_up(world, {"tokens": [{"name": "new", "person": "new@example.com"}]})["new"]["token"]
    assert ticket_of(world.client({"Authorization": f"Bearer {token}"}), ticket)["requester"]["id"] == CARL


def test_a_ticket_that_an_agent_opened_is_the_agents(agent: Client, api: Client) -> None:
    opened: dict[str, Any] = agent.post("/support/tickets", json={"summary": "x", "comment_body": "y"}).json()
    ticket = ticket_of(api, opened["number"])
    assert (ticket["requester"]["id"], ticket["source"]) == (GRACE, {"web": "agent@example.com"})


def test_long_messages_are_cut_in_lists_only(world: World, api: Client, desk: Client) -> None:
    long, html = "word " * 9_990, "<p>" + "x" * 110_000 + "</p>"
    for _ in range(4):
        answered(desk.post(f"{HAPPYFOX}/tickets/", json=[new(text=long, html=html)] * 9))
    world.pump()

    listed = page(api, per_page=100)["tickets"]
    assert len(listed) == 36
    assert all(one["content"]["truncated"] and long.startswith(one["content"]["text"]) for one in listed)
    alone = ticket_of(api, 1)["content"]
    assert (alone["truncated"], alone["html"], alone["text"].strip()) == (False, html, long.strip())


def test_a_label_named_unanswered_is_a_label(world: World, api: Client, desk: Client) -> None:
    set_up(world, {"labels": [{"name": "Unanswered", "color": "#00FF00"}]})
    created(desk)
    created(desk, tags="unanswered")
    world.pump()
    assert found(api, label="unanswered") == [2]


def test_a_ticket_of_a_customer_is_unknown_to_the_customers_token(client: Client, world: World, tokens: Tokens) -> None:
    carl = world.client({"Authorization": f"Bearer {tokens['client']['token']}"})
    client.post("/support/tickets", json={"summary": "x", "comment_body": "y"})
    assert refusal(carl.get("/tickets/1"))[0] == 403


def test_a_search_finds_new_words_when_the_stream_is_delivered(world: World, api: Client, ticket: int) -> None:
    assert shown(api.get("/tickets/search", params={"query": "broken"}))["total"] == 0
    world.pump()
    assert shown(api.get("/tickets/search", params={"query": "broken"}))["tickets"][0]["id"] == ticket
