"""`sort_by` takes every key of a ticket, and several; the first decides, further ones break ties."""

import pytest

from polydesk.dialects.zammad.ticket_sorting import COLUMNS, KEYS, Sorting, sorting
from polydesk.domain.orders import Order, OrderKey
from polydesk.http.errors import InvalidRequest

BY_ID = Sorting(Order(OrderKey.NUMBER, descending=False), "id")


def asked(columns: str, directions: str = "", usual: str = "asc") -> Sorting:
    assert usual in {"asc", "desc"}
    return sorting(columns.split(), directions.split(), "desc" if usual == "desc" else "asc", BY_ID)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_key_of_a_ticket_is_a_column(column: str) -> None:
    assert asked(column).column == (column if column in KEYS else "id")


@pytest.mark.parametrize("column", ["article_ids", "group", "Title", "condition", ""])
def test_others_are_refused(column: str) -> None:
    with pytest.raises(InvalidRequest, match=f"Found invalid column '{column}' for sorting."):
        sorting([column], [], "asc", BY_ID)


def test_a_direction_is_ascending_or_descending() -> None:
    assert asked("title", "DESC").order.descending
    with pytest.raises(
        InvalidRequest, match=r"Found invalid order by value up\. Please use 'asc' or 'desc'\."
    ) as error:
        asked("title", "up")
    assert error.value.field == "order_by"


def test_the_list_says_what_is_usual() -> None:
    assert not asked("title").order.descending
    assert asked("title", usual="desc").order.descending


def test_each_column_has_its_direction_or_the_last_one() -> None:
    order = asked("state_id title id", "asc desc").order
    assert order == Order(
        OrderKey.STATE,
        descending=False,
        then=(Order(OrderKey.SUBJECT, descending=True), Order(OrderKey.NUMBER, descending=True)),
    )


def test_a_column_that_is_null_in_every_ticket_decides_nothing() -> None:
    assert asked("organization_id note", "desc") == BY_ID
    assert asked("note title", "asc desc") == Sorting(Order(OrderKey.SUBJECT, descending=True), "title")


def test_a_column_decides_once() -> None:
    assert asked("title title number", "asc desc asc").order == Order(
        OrderKey.SUBJECT, descending=False, then=(Order(OrderKey.NUMBER, descending=False),)
    )
