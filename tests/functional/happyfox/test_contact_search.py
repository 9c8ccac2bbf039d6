"""The `q` of GET users/: terms and words, all of which hold."""

from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.desk import people_bounds, people_lists
from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import JSON, answered, faults, key_holder
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

PEOPLE: list[dict[str, Any]] = [
    {"name": "Ann Lee", "email": "ann@x.example", "phones": [{"number": "+49 (30) 12-34"}]},
    {"name": "Ann Smith", "email": "smith+box@y.example"},
    {"name": "Bob Ann-Lee", "email": "bob@annex.example", "phones": [{"number": "030 1234"}, {"number": "777"}]},
    {"name": "Zoë Quill", "phones": [{"number": "555 0100"}]},
]
ANN, SMITH, BOB, ZOE = range(4)


@pytest.fixture(scope="module")
def desk_of_people(engine: Engine) -> Iterator[tuple[Client, list[int]]]:
    """A desk with these people, each created a day after the one before; and their ids."""
    with World(engine, {}) as world:
        api = key_holder(world, set_up(world)["happyfox"])
        ids = []
        for person in PEOPLE:
            ids.append(answered(api.post(f"{JSON}/users/", json=person))["id"])
            world.pump()
        yield api, ids


def numbers(desk_of_people: tuple[Client, list[int]], query: str, **parameters: Any) -> list[int]:
    """Which of the people a query finds."""
    api, ids = desk_of_people
    page = answered(api.get(f"{JSON}/users/", params={"q": query, "size": 50, **parameters}))
    assert page["page_info"]["last_index"] == len(page["data"])
    return [ids.index(one["id"]) for one in page["data"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name:ann", [ANN, SMITH, BOB]),
        ("NAME:ANN", [ANN, SMITH, BOB]),
        ('name:"ann lee"', [ANN, BOB]),
        ('name:"lee ann"', [ANN, BOB]),
        ("name:ann-lee", [ANN, BOB]),
        ("name:an", []),
        ("name:zoe", [ZOE]),
        ("name:annex", []),
        ("name:ann name:smith", [SMITH]),
        ("name:ann+name:lee", [ANN, BOB]),
        ("name: ann", [ANN, SMITH, BOB]),
        ("email:ann@x.example", [ANN]),
        ("email:ANN@X.example", [ANN]),
        ("email:nn@x.example", []),
        ("email:annex", [BOB]),
        ("email:ann", [ANN]),
        ("email:smith+box@y.example", [SMITH]),
        ('email:"smith+box@y.example"', [SMITH]),
        ("email:x.example", [ANN]),
        ("phone:49301234", [ANN]),
        ('phone:"+49 30 1234"', [ANN]),
        ("phone:+49301234", [ANN]),
        ("phone:0301234", [BOB]),
        ("phone:301234", []),
        ("phone:777", [BOB]),
        ("ann", [ANN, SMITH, BOB]),
        ("an", [ANN, SMITH, BOB]),
        ('"an"', []),
        ("an lee", []),
        ("lee an", [ANN, BOB]),
        ("ann smith", [SMITH]),
        ("annex", [BOB]),
        ("ann@x.example", [ANN]),
        ("smith+box@y.example", [SMITH]),
        ("030-1234", [BOB]),
        ("0301", [BOB]),
        ('"0301"', []),
        ("4930", [ANN]),
        ("5550100", [ZOE]),
        ("zoë", [ZOE]),
        ("name:ann phone:777", [BOB]),
        ("name:ann 777", [BOB]),
        ("name:ann email:bob@annex.example", [BOB]),
        ("name:smith email:bob@annex.example", []),
        ("nobody", []),
        ("email:nobody@x.example", []),
        ("ann , smith", [SMITH]),
        ("re: ann", []),
        ("name:ann created_since:2020-01-01", [ANN, SMITH, BOB]),
        ("name:ann created_since:2999/01/01", []),
        ("ann updated_since:2020/01/01", [ANN, SMITH, BOB]),
    ],
)
def test_a_query_finds(desk_of_people: tuple[Client, list[int]], query: str, expected: list[int]) -> None:
    assert numbers(desk_of_people, query) == expected


def test_a_blank_query_is_none(desk_of_people: tuple[Client, list[int]]) -> None:
    api, _ = desk_of_people

    assert answered(api.get(f"{JSON}/users/?q=+")) == answered(api.get(f"{JSON}/users/"))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("name:", 'A value of "name" is missing.'),
        ('name:""', 'A value of "name" is missing.'),
        ("name:ann,bob", '"name" takes one value. Send the term again for another one.'),
        ("name:---", "There is no word to search for."),
        ("---", "There is no word to search for."),
        ("email:.", "There is no word to search for."),
        ("phone:none", '"phone" takes the digits of a telephone number.'),
        ("nam:ann", 'There is no field "nam".'),
        ("status:open", 'There is no field "status".'),
        ('"Name":"a" asignee:none', 'There is no field "asignee".'),
        (
            "created_since:25/01/2019",
            '"created_since" takes a date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.',
        ),
        (
            "updated_since:2026-02-30",
            '"updated_since" takes a date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.',
        ),
        ('name:"ann', "A quotation mark is not closed."),
        ("a b c d e f g h i", "There can be at most 8 words."),
        ("x" * 201, "The words can have at most 200 characters together."),
        ("name:a " * 21, "There can be at most 20 terms."),
        (" ".join(f'name:"a{n} b{n}"' for n in range(11)), "There can be at most 20 terms and words together."),
        ("x" * 1001, "Send at most 1000 characters."),
    ],
)
def test_a_query_is_refused_with_what_to_send(
    desk_of_people: tuple[Client, list[int]], query: str, problem: str
) -> None:
    api, _ = desk_of_people

    assert faults(api.get(f"{JSON}/users/", params={"q": query})) == {"q": [problem]}


def test_what_the_index_cannot_bound_is_refused(
    desk_of_people: tuple[Client, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_lists, "MAX_COMPARED", 2)
    monkeypatch.setattr(people_bounds, "MAX_PER_WORD", 2)
    api, _ = desk_of_people

    for query in ("created_since:2020-01-01", "name:ann", "ann", "ann updated_since:2020-01-01"):
        [problem] = faults(api.get(f"{JSON}/users/", params={"q": query}))["q"]
        assert problem.startswith("More than 2 people would have to be compared one by one.")


def test_a_word_of_many_people_is_compared_beside_one_of_few(
    desk_of_people: tuple[Client, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_bounds, "MAX_PER_WORD", 2)
    monkeypatch.setattr(people_lists, "MAX_COMPARED", 2)

    assert numbers(desk_of_people, "name:ann name:smith") == [SMITH]
    assert numbers(desk_of_people, "phone:777 ann") == [BOB]
    assert numbers(desk_of_people, "email:ann@x.example name:ann created_since:2020-01-01") == [ANN]
