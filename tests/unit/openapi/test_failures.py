"""The statuses with which endpoints can fail."""

import pytest

from tools.local_desk.template import read
from tools.openapi.endpoints import endpoints
from tools.openapi.failures import statuses

ENDPOINTS = {endpoint.id: endpoint for endpoint in endpoints(read())}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SelectelListTopics", {400, 401, 403, 500, 503}),
        ("SelectelListTickets", {400, 401, 403, 413, 500, 503}),
        ("SelectelCreateTicket", {400, 401, 403, 404, 409, 413, 415, 429, 500, 503}),
        ("SupportbeeUnarchiveTicket", {400, 401, 403, 404, 409, 412, 429, 500, 503}),
        ("HappyfoxReadTicket", {400, 401, 404, 500, 503}),
        ("ZammadListStates", {401, 403, 422, 500, 503}),
        ("ZammadShowState", {401, 403, 404, 422, 500, 503}),
        ("ZammadDeleteState", {400, 401, 403, 409, 412, 422, 500, 503}),
    ],
)
def test_statuses_follow_from_the_handler(name: str, expected: set[int]) -> None:
    assert set(statuses(ENDPOINTS[name])) == expected
