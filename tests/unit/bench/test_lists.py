"""Budgets and tables of lists."""

from dataclasses import replace

import pytest

from tools.bench.lists import LONG, SHORT, PageCost, TicketList, over_budget, positions, report

OPENED = TicketList("opened", has_budget=True)
COST = PageCost(100_000, "mixed evenly", OPENED, SHORT, "first", 4, 3, 5.0)


def exceeds(cost: PageCost) -> bool:
    return bool(list(over_budget([cost])))


@pytest.mark.parametrize(
    ("tickets", "length", "budget"),
    [(10_000, SHORT, 5), (100_000, SHORT, 5), (1_000_000, SHORT, 10), (100_000, LONG, 60), (1_000_000, LONG, 60)],
)
def test_a_page_has_a_budget_of_read_units(tickets: int, length: int, budget: float) -> None:
    cost = replace(COST, tickets=tickets, length=length, read_units=budget)
    assert not exceeds(cost)
    assert exceeds(replace(cost, read_units=budget + 0.5))
    assert exceeds(replace(cost, position="last", read_units=budget + 0.5))


def test_other_lists_have_no_budget_of_read_units() -> None:
    assert not exceeds(replace(COST, list=TicketList("tag and closed"), read_units=400))


def test_a_first_page_waits_for_three_requests_in_a_row_and_a_search_for_four() -> None:
    assert not exceeds(COST)
    assert exceeds(replace(COST, in_a_row=4))
    assert not exceeds(replace(COST, in_a_row=4, list=TicketList("a word", in_a_row=4)))
    assert exceeds(replace(COST, in_a_row=5, list=TicketList("a word", in_a_row=4)))


def test_only_first_pages_of_the_smaller_desks_have_a_budget_of_requests_in_a_row() -> None:
    assert not exceeds(replace(COST, in_a_row=4, position="middle"))
    assert not exceeds(replace(COST, in_a_row=4, tickets=1_000_000))


def test_the_table_names_the_budgets_of_small_and_large_desks() -> None:
    costs = [COST, replace(COST, tickets=1_000_000)]
    assert report(costs).splitlines()[2:] == ["| mixed evenly | opened | 10 | 3; 4; 5 | 3; 4; 5 | 5/10 |"]


def test_what_exceeds_a_budget_is_named() -> None:
    assert list(over_budget([replace(COST, in_a_row=4, read_units=5.5)])) == [
        "100,000 tickets, mixed evenly, opened, first page of 10: 4 requests in a row, budget 3",
        "100,000 tickets, mixed evenly, opened, first page of 10: 5.5 read units, budget 5",
    ]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, {}),
        (1, {"first": 0}),
        (2, {"first": 0, "last": 1}),
        (9, {"first": 0, "middle": 4, "last": 8}),
    ],
)
def test_the_first_a_middle_and_the_last_page_are_read(count: int, expected: dict[str, int]) -> None:
    assert positions(count) == expected


def test_the_table_has_a_row_for_each_list_and_a_column_for_each_size() -> None:
    costs = [
        COST,
        replace(COST, position="last", read_units=4.5),
        replace(COST, tickets=10_000, list=replace(OPENED, name="all")),
    ]

    assert report(costs).splitlines()[2:] == [
        "| mixed evenly | opened | 10 | – | 3; 4; 4.5–5 | 5 |",
        "| mixed evenly | all | 10 | 3; 4; 5 | – | 5 |",
    ]
