"""How many requests of DynamoDB wait for one another when a ticket is created or changed."""

from collections.abc import Callable

from polydesk.desk.resources import shared_resources
from tests.functional.zammad.ticket_writes import AGENT, changed, created
from tools.bench.rounds import RequestRounds
from tools.local_desk.client import Client


def in_a_row(call: Callable[[], object]) -> int:
    """Return the requests of a warm call that wait for one another."""
    call()
    with RequestRounds(shared_resources().table) as rounds:
        call()
    return rounds.in_a_row


def test_a_new_ticket_waits_for_two(zammad_agent: Client) -> None:
    assert in_a_row(lambda: created(zammad_agent, owner_id=AGENT)) == 2  # people beside the number; the transaction


def test_a_guessed_customer_takes_one_look_and_one_id_more(zammad_agent: Client) -> None:
    addresses = iter(["guess:a@example.com", "guess:b@example.com"])
    assert in_a_row(lambda: created(zammad_agent, customer_id=next(addresses))) == 4


def test_a_change_with_an_article_waits_for_two(zammad_agent: Client) -> None:
    created(zammad_agent)
    titles = iter(["a", "b"])

    def change() -> None:
        changed(zammad_agent, 1, title=next(titles), owner_id=AGENT, state="open", article={"body": "a"})

    assert in_a_row(change) == 2  # the ticket beside the people; the transaction


def test_a_customers_change_waits_for_two(zammad_client: Client) -> None:
    created(zammad_client)
    assert in_a_row(lambda: changed(zammad_client, 1, article={"body": "a"})) == 2


def test_an_owner_by_name_takes_two_more(zammad_agent: Client) -> None:
    created(zammad_agent)
    owners = iter(["agent@example.com", "admin@example.com"])
    assert in_a_row(lambda: changed(zammad_agent, 1, owner=next(owners))) == 4  # whose name it is; the person


def test_booked_time_takes_a_look_at_the_history(zammad_agent: Client) -> None:
    created(zammad_agent)
    assert in_a_row(lambda: changed(zammad_agent, 1, article={"body": "a", "time_unit": 1})) == 3


def test_nothing_to_change_takes_one(zammad_agent: Client) -> None:
    created(zammad_agent)
    assert in_a_row(lambda: changed(zammad_agent, 1, title="Broken")) == 1
