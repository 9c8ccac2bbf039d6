"""An update shows the category before and after, when a ticket was moved."""

from polydesk.domain.handling import Handling, handle
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import created, read
from tests.functional.internals import act
from tools.local_desk.client import Client


def test_an_update_names_both_categories(api: Client, tokens: Tokens) -> None:
    created(api)
    act(tokens["agent"]["token"], 1, lambda ticket, context: handle(ticket, context, Handling(category_id=2)))

    ticket = read(api, 1)

    assert ticket["category"]["id"] == 2
    assert ticket["updates"][-1]["category_change"] == {
        "old": 1,
        "new": 2,
        "old_name": "Users",
        "new_name": "Billing",
    }
    assert ticket["updates"][0]["category_change"] is None
