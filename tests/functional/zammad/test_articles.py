"""Articles: who sees which, whose words they are, and what is refused."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.happyfox.happyfox_calls import read as read_at_happyfox
from tests.functional.zammad.articles import ARTICLES, bodies, listed, write, written
from tests.functional.zammad.states import Json, refusal
from tests.functional.zammad.ticket_calls import person_of, shown, text
from tests.functional.zammad.ticket_writes import ADMIN, AGENT, CUSTOMER, created
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def number(zammad_agent: Client) -> int:
    """The number of a ticket with a public and an internal article of the agent."""
    opened: Json = created(zammad_agent, article={"body": "one"})
    written(zammad_agent, opened["id"], "secret", internal=True)
    return int(opened["id"])


def article(client: Client, number: int, n: int, **query: Any) -> Json:
    response = client.get(f"{ARTICLES}/{number * 1000 + n}", params=query)
    assert response.status == 200, response
    found: Json = response.json()
    return found


def test_a_customer_sees_public_articles_with_their_places(
    zammad_agent: Client, zammad_client: Client, number: int
) -> None:
    written(zammad_agent, number, "three")

    assert [(one["id"] - number * 1000, one["body"]) for one in listed(zammad_client, number)] == [
        (1, "one"),
        (3, "three"),
    ]
    assert article(zammad_client, number, 3)["body"] == "three"
    assert text(zammad_client.get(f"{ARTICLES}/{number * 1000 + 2}")) == (
        404,
        f"Couldn't find Ticket::Article with 'id'={number * 1000 + 2}",
    )


def test_a_customer_sees_no_login_of_staff(zammad_client: Client, number: int) -> None:
    one = article(zammad_client, number, 1)

    assert (one["from"], one["created_by"], one["updated_by"]) == ("Grace Agent", "-", "-")
    assert "agent@example.com" not in str(one)
    assert "agent@example.com" not in str(zammad_client.get(f"{ARTICLES}/by_ticket/{number}?full=true").json())


@pytest.mark.parametrize("n", [0, 3, 999])
def test_what_is_no_article_is_not_found(zammad_agent: Client, number: int, n: int) -> None:
    assert text(zammad_agent.get(f"{ARTICLES}/{number * 1000 + n}"))[0] == 404


def test_tickets_of_others_are_not_found(world: World, zammad_agent: Client, number: int) -> None:
    stranger = person_of(world, "other@example.com", ["ticket.customer"])

    for path in (f"{ARTICLES}/{number * 1000 + 1}", f"{ARTICLES}/by_ticket/{number}"):
        assert stranger.get(path).status == 404
    assert text(write(stranger, number)) == (404, f"Couldn't find Ticket with 'id'={number}")


def test_an_administrator_who_is_no_agent_sees_none(world: World, number: int) -> None:
    admin = person_of(world, "boss@example.com", ["admin"])

    for path in (f"{ARTICLES}/{number * 1000 + 1}", f"{ARTICLES}/by_ticket/{number}"):
        assert text(admin.get(path))[0] == 403
    assert write(admin, number).status == 403


@pytest.mark.parametrize("sent", [..., 99, "x", None, [1]])
def test_an_article_needs_a_ticket(zammad_agent: Client, number: int, sent: Any) -> None:
    body = {"body": "b"} if sent is ... else {"body": "b", "ticket_id": sent}
    shown_id = sent if isinstance(sent, int | str) else ""

    assert text(zammad_agent.post(ARTICLES, json=body)) == (404, f"Couldn't find Ticket with 'id'={shown_id}")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "Need at least an 'article body' field."),
        ({"sender": "System"}, "Invalid value '3' for field 'sender_id'!"),
        ({"type": "letter"}, "No lookup value found for 'type': \"letter\""),
        ({"origin_by_id": 99}, "Invalid value for param 'origin_by_id': 99"),
        ({"internal": []}, "Invalid value for param 'internal': [...]"),
        ({"internal": {}}, "Invalid value for param 'internal': {...}"),
        ({"content_type": []}, "Invalid value for param 'content_type': [...]"),
        ({"content_type": False}, "Invalid value for param 'content_type': false"),
        ({"content_type": 0}, "Invalid value for param 'content_type': 0"),
        (
            {"attachments": [{"filename": "a", "mime-type": "text/plain"}]},
            "Attachment needs 'data' param for attachment with index '0'",
        ),
        (
            {"attachments": [{"filename": "a", "mime-type": "a/b", "data": "!"}]},
            "Invalid base64 for attachment with index '0'",
        ),
    ],
)
def test_what_cannot_be_is_named(zammad_agent: Client, number: int, fields: Json, sentence: str) -> None:
    assert refusal(write(zammad_agent, number, **fields)) == (422, sentence)
    assert len(listed(zammad_agent, number)) == 2


def test_words_of_another_person(world: World, tokens: Tokens, zammad_agent: Client, number: int) -> None:
    one = written(zammad_agent, number, "As Ada says", origin_by_id=ADMIN, type="sms")

    assert (one["sender"], one["origin_by_id"], one["created_by_id"], one["from"]) == (
        "Customer",
        ADMIN,
        AGENT,
        "Ada Admin",
    )
    there = read_at_happyfox(key_holder(world, tokens["happyfox"]), number)["updates"][-1]
    assert (there["by"]["type"], there["by"]["id"]) == ("user", ADMIN)


def test_own_words_stay_those_of_staff(zammad_agent: Client, number: int) -> None:
    assert written(zammad_agent, number, origin_by_id=AGENT)["sender"] == "Agent"


def test_html_is_shown_sanitised(zammad_agent: Client, number: int) -> None:
    one = written(zammad_agent, number, "<b>Hi</b><script>x</script>", content_type="text/html")

    assert (one["content_type"], one["body"]) == ("text/html", "<b>Hi</b>")
    assert article(zammad_agent, number, 3) == one


def test_recipients_are_kept(zammad_agent: Client, number: int) -> None:
    one = written(zammad_agent, number, to="a@example.com", cc="b@example.com", reply_to="c@example.com", type="email")

    assert (one["to"], one["cc"], one["reply_to"], one["type_id"]) == (
        "a@example.com",
        "b@example.com",
        "c@example.com",
        1,
    )


def test_working_time_is_booked_in_the_same_update(zammad_agent: Client, number: int) -> None:
    before = zammad_agent.get(f"/api/v1/tickets/{number}").headers["ETag"]
    response = write(zammad_agent, number, time_unit="12.5")

    assert response.json()["time_unit"] == "12.5"
    assert int(response.headers["ETag"].strip('"')) == int(before.strip('"')) + 1
    assert shown(zammad_agent, number)["time_unit"] == "12.5"


def test_a_customer_books_no_time(zammad_client: Client, number: int) -> None:
    assert write(zammad_client, number, time_unit=5).status == 403


def test_parameters_of_an_article_may_stand_in_the_query(zammad_agent: Client, number: int) -> None:
    response = zammad_agent.post(f"{ARTICLES}?ticket_id={number}&internal=true", json={"body": "b"})

    assert (response.status, response.json()["internal"]) == (201, True)


def test_an_article_is_written_once(zammad_agent: Client, number: int) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = (
        zammad_agent.post(ARTICLES, json={"ticket_id": number, "body": "b"}, headers=key) for _ in range(2)
    )

    assert (first.status, first.json()) == (second.status, second.json())
    assert bodies(zammad_agent, number) == ["one", "secret", "b"]


def test_an_article_may_depend_on_a_version(zammad_agent: Client, number: int) -> None:
    for seen, status in (("1", 412), ("2", 201), ("2", 412)):
        body = {"ticket_id": number, "body": "b"}
        assert zammad_agent.post(ARTICLES, json=body, headers={"If-Match": f'"{seen}"'}).status == status


def test_full_shows_what_articles_refer_to(zammad_agent: Client, number: int) -> None:
    one = article(zammad_agent, number, 1, full="true")
    many = zammad_agent.get(f"{ARTICLES}/by_ticket/{number}?full=true").json()

    assert one["id"] == number * 1000 + 1
    assert one["assets"]["TicketArticle"].keys() == {str(number * 1000 + 1)}
    assert many["record_ids"] == [number * 1000 + 1, number * 1000 + 2]
    assert many["assets"]["TicketArticle"].keys() == {str(one) for one in many["record_ids"]}
    assert many["assets"]["Ticket"][str(number)]["article_count"] == 2
    assert {"1", str(AGENT), str(CUSTOMER)} <= many["assets"]["User"].keys()


@pytest.mark.parametrize("name", ["internal", "sender", "type", "query"])
def test_articles_are_not_selected(zammad_agent: Client, number: int, name: str) -> None:
    response = zammad_agent.get(f"{ARTICLES}/by_ticket/{number}", params={name: "x"})

    assert refusal(response) == (422, f"Unknown parameter '{name}'")


def test_pages_go_through_the_articles_that_the_caller_sees(
    zammad_agent: Client, zammad_client: Client, number: int
) -> None:
    for body in "345":
        written(zammad_agent, number, body)

    assert [bodies(zammad_agent, number, page=page, per_page=2) for page in (1, 2, 3, 4)] == [
        ["one", "secret"],
        ["3", "4"],
        ["5"],
        [],
    ]
    assert [bodies(zammad_client, number, page=page, limit=2) for page in (1, 2, 3)] == [["one", "3"], ["4", "5"], []]


@pytest.mark.parametrize("page", ["3", "9" * 10, "9" * 18])
def test_past_the_end_there_are_no_articles(zammad_agent: Client, number: int, page: str) -> None:
    assert listed(zammad_agent, number, page=page, per_page="1000") == []


def test_reading_marks_the_words_of_staff_as_read(
    world: World, tokens: Tokens, zammad_agent: Client, zammad_client: Client, number: int
) -> None:
    def is_read() -> bool:
        tickets_api = world.client({"X-Token": tokens["agent"]["token"]})
        return bool(tickets_api.get(f"/support/tickets/{number}").json()["is_client_read"])

    listed(zammad_agent, number)
    assert not is_read()
    listed(zammad_client, number)
    assert is_read()
    written(zammad_agent, number, "three")
    article(zammad_client, number, 1)
    assert not is_read()
    article(zammad_client, number, 3)
    assert is_read()


def test_messages_of_other_apis_are_articles(
    world: World, tokens: Tokens, client: Client, zammad_agent: Client
) -> None:
    client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"})
    key = key_holder(world, tokens["happyfox"])
    for fields in ({"text": "On it"}, {"text": "By mail", "update_customer": True}):
        assert key.post("/api/1.1/json/ticket/1/staff_update/", json={"staff": AGENT, **fields}).status == 200

    assert [(one["type"], one["sender"], one["from"]) for one in listed(zammad_agent, 1)] == [
        ("web", "Customer", "Carl Client <client@example.com>"),
        ("note", "Agent", "Grace Agent"),
        ("email", "Agent", "Grace Agent"),
    ]


def test_a_ticket_without_articles_has_an_empty_list(zammad_agent: Client) -> None:
    number = created(zammad_agent, article=...)["id"]

    assert listed(zammad_agent, number) == []
    assert written(zammad_agent, number)["id"] == number * 1000 + 1


def test_the_newest_articles_that_fit_are_shown(zammad_agent: Client, number: int) -> None:
    for _ in range(45):
        written(zammad_agent, number, "\N{WHITE SMILING FACE}" * 49_999)

    response = zammad_agent.get(f"{ARTICLES}/by_ticket/{number}")
    shown_ids = [one["id"] for one in response.json()]
    left_out = int(response.headers["X-Articles-Left-Out"])
    assert left_out > 2
    assert shown_ids == [number * 1000 + n for n in range(left_out + 1, 48)]


def test_articles_are_not_changed(zammad_agent: Client, zammad: Client, number: int) -> None:
    path = f"{ARTICLES}/{number * 1000 + 1}"
    for caller in (zammad_agent, zammad):
        for response in (caller.put(path, json={"internal": True}), caller.delete(path)):
            assert refusal(response) == (403, "Not authorized")
