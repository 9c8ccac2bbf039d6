"""Lists of contacts wait for the index of people after an upgrade; everything else of contacts does not."""

import pytest

from polydesk.desk import resources
from polydesk.desk.resources import Resources
from polydesk.storage.people_index import PEOPLE_INDEX_STEP
from tests.functional.happyfox.contact_calls import BO, bo, changed, contact_of
from tests.functional.happyfox.happyfox_calls import JSON
from tools.local_desk.client import Client


@pytest.mark.parametrize("query", ["", "?q=name:bo", "?q=email:bo@x.example", "?q=created_since:2026-01-01"])
def test_lists_are_unavailable_until_the_index_is_complete(
    api: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(Resources, "is_migrated", lambda _, step: step != PEOPLE_INDEX_STEP)
    resources.reset()

    response = api.get(f"{JSON}/users/{query}")

    assert (response.status, response.headers["retry-after"]) == (503, "60")
    assert response.json() == {"error": "This list is being prepared after an upgrade of the desk. Try again later."}


def test_contacts_are_read_and_written_meanwhile(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Resources, "is_migrated", lambda _, step: False)

    contact = bo(api)
    assert changed(api, BO, email="later@x.example")["id"] == contact["id"]
    assert contact_of(api, "later@x.example")["tickets_count"] == 0
