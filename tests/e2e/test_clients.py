"""Calls as clients of SupportBee and HappyFox send them, through the deployed gateway and functions.

`make clients` tries them on a served desk, and runs the clients that others wrote.
"""

from typing import Any

import pytest

from tools.clients.__main__ import HABITS
from tools.clients.desk import Desk
from tools.local_aws import desk as deployed
from tools.local_aws.differences import allow_plain_http


@pytest.fixture(scope="module")
def called(desk: deployed.Desk, items: list[dict[str, Any]]) -> Desk:
    """The sample desk, called after its items have been read for other tests."""
    assert items
    allow_plain_http(desk.stack)
    return Desk(desk.stack.base_url, desk.tokens, desk.http, knows_its_address=False)


@pytest.mark.parametrize("title", HABITS)
def test_a_deployed_desk_answers_as_clients_expect(called: Desk, title: str) -> None:
    HABITS[title](called)
