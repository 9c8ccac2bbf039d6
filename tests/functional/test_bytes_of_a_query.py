"""A query parameter that is read as text is UTF-8, percent-encoded."""

import pytest

from tests.functional.callers import Tokens
from tools.local_desk.world import World
from tools.sample_events import event, with_credentials

SEARCHES = {"selectel/list_tickets": "/support/tickets", "happyfox/read_all_tickets": "/api/1.1/json/tickets/"}


@pytest.mark.parametrize("key", SEARCHES)
@pytest.mark.parametrize("query", ["q=M%FCller", "q=%D0", "q=%ED%A0%80"])
def test_a_search_that_is_not_utf_8_is_refused(world: World, tokens: Tokens, key: str, query: str) -> None:
    headers = with_credentials(event(key), tokens)["headers"]

    refused = world.client(headers).get(f"{SEARCHES[key]}?{query}")

    assert refused.status == 400
    assert "UTF-8, percent-encoded" in refused.text
    assert '"q"' in refused.text or "query.q" in refused.text


@pytest.mark.parametrize("key", SEARCHES)
def test_a_search_in_utf_8_is_read(world: World, tokens: Tokens, key: str) -> None:
    headers = with_credentials(event(key), tokens)["headers"]

    assert world.client(headers).get(f"{SEARCHES[key]}?q=M%C3%BCller").status == 200
