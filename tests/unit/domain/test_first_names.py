"""First and last names: one name, of which the first word is the first name unless another part was given."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.contact import ContactChanges, changed_customer
from polydesk.domain.person import CUSTOMER, Person

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ADA = Person(5, "Ada Byron King", "ada@example.com", "ada", False, frozenset({CUSTOMER}), True, NOW, NOW)

words = st.text("ab", min_size=1, max_size=3)
parts = st.lists(words, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ada Byron King", "Ada", "Byron King"),
        ("Ada", "Ada", ""),
        ("", "", ""),
        ("王小明", "王小明", ""),
        ("Ada  King", "Ada", " King"),
    ],
)
def test_without_a_given_name_the_first_word_is_the_first_name(name: str, first: str, last: str) -> None:
    person = replace(ADA, name=name)

    assert (person.firstname, person.lastname) == (first, last)


@given(parts, parts)
def test_parts_that_were_given_are_kept(first: str, last: str) -> None:
    person = ADA.with_parts(first, last)

    assert (person.firstname, person.lastname) == (first, last)
    assert person.name == f"{first} {last}".strip()


def test_the_parts_that_a_person_has_change_nothing() -> None:
    person = ADA.with_parts("Ada Byron", "King")

    assert person.with_parts("Ada Byron", "King") is person
    assert ADA.with_parts("Ada", "Byron King") is ADA


def test_another_name_is_split_by_its_first_word_again() -> None:
    person = changed_customer(ADA.with_parts("", "King"), ContactChanges(name="Mary Ann Shelley"), NOW)

    assert (person.firstname, person.lastname) == ("Mary", "Ann Shelley")


def test_the_same_name_again_keeps_its_parts() -> None:
    person = ADA.with_parts("Ada Byron", "King")

    assert changed_customer(person, ContactChanges(name="Ada Byron King"), NOW) is person


@pytest.mark.parametrize("name", ["Anna Lee", "Mary"])
def test_a_given_name_that_the_name_does_not_begin_with_is_ignored(name: str) -> None:
    person = replace(ADA, name=name, given_name="Ann")

    assert person.firstname == name.split(maxsplit=1)[0]
