"""Downloading an attachment: its bytes, or a link when it is too large for an answer."""

from urllib.parse import urlsplit

import pytest

from polydesk.dialects.zammad.attachments import MAX_BYTES
from tests.functional.callers import Tokens
from tests.functional.uploads import uploaded
from tests.functional.zammad.articles import ATTACHMENTS, address, file, listed, written
from tests.functional.zammad.states import Json
from tests.functional.zammad.ticket_calls import person_of, text
from tests.functional.zammad.ticket_writes import created
from tools.local_desk.client import Client
from tools.local_desk.world import World

FOREIGN_ARTICLE = (403, "The article does not belong to the specified ticket.")
FOREIGN_FILE = (403, "The file does not belong to the specified article.")


@pytest.fixture
def article(zammad_agent: Client) -> Json:
    """A public article with a file."""
    number = created(zammad_agent)["id"]
    return written(zammad_agent, number, attachments=[file("report.json", b'{"a": 1}', "application/json")])


def test_any_bytes_arrive_as_they_are(zammad_agent: Client, article: Json) -> None:
    content = bytes(range(256)) * 100
    one = written(zammad_agent, article["ticket_id"], attachments=[file("all.bin", content, "application/x-any")])

    download = zammad_agent.get(address(one))
    assert (download.status, download.content) == (200, content)
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.headers["Content-Disposition"] == 'attachment; filename="all.bin"'


@pytest.mark.parametrize("query", ["", "?view=inline", "?disposition=inline", "?preview=1"])
def test_a_file_is_never_shown_in_place(zammad_client: Client, article: Json, query: str) -> None:
    download = zammad_client.get(address(article) + query)

    assert (download.status, download.content) == (200, b'{"a": 1}')
    assert download.headers["Content-Type"] == "application/json"
    assert download.headers["Content-Disposition"].startswith("attachment;")


def test_a_file_belongs_to_its_article_and_its_ticket(zammad_agent: Client, article: Json) -> None:
    other = created(zammad_agent)["id"]
    number, article_id, [one] = article["ticket_id"], article["id"], article["attachments"]

    for path, answer in (
        (f"{other}/{article_id}/{one['id']}", FOREIGN_ARTICLE),
        (f"{number}/{article_id + 1}/{one['id']}", FOREIGN_ARTICLE),
        (f"{number}/{article_id - 1}/{one['id']}", FOREIGN_FILE),
        (f"{number}/{article_id}/{one['id'] + 1}", FOREIGN_FILE),
        (f"99/{article_id}/{one['id']}", (404, "Couldn't find Ticket with 'id'=99")),
    ):
        assert text(zammad_agent.get(f"{ATTACHMENTS}/{path}")) == answer


def test_a_customer_gets_no_file_of_an_internal_article(
    zammad_agent: Client, zammad_client: Client, article: Json
) -> None:
    secret = written(zammad_agent, article["ticket_id"], internal=True, attachments=[file()])

    assert text(zammad_client.get(address(secret))) == FOREIGN_ARTICLE


def test_a_file_of_another_customer_is_not_found(world: World, article: Json) -> None:
    stranger = person_of(world, "other@example.com", ["ticket.customer"])

    assert stranger.get(address(article)).status == 404


def test_a_large_file_is_a_link(world: World, tokens: Tokens, zammad_agent: Client, article: Json) -> None:
    agent, number = world.client({"X-Token": tokens["agent"]["token"]}), article["ticket_id"]
    large = uploaded(world, agent, b"x" * (MAX_BYTES + 1))
    assert agent.post(f"/support/tickets/{number}/comments", json={"body": "b", "files": [large]}).status == 200

    download = zammad_agent.get(address(listed(zammad_agent, number)[-1]))
    assert (download.status, download.content) == (302, b"")
    assert "X-Amz-Signature" in urlsplit(download.headers["Location"]).query
