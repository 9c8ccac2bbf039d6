"""Running step 2 of the migrations, and what holds before, while and after tickets move."""

from collections.abc import Iterator
from typing import Any

from polydesk.desk.resources import Resources, shared_resources
from polydesk.domain.slot import Slot, slot_of
from polydesk.domain.ticket import Ticket
from tests.functional.ops.migrations import run_step
from tests.functional.selectel.tickets import answered
from tools.bench.indexed_tickets import listed as listed_in_former_index
from tools.local_desk.client import Client
from tools.local_desk.world import World

STEP = 2
OPEN, SPAM = 3, 4
"""An open ticket of the last release, and one that is spam."""


def runs_of_the_step(world: World) -> Iterator[dict[str, Any]]:
    """Run the step until it is complete; yield the answer of each run."""
    while True:
        answer = run_step(world, STEP)
        yield answer
        if answer["complete"]:
            break


def finish(world: World) -> None:
    """Run the step to its end."""
    for _ in runs_of_the_step(world):
        pass


def tickets() -> dict[int, Ticket]:
    """All tickets, by number."""
    resources = shared_resources()
    numbers = range(1, resources.tickets.last_number() + 1)
    return {number: ticket for number in numbers if (ticket := resources.tickets.get(number))}


def assert_sound() -> None:
    """Each ticket is in exactly one of the two indexes, and in its customer's own set if it is not in the former."""
    resources, stored = shared_resources(), tickets()
    moved = {number: slot_of(ticket) for number, ticket in stored.items() if ticket.in_sets}
    left = {number: ticket for number, ticket in stored.items() if not ticket.in_sets}
    current = Resources(resources.config, resources.table)
    current._complete.add(STEP)  # the ticket index alone
    directory = current.ticket_index.directory()
    for slot in {*moved.values(), *directory.counts} - {Slot(0)}:
        expected = sorted(number for number, where in moved.items() if where == slot)
        assert list(current.ticket_index.numbers(directory, slot.__eq__, ascending=True)) == expected
        assert directory.count(slot.__eq__) == len(expected)
    former = resources.former_index.counts()
    for state_id in {*former.visible, *(ticket.state_id for ticket in left.values())}:
        inside = [ticket for ticket in left.values() if ticket.state_id == state_id]
        visible = sorted((ticket.number for ticket in inside if not ticket.spam), reverse=True)
        assert listed_in_former_index(resources.former_index, [state_id]) == visible
        assert former.visible.get(state_id, 0) + former.hidden.get(state_id, 0) == len(inside)
    for customer_id in range(1, resources.people.last_id() + 1):
        own = {number for number in moved if stored[number].customer_id == customer_id}
        assert set(current.own_sets.of([customer_id], lambda _: True).newest_first()) == own
        listed = set(resources.own_sets.outside([customer_id], lambda _: True).newest_first())
        assert listed == {n for n, ticket in left.items() if ticket.customer_id == customer_id and not ticket.spam}


def own(client: Client) -> list[int]:
    """The numbers of the caller's open tickets."""
    page = answered(client.get("/support/tickets", params={"only_opened": "1"}))
    return [ticket["number"] for ticket in page["items"]]
