"""Answers that show states, with the names of what they refer to if the caller wants them."""

from collections.abc import Collection
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import responses
from polydesk.domain.state import State, States
from polydesk.http.request import Request


def shown(rows: Collection[State], states: States, request: Request, desk: Desk) -> list[dict[str, Any]]:
    """These states as the caller wants them. Raises Invalid for a body that is no JSON."""
    if not wants_names(request):
        return [responses.state(state, states) for state in rows]
    logins = desk.states.logins(rows)
    return [responses.expanded(state, states, logins) for state in rows]


def wants_names(request: Request) -> bool:
    """Whether the query or the body says `expand`."""
    wish = request.query.get("expand")
    if wish is None and request.raw:
        data = request.data
        wish = data.get("expand") if isinstance(data, dict) else None
    return wish in (True, "true", "1")
