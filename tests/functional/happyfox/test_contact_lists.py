"""GET users/: pages of contacts by id with exact counts; staff and the system are in none of them."""

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.contact_calls import BO, bo, contact_of, found
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CUSTOMER,
    JSON,
    Json,
    answered,
    created,
    faults,
    from_xml,
    from_yaml,
    without_counts,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def contacts(api: Client, world: World) -> list[int]:
    """The ids of 25 contacts, with the sample desk's own one."""
    body = [{"name": f"Bo {number}", "email": f"bo{number}@x.example"} for number in range(24)]
    ids = [one["id"] for one in answered(api.post(f"{JSON}/users/", json=body))]
    world.pump()
    return [CUSTOMER, *ids]


def page(api: Client, **query: object) -> Json:
    answer: Json = answered(api.get(f"{JSON}/users/", params=query))
    return answer


def ids(found: Json) -> list[int]:
    return [one["id"] for one in found["data"]]


def test_pages_cut_the_list_by_id(api: Client, contacts: list[int]) -> None:
    pages = [page(api, page=number) for number in (1, 2, 3)]

    assert [one for each in pages for one in ids(each)] == contacts
    assert pages[2]["page_info"] == {
        "count": 5, "start_index": 21, "end_index": 25, "last_index": 25, "page_count": 3,
    }  # fmt: skip


def test_a_page_past_the_end_is_empty_and_keeps_the_counts(api: Client, contacts: list[int]) -> None:
    assert page(api, page=4) == {
        "page_info": {"count": 0, "start_index": 0, "end_index": 0, "last_index": 25, "page_count": 3},
        "data": [],
    }


@pytest.mark.parametrize(("size", "count"), [(1, 10), (10, 10), (20, 20), (50, 25), (999, 25)])
def test_the_size_is_brought_to_its_bounds(api: Client, contacts: list[int], size: int, count: int) -> None:
    assert page(api, size=size)["page_info"]["count"] == count


def test_a_list_without_contacts_has_one_page(api: Client) -> None:
    info = page(api, q="name:nobody")["page_info"]

    assert (info["last_index"], info["page_count"]) == (0, 1)


@pytest.mark.parametrize(
    ("query", "field"),
    [("page=0", "page"), ("page=x", "page"), ("size=x", "size"), ("sort=a", "sort"), ("q=a&q=b", "q")],
)
def test_a_wrong_parameter_is_refused(api: Client, query: str, field: str) -> None:
    assert list(faults(api.get(f"{JSON}/users/?{query}"))) == [field]


def test_contacts_are_shown_as_one_alone_but_for_the_counts(api: Client, world: World) -> None:
    created(api)
    world.pump()

    assert page(api)["data"] == [without_counts(contact_of(api, CUSTOMER))]


def test_staff_and_the_system_are_not_listed(api: Client, world: World) -> None:
    world.pump()

    assert not {1, ADMIN, AGENT} & {*ids(page(api, size=50))}


def test_a_contact_who_becomes_staff_leaves_the_list(api: Client, world: World) -> None:
    contact = bo(api)["id"]
    assert contact in found(api, world)

    set_up(world, {"people": [{"email": BO, "agent": True}]})

    assert contact not in found(api, world)
    assert found(api, world, "name:bright") == []


def test_inactive_contacts_are_listed(api: Client, world: World) -> None:
    contact = bo(api)["id"]
    set_up(world, {"people": [{"email": BO, "active": False}]})

    assert contact in found(api, world)


@pytest.mark.parametrize("response_format", ["json", "xml", "yaml"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_list_is_the_same_in_each_format(api: Client, world: World, response_format: str, slash: str) -> None:
    world.pump()
    expected = page(api)

    path = f"/api/1.1/{response_format}/users"
    content = api.get(path + slash).content

    match response_format:
        case "xml":
            assert from_xml(content, expected) == expected
        case "yaml":
            assert from_yaml(content) == expected
