"""Behind the API: the desk itself, for what no public endpoint does, and the table, to see that nothing has changed."""

from typing import Any

from polydesk import clock
from polydesk.desk.access import Access
from polydesk.desk.backing import connect
from polydesk.desk.desk import Desk
from polydesk.desk.terms import Terms
from polydesk.desk.tickets import Action, Outcome
from polydesk.domain.actions import Handling, handle
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Message
from polydesk.storage.patience import Patience
from tests.harness.world import World

Item = dict[str, Any]


def behind() -> Desk:
    """The desk, at this moment."""
    return Desk(connect(), Terms(clock.to_the_millisecond(), Patience(5.0)))


def principal(token: str) -> Principal:
    """Who calls with this token."""
    return Access(connect(), clock.to_the_millisecond()).by_token(token)


def act(token: str, number: int, action: Action) -> Outcome:
    """Do something with a ticket that the API at hand has no endpoint for."""
    return behind().tickets.change(number, principal(token), action)


def note(token: str, number: int, text: str = "He calls every day") -> int:
    """A private note of staff; its id."""
    message = Message(text, public=False)
    return act(token, number, lambda ticket, occasion: handle(ticket, occasion, Handling(message=message))).written.id


def dump(world: World) -> dict[tuple[str, str], Item]:
    """Every item of every table, by key."""
    items: dict[tuple[str, str], Item] = {}
    for table in world.template.tables:
        for page in world.aws.dynamodb.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True):
            items |= {(item["pk"]["S"], item["sk"]["S"]): item for item in page["Items"]}
    return items


def load(world: World, items: list[Item]) -> None:
    """Put items into the world's one table."""
    [table] = world.template.tables
    for start in range(0, len(items), 25):
        puts: Any = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
        answer = world.aws.dynamodb.batch_write_item(RequestItems={table.name: puts})
        assert not answer["UnprocessedItems"]
