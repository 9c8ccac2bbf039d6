"""Request bodies: every field at its edges, and what is answered just beyond them."""

import json

import pytest

from tests.functional.selectel.targets import (
    CLOSE,
    COMMENT,
    CREATE,
    EVALUATE_COMMENT,
    EVALUATE_TICKET,
    LEAST,
    MODIFY,
    REOPEN,
    Targets,
)
from tests.functional.selectel.tickets import answered, refusal

ADDRESS = "carl@example.com"
UUID = "6f1c1f1e-3a4b-4c5d-8e6f-7a8b9c0d1e2f"

TEXTS = [
    (CREATE, "summary", 255),
    (CREATE, "comment_body", 50_000),
    (CREATE, "client_aliased_name", None),
    (MODIFY, "client_aliased_name", None),
    (CLOSE, "comment", None),
    (REOPEN, "body", 50_000),
    (EVALUATE_TICKET, "comment", None),
    (COMMENT, "body", 50_000),
    (EVALUATE_COMMENT, "comment", None),
]
"""Every text, and how long it may be where the vendor says so."""

BOUNDS_OF_OURS = [
    (CREATE, "client_aliased_name", 1_000),
    (MODIFY, "client_aliased_name", 1_000),
    (EVALUATE_TICKET, "comment", 1_000),
    (EVALUATE_COMMENT, "comment", 1_000),
    (CLOSE, "comment", 50_000),
]
"""Texts that the vendor does not bound, and a table must."""

OTHERS = [
    (CREATE, "files"),
    (CREATE, "topic_key"),
    (CREATE, "client_emails"),
    (MODIFY, "client_emails"),
    (CLOSE, "score"),
    (REOPEN, "files"),
    (EVALUATE_TICKET, "score"),
    (COMMENT, "files"),
    (EVALUATE_COMMENT, "score"),
]
"""Every field that is no text, or one of a few."""

REQUIRED = [(operation, field) for operation, body in LEAST.items() for field in body]


@pytest.mark.parametrize(("operation", "field", "longest"), TEXTS)
def test_a_text_has_at_least_one_character_and_not_too_many(
    targets: Targets, operation: str, field: str, longest: int | None
) -> None:
    target = targets[operation]

    empty = target.send({field: ""})
    assert refusal(empty) == (400, "bad_request", f"body.{field}")
    assert empty.json()["description"] == "String should have at least 1 character"
    if longest:
        assert refusal(target.send({field: "x" * (longest + 1)})) == (400, "bad_request", f"body.{field}")
    assert target.is_untouched()

    answered(targets.new(operation).send({field: "x" * (longest or 1)}))


@pytest.mark.parametrize(("operation", "field", "longest"), BOUNDS_OF_OURS)
def test_no_text_is_without_a_bound(targets: Targets, operation: str, field: str, longest: int) -> None:
    assert refusal(targets[operation].send({field: "я" * (longest + 1)})) == (400, "bad_request", f"body.{field}")
    assert targets[operation].is_untouched()

    answered(targets.new(operation).send({field: "я" * longest}))


def test_a_comment_that_belongs_to_a_vote_is_as_short_as_any_vote_wherever_it_is_given(targets: Targets) -> None:
    too_long = targets[CLOSE].send({"score": 1, "comment": "x" * 1_001})
    assert refusal(too_long) == (400, "bad_request", "body.comment")
    assert targets[CLOSE].is_untouched()

    ticket = answered(targets.new(CLOSE).send({"comment": "x" * 1_000, "score": 1}))
    assert ticket["vote"]["comment"] == "x" * 1_000


@pytest.mark.parametrize("operation", [CREATE, MODIFY])
def test_addresses_are_at_most_fifty(targets: Targets, operation: str) -> None:
    addresses = [f"carl{number}@example.com" for number in range(51)]

    assert refusal(targets[operation].send({"client_emails": addresses})) == (400, "bad_request", "body.client_emails")
    assert answered(targets.new(operation).send({"client_emails": addresses[:50]}))["client_emails"] == addresses[:50]


@pytest.mark.parametrize("wrong", [1, 1.5, True, ["x"], {"x": "y"}, "\ud800", "a\udfffb"], ids=ascii)
@pytest.mark.parametrize(("operation", "field"), [(operation, field) for operation, field, _ in TEXTS])
def test_a_text_is_a_string_that_can_be_written(targets: Targets, operation: str, field: str, wrong: object) -> None:
    target = targets[operation]
    body = json.dumps({**LEAST[operation], field: wrong}).encode()

    assert refusal(target.send_text(body)) == (400, "bad_request", f"body.{field}")
    assert target.is_untouched()


@pytest.mark.parametrize(
    ("operation", "field"), [*((text[0], text[1]) for text in TEXTS if text[0] != MODIFY), *OTHERS]
)
def test_null_is_accepted_nowhere_but_for_the_clients_name(targets: Targets, operation: str, field: str) -> None:
    target = targets[operation]

    assert refusal(target.send({field: None})) == (400, "bad_request", f"body.{field}")
    assert target.is_untouched()


