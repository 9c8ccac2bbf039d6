"""The exchanges of clients that read lists, in JSON, XML and YAML, on a desk that nobody changes."""

from typing import Any

import pytest

from tests.functional.happyfox.plain_values import FORMATS, base, faults, told
from tools.local_desk.client import Client

pytestmark = pytest.mark.parametrize("form", FORMATS)


def ids(page: dict[str, Any]) -> list[int]:
    """The numbers of the tickets on a page."""
    return [int(one["id"]) for one in page["data"]] if page["data"] else []


def test_the_total_of_a_query_is_exact(listed: Client, form: str) -> None:
    query = "status=_pending&size=10&q=unassigned:true+created-on:%222026/01/05%22"

    page = told(listed.get(f"{base(form)}/tickets/?{query}"), form)

    assert (ids(page), page["page_info"]["last_index"]) == ([1], "1")


def test_a_mistyped_filter_is_refused_by_its_name(listed: Client, form: str) -> None:
    path = f"{base(form)}/tickets/"

    assert faults(listed.get(f"{path}?q=asignee:none"), form) == {"q": ['There is no field "asignee".']}
    assert set(faults(listed.get(f"{path}?category=999"), form)) == {"category"}
    assert faults(listed.get(f"{path}?nonsense=1"), form) == {"nonsense": ["This parameter is not known here."]}


def test_a_literal_plus_between_terms_is_a_space(listed: Client, form: str) -> None:
    path = f"{base(form)}/tickets/?status=_all&sort=updated&page=1&size=50&q=tag:%22vip%22"
    names = "status:%22New%22,%22open%22"

    pages = [told(listed.get(f"{path}{sign}{names}"), form) for sign in ("%2B", "+", "%20")]

    assert pages[0] == pages[1] == pages[2]
    assert ids(pages[0]) == [1]


def test_items_have_the_fields_that_are_asked_for_and_nothing_else(listed: Client, form: str) -> None:
    page = told(listed.get(f"{base(form)}/tickets/?fields=id,last_user_reply_at&size=50"), form)

    assert {"id": "2", "last_user_reply_at": "2026-01-10 11:00:00"} in page["data"]
    assert {frozenset(one) for one in page["data"]} == {frozenset({"id", "last_user_reply_at"})}


def test_statuses_are_a_bare_list(listed: Client, form: str) -> None:
    first, *others = told(listed.get(f"{base(form)}/statuses/"), form)

    assert (first["id"], first["name"], first["default"], first["behavior"]) == ("1", "new", "True", "pending")
    assert {"completed", "pending"} == {one["behavior"] for one in others}
