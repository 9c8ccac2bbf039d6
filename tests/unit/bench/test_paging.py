"""Budgets and summaries of pages."""

from tools.bench.paging import PageCost, over_budget, summary


def page(number: int, read_units: float, *, items: int = 10, span: int = 10, tickets: int = 10_000) -> PageCost:
    return PageCost(tickets, "mixed evenly", "opened", items, "first", number, 3, read_units, items, span)


def test_a_page_of_ten_has_the_smaller_budget_in_the_smaller_desk() -> None:
    assert list(over_budget([page(1, 4.0)])) == []
    assert len(list(over_budget([page(1, 4.5)]))) == 1
    assert list(over_budget([page(1, 4.5, tickets=1_000_000)])) == []


def test_a_long_page_may_also_read_the_rows_between_its_own() -> None:
    assert list(over_budget([page(1, 100, items=1000, span=2500)])) == []
    assert len(list(over_budget([page(1, 100, items=1000, span=1200)]))) == 1


def test_the_pages_of_a_list_have_to_cost_about_the_same() -> None:
    assert list(over_budget([page(1, 3.0), page(2, 2.5), page(3, 2.5)])) == []
    assert len(list(over_budget([page(1, 4.0), page(2, 2.5), page(3, 2.5)]))) == 1


def test_a_summary_has_a_row_for_each_list_and_a_column_for_each_size() -> None:
    pages = [page(1, 3.0), page(2, 2.5), page(1, 3.5, tickets=100_000)]

    assert summary(pages).splitlines()[2:] == [
        "| mixed evenly | opened | 10 | 3 requests, 2.5–3 units | 3 requests, 3.5 units | 4 |"
    ]
