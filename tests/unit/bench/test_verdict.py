"""The bench's own arithmetic: what AWS asks for, and when something is over its budget."""

import pytest

from tools.bench import idle, prices
from tools.bench.paging import PageCost, over_budget, summary
from tools.bench.prices import MILLION, Price, cost, running
from tools.bench.report import spread, table
from tools.local_desk.intrinsics import TemplateError
from tools.local_desk.model import Schedule


def page(number: int, read_units: float, *, items: int = 10, span: int = 10, tickets: int = 10_000) -> PageCost:
    return PageCost(tickets, "mixed evenly", "opened", items, "first", number, 3, read_units, items, span)


def test_a_price_is_for_so_many() -> None:
    assert prices.API_CALL.of(2 * MILLION) == pytest.approx(7.0)
    assert cost({prices.READ_UNIT: 8 * MILLION, prices.WRITE_UNIT: 0.8 * MILLION}) == pytest.approx(1.5)
    assert cost({}) == 0


def test_what_is_free_is_taken_off_and_never_paid_back() -> None:
    price = Price("of something", 5.0, per=100, free=1000)

    assert price.beyond_free(1200) == pytest.approx(10.0)
    assert price.beyond_free(999) == 0


def test_lambda_asks_by_runs_and_by_the_memory_that_is_held_for_how_long() -> None:
    usage = running(MILLION, 50, 512)

    assert usage == {prices.INVOCATION: MILLION, prices.GB_SECOND: pytest.approx(25_000)}
    assert cost(usage) == pytest.approx(0.20 + 25_000 * 0.0000133334)


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(1 minute)", 43_200),
        ("rate(2 hours)", 360),
        ("cron(10 * * * ? *)", 720),
        ("cron(10 3 * * ? *)", 30),
    ],
)
def test_a_month_has_thirty_days(expression: str, runs: int) -> None:
    assert idle.runs(Schedule("sweep", expression)) == runs


def test_a_schedule_that_is_not_understood_is_not_priced() -> None:
    with pytest.raises(TemplateError, match="MON"):
        idle.runs(Schedule("sweep", "cron(0 3 ? * MON *)"))


def test_a_page_of_ten_has_the_smaller_budget_in_the_smaller_desk() -> None:
    assert list(over_budget([page(1, 4.0)])) == []
    assert len(list(over_budget([page(1, 4.5)]))) == 1
    assert list(over_budget([page(1, 4.5, tickets=1_000_000)])) == []


def test_a_long_page_may_also_read_the_rows_between_its_own() -> None:
    assert list(over_budget([page(1, 100, items=1000, span=2500)])) == []
    assert len(list(over_budget([page(1, 100, items=1000, span=1200)]))) == 1


def test_pages_of_one_list_have_to_be_alike() -> None:
    assert list(over_budget([page(1, 3.0), page(2, 2.5), page(3, 2.5)])) == []
    assert len(list(over_budget([page(1, 4.0), page(2, 2.5), page(3, 2.5)]))) == 1


def test_a_summary_has_a_row_for_each_list_and_sizes_side_by_side() -> None:
    pages = [page(1, 3.0), page(2, 2.5), page(1, 3.5, tickets=100_000)]

    assert summary(pages).splitlines()[2:] == [
        "| mixed evenly | opened | 10 | 3 requests, 2.5–3 units | 3 requests, 3.5 units | 4 |"
    ]


def test_tables_are_markdown() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert (spread([2.5, 2.5]), spread([3, 1, 2])) == ("2.5", "1–3")
