"""POST /support/tickets."""

from tests.functional.selectel.tickets import TICKET, answered, assert_shape, closed, comments, found, opened, refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_the_documented_sample_opens_a_ticket(client: Client) -> None:
    sample = {"comment_body": "my first comment", "summary": "new test ticket"}

    answer = client.post("/support/tickets", json=sample)

    assert answer.status == 200
    assert answer.json() == {
        "client_aliased_name": None,
        "client_emails": [],
        "closed_at": None,
        "created_at": "2026-01-05T09:00:00Z",
        "is_client_author": True,
        "is_client_read": True,
        "is_closed": False,
        "is_resolved": False,
        "number": 1,
        "splitted_from_ticket_number": None,
        "status": {"en": "New", "ru": "Новый"},
        "summary": "new test ticket",
        "type": None,
        "updated_at": "2026-01-05T09:00:00Z",
        "vote": None,
    }
    assert_shape(answer.json(), TICKET)
    assert found(client, 1) == answer.json()


def test_the_body_of_a_new_ticket_is_its_first_comment(client: Client) -> None:
    number = opened(client, comment_body="my first comment")["number"]

    [first] = comments(client, number)
    assert first["body"] == "my first comment"
    assert first["is_client_author"] is True


def test_a_ticket_is_opened_with_all_that_the_client_may_say(client: Client) -> None:
    emails = ["carl@example.com", "office@example.org"]

    ticket = opened(client, topic_key="billing", client_aliased_name="The office", client_emails=emails)

    assert ticket["client_aliased_name"] == "The office"
    assert ticket["client_emails"] == emails
    assert found(client, ticket["number"]) == ticket


def test_numbers_grow(client: Client) -> None:
    assert [opened(client)["number"] for _ in range(3)] == [1, 2, 3]


def test_a_topic_that_does_not_exist_is_not_found_and_opens_nothing(client: Client) -> None:
    answer = client.post("/support/tickets", json={"summary": "a", "comment_body": "b", "topic_key": "nonsense"})

    assert refusal(answer) == (404, "topic_not_found", None)
    assert answered(client.get("/support/tickets"))["item_count"] == 0


def test_words_of_any_script_come_back_as_they_were_sent(client: Client) -> None:
    line = 'Привет \U0001f600 "quoted" \\ </script>'
    text = f"{line} \u0000 \u2028"

    number = opened(client, summary=line, comment_body=text)["number"]

    assert found(client, number)["summary"] == line
    assert comments(client, number)[0]["body"] == text


def test_the_longest_summary_and_comment_are_counted_in_characters_not_bytes(client: Client) -> None:
    ticket = opened(client, summary="я" * 255, comment_body="\U0001f600" * 50_000)

    assert found(client, ticket["number"])["summary"] == "я" * 255
    assert comments(client, ticket["number"])[0]["body"] == "\U0001f600" * 50_000


def test_staff_open_tickets_too_and_are_not_taken_for_a_client(agent: Client) -> None:
    ticket = opened(agent)

    assert ticket["is_client_author"] is False
    assert comments(agent, ticket["number"])[0]["is_client_author"] is False


def test_a_new_ticket_is_nobodys_business_but_its_clients_and_staffs(
    client: Client, other_client: Client, agent: Client
) -> None:
    number = opened(client)["number"]

    assert found(agent, number)["number"] == number
    assert refusal(other_client.get(f"/support/tickets/{number}")) == (404, "ticket_not_found", None)


def test_times_are_whole_seconds_of_utc(world: World, client: Client) -> None:
    world.clock.advance(0.999)
    number = opened(client)["number"]
    world.clock.advance(59.5)

    ticket = closed(client, number)

    assert ticket["created_at"] == "2026-01-05T09:00:00Z"
    assert ticket["closed_at"] == ticket["updated_at"] == "2026-01-05T09:01:00Z"
