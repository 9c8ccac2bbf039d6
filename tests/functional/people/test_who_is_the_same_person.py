"""Which spellings of an address or a login are the same person's, in every place where people are looked up."""

import base64

import pytest

from polydesk.jobs.set_up_document import InvalidDocument
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import created, key_holder
from tests.functional.zammad.states import STATES
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

JSON = "/api/1.1/json"

TWO_PEOPLE = [
    ("straße@example.com", "strasse@example.com"),
    ("ﬁ@example.com", "fi@example.com"),
    ("İ@example.com", "i@example.com"),
    ("ada@straße.example", "ada@strasse.example"),
]
ONE_PERSON = [
    ("ada@bücher.example", "ada@xn--bcher-kva.example"),
    ("ADA@xn--bcher-kva.example", "ada@BÜCHER.example"),
    ("r\u00e9sum\u00e9@example.com", "re\u0301sume\u0301@example.com"),
    ("ÄRA@example.com", "ära@EXAMPLE.com"),
    ("ada.b@example.com", '"ada.b"@example.com'),
    ('"ada b"@example.com', '"Ada B"@example.com'),
]


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk."""
    return key_holder(world, tokens["happyfox"])


def customer(api: Client, email: str) -> int:
    """The id of the customer of a ticket that is opened for this address."""
    found: int = created(api, user=None, name="Some", email=email)["user"]["id"]
    return found


def refused(api: Client, email: str) -> Response:
    """The answer to a ticket for this address."""
    body = {"name": "Some", "email": email, "category": 1, "subject": "Hello", "text": "Help"}
    return api.post(f"{JSON}/tickets/", json=body)


def zammad_as(world: World, name: str, token: str) -> int:
    """The status that a reader of states gets with this name and token."""
    pair = base64.b64encode(f"{name}:{token}".encode()).decode()
    return world.client({"Authorization": f"Basic {pair}"}).get(STATES).status


@pytest.mark.parametrize("pair", TWO_PEOPLE, ids=["sharp s", "ligature", "dotted I", "domain"])
def test_these_addresses_are_two_customers(api: Client, pair: tuple[str, str]) -> None:
    assert customer(api, pair[0]) != customer(api, pair[1])


@pytest.mark.parametrize("pair", ONE_PERSON, ids=["domain", "case", "composed", "umlaut", "quotes", "quoted case"])
def test_these_addresses_are_one_customer_shown_as_first_written(api: Client, pair: tuple[str, str]) -> None:
    first = created(api, user=None, name="Some", email=pair[0])["user"]
    again = created(api, user=None, name="Some", email=pair[1])["user"]

    assert (again["id"], again["email"]) == (first["id"], pair[0])


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("grace@bücher.example", "grace@xn--bcher-kva.example"),
        ("grace@xn--bcher-kva.example", "grace@bücher.example"),
        ("grace@example.com", '"grace"@example.com'),
        ("gra\u0308ce@example.com", "gr\u00e4ce@example.com"),
    ],
    ids=["punycode", "unicode", "quotes", "composed"],
)
def test_no_spelling_of_a_staff_address_becomes_a_customer(world: World, api: Client, declared: str, sent: str) -> None:
    set_up(world, {"people": [{"email": declared, "name": "Grace", "agent": True}]})

    answer = refused(api, sent)

    assert answer.status == 400
    assert "belongs to a staff member" in answer.text


def test_an_address_with_a_character_that_looks_like_ascii_is_refused(api: Client) -> None:
    answer = refused(api, "\u212a@example.com")

    assert answer.status == 400
    assert "kelvin sign" in answer.text


@pytest.mark.parametrize("pair", ONE_PERSON, ids=["domain", "case", "composed", "umlaut", "quotes", "quoted case"])
def test_the_set_up_refuses_one_person_twice(world: World, pair: tuple[str, str]) -> None:
    people = [{"email": email, "name": "Some"} for email in pair]

    with pytest.raises(InvalidDocument, match=r"people\[1\]\.email: people\[0\] declares the same"):
        set_up(world, {"people": people})


def test_the_set_up_finds_a_person_by_another_spelling_and_keeps_the_new_one(world: World) -> None:
    document = {"people": [{"email": "ada@bücher.example", "name": "Ada"}]}
    [first] = world.invoke("OpsSetUpDesk", document)["people"]

    [again] = world.invoke("OpsSetUpDesk", {"people": [{"email": "ada@xn--bcher-kva.example"}]})["people"]

    assert again == first | {"email": "ada@xn--bcher-kva.example"}


def test_a_login_of_another_spelling_is_taken(world: World) -> None:
    set_up(world, {"people": [{"email": "ada@example.com", "name": "Ada", "login": "\u00c5da"}]})

    with pytest.raises(InvalidDocument, match=r"people\[0\]\.login: Somebody else has this name"):
        set_up(world, {"people": [{"email": "bob@example.com", "name": "Bob", "login": "a\u030ada"}]})
    set_up(world, {"people": [{"email": "bob@example.com", "name": "Bob", "login": "ada"}]})


def test_a_login_has_a_bound(world: World) -> None:
    with pytest.raises(InvalidDocument, match=r"people\[0\]\.login"):
        set_up(world, {"people": [{"email": "bob@example.com", "name": "Bob", "login": "b" * 321}]})


def test_a_name_of_basic_credentials_is_compared_by_its_key(world: World) -> None:
    people = [{"email": "ada@bücher.example", "name": "Ada", "agent": True, "login": "straße"}]
    token = set_up(world, {"people": people, "tokens": [{"name": "ada", "person": "ada@bücher.example"}]})["ada"]

    for name in ("ada@bücher.example", "Ada@xn--bcher-kva.example", "Straße"):
        assert zammad_as(world, name, token["token"]) == 200
    assert zammad_as(world, "strasse", token["token"]) == 401


def test_zammad_shows_logins_in_lower_case(world: World) -> None:
    people = [{"email": "Una.Upper@Example.COM", "name": "Una", "agent": True, "permissions": ["admin"]}]
    token = set_up(world, {"people": people, "tokens": [{"name": "una", "person": "una.upper@example.com"}]})["una"]
    una = world.client({"Authorization": f"Bearer {token['token']}"})

    made = una.post(f"{STATES}?expand=true", json={"name": "waiting", "state_type_id": 2})

    assert made.json()["created_by"] == made.json()["updated_by"] == "una.upper@example.com"


def test_of_two_spellings_in_a_copy_the_first_is_kept(api: Client) -> None:
    sent = ["Ada@bücher.example", "bob@example.com", "ada@xn--bcher-kva.example", '"Bob"@example.com']

    ticket = created(api, cc=sent)

    assert ticket["updates"][0]["message"]["cc_list"] == "Ada@bücher.example, bob@example.com"
