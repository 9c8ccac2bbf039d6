"""Telephone numbers: ids that are never used again, types, and one that comes first."""

from collections.abc import Callable
from typing import Any

import pytest

from polydesk.domain.errors import InvalidValue
from polydesk.domain.phones import Phone, Phones, numbered

WORK, HOME = Phone(1, "+49 30 1", "w"), Phone(2, "+49 30 2", "h")
BOTH = Phones((WORK, HOME), 2)


def test_plain_numbers_are_of_type_other_and_count_from_1() -> None:
    assert list(Phones.of(["1", "2"])) == [Phone(1, "1", "o"), Phone(2, "2", "o")]


def test_the_first_number_is_the_primary_one() -> None:
    assert (BOTH.primary, Phones().primary) == (WORK, None)
    assert BOTH.with_primary(2).primary == HOME
    assert BOTH.with_primary(2).last_id == 2


def test_an_id_is_not_used_again() -> None:
    emptied = BOTH.replaced_by([])

    assert list(emptied) == []
    assert list(emptied.added("3")) == [Phone(3, "3")]


def test_numbers_that_stay_keep_their_ids_and_types() -> None:
    assert BOTH.replaced_by(["3", "+49 30 2"]) == Phones((Phone(3, "3"), HOME), 3)


def test_a_number_that_is_declared_twice_is_there_twice() -> None:
    assert Phones.of(["1", "1"]).replaced_by(["1", "1"]) == Phones.of(["1", "1"])


@pytest.mark.parametrize("number", ["+49 30 1", "49301", "(49) 30/1", "\u0664\u0669\u0663\u0660\u0661"])
def test_a_number_with_the_same_digits_is_not_added_again(number: str) -> None:
    assert BOTH.added(number) == BOTH


def test_texts_without_digits_are_compared_as_they_are() -> None:
    phones = Phones.of(["ask Bo"])

    assert phones.added("ask Bo") == phones
    assert len(phones.added("ask Ann")) == 2


def test_a_number_is_added_with_a_type() -> None:
    assert list(BOTH.added("+49 170 1", "mo")) == [WORK, HOME, Phone(3, "+49 170 1", "mo")]


def test_at_most_ten_numbers_are_added() -> None:
    full = Phones.of(map(str, range(10)))

    with pytest.raises(InvalidValue) as refused:
        full.added("11")

    assert refused.value.problem == "There can be at most 10 telephone numbers."
    assert len(Phones.of(map(str, range(30)))) == 30  # the set-up document and earlier releases have no such limit


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"number": "7"}, Phone(2, "7", "h")),
        ({"type_": "m"}, Phone(2, "+49 30 2", "m")),
        ({}, HOME),
    ],
)
def test_an_entry_is_changed_by_its_id(changes: dict[str, Any], after: Phone) -> None:
    assert list(BOTH.changed(2, **changes)) == [WORK, after]


def set_first(phones: Phones) -> Phones:
    return phones.with_primary(3)


def set_number(phones: Phones) -> Phones:
    return phones.changed(3, number="7")


@pytest.mark.parametrize("change", [set_first, set_number])
def test_an_unknown_id_is_refused(change: Callable[[Phones], Phones]) -> None:
    with pytest.raises(InvalidValue) as refused:
        change(BOTH)

    assert (refused.value.field, refused.value.problem) == ("phones", "There is no telephone number with this id.")


def test_ids_and_types_that_do_not_fit_the_numbers_do_not_count() -> None:
    assert numbered(["1", "2"], [(7, "w")], 7) == Phones.of(["1", "2"])
    assert numbered(["1"], [(7, "w")], None) == Phones((Phone(7, "1", "w"),), 7)
