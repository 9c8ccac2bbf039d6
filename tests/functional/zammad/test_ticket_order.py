"""GET /tickets sorts by any key of a ticket, and by several."""

from collections.abc import Iterator

import pytest

from polydesk.desk.lists import orders, pages
from tests.functional.callers import Sample, Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.states import zammad_caller
from tests.functional.zammad.ticket_calls import TICKETS, ids, listed, opened, shown, text
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

FIELDS = [
    {"subject": "b", "priority": 2, "category": 2},
    {"subject": "C", "priority": 1, "category": 1, "assignee": 3},
    {"subject": "a", "priority": 3, "category": 1},
    {"subject": "b", "priority": 1, "category": 2, "assignee": 2},
]


@pytest.fixture(scope="module")
def sorted_agent(engine: Engine, sample: Sample) -> Iterator[Client]:
    """An agent of a desk whose second ticket was changed last."""
    with World(engine) as world:
        tokens: Tokens = sample.put_into(world)
        opened(world, tokens, *FIELDS)
        key = key_holder(world, tokens["happyfox"])
        for number in (3, 2):
            world.clock.advance(minutes=1)
            answered(key.post(f"{JSON}/ticket/{number}/staff_update/", json={"staff": 3, "text": "x", "time_spent": 5}))
        world.pump()
        yield zammad_caller(world, tokens["agent"]["token"])


@pytest.mark.parametrize(
    ("sort_by", "order_by", "found"),
    [
        ("id", "", [1, 2, 3, 4]),
        ("number", "desc", [4, 3, 2, 1]),
        ("created_at", "DESC", [4, 3, 2, 1]),
        ("updated_at", "desc", [2, 3, 4, 1]),
        ("updated_at", "asc", [4, 1, 3, 2]),
        ("last_contact_at", "desc", [2, 3, 4, 1]),
        ("last_contact_agent_at", "desc", [2, 3, 4, 1]),
        ("title", "", [3, 4, 1, 2]),
        ("title", "desc", [2, 4, 1, 3]),
        ("title,id", "asc", [3, 1, 4, 2]),
        ("title, id", "desc,asc", [2, 1, 4, 3]),
        ("priority_id,title", "asc", [4, 2, 1, 3]),
        ("group_id,priority_id", "asc,desc", [3, 2, 1, 4]),
        ("owner_id", "desc", [2, 4, 3, 1]),
        ("updated_at,id", "desc", [2, 3, 4, 1]),
        ("article_count,id", "desc,asc", [2, 3, 1, 4]),
        ("time_unit", "", [3, 2, 4, 1]),
        ("note,organization_id", "desc", [1, 2, 3, 4]),
        ("note,id", "desc", [4, 3, 2, 1]),
        ("", "desc", [1, 2, 3, 4]),
    ],
)
def test_the_first_column_decides_and_others_break_ties(
    sorted_agent: Client, sort_by: str, order_by: str, found: list[int]
) -> None:
    assert ids(sorted_agent, sort_by=sort_by, order_by=order_by) == found


def test_every_key_of_a_ticket_is_a_column(sorted_agent: Client) -> None:
    for column in shown(sorted_agent, 1):
        for direction in ("asc", "desc"):
            tickets = listed(sorted_agent, sort_by=column, order_by=direction)
            assert len(tickets) == 4
            values = [one[column] for one in tickets if one[column] not in (None, {})]
            values = [int(one) if column == "number" else one for one in values]
            values = [one.casefold() if isinstance(one, str) else one for one in values]
            assert values == sorted(values, reverse=direction == "desc"), column


@pytest.mark.parametrize("column", ["group", "article_ids", "x", "condition"])
def test_another_column_is_refused(sorted_agent: Client, column: str) -> None:
    response = sorted_agent.get(TICKETS, params={"sort_by": f"id,{column}"})
    assert text(response) == (422, f"Found invalid column '{column}' for sorting.")


def test_another_direction_is_refused(sorted_agent: Client) -> None:
    response = sorted_agent.get(TICKETS, params={"sort_by": "id", "order_by": "up"})
    assert text(response) == (422, "Found invalid order by value up. Please use 'asc' or 'desc'.")


@pytest.fixture
def few_can_be_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (orders, pages):
        monkeypatch.setattr(module, "SORTABLE", 3)


@pytest.mark.usefixtures("few_can_be_sorted")
def test_more_tickets_than_can_be_sorted_are_refused(sorted_agent: Client) -> None:
    assert text(sorted_agent.get(TICKETS, params={"sort_by": "note,title,id"})) == (
        422,
        "Too many tickets to sort by 'title'. Sort by id, number, created_at, updated_at or last_contact_at, "
        "or search for fewer tickets.",
    )


@pytest.mark.usefixtures("few_can_be_sorted")
@pytest.mark.parametrize("column", ["id", "number", "created_at", "updated_at", "last_contact_at", "note"])
def test_some_columns_sort_any_number(sorted_agent: Client, column: str) -> None:
    assert len(ids(sorted_agent, sort_by=column)) == 4
