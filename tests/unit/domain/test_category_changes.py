"""Categories are created with a key of their name, renamed and deleted."""

from dataclasses import replace

import pytest

from polydesk.domain.catalog import Catalog, Category
from polydesk.domain.category_changes import CategoryChange, changed, created, deleted, key_of
from polydesk.domain.errors import CategoryInUse, CategoryNotFound, NameTaken

USERS = Category(1, "general", "Users", "Общие вопросы")
SALES = Category(2, "sales", "Sales", "Sales", "Offers")


def catalog(*categories: Category) -> Catalog:
    live = {one.id: one for one in categories if not one.deleted}
    return Catalog(live, {}, {}, {one.id: one for one in categories if one.deleted})


DESK = catalog(USERS, SALES)


def test_a_new_category_has_one_name_in_both_languages_and_a_key_of_it() -> None:
    assert created(DESK, 3, "Second Line", "Hard ones") == Category(
        3, "second-line", "Second Line", "Second Line", "Hard ones"
    )


@pytest.mark.parametrize("name", ["Sales", "SALES", " sales", "Ｓales"])
def test_a_name_is_taken_whatever_its_case(name: str) -> None:
    with pytest.raises(NameTaken):
        created(DESK, 3, name, "")
    with pytest.raises(NameTaken):
        changed(DESK, USERS, CategoryChange(name=name))


def test_the_name_of_a_deleted_category_is_free_but_its_key_is_not() -> None:
    desk = catalog(USERS, replace(SALES, deleted=True))

    assert created(desk, 3, "Sales", "").key == "sales-3"


def test_a_category_can_change_the_case_of_its_name() -> None:
    assert changed(DESK, SALES, CategoryChange(name="SALES")).name_en == "SALES"


def test_one_of_two_namesakes_can_be_sent_back() -> None:
    twin = replace(SALES, id=3, key="twin")

    assert changed(catalog(SALES, twin), twin, CategoryChange(name="Sales")) is twin


def test_the_russian_name_follows_while_it_is_the_same() -> None:
    assert changed(DESK, SALES, CategoryChange(name="Orders")) == replace(
        SALES, name_en="Orders", name_ru="Orders", version=2
    )
    assert changed(DESK, USERS, CategoryChange(name="All")).name_ru == "Общие вопросы"


def test_what_is_not_mentioned_stays_and_nothing_new_is_no_change() -> None:
    assert changed(DESK, SALES, CategoryChange(description="")).description == ""
    assert changed(DESK, SALES, CategoryChange()) is SALES
    assert changed(DESK, SALES, CategoryChange("Sales", "Offers")) is SALES


def test_a_deleted_category_is_still_that_of_its_tickets() -> None:
    after = deleted(DESK, SALES)
    desk = catalog(USERS, after)

    assert (after.deleted, after.version) == (True, 2)
    assert desk.category(2) == after
    assert list(desk.categories) == [1]


def test_the_last_category_stays() -> None:
    with pytest.raises(CategoryInUse):
        deleted(catalog(USERS, replace(SALES, deleted=True)), USERS)
    with pytest.raises(CategoryNotFound):
        DESK.category(3)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sales", "sales-7"),
        ("Sales::Europe", "sales-europe"),
        (" Größe & Maße ", "groe-mae"),
        ("Café", "cafe"),
        ("Вопросы", "category-7"),
        ("a" * 80, "a" * 63),
    ],
)
def test_a_key_has_the_letters_and_digits_of_the_name(name: str, key: str) -> None:
    assert key_of(name, 7, {"sales"}) == key
