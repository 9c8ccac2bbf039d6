"""A removal closes own sets for as long as the template and the caches let a function know somebody who is gone."""

from polydesk.desk.resources import TOKENS_SECONDS
from polydesk.storage.own_set_closing import REMEMBERED_SECONDS, REQUEST_SECONDS
from tools.local_desk.model import Route
from tools.local_desk.template import read

FUNCTIONS = read().functions


def test_a_request_takes_less_than_a_removal_reckons_with() -> None:
    timeouts = {name: function.timeout for name, function in FUNCTIONS.items() if function.of_type(Route)}

    assert "HappyfoxCreateTicket" in timeouts
    assert {name for name, seconds in timeouts.items() if seconds >= REQUEST_SECONDS} == set()


def test_a_token_is_remembered_for_no_longer_than_a_removal_reckons_with() -> None:
    assert TOKENS_SECONDS <= REMEMBERED_SECONDS
