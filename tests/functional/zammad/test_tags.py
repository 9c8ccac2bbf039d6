"""Tags of tickets, and the list of all tags."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.supportbee.supportbee_calls import history, history_kinds, stored
from tests.functional.zammad.states import refusal, zammad_caller
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

TAGS, ADD, REMOVE = "/api/v1/tags", "/api/v1/tags/add", "/api/v1/tags/remove"
TAG_LIST, TAG_SEARCH = "/api/v1/tag_list", "/api/v1/tag_search"
KEY = {"Idempotency-Key": "5a4f0b1e"}


def about(number: int | str, item: str = "vip") -> dict[str, Any]:
    """The body of a call about a tag of a ticket."""
    return {"item": item, "object": "Ticket", "o_id": number}


def done(response: Response, status: int) -> bool:
    """Whether the answer is `true`."""
    return (response.status, response.text) == (status, "true")


def tags_of(caller: Client, number: int) -> list[str]:
    """The tags that the API shows of a ticket."""
    response = caller.get(TAGS, params={"object": "Ticket", "o_id": str(number)})
    assert response.status == 200, response
    body: dict[str, list[str]] = response.json()
    assert set(body) == {"tags"}
    return body["tags"]


def test_a_tag_is_added_shown_in_every_api_and_removed(
    world: World, tokens: Tokens, zammad_agent: Client, ticket: int
) -> None:
    assert tags_of(zammad_agent, ticket) == []
    assert done(zammad_agent.post(ADD, json=about(ticket)), 201)
    assert tags_of(zammad_agent, ticket) == ["vip"]
    happyfox = key_holder(world, tokens["happyfox"])
    assert answered(happyfox.get(f"{HAPPYFOX}/ticket/{ticket}/"))["tags"] == "vip"
    assert done(zammad_agent.delete(REMOVE, json=about(ticket)), 200)
    assert tags_of(zammad_agent, ticket) == []
    assert [[change.field for change in entry.changes] for entry in history(ticket)] == [["tags"], ["tags"]]


def test_tags_are_shown_in_the_order_in_which_they_were_added(zammad_agent: Client, ticket: int) -> None:
    for tag in ("vip", "Ärger", "a b"):
        assert done(zammad_agent.post(ADD, json=about(ticket, f" {tag} ")), 201)
    assert tags_of(zammad_agent, ticket) == ["vip", "Ärger", "a b"]


def test_some_clients_remove_by_post(zammad_agent: Client, ticket: int) -> None:
    zammad_agent.post(ADD, json=about(ticket))
    assert done(zammad_agent.post(REMOVE, json=about(ticket, "VIP")), 200)
    assert tags_of(zammad_agent, ticket) == []


def test_the_keys_may_stand_in_the_query(zammad_agent: Client, ticket: int) -> None:
    sent = {"item": "vip", "object": "Ticket", "o_id": str(ticket)}
    assert done(zammad_agent.post(ADD, params=sent), 201)
    assert tags_of(zammad_agent, ticket) == ["vip"]
    assert done(zammad_agent.delete(REMOVE, params=sent), 200)
    assert tags_of(zammad_agent, ticket) == []


@pytest.mark.parametrize("o_id", ["{}", "#{}", "000{}"])
def test_a_ticket_is_named_by_its_number_in_any_spelling(zammad_agent: Client, ticket: int, o_id: str) -> None:
    assert done(zammad_agent.post(ADD, json=about(o_id.format(ticket))), 201)
    assert tags_of(zammad_agent, ticket) == ["vip"]


def test_what_is_so_already_is_a_success_and_adds_no_update(zammad_agent: Client, ticket: int) -> None:
    assert done(zammad_agent.delete(REMOVE, json=about(ticket)), 200)
    for item in ("vip", "VIP"):
        assert done(zammad_agent.post(ADD, json=about(ticket, item)), 201)
    assert history_kinds(ticket) == ["changed"]


@pytest.mark.parametrize("item", ["", " ", "a,b", "a\nb", "x" * 51, None, 5, ["a"]])
def test_a_tag_is_one_line_without_a_comma(zammad_agent: Client, ticket: int, item: Any) -> None:
    for response in (
        zammad_agent.post(ADD, json={**about(ticket), "item": item}),
        zammad_agent.delete(REMOVE, json={**about(ticket), "item": item}),
    ):
        status, text = refusal(response)
        assert (status, "'item'" in text) == (422, True)
    assert stored(ticket).tags == ()


def test_a_refusal_says_what_to_send(zammad_agent: Client, ticket: int) -> None:
    complaint = "Invalid value for param 'item': \"a,b\". Send one tag, without a comma."
    assert refusal(zammad_agent.post(ADD, json=about(ticket, "a,b"))) == (422, complaint)
    missing = {"object": "Ticket", "o_id": ticket}
    assert refusal(zammad_agent.post(ADD, json=missing)) == (422, "Attribute 'item' required!")


def test_only_tickets_have_tags(zammad_agent: Client, ticket: int) -> None:
    complaint = (422, "Invalid value for param 'object': \"User\"")
    assert refusal(zammad_agent.post(ADD, json={**about(ticket), "object": "User"})) == complaint
    assert refusal(zammad_agent.delete(REMOVE, json={**about(ticket), "object": "User"})) == complaint
    assert refusal(zammad_agent.get(TAGS, params={"object": "User", "o_id": str(ticket)}))[0] == 422
    assert refusal(zammad_agent.get(TAGS, params={"o_id": str(ticket)}))[0] == 422
    assert refusal(zammad_agent.get(TAGS, params={"object": "Ticket"}))[0] == 422


@pytest.mark.parametrize("o_id", [999, "999", "nope"])
def test_an_unknown_ticket_is_not_found(zammad_agent: Client, o_id: int | str) -> None:
    missing = (404, f"Couldn't find Ticket with 'id'={o_id}")
    assert refusal(zammad_agent.get(TAGS, params={"object": "Ticket", "o_id": str(o_id)})) == missing
    assert refusal(zammad_agent.post(ADD, json=about(o_id))) == missing
    assert refusal(zammad_agent.delete(REMOVE, json=about(o_id))) == missing


def test_customers_neither_see_nor_change_tags(world: World, tokens: Tokens, ticket: int) -> None:
    customer = zammad_caller(world, tokens["client"]["token"])
    for response in (
        customer.get(TAGS, params={"object": "Ticket", "o_id": str(ticket)}),
        customer.post(ADD, json=about(ticket)),
        customer.delete(REMOVE, json=about(ticket)),
        customer.get(TAG_LIST),
        customer.get(TAG_SEARCH),
    ):
        assert refusal(response) == (403, "Not authorized (user)!")


def test_an_administrator_who_is_no_agent_sees_the_list_of_tags_alone(world: World, ticket: int) -> None:
    person = {"email": "it@example.com", "name": "It", "permissions": ["admin"]}
    declared = {"people": [person], "tokens": [{"name": "it", "person": "it@example.com"}]}
    caller = zammad_caller(world, set_up(world, declared)["it"]["token"])
    assert caller.get(TAG_LIST).status == caller.get(TAG_SEARCH).status == 200
    assert caller.post(ADD, json=about(ticket)).status == 403


def test_a_write_expects_the_version_that_it_names(zammad_agent: Client, ticket: int) -> None:
    shown = zammad_agent.get(TAGS, params={"object": "Ticket", "o_id": str(ticket)})
    assert shown.headers["ETag"] == '"1"'
    first = zammad_agent.post(ADD, json=about(ticket), headers={"If-Match": '"1"'})
    assert (first.status, first.headers["ETag"]) == (201, '"2"')
    assert zammad_agent.delete(REMOVE, json=about(ticket), headers={"If-Match": '"1"'}).status == 412
    assert tags_of(zammad_agent, ticket) == ["vip"]


def test_a_repetition_changes_nothing(zammad_agent: Client, ticket: int) -> None:
    first = zammad_agent.post(ADD, json=about(ticket), headers=KEY)
    zammad_agent.delete(REMOVE, json=about(ticket))
    again = zammad_agent.post(ADD, json=about(ticket), headers=KEY)
    assert (again.status, again.text, again.headers["ETag"]) == (201, "true", first.headers["ETag"])
    assert tags_of(zammad_agent, ticket) == []


def test_a_ticket_has_at_most_fifty_tags(zammad_agent: Client, ticket: int) -> None:
    for n in range(50):
        assert done(zammad_agent.post(ADD, json=about(ticket, f"t{n}")), 201)
    status, text = refusal(zammad_agent.post(ADD, json=about(ticket, "one more")))
    assert (status, text) == (422, "A ticket has at most 50 tags. Remove some.")


def test_the_list_has_every_tag_in_use_by_name_with_its_count(
    world: World, client: Client, zammad_agent: Client, ticket: int
) -> None:
    other = int(client.post("/support/tickets", json={"summary": "B", "comment_body": "H"}).json()["number"])
    for number, tag in ((ticket, "vip"), (other, "VIP"), (other, "bug")):
        assert done(zammad_agent.post(ADD, json=about(number, tag)), 201)
        world.pump()
    assert zammad_agent.get(TAG_LIST).json() == [
        {"id": 2, "name": "bug", "count": 1},
        {"id": 1, "name": "vip", "count": 2},
    ]
    zammad_agent.delete(REMOVE, json=about(other, "bug"))
    world.pump()
    assert zammad_agent.get(f"{TAG_LIST}?per_page=1").json() == [{"id": 2, "name": "bug", "count": 0}]
    assert zammad_agent.get(f"{TAG_LIST}?limit=1&page=2").json() == [{"id": 1, "name": "vip", "count": 2}]
    assert zammad_agent.get(f"{TAG_LIST}?page=9").json() == []


def test_tags_are_found_by_their_beginning(world: World, zammad_agent: Client, ticket: int) -> None:
    for tag in ("Vip", "virus", "bug"):
        zammad_agent.post(ADD, json=about(ticket, tag))
        world.pump()
    assert zammad_agent.get(f"{TAG_SEARCH}?term=VI").json() == [{"id": 1, "value": "Vip"}, {"id": 2, "value": "virus"}]
    assert zammad_agent.get(f"{TAG_SEARCH}?term=ip").json() == []
    assert [one["value"] for one in zammad_agent.get(f"{TAG_SEARCH}?term=").json()] == ["bug", "Vip", "virus"]
    assert [one["value"] for one in zammad_agent.get(TAG_SEARCH).json()] == ["bug", "Vip", "virus"]
