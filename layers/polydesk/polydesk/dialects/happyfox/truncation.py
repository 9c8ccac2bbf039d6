"""Shortens answers that would be larger than a function can return."""

from collections.abc import Iterator
from typing import Any

MAX_FIRST_MESSAGE = 1000
"""Characters of a ticket's first message that stay when it is cut."""


def truncations(data: Any) -> Iterator[Any]:
    """Yield ever shorter versions of an answer with tickets; nothing for any other answer.

    The first update of a ticket and its newest ones stay, half as many each time; `updates_left_out` is the number of
    those that are missing. At last a page has no updates, and first messages are cut.
    """
    tickets = _tickets(data)
    longest = max((len(ticket.get("updates", ())) for ticket in tickets), default=0)
    while longest > 2:
        longest //= 2
        data = _replaced(data, [_with_newest(ticket, max(longest, 2)) for ticket in tickets])
        tickets = _tickets(data)
        yield data
    if tickets:
        yield _replaced(data, [_cut(ticket, bare="page_info" in data) for ticket in tickets])


def _tickets(data: Any) -> list[dict[str, Any]]:
    """Return the tickets of a page, or the ticket that the answer is."""
    if not isinstance(data, dict):
        return []
    if "page_info" in data:
        return list(data["data"])
    return [data] if "display_id" in data else []


def _replaced(data: dict[str, Any], tickets: list[dict[str, Any]]) -> dict[str, Any]:
    return {**data, "data": tickets} if "page_info" in data else tickets[0]


def _with_newest(ticket: dict[str, Any], most: int) -> dict[str, Any]:
    updates = ticket.get("updates", [])
    if len(updates) <= most:
        return ticket
    left_out = ticket.get("updates_left_out", 0) + len(updates) - most
    return {**ticket, "updates": [updates[0], *updates[1 - most :]], "updates_left_out": left_out}


def _cut(ticket: dict[str, Any], *, bare: bool) -> dict[str, Any]:
    less = dict(ticket)
    if len(text := ticket.get("first_message", "")) > MAX_FIRST_MESSAGE:
        less["first_message"] = f"{text[:MAX_FIRST_MESSAGE]}…"
    if bare and "updates" in ticket:
        less |= {"updates": [], "updates_left_out": ticket.get("updates_left_out", 0) + len(ticket["updates"])}
    return less
