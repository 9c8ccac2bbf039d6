"""By which terms a person is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.person_terms import (
    EMAIL,
    LOGIN,
    MAX_TERMS_PER_PERSON,
    MAX_WHOLE_TERM_LENGTH,
    NAME,
    PHONE,
    address_term,
    changed_terms,
    person_terms,
    phone_term,
)
from polydesk.domain.phones import Phones

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANN = Person(5, "Ann Lee", "Ann.Lee@x.example", "ann", False, frozenset(), True, NOW, NOW)


def test_words_of_name_address_and_login_are_terms_with_the_fields_that_have_them() -> None:
    assert person_terms(ANN) == {
        "ann.lee@x.example": EMAIL,
        "ann": NAME | EMAIL | LOGIN,
        "lee": NAME | EMAIL,
        "x": EMAIL,
        "example": EMAIL,
    }


def test_case_and_accents_make_no_difference() -> None:
    assert person_terms(replace(ANN, name="Zoë MÜLLER", email="Zoë@x.example", login="ZOË")).keys() == {
        "zoe@x.example",
        "zoe",
        "muller",
        "x",
        "example",
    }


@pytest.mark.parametrize("number", ["+49 (30) 12-34", "4930/1234", "٤٩٣٠١٢٣٤"])
def test_only_the_digits_of_a_telephone_number_count(number: str) -> None:
    assert phone_term(number) == "+49301234"
    assert person_terms(replace(ANN, phones=Phones.of([number])))["+49301234"] == PHONE


def test_a_number_without_digits_and_an_empty_address_are_no_terms() -> None:
    assert phone_term("unknown") is None
    assert person_terms(replace(ANN, email="", login="", phones=Phones.of(["unknown"]))) == {"ann": NAME, "lee": NAME}


def test_a_login_may_look_like_a_telephone_number() -> None:
    terms = person_terms(replace(ANN, login="+4930", phones=Phones.of(["4930"])))

    assert terms["+4930"] == LOGIN | PHONE
    assert terms["4930"] == LOGIN


def test_the_terms_of_a_person_are_bounded_and_those_of_the_address_come_first() -> None:
    terms = person_terms(replace(ANN, name=" ".join(f"w{number}" for number in range(1_000))))

    assert len(terms) == MAX_TERMS_PER_PERSON
    assert {"ann.lee@x.example", "example", "w0"} <= terms.keys()
    assert "w999" not in terms


def test_a_long_address_is_truncated_for_people_and_callers_alike() -> None:
    email = f"{'a' * 300}@x.example"

    assert person_terms(replace(ANN, email=email))[address_term(email)] == EMAIL
    assert len(address_term(email)) == MAX_WHOLE_TERM_LENGTH


def test_the_system_person_has_no_terms() -> None:
    assert person_terms(replace(ANN, id=SYSTEM_PERSON_ID)) == {}


def test_a_change_names_the_terms_that_are_new_gone_or_in_other_fields() -> None:
    after = replace(ANN, name="Ann Ray", login="lee")

    assert changed_terms(person_terms(ANN), person_terms(after)) == {"ray", "ann", "lee"}
    assert changed_terms(person_terms(ANN), person_terms(replace(ANN, active=False, version=2))) == set()
