"""What a search asks of DynamoDB: a few requests in a row, whatever it asks for."""

from typing import Any

import pytest

from polydesk.desk.lists import compared_leaves
from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens
from tests.functional.zammad.ticket_calls import AGENT, TICKETS, opened, text
from tools.bench.rounds import RequestRounds
from tools.local_desk.client import Client
from tools.local_desk.world import World

SEARCH = f"{TICKETS}/search"


@pytest.fixture(autouse=True)
def twenty(world: World, tokens: Tokens) -> None:
    fields: list[dict[str, Any]] = [{"tags": "vip"}, {"assignee": AGENT}]
    opened(world, tokens, *fields * 10)


def in_a_row(caller: Client, **parameters: Any) -> int:
    """The requests of a warm search that wait for one another."""

    def search() -> None:
        assert caller.get(SEARCH, params=parameters).status == 200

    search()
    with RequestRounds(shared_resources().table) as rounds:
        search()
    return rounds.in_a_row


@pytest.mark.parametrize(
    ("query", "rounds"),
    [
        ("*", 3),
        ("number:3", 3),
        ("state.name:open AND priority.name:2 normal AND group.name:Users printer", 3),
        ("tags:vip OR state:open", 4),
        ("created_at:>now-1d", 4),
        ("owner.login:agent@example.com AND customer.email:client@example.com AND state.name:(new OR open)", 5),
        ("owner.login:agent@example.com AND created_at:>now-1d AND (article_count:>0 OR time_unit:*)", 6),
    ],
)
def test_a_search_waits_for_few_requests(zammad_agent: Client, query: str, rounds: int) -> None:
    assert in_a_row(zammad_agent, query=query) <= rounds


@pytest.mark.parametrize("field", ["state", "group.name", "priority"])
def test_unknown_names_are_looked_up_together(zammad_agent: Client, field: str) -> None:
    unknown = " OR ".join(f"{field}:x{number}" for number in range(29))

    assert in_a_row(zammad_agent, query=f"tags:vip OR {unknown}") == in_a_row(zammad_agent, query="tags:vip") + 1


def test_names_are_one_request_more(zammad_agent: Client) -> None:
    assert in_a_row(zammad_agent, query="*", expand="true") == in_a_row(zammad_agent, query="*") + 1


def test_a_count_reads_no_rows(zammad_agent: Client) -> None:
    assert in_a_row(zammad_agent, query="tags:vip", only_total_count="true") <= 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("article_count:>3", "article_count"),
        ("time_unit:* OR tags:vip", "time_unit"),
        ("NOT _exists_:tags", "tags"),
        ("escalation_at:<now", "escalation_at"),
    ],
)
def test_more_tickets_than_are_compared_are_refused(
    zammad_agent: Client, monkeypatch: pytest.MonkeyPatch, query: str, field: str
) -> None:
    monkeypatch.setattr(compared_leaves, "MOST_COMPARED", 9)
    problem = f"Too many tickets to compare by '{field}'. Narrow the query."
    assert text(zammad_agent.get(SEARCH, params={"query": query})) == (422, problem)
    assert text(zammad_agent.post(SEARCH, json={"query": query, "only_total_count": True})) == (422, problem)
    assert zammad_agent.get(SEARCH, params={"query": f"({query}) AND id:[3 TO 11]"}).status == 200