@pytest.mark.parametrize(("operation", "field"), REQUIRED)
def test_what_is_required_is_missed_by_name(targets: Targets, operation: str, field: str) -> None:
    target = targets[operation]
    body = {name: value for name, value in LEAST[operation].items() if name != field}

    answer = target.send_text(json.dumps(body).encode())

    assert refusal(answer) == (400, "bad_request", f"body.{field}")
    assert answer.json()["description"] == "Field required"
    assert target.is_untouched()


@pytest.mark.parametrize(
    ("operation", "lowest", "highest"), [(CLOSE, 1, 10), (EVALUATE_TICKET, 1, 10), (EVALUATE_COMMENT, -1, 1)]
)
def test_a_score_lies_between_its_bounds(targets: Targets, operation: str, lowest: int, highest: int) -> None:
    target = targets[operation]

    outside: list[object] = [lowest - 1, highest + 1, 0, 2**31, -(2**70)]
    for wrong in [*outside, "1", "", True, False, 1.5, 1e300, "1.0", [1], {}]:
        assert refusal(target.send({"score": wrong})) == (400, "bad_request", "body.score"), wrong
    assert target.is_untouched()

    for right in (lowest, highest):
        answered(targets.new(operation).send({"score": right}))


@pytest.mark.parametrize("score", [b"1.0", b"1e0", b"10.0e-1"])
@pytest.mark.parametrize("operation", [CLOSE, EVALUATE_TICKET, EVALUATE_COMMENT])
def test_a_score_without_a_fraction_is_an_integer_however_it_is_written(
    targets: Targets, operation: str, score: bytes
) -> None:
    answer = answered(targets.new(operation).send_text(b'{"score": %s}' % score))

    vote = answer["vote"] if operation == CLOSE else answer
    assert json.dumps(vote["score"]) == "1"


@pytest.mark.parametrize("operation", [CREATE, REOPEN, COMMENT])
@pytest.mark.parametrize(
    ("files", "place"),
    [
        ([], ""),
        ([UUID] * 11, ""),
        (UUID, ""),
        ({}, ""),
        (["nonsense"], ".0"),
        ([UUID, ""], ".1"),
        ([None], ".0"),
        ([1], ".0"),
    ],
)
def test_files_are_one_to_ten_ids(targets: Targets, operation: str, files: object, place: str) -> None:
    target = targets[operation]

    assert refusal(target.send({"files": files})) == (400, "bad_request", f"body.files{place}")
    assert target.is_untouched()


@pytest.mark.parametrize("operation", [CREATE, MODIFY])
@pytest.mark.parametrize("wrong", [ADDRESS, {}, {"0": ADDRESS}, 1])
def test_addresses_are_a_list(targets: Targets, operation: str, wrong: object) -> None:
    target = targets[operation]

    assert refusal(target.send({"client_emails": wrong})) == (400, "bad_request", "body.client_emails")
    assert target.is_untouched()


@pytest.mark.parametrize("operation", [CREATE, MODIFY])
@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "carl",
        "carl@",
        "@example.com",
        "carl@example..com",
        "carl@@example.com",
        "Carl <carl@example.com>",
        " carl@example.com",
        "carl@example.com\n",
        "ca rl@example.com",
        "x" * 243 + "@example.com",
        "carl@" + "x" * 64 + ".com",
        "\ud800@example.com",
        None,
        1,
        [ADDRESS],
    ],
    ids=lambda wrong: ascii(wrong)[:30],
)
def test_what_is_no_address_is_refused_by_its_place(targets: Targets, operation: str, wrong: object) -> None:
    target = targets[operation]
    body = json.dumps({**LEAST[operation], "client_emails": [ADDRESS, wrong]}).encode()

    assert refusal(target.send_text(body)) == (400, "bad_request", "body.client_emails.1")
    assert target.is_untouched()


@pytest.mark.parametrize("operation", [CREATE, MODIFY])
def test_addresses_come_back_as_they_were_written(targets: Targets, operation: str) -> None:
    addresses = [
        ADDRESS,
        "Carl.O'Neill+desk@Mail.Example.co.uk",
        "carl@desk.local",
        "carl@intranet.test",
        "почта@пример.рф",
        "x" * 65 + "@example.com",
        '"carl client"@example.com',
    ]

    ticket = answered(targets.new(operation).send({"client_emails": addresses}))

    assert ticket["client_emails"] == addresses


def test_a_new_ticket_has_addresses_or_says_nothing_of_them(targets: Targets) -> None:
    assert refusal(targets[CREATE].send({"client_emails": []})) == (400, "bad_request", "body.client_emails")


@pytest.mark.parametrize("wrong", ["", 1, ["billing"], True])
def test_a_topic_is_named_by_a_key(targets: Targets, wrong: object) -> None:
    assert refusal(targets[CREATE].send({"topic_key": wrong})) == (400, "bad_request", "body.topic_key")
