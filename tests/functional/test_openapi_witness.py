"""Functional tests ask for what they are about, and hear of it when openapi.json does not know what comes."""

from typing import Any

import pytest

from polydesk.dialects.selectel import responses
from polydesk.domain.catalog import Category
from tools.local_desk.client import Client
from tools.openapi.checking import Undescribed


def test_a_key_that_is_not_described_is_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def colourful(category: Category) -> dict[str, Any]:
        return {"key": category.key, "name": {"en": category.name_en, "ru": category.name_ru}, "colour": "green"}

    assert client.get("/support/topics").status == 200

    monkeypatch.setattr(responses, "topic", colourful)
    with pytest.raises(Undescribed, match="'colour' was unexpected"):
        client.get("/support/topics")


def test_a_path_that_there_is_not_is_answered_as_ever(client: Client) -> None:
    assert client.get("/support/nothing").status == 404
