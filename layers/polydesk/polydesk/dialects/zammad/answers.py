"""Answers to writes, for a request that takes effect now and for a repetition of one that did."""

from polydesk.desk.desk import Desk
from polydesk.desk.states import StateOutcome
from polydesk.dialects.zammad.requests import shown
from polydesk.http.request import Request
from polydesk.http.response import Response, created


def created_state(outcome: StateOutcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the state."""
    return created(shown([outcome.state], outcome.states, request, desk)[0], outcome.state.version)
