"""GET /tickets/{id}: one ticket, whatever way its number is written."""

from decimal import Decimal

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.ticket_calls import NAMES, PARTS, TICKETS, opened, person_of, shown, text
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def ticket(world: World, tokens: Tokens) -> int:
    opened(world, tokens)
    return 1


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("written", ["1", "01", "0000001", "%231", "%23001"])
def test_a_number_may_have_zeros_and_a_sign(zammad_agent: Client, written: str) -> None:
    response = zammad_agent.get(f"{TICKETS}/{written}")
    assert (response.status, response.json()["id"], response.json()["number"]) == (200, 1, "1")


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("written", ["2", "0", "x", "-1", "1.0", "99999999999999999999"])
def test_what_is_not_there_is_said_with_the_id_as_sent(zammad_agent: Client, written: str) -> None:
    assert text(zammad_agent.get(f"{TICKETS}/{written}")) == (404, f"Couldn't find Ticket with 'id'={written}")


@pytest.mark.usefixtures("ticket")
def test_the_version_is_the_etag(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    before = zammad_agent.get(f"{TICKETS}/1").headers["ETag"]
    key = key_holder(world, tokens["happyfox"])
    answered(key.post(f"{JSON}/ticket/1/staff_update/", json={"staff": 3, "text": "Soon"}))

    assert (before, zammad_agent.get(f"{TICKETS}/1").headers["ETag"]) == ('"1"', '"2"')


@pytest.mark.usefixtures("ticket")
def test_plain_answers_have_no_names_and_no_parts(zammad_agent: Client) -> None:
    assert len(shown(zammad_agent, 1)) == 38
    assert not shown(zammad_agent, 1).keys() & (NAMES | PARTS)


@pytest.mark.usefixtures("ticket")
def test_expand_adds_names_and_parts(zammad_agent: Client) -> None:
    assert shown(zammad_agent, 1, expand="true").keys() == shown(zammad_agent, 1).keys() | NAMES | PARTS


@pytest.mark.usefixtures("ticket")
def test_full_is_the_id_and_the_assets(zammad_agent: Client) -> None:
    body = shown(zammad_agent, 1, full="1")
    assert body.keys() == {"id", "assets"}
    assert (body["id"], body["assets"]["Ticket"]["1"]["article_ids"]) == (1, [1001])


@pytest.mark.usefixtures("ticket")
def test_a_parameter_that_selects_nothing_is_ignored_and_another_shape_refused(zammad_agent: Client) -> None:
    assert shown(zammad_agent, 1, group="7", state="open") == shown(zammad_agent, 1)
    assert text(zammad_agent.get(f"{TICKETS}/1", params={"all": "true"}))[0] == 422


@pytest.mark.usefixtures("ticket")
def test_a_foreign_ticket_is_not_found(world: World, zammad_client: Client) -> None:
    other = person_of(world, "other@example.com", ["ticket.customer"])

    assert shown(zammad_client, 1)["id"] == 1
    assert text(other.get(f"{TICKETS}/1")) == (404, "Couldn't find Ticket with 'id'=1")


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("number", [1, 2])
def test_an_administrator_who_is_no_agent_is_refused(world: World, number: int) -> None:
    administrator = person_of(world, "boss@example.com", ["admin"])
    assert text(administrator.get(f"{TICKETS}/{number}")) == (403, "Not authorized")


@pytest.mark.usefixtures("ticket")
def test_an_agent_sees_spam_and_what_is_in_the_trash(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/1/spam.json").status == 204
    assert shown(zammad_agent, 1)["id"] == 1


@pytest.mark.usefixtures("ticket")
def test_ids_of_time_accountings_are_those_of_the_updates_that_booked_time(
    world: World, tokens: Tokens, zammad_agent: Client
) -> None:
    key = key_holder(world, tokens["happyfox"])
    for minutes in (5, 0, 10):
        body = {"staff": 3, "text": "Soon", "time_spent": minutes}
        answered(key.post(f"{JSON}/ticket/1/staff_update/", json=body))

    expanded = shown(zammad_agent, 1, expand="true")
    assert Decimal(expanded["time_unit"]) == 15
    assert expanded["ticket_time_accounting_ids"] == [1002, 1004]
    assert expanded["ticket_time_accounting"] == []
    full = shown(zammad_agent, 1, full="true")["assets"]["Ticket"]["1"]
    assert full["ticket_time_accounting_ids"] == [1002, 1004]
    [listed] = zammad_agent.get(TICKETS, params={"expand": "true"}).json()
    assert "ticket_time_accounting_ids" not in listed
