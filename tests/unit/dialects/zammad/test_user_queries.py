"""A search of users finds whom its words and fields name, as a plain comparison of texts tells it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.zammad.user_language import read_query
from polydesk.domain.person import Person
from tests.unit.desk.town import FIRST_ID, PEOPLE, Townsfolk

Holds = Callable[[Person], bool]


@pytest.fixture(scope="module")
def town() -> Townsfolk:
    return Townsfolk()


@dataclass(frozen=True)
class Part:
    """A part of a query, and for whom it holds."""

    text: str
    holds: Holds

    def __repr__(self) -> str:
        return self.text


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9_]+", text.lower())


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def numbers(person: Person) -> list[str]:
    return [digits(one.number) for one in person.phones]


def is_whole(text: str, person: Person) -> bool:
    """Whether a text is a person's whole address, login or telephone number."""
    is_number = bool(re.fullmatch(r"[\d\s+()./-]+", text)) and digits(text) in numbers(person)
    return text.lower() in {one.lower() for one in (person.email, person.login) if one} or is_number


def begins(text: str, person: Person) -> bool:
    """Whether a bare word begins what the language says it begins."""
    if "@" in text:
        return any(one.lower().startswith(text.lower()) for one in (person.email, person.login))
    known = [*words(person.name), *words(person.email), *words(person.login)]
    is_number = bool(digits(text)) and not re.search(r"[a-z]", text)
    if is_number and any(one.startswith(digits(text)) for one in numbers(person)):
        return True
    in_words = all(any(_begins(one, word) for one in known) for word in words(text))
    return in_words and not text.startswith("+")


def _begins(word: str, beginning: str) -> bool:
    """Whether a word begins so; a single character is a whole word."""
    return word.startswith(beginning) if len(beginning) > 1 else word == beginning


def bare(text: str) -> Part:
    return Part(text, lambda person: begins(text, person))


def field(name: str, value: str, of: Callable[[Person], object]) -> Part:
    return Part(f"{name}:{value}", lambda person: value.lower() == of(person))


def part_of_name(name: str, word: str, of: Callable[[Person], str]) -> st.SearchStrategy[Part]:
    whole = Part(f"{name}:{word}", lambda person: word in words(of(person)))
    begun = Part(f"{name}:{word}*", lambda person: any(one.startswith(word) for one in words(of(person))))
    return st.sampled_from([whole, begun])


IDS = st.integers(FIRST_ID, FIRST_ID + PEOPLE - 1)
LOGINS = st.builds("{}{}".format, st.sampled_from(["login", "ann-", "LOGIN"]), IDS)
ADDRESSES = st.builds("{}{}@{}.example".format, st.sampled_from(["ann", "bo", "ANN"]), IDS, st.sampled_from("xy"))
WORDS = st.sampled_from(["an", "ann", "Anna", "lee", "bo", "ann-2", "login5", "example", "ann1", "bo2", "nobody"])
PHONES = st.sampled_from(["+49", "+49303", "493", "030", "777", "7771", "+030"])
BARE = st.builds(bare, WORDS | PHONES | LOGINS | ADDRESSES | st.sampled_from(["ann1@", "ann11@", "bo@"]))
FIELDS = st.one_of(
    ADDRESSES.map(lambda text: field("email", text, lambda person: person.email.lower())),
    LOGINS.map(lambda text: field("login", text, lambda person: person.login.lower())),
    IDS.map(lambda number: field("id", str(number), lambda person: str(person.id))),
    st.sampled_from(["true", "false"]).map(lambda t: field("active", t, lambda person: str(person.active).lower())),
    st.sampled_from(["030", "7771", "+49303"]).map(
        lambda text: Part(f"phone:{text}", lambda person: digits(text) in numbers(person))
    ),
    st.sampled_from(["ann", "an", "lee"]).flatmap(
        lambda word: part_of_name("firstname", word, lambda person: person.firstname)
    ),
    st.sampled_from(["lee", "an", "box"]).flatmap(
        lambda word: part_of_name("lastname", word, lambda person: person.lastname)
    ),
)


def joined(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    both = st.tuples(inner, inner)
    return st.one_of(
        both.map(lambda two: Part(f"({two[0]} AND {two[1]})", lambda one: two[0].holds(one) and two[1].holds(one))),
        both.map(lambda two: Part(f"({two[0]} {two[1]})", lambda one: two[0].holds(one) and two[1].holds(one))),
        both.map(lambda two: Part(f"({two[0]} OR {two[1]})", lambda one: two[0].holds(one) or two[1].holds(one))),
        inner.map(lambda part: Part(f"(NOT {part})", lambda one: not part.holds(one))),
    )


def ids(town: Townsfolk, query: str) -> list[int]:
    search = read_query(query)
    found, total = town.lists.page(search.wanted, 0, 1_000, first=search.first)
    assert total == len(found)
    return [one.id for one in found]


@given(part=st.recursive(BARE | FIELDS, joined, max_leaves=4))
def test_a_query_finds_whom_its_parts_name(town: Townsfolk, part: Part) -> None:
    expected = [one.id for one in town.people if part.holds(one) or is_whole(part.text, one)]

    assert sorted(ids(town, part.text)) == expected


@given(text=WORDS | PHONES | LOGINS | ADDRESSES)
def test_who_is_named_whole_comes_first_and_then_ids_ascend(town: Townsfolk, text: str) -> None:
    found = [one for one in town.people if begins(text, one) or is_whole(text, one)]
    named, others = ([one.id for one in found if is_whole(text, one) is whole] for whole in (True, False))

    assert ids(town, text) == [*named, *others]
