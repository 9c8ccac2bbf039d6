"""Names in the set-up document are lines, and groups count as the same however their name is written."""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

from polydesk import settings
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import Group
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import AGENT
from polydesk.domain.phones import Phones
from polydesk.formats.line import OneLine
from polydesk.jobs import set_up_document
from polydesk.storage.retry import Deadline
from polydesk.storage.tokens import Token, digest
from tools.local_desk.items import dump
from tools.local_desk.world import World

ADA = {"email": "ada@example.com", "name": "Ada"}
SALES = {"key": "sales", "name": {"en": "Sales", "ru": "Продажи"}}

LINES: dict[str, Callable[[str], dict[str, Any]]] = {
    "people[0].name": lambda text: {"people": [{**ADA, "name": text}]},
    "people[0].login": lambda text: {"people": [{**ADA, "login": text}]},
    "people[0].phones[0]": lambda text: {"people": [{**ADA, "phones": [text]}]},
    "groups[0].name": lambda text: {"groups": [{"name": text}]},
    "categories[0].name.en": lambda text: {"categories": [{**SALES, "name": {"en": text, "ru": "П"}}]},
    "categories[0].name.ru": lambda text: {"categories": [{**SALES, "name": {"en": "S", "ru": text}}]},
    "tokens[0].name": lambda text: {"tokens": [{"name": text}]},
}
"""By the place of each line, a document with it."""

OTHER_TEXTS = {"color", "members", "email", "person", "key", "permissions", "description"}
"""Addresses, identifiers, and a text of several lines."""


def declare(world: World, **document: Any) -> dict[str, Any]:
    answer: dict[str, Any] = world.invoke("OpsSetUpDesk", document)
    return answer


@pytest.fixture
def store(world: World) -> Resources:
    """Read and write the desk as it is stored."""
    return Resources(settings.get())


def parts(kind: Any) -> Iterator[Any]:
    """Everything that a type is made of."""
    yield kind
    for part in (*get_args(kind), *getattr(kind, "__metadata__", ())):
        yield from parts(part)


def test_every_text_of_the_document_is_a_line_or_known_to_be_none() -> None:
    found = set()
    for declaration in (one for one in vars(set_up_document).values() if hasattr(one, "__required_keys__")):
        for name, kind in declaration.__annotations__.items():
            made_of = list(parts(kind))
            if str in made_of and not any(isinstance(one, OneLine) for one in made_of):
                found.add((declaration.__name__, name))

    assert {name for _, name in found - {("TokenDeclaration", "name")}} == OTHER_TEXTS


@pytest.mark.parametrize("place", LINES)
def test_a_text_that_is_no_line_is_refused_and_named(bare_world: World, place: str) -> None:
    for text in ("a\r\nBcc: x@y", "a\x00b", "a\u2028b", "a\u202eb", "\u200b\u3164", " \u3000", "x" * 321):
        with pytest.raises(InvalidValue) as refused:
            declare(bare_world, **LINES[place](text))
        assert str(refused.value).startswith(f"{place}: ")
    assert dump(bare_world) == {}


def test_names_are_stored_in_one_form(store: Resources, world: World) -> None:
    written = f" \u3000{unicodedata.normalize('NFD', 'Zoé')}\n"
    person = {**ADA, "name": written, "login": written, "phones": [" 1\xa0"]}
    category = {"key": "sales", "name": {"en": written, "ru": written}}

    answer = declare(world, people=[person], groups=[{"name": written}], categories=[category])

    assert answer["people"][0]["name"] == "Zoé"
    found = store.people.find("ada@example.com")
    assert found
    assert (found.name, found.login, found.phones) == ("Zoé", "Zoé", Phones.of(["1"]))
    catalog = store.catalogs.load()
    assert "Zoé" in {group.name for group in catalog.groups.values()}
    assert (catalog.topic("sales").name_en, catalog.topic("sales").name_ru) == ("Zoé", "Zoé")
    assert declare(world, people=[person], groups=[{"name": written}], categories=[category]) == answer


def test_an_empty_login_is_the_address(world: World, store: Resources) -> None:
    declare(world, people=[{**ADA, "login": "ada"}])
    declare(world, people=[{**ADA, "login": ""}])

    found = store.people.find("ada@example.com")
    assert found
    assert found.login == "ada@example.com"


@pytest.mark.parametrize("name", ["FIRST LINE", "Ｆirst line", " First line "], ids=ascii)
def test_a_group_is_known_however_its_name_is_written_and_takes_the_newest_form(
    world: World, store: Resources, name: str
) -> None:
    shown = name.strip()

    assert declare(world, groups=[{"name": name}])["groups"] == [{"id": 1, "name": shown}]
    assert store.catalogs.load().group(1).name == shown


def test_two_entries_for_one_group_are_refused(bare_world: World) -> None:
    with pytest.raises(InvalidValue, match=r"groups\[1\]\.name: groups\[0\] declares the same"):
        declare(bare_world, groups=[{"name": "Sales"}, {"name": "ＳＡＬＥＳ"}])


def test_groups_of_an_earlier_release_keep_their_names(world: World, store: Resources) -> None:
    store.catalogs.save(Group(7, "FIRST LINE"))
    store.catalogs.save(Group(8, " Second\nline "))

    groups = declare(world, groups=[{"name": "FIRST LINE"}])["groups"]

    assert groups == [
        {"id": 1, "name": "First line"},
        {"id": 7, "name": "FIRST LINE"},
        {"id": 8, "name": " Second\nline "},
    ]


def test_a_token_of_an_earlier_release_is_found_by_its_name_as_it_is(world: World, store: Resources) -> None:
    for name, text in ((" key\n", "a:b"), ("key", "c:d")):
        store.tokens.replace(None, Token(name, digest(text), None, frozenset({AGENT})), Deadline(5.0))

    for _ in range(2):  # a repetition changes nothing
        [revoked] = declare(world, tokens=[{"name": " key\n", "revoked": True}])["tokens"]
        assert revoked == {"name": " key\n", "token": None, "revoked": True}
        assert store.tokens.by_name(" key\n") is None
        assert store.tokens.by_name("key")


@pytest.mark.parametrize("name", [" key", "key\n", "Zoe\u0301"], ids=ascii)
def test_the_name_of_a_new_token_is_not_changed_but_refused(world: World, name: str) -> None:
    with pytest.raises(InvalidValue, match=r"tokens\[0\]\.name: Send the name in NFC and without white space"):
        declare(world, tokens=[{"name": name}])
