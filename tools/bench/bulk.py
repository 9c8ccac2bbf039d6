"""Write many tickets at once: the same items as opening and moving them one by one would write."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config

from polydesk.desk.resources import Resources
from polydesk.domain.person import Author
from polydesk.domain.ticket import Assignee, HistoryEntry, Message, Ticket
from polydesk.storage import keys
from polydesk.storage.codec import encode
from polydesk.storage.keys import Key
from polydesk.storage.ticket_items import entry_item, ticket_item
from tools.bench.slotted_tickets import fold_counts

START = datetime(2026, 1, 1, tzinfo=UTC)

Mix = Callable[[int, int], int]
"""Maps the rank of a ticket (0 is the oldest) and the number of tickets to the id of its state."""


def worked_in_order(rank: int, count: int) -> int:
    """Close the oldest 60 %; the others are open, new or pending close."""
    return 4 if rank < count * 6 // 10 else (2, 2, 1, 7)[rank % 4]


def mixed_evenly(rank: int, count: int) -> int:
    """Close six of any ten neighbours, which is the worst case for lists of open and of closed tickets."""
    return (4, 4, 2, 4, 1, 4, 4, 2, 7, 4)[rank % 10]


BATCH_SIZE = 25
"""DynamoDB's maximum of items in a BatchWriteItem."""

WRITERS = 3
"""Threads, so that requests are prepared while the engine works on others."""


def write_tickets(
    resources: Resources,
    count: int,
    mix: Mix,
    customer_id: int,
    agent_id: int,
    due_at: Callable[[int], datetime] | None = None,
) -> range:
    """Write `count` tickets with their first messages and their places in the indexes, and return their numbers.

    The desk must have none before. The counts of all quarters but the newest one are folded. `due_at` returns until
    when the ticket of a rank is pending.
    """
    first = resources.tickets.next_number()
    tickets = [sample_ticket(first + rank, mix(rank, count), customer_id, agent_id) for rank in range(count)]
    if due_at is not None:
        tickets = [replace(ticket, pending_until=due_at(rank)) for rank, ticket in enumerate(tickets)]
    resources.table.count_up(keys.counter("ticket"), by=count - 1)
    write_items(resources, _ticket_items(tickets))
    write_items(resources, _placed_items(resources, tickets))
    fold_counts(resources.table)
    return range(first, first + count)


def sample_ticket(number: int, state_id: int, customer_id: int, agent_id: int) -> Ticket:
    """Return a ticket of typical size."""
    opened = START + timedelta(minutes=number)
    return Ticket(
        number=number,
        version=3,
        subject=f"The invoice of order {number} shows the wrong address",
        category_id=1 + number % 2,
        priority_id=2,
        state_id=state_id,
        customer_id=customer_id,
        opened_by=Author("client", customer_id),
        created_at=opened,
        updated_at=opened + timedelta(hours=3),
        closed_at=opened + timedelta(hours=3) if state_id == 4 else None,
        customer_emails=("somebody@example.com",),
        assignee=Assignee("person", agent_id),
        messages=2,
        staff_replied_at=opened + timedelta(hours=1),
        customer_replied_at=opened,
        staff_message_version=2,
        customer_read_upto=2,
        in_sets=True,
    )


def _ticket_items(tickets: Iterable[Ticket]) -> Iterator[tuple[Key, dict[str, Any]]]:
    for ticket in tickets:
        yield keys.ticket(ticket.number), ticket_item(ticket)
        by = ticket.opened_by
        opening = HistoryEntry(ticket.number, 1, "opened", ticket.created_at, by, Message("Please send me a new one."))
        yield keys.history_entry(ticket.number, 1), entry_item(opening)


def _placed_items(resources: Resources, tickets: Iterable[Ticket]) -> Iterator[tuple[Key, dict[str, Any]]]:
    """Return the items of the ticket index and of own sets that result from the additions of all tickets."""
    numbers: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sets: dict[Key, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for ticket in tickets:
        for operation in resources.places.moves(None, ticket, ticket.created_at):
            for name, value in operation.add.items():
                numbers[operation.key][name] += value
            for name, members in operation.include.items():
                sets[operation.key][name] |= members
    yield from ((key, dict(attributes)) for key, attributes in numbers.items())
    yield from ((key, dict(attributes)) for key, attributes in sets.items())


def write_items(resources: Resources, items: Iterable[tuple[Key, dict[str, Any]]]) -> None:
    """Write items, several requests at a time."""
    client = boto3.client("dynamodb", config=Config(parameter_validation=False, retries={"total_max_attempts": 10}))
    batches, lock = batched(items, BATCH_SIZE, strict=False), Lock()

    def work(_: int) -> None:
        while True:
            with lock:
                batch = next(batches, None)
            if batch is None:
                return
            requests: Any = [{"PutRequest": {"Item": encode({**item, **key._asdict()})}} for key, item in batch]
            while requests:
                answer = client.batch_write_item(RequestItems={resources.config.table_name: requests})
                requests = answer["UnprocessedItems"].get(resources.config.table_name, [])

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
