"""GET tickets/ with `fields` or `minify_response`: what is shown of each ticket."""

import pytest

from tests.functional.happyfox.happyfox_calls import (
    JSON,
    TICKET,
    answered,
    created,
    from_xml,
    from_yaml,
    new,
    noted,
    page,
    read,
)
from tools.local_desk.client import Client


@pytest.mark.parametrize("value", ["true", "1", "True"])
def test_a_minified_list_has_ids_alone(api: Client, value: str) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 12))

    found = page(api, minify_response=value, fields="subject", include_updates=1, page=2)

    assert found["data"] == [{"id": 2}, {"id": 1}]
    assert found["page_info"] == page(api, page=2)["page_info"]
    assert page(api, minify_response="0") == page(api)


def test_a_list_has_the_fields_that_are_asked_for(api: Client) -> None:
    created(api)
    noted(api, 1)
    whole = read(api, 1)

    for name in TICKET:
        assert page(api, fields=name)["data"] == [{name: whole[name]}]
    assert page(api, fields="id, updates ,first_message,id")["data"] == [
        {name: whole[name] for name in ("id", "updates", "first_message")}
    ]
    assert page(api, fields="subject", include_updates=1)["data"] == [{"subject": whole["subject"]}]
    assert page(api, fields="id", status="_pending")["data"] == [{"id": 1}]


@pytest.mark.parametrize("fields", ["", " "])
def test_no_fields_are_all_fields(api: Client, fields: str) -> None:
    created(api)

    assert page(api, fields=fields) == page(api)
    assert page(api, fields=fields, include_updates=1) == page(api, include_updates=1)


@pytest.mark.parametrize("query", ["fields=id,last_user_reply_at", "minify_response=1"])
def test_every_format_has_them(api: Client, query: str) -> None:
    created(api)
    found = answered(api.get(f"{JSON}/tickets/?{query}"))

    assert from_yaml(api.get(f"/api/1.1/yaml/tickets/?{query}").content) == found
    assert from_xml(api.get(f"/api/1.1/xml/tickets/?{query}").content, found) == found


def test_a_selected_history_that_is_cut_says_how_much_is_missing(api: Client) -> None:
    created(api)
    for _ in range(18):
        noted(api, 1, text="word " * 9_999)

    (ticket,) = page(api, fields="updates")["data"]

    assert set(ticket) == {"updates", "updates_left_out"}
    assert len(ticket["updates"]) + ticket["updates_left_out"] == 19
