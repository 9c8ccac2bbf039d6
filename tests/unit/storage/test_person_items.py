"""Conversion of people to items and back: nothing is lost."""

from dataclasses import replace

import pytest

from polydesk.domain.person import Person
from polydesk.domain.phones import Phone, Phones
from polydesk.storage.codec import decode, encode
from polydesk.storage.people import person_item, person_of
from tests.unit.domain.samples import NOW

ADA = Person(
    5,
    "Ada",
    "ada@example.com",
    "ada",
    True,
    frozenset({"admin", "ticket"}),
    False,
    NOW,
    NOW,
    Phones.of(["+1", "+2"]),
    3,
)


def test_a_person_is_read_back() -> None:
    assert person_of(decode(encode(person_item(ADA)))) == ADA


NUMBERED = Phones((Phone(4, "+1", "mo"), Phone(2, "+2")), 5)


@pytest.mark.parametrize("phones", [Phones(), Phones.of(["+1", "+2"]), NUMBERED, Phones((), 3)])
def test_telephone_numbers_are_read_back(phones: Phones) -> None:
    person = replace(ADA, phones=phones)

    assert person_of(decode(encode(person_item(person)))) == person


@pytest.mark.parametrize("firstname", ["", "Ada", "Ada Byron"])
def test_a_first_name_is_read_back(firstname: str) -> None:
    person = ADA.with_parts(firstname, "King")

    assert person_of(decode(encode(person_item(person)))) == person


def test_an_earlier_release_reads_the_whole_name_and_drops_the_parts() -> None:
    item = person_item(ADA.with_parts("Ada Byron", "King"))
    written = {name: value for name, value in item.items() if name != "given_name"}

    assert (item["name"], person_of(decode(encode(written))).firstname) == ("Ada Byron King", "Ada")


def test_an_earlier_release_reads_the_numbers_alone_and_drops_ids_and_types() -> None:
    item = person_item(replace(ADA, phones=NUMBERED))
    assert item["phones"] == ["+1", "+2"]

    written = {name: value for name, value in item.items() if name not in {"phone_entries", "last_phone"}}

    assert person_of(decode(encode(written))).phones == Phones((Phone(1, "+1"), Phone(2, "+2")), 2)


def test_plain_numbers_take_no_more_room_than_before() -> None:
    item = encode(person_item(replace(ADA, phones=Phones.of(["+1", "+2"]))))

    assert not {"phone_entries", "last_phone"} & item.keys()
