"""The page of `make serve` in a real browser: every API can be tried on it."""

import json
from pathlib import Path

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.page import Page
from tools.local_desk.server.background import RunningDesk


def test_a_ticket_is_created_from_the_page(browser: Chrome, desk: RunningDesk, screenshots: Path) -> None:
    page = Page(browser, desk.address)
    create = page.expand("SelectelCreateTicket")
    create.write({"summary": "Written in a browser", "comment_body": "On the page itself."})
    status, shown = create.execute()
    browser.save_screenshot(str(screenshots / "create-ticket.png"))

    ticket = json.loads(shown)
    assert create.title == "Create ticket"
    assert status == 200
    assert ticket["summary"] == "Written in a browser"
    assert stored(desk, ticket["number"]) == ticket


def stored(desk: RunningDesk, number: int) -> object:
    """Read the ticket through the API."""
    token = desk.credentials["client"]["token"]
    return httpx.get(f"{desk.base_url}/support/tickets/{number}", headers={"X-Token": token}).json()


@pytest.fixture
def ticket(desk: RunningDesk) -> int:
    """The number of a ticket."""
    token = desk.credentials["client"]["token"]
    body = {"summary": "It is broken", "comment_body": "Please help"}
    number: int = httpx.post(f"{desk.base_url}/support/tickets", headers={"X-Token": token}, json=body).json()["number"]
    return number


def test_the_example_on_the_page_can_be_sent_as_it_is(browser: Chrome, desk: RunningDesk) -> None:
    assert Page(browser, desk.address).expand("SelectelCreateTicket").execute()[0] == 200


def test_a_ticket_is_starred_with_an_agents_token(browser: Chrome, desk: RunningDesk, ticket: int) -> None:
    page = Page(browser, desk.address)
    star = page.expand("SupportbeeStarTicket")
    star.fill("ticket_id", str(ticket))

    assert star.execute()[0] == 204


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize(("response_format", "start"), [("json", "{"), ("xml", "<?xml"), ("yaml", "page_info:")])
def test_tickets_are_read_with_the_desks_key(
    browser: Chrome, desk: RunningDesk, response_format: str, start: str
) -> None:
    page = Page(browser, desk.address)
    read = page.expand("HappyfoxReadAllTickets")
    read.fill("response_format", response_format)
    status, shown = read.execute()

    assert status == 200
    assert shown.startswith(start)


def test_a_form_with_a_file_is_sent_with_its_default_values(
    browser: Chrome, desk: RunningDesk, ticket: int, tmp_path: Path
) -> None:
    (tmp_path / "log.txt").write_text("It burns.")
    page = Page(browser, desk.address)
    answer = page.expand("HappyfoxAddStaffUpdate")
    answer.fill("id", str(ticket))
    answer.write_in("multipart/form-data")
    answer.attach(tmp_path / "log.txt")
    status, shown = answer.execute()

    assert status == 200, shown
    assert [file["filename"] for file in json.loads(shown)["updates"][-1]["message"]["attachments"]] == ["log.txt"]


def test_states_are_listed_with_a_zammad_token(browser: Chrome, desk: RunningDesk) -> None:
    page = Page(browser, desk.address)
    status, shown = page.expand("ZammadListStates").execute()

    assert status == 200
    assert len(json.loads(shown)) >= 7


def test_without_a_token_the_page_shows_why_it_was_refused(browser: Chrome, desk: RunningDesk) -> None:
    page = Page(browser, desk.address)
    page.log_out("TicketsApiToken")
    status, shown = page.expand("SelectelListTopics").execute()

    assert status == 401
    assert json.loads(shown)["error"] == "unauthorized"


def test_nothing_is_fetched_from_elsewhere_and_the_browser_logs_no_error(browser: Chrome, desk: RunningDesk) -> None:
    page = Page(browser, desk.address)
    page.complaints()
    page = Page(browser, desk.address)

    assert page.fetched()
    assert [address for address in page.fetched() if not address.startswith(f"{desk.address}/")] == []
    assert page.complaints() == []


def test_each_operation_is_listed_once(browser: Chrome, desk: RunningDesk) -> None:
    operations = Page(browser, desk.address).operations()

    assert "POST /tickets/{ticket_id}/star.json" in operations
    assert "POST /tickets/{ticket_id}/star" not in operations
    assert len(operations) == len(set(operations))


def test_the_first_page_leads_to_the_description(browser: Chrome, desk: RunningDesk) -> None:
    browser.get(desk.address)
    links = [link.get_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "a")]

    assert links == [f"{desk.address}/docs", f"{desk.address}/openapi.json"]
    assert [heading.text for heading in browser.find_elements(By.CSS_SELECTOR, "h2")] == [
        "Tickets API",
        "SupportBee",
        "HappyFox",
        "Zammad",
    ]
