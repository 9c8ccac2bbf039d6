"""The page of `make serve` in a real browser: whoever has a token can try every API on it."""

import json
from pathlib import Path

import httpx
import pytest
from selenium.webdriver import Chrome

from tests.browser.page import Page
from tools.local_desk.server.served import Served


def test_a_ticket_is_created_from_the_page(browser: Chrome, served: Served, screenshots: Path) -> None:
    token = served.credentials["client"]["token"]
    page = Page(browser, served.address)

    page.authorize("TicketsApiToken", token)
    create = page.expand("SelectelCreateTicket")
    create.write({"summary": "Written in a browser", "comment_body": "On the page itself."})
    status, shown = create.execute()
    browser.save_screenshot(str(screenshots / "create-ticket.png"))

    ticket = json.loads(shown)
    assert create.title == "Create ticket"
    assert status == 200
    assert ticket["summary"] == "Written in a browser"
    assert kept(served, ticket["number"]) == ticket


def kept(served: Served, number: int) -> object:
    """The ticket as the desk has it."""
    token = served.credentials["client"]["token"]
    return httpx.get(f"{served.base_url}/support/tickets/{number}", headers={"X-Token": token}).json()


@pytest.fixture
def ticket(served: Served) -> int:
    """A ticket to do something with."""
    token = served.credentials["client"]["token"]
    body = {"summary": "It is broken", "comment_body": "Please help"}
    number: int = httpx.post(f"{served.base_url}/support/tickets", headers={"X-Token": token}, json=body).json()[
        "number"
    ]
    return number


def test_the_example_on_the_page_can_be_sent_as_it_is(browser: Chrome, served: Served) -> None:
    page = Page(browser, served.address)
    page.authorize("TicketsApiToken", served.credentials["client"]["token"])

    assert page.expand("SelectelCreateTicket").execute()[0] == 200


def test_a_ticket_is_starred_with_an_agents_token(browser: Chrome, served: Served, ticket: int) -> None:
    page = Page(browser, served.address)
    page.authorize("SupportBeeBearer", served.credentials["agent"]["token"])
    star = page.expand("SupportbeeStarTicket")
    star.fill("ticket_id", str(ticket))

    assert star.execute()[0] == 204


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize(("response_format", "start"), [("json", "{"), ("xml", "<?xml"), ("yaml", "page_info:")])
def test_tickets_are_read_with_the_desks_key(browser: Chrome, served: Served, response_format: str, start: str) -> None:
    key = served.credentials["happyfox"]
    page = Page(browser, served.address)
    page.authorize("HappyFoxKey", key["api_key"], key["auth_code"])
    read = page.expand("HappyfoxReadAllTickets")
    read.fill("response_format", response_format)
    status, shown = read.execute()

    assert status == 200
    assert shown.startswith(start)


def test_a_form_with_a_file_is_sent_with_the_values_that_it_proposes(
    browser: Chrome, served: Served, ticket: int, tmp_path: Path
) -> None:
    (tmp_path / "log.txt").write_text("It burns.")
    key = served.credentials["happyfox"]
    page = Page(browser, served.address)
    page.authorize("HappyFoxKey", key["api_key"], key["auth_code"])
    answer = page.expand("HappyfoxAddStaffUpdate")
    answer.fill("id", str(ticket))
    answer.write_in("multipart/form-data")
    answer.attach(tmp_path / "log.txt")
    status, shown = answer.execute()

    assert status == 200, shown
    assert [file["filename"] for file in json.loads(shown)["updates"][-1]["message"]["attachments"]] == ["log.txt"]


def test_states_are_listed_with_a_token_in_zammads_way(browser: Chrome, served: Served) -> None:
    page = Page(browser, served.address)
    page.authorize("ZammadToken", f"Token token={served.credentials['admin']['token']}")
    status, shown = page.expand("ZammadListStates").execute()

    assert status == 200
    assert len(json.loads(shown)) >= 7


def test_without_a_token_the_page_shows_why_it_was_refused(browser: Chrome, served: Served) -> None:
    status, shown = Page(browser, served.address).expand("SelectelListTopics").execute()

    assert status == 401
    assert json.loads(shown)["error"] == "unauthorized"


def test_nothing_comes_from_elsewhere_and_the_browser_finds_nothing_wrong(browser: Chrome, served: Served) -> None:
    page = Page(browser, served.address)
    page.complaints()
    page = Page(browser, served.address)

    assert page.fetched()
    assert [address for address in page.fetched() if not address.startswith(f"{served.address}/")] == []
    assert page.complaints() == []
