"""Any functional test fails when the desk answers what openapi.json does not describe."""

from collections.abc import Iterable
from typing import Any

import pytest

from polydesk.dialects.selectel import responses
from polydesk.domain.catalog import Category
from tools.local_desk.client import Client
from tools.openapi.checking import Undescribed


def test_a_key_that_is_not_described_is_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = responses.topics

    def coloured(categories: Iterable[Category]) -> dict[str, Any]:
        return {"items": [{**topic, "colour": "green"} for topic in topics(categories)["items"]]}

    assert client.get("/support/topics").status == 200

    monkeypatch.setattr(responses, "topics", coloured)
    with pytest.raises(Undescribed, match="'colour' was unexpected"):
        client.get("/support/topics")


def test_a_path_that_there_is_not_is_answered_as_ever(client: Client) -> None:
    assert client.get("/support/nothing").status == 404
