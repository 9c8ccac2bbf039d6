"""POST update_tags/: tags are removed and added, each once whatever its case, in one update."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    JSON,
    answered,
    created,
    faults,
    last,
    numbers,
    page,
    read,
    sentence,
)
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

PATH = f"{JSON}/ticket/1/update_tags/"
NOTHING = {"__all__": ["Nothing to update"]}


def changed(api: Client, **body: Any) -> Any:
    """The ticket after a change of its tags."""
    return answered(api.post(PATH, json=body))


def test_tags_are_removed_and_added_behind_the_others(api: Client) -> None:
    created(api, tags="example, test")

    ticket = changed(api, add="test1, example", remove="test", staff_id=AGENT)

    assert ticket["tags"] == "example, test1"
    assert ticket == read(api, 1)


def test_one_update_names_its_author_and_has_no_message(api: Client) -> None:
    created(api, tags="test")

    update = last(changed(api, add=["vip"], staff_id=str(AGENT)))

    assert (update["update_id"], update["message"]) == (100002, None)
    assert update["by"] == {"type": "staff", "id": AGENT, "name": "Grace Agent", "email": "agent@example.com"}


def test_without_a_staff_member_the_update_is_by_nobody(api: Client) -> None:
    created(api)

    assert last(changed(api, add="vip"))["by"] is None


def test_lists_and_texts_with_commas_are_the_same(api: Client) -> None:
    created(api, tags="a, b, c")

    assert changed(api, add=["d, e", " f "], remove=["a", "b "])["tags"] == "c, d, e, f"


def test_a_form_is_read(api: Client) -> None:
    created(api, tags="a, b")
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert answered(api.post(PATH, content=f"add=c%2Cd&remove=a&staff_id={AGENT}", headers=form))["tags"] == "b, c, d"


def test_a_tag_in_both_stays_where_it_is(api: Client) -> None:
    created(api, tags="a, b")

    assert changed(api, add="a", remove="a, b")["tags"] == "a"


def test_a_tag_is_one_whatever_its_case(api: Client) -> None:
    created(api, tags="VIP, Invoice")

    assert changed(api, add="vip", remove="INVOICE")["tags"] == "VIP"


@pytest.mark.parametrize("body", [{"add": "VIP"}, {"remove": "nothing"}, {"add": "vip", "remove": "VIP"}])
def test_what_changes_nothing_has_no_update(api: Client, body: dict[str, str]) -> None:
    before = created(api, tags="vip")

    assert changed(api, **body) == before


@pytest.mark.parametrize(
    "body", [{}, {"staff_id": AGENT}, {"add": "", "remove": None}, {"add": []}, {"remove": " , ,"}]
)
def test_a_body_without_tags_is_refused(api: Client, body: dict[str, Any]) -> None:
    before = created(api, tags="vip")

    assert faults(api.post(PATH, json=body)) == NOTHING
    assert read(api, 1) == before


def test_all_faults_come_at_once(api: Client) -> None:
    created(api)

    assert faults(api.post(PATH, json={"staff_id": 99, "tags": "a"})) == {
        **NOTHING,
        "staff_id": ["There is no staff member with this id."],
        "tags": ["This is not a known field."],
    }


def test_a_ticket_has_at_most_fifty_tags(api: Client) -> None:
    created(api, tags=[f"t{number}" for number in range(49)])

    assert faults(api.post(PATH, json={"add": "a, b"})) == {"add": ["A ticket has at most 50 tags. Remove some."]}
    assert changed(api, add="a, b", remove="t0")["tags"].endswith("t48, a, b")


def test_a_tag_has_at_most_fifty_characters(api: Client) -> None:
    created(api)

    assert set(faults(api.post(PATH, json={"add": "x" * 51, "remove": "y" * 51}))) == {"add", "remove"}


def test_a_customer_is_no_staff_member(api: Client) -> None:
    created(api)

    assert faults(api.post(PATH, json={"add": "a", "staff_id": 4})) == {
        "staff_id": ["There is no staff member with this id."]
    }


def test_there_is_no_such_ticket(api: Client) -> None:
    assert sentence(api.post(PATH, json={"add": "a"})) == (404, "Cannot find the requested object")


def test_another_version_is_refused(api: Client) -> None:
    created(api)
    changed(api, add="a")

    assert api.post(PATH, json={"add": "b"}, headers={"If-Match": '"1"'}).status == 412
    response = api.post(PATH, json={"add": "b"}, headers={"If-Match": '"2"'})
    assert (response.status, response.headers["ETag"]) == (200, '"3"')


def test_a_repetition_changes_nothing(api: Client) -> None:
    created(api)

    def again() -> Response:
        return api.post(PATH, json={"add": "a"}, headers={"Idempotency-Key": "one"})

    first = again()
    changed(api, remove="a")

    assert again().json()["tags"] == first.json()["tags"] == "a"
    assert read(api, 1)["tags"] == ""


def test_other_apis_and_lists_know_the_tags(world: World, tokens: Tokens, api: Client) -> None:
    created(api, tags="test")
    changed(api, add="example", remove="test", staff_id=AGENT)
    world.pump()

    assert numbers(page(api, q="tag:example")) == [1]
    assert numbers(page(api, q="tag:test")) == []
