"""GET tickets/: a parameter is honoured or refused, never passed over, except for two that only order."""

import pytest

from polydesk.dialects.happyfox.list_query import TERM_PARAMETERS
from polydesk.dialects.happyfox.sorting import ORDERS
from tests.functional.happyfox.happyfox_calls import JSON, faults, numbers, page
from tools.local_desk.client import Client

UNKNOWN = ["This parameter is not known here."]


@pytest.mark.parametrize("name", ["nonsense", "Size", "sizes", "status ", "", "key"])
@pytest.mark.parametrize("value", ["1", "true", ""])
def test_an_unknown_parameter_is_refused(shared_api: Client, name: str, value: str) -> None:
    found = faults(shared_api.get(f"{JSON}/tickets/", params={name: value}))

    assert found == {name or "__all__": UNKNOWN}


def test_the_answer_is_the_documented_one(shared_api: Client) -> None:
    response = shared_api.get(f"{JSON}/tickets/?nonsense=1")

    assert response.status == 400
    assert response.json() == {"error": [{"field": "nonsense", "errors": UNKNOWN}]}


def test_all_faults_come_at_once(shared_api: Client) -> None:
    query = "page=0&nonsense=1&size=x&sort=best&breached=&category=x&nonsense=2"
    found = faults(shared_api.get(f"{JSON}/tickets/?{query}"))

    assert found == {
        "page": ["Pages are counted from 1."],
        "size": ["Send a whole number."],
        "nonsense": UNKNOWN,
        "category": ["There is no category with this id."],
        "breached": ['A value of "breached" is missing.'],
        "sort": [f"There is no such order. Send one of {', '.join(sorted(ORDERS))}."],
    }


@pytest.mark.parametrize("name", ["sort_by", "sort_order"])
@pytest.mark.parametrize("value", ["asc", "created", "", "9" * 300])
def test_two_parameters_that_only_order_are_ignored(shared_api: Client, name: str, value: str) -> None:
    assert page(shared_api, **{name: value}) == page(shared_api)


@pytest.mark.parametrize("response_format", ["json", "xml", "yaml"])
def test_a_parameter_is_refused_in_each_format(shared_api: Client, response_format: str) -> None:
    response = shared_api.get(f"/api/1.1/{response_format}/tickets/?nonsense=1")

    assert response.status == 400
    assert "nonsense" in response.content.decode()
    assert UNKNOWN[0] in response.content.decode()


@pytest.mark.parametrize("query", ["%FF=1", "%00=1", "a%0Ab=1", "%F0%9F%98%80=1", "x" * 2000 + "=1"])
def test_a_name_that_nobody_would_choose_is_refused_too(shared_api: Client, query: str) -> None:
    assert list(faults(shared_api.get(f"{JSON}/tickets/?{query}")).values()) == [UNKNOWN]


def test_a_repeated_parameter_counts_once_or_is_refused(shared_api: Client) -> None:
    response = shared_api.get(f"{JSON}/tickets/?page=1&page=1&sort_by=a&sort_by=a")

    assert (response.status, numbers(response.json())) == (200, [1])
    assert faults(shared_api.get(f"{JSON}/tickets/?page=2&page=1")) == {"page": ["Send this parameter once."]}


WITH_A_VALUE = ["size", "page", "status", "include_updates", "show_updates", "minify_response", "category", "sort"]


@pytest.mark.parametrize("name", [*WITH_A_VALUE, *TERM_PARAMETERS])
def test_an_empty_value_is_refused(shared_api: Client, name: str) -> None:
    assert list(faults(shared_api.get(f"{JSON}/tickets/", params={name: ""}))) == [name]


def test_strangers_are_told_nothing_of_parameters(shared_api: Client) -> None:
    assert shared_api.get(f"{JSON}/tickets/?nonsense=1", headers={"Authorization": "Basic x"}).status == 401
