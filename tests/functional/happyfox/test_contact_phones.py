"""Telephone numbers of a contact: entries with ids that are not used again, the first one the primary one."""

from typing import Any

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed, contact_of
from tests.functional.happyfox.happyfox_calls import JSON, Json, faults
from tools.local_desk.client import Client
from tools.local_desk.world import World

FIRST: Json = {"id": 1, "type": "mo", "number": "+1 123"}
SECOND: Json = {"id": 2, "type": "o", "number": "456"}


@pytest.fixture
def contact(api: Client) -> int:
    """A contact with two numbers."""
    number: int = bo(api, phones=[MOBILE, {"number": "456"}])["id"]
    return number


def phones(api: Client, contact: int, *wanted: Any) -> list[Json]:
    answer = changed(api, contact, phones=list(wanted))
    assert answer["primary_phone"] == answer["phones"][0]
    found: list[Json] = answer["phones"]
    return found


def refused(api: Client, contact: int, *wanted: Any) -> list[str]:
    found = faults(api.post(f"{JSON}/user/{contact}/", json={"phones": list(wanted)}))
    assert list(found) == ["phones"]
    return found["phones"]


def test_a_new_number_gets_the_next_id_and_the_type_other(api: Client, contact: int) -> None:
    assert phones(api, contact, {"number": "789"}) == [FIRST, SECOND, {"id": 3, "type": "o", "number": "789"}]


def test_a_number_that_is_there_is_not_added_again(api: Client, contact: int) -> None:
    assert phones(api, contact, {"number": "1-123"}, {"number": "(456)"}) == [FIRST, SECOND]


def test_a_number_that_is_there_gets_the_type_that_is_sent(api: Client, contact: int) -> None:
    assert phones(api, contact, {"number": "456", "type": "h"}) == [FIRST, {**SECOND, "type": "h"}]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"id": 2, "number": "999"}, {**SECOND, "number": "999"}),
        ({"id": "2", "type": "w"}, {**SECOND, "type": "w"}),
        ({"id": 2, "type": "m", "number": "4 5 6"}, {"id": 2, "type": "m", "number": "4 5 6"}),
    ],
)
def test_an_id_changes_its_entry(api: Client, contact: int, change: Json, after: Json) -> None:
    assert phones(api, contact, change) == [FIRST, after]


@pytest.mark.parametrize("change", [{"id": 2}, {"number": "456"}])
@pytest.mark.parametrize("flag", [True, "true", "TRUE", "yes", "1", 1])
def test_a_primary_number_moves_to_the_front(api: Client, contact: int, change: Json, flag: Any) -> None:
    assert phones(api, contact, {**change, "is_primary": flag}) == [SECOND, FIRST]


@pytest.mark.parametrize("flag", [False, "FALSE", "no", "0", None])
def test_a_number_that_is_not_primary_stays_where_it_is(api: Client, contact: int, flag: Any) -> None:
    assert phones(api, contact, {"id": 1, "is_primary": flag}) == [FIRST, SECOND]


def test_an_id_is_not_used_again(api: Client, world: World, contact: int) -> None:
    set_up(world, {"people": [{"email": BO, "phones": ["456"]}]})

    assert phones(api, contact, {"number": "789"}) == [SECOND, {"id": 3, "type": "o", "number": "789"}]


def test_ids_count_for_each_contact(api: Client, contact: int) -> None:
    other = bo(api, email="al@x.example", phones=[{"number": "456"}])

    assert other["phones"] == [{**SECOND, "id": 1}]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"id": 7, "number": "1"}, "There is no telephone number with this id."),
        ({"id": 2, "number": "1123"}, "The telephone number with the id 1 has the same digits."),
        ({"id": 0, "number": "1"}, "The id of a telephone number is a whole number, 1 or greater."),
        ({"id": "x", "number": "1"}, "The id of a telephone number is a whole number, 1 or greater."),
        ({"type": "mo"}, "A new telephone number needs a number."),
        ({"number": 123}, "Send each number as a text."),
        ({"number": "1", "type": "fax"}, "The type of a telephone number is one of mo, w, m, h, o."),
        ({"number": "1", "type": ["mo"]}, "The type of a telephone number is one of mo, w, m, h, o."),
        ({"number": "1", "is_primary": "perhaps"}, "is_primary is true or false."),
        ({"number": "1", "ext": "9"}, 'A telephone number has no key "ext".'),
        ("123", 'Send each telephone number as an object, such as {"type": "mo", "number": "+1 123"}.'),
    ],
)
def test_a_wrong_entry_is_refused(api: Client, contact: int, wanted: Any, problem: str) -> None:
    before = contact_of(api, contact)

    assert refused(api, contact, wanted) == [problem]
    assert contact_of(api, contact) == before


@pytest.mark.parametrize("number", ["", " ", "x" * 51, "1\n2"])
def test_a_number_is_a_line(api: Client, contact: int, number: str) -> None:
    assert refused(api, contact, {"number": number})[0].startswith("A telephone number is refused.")


def test_two_primary_numbers_are_refused(api: Client, contact: int) -> None:
    wanted = [{"id": 1, "is_primary": True}, {"id": 2, "is_primary": True}]

    assert refused(api, contact, *wanted) == ["Only one telephone number can be the primary one."]


def test_one_id_twice_is_refused(api: Client, contact: int) -> None:
    assert refused(api, contact, {"id": 1, "type": "w"}, {"id": 1, "type": "h"}) == ["Send each id once."]


def test_more_than_ten_are_refused(api: Client, contact: int) -> None:
    numbers = [{"number": str(n)} for n in range(100, 111)]

    assert refused(api, contact, *numbers) == ["There can be at most 10 telephone numbers."]
    assert refused(api, contact, *numbers[:9]) == ["There can be at most 10 telephone numbers."]
    assert len(phones(api, contact, *numbers[:8])) == 10


def test_a_new_contact_has_no_ids_yet(api: Client) -> None:
    body = {"name": "Al", "email": "al@x.example", "phones": [{"id": 1, "number": "1"}]}

    assert faults(api.post(f"{JSON}/users/", json=body)) == {"phones": ["There is no telephone number with this id."]}


def test_a_form_cannot_send_them(api: Client, contact: int) -> None:
    response = api.post(f"{JSON}/user/{contact}/", data={"phones": "123"})

    assert faults(response) == {"phones": ["Send a list of telephone numbers, in JSON or YAML."]}
