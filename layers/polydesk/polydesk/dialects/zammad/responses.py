"""Ticket states as the Zammad API shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polydesk.domain.state import State, States


def time(at: datetime) -> str:
    """ISO 8601, UTC, milliseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def state(state: State, states: States) -> dict[str, Any]:
    """A state, its 13 keys in the vendor's order."""
    return {
        "id": state.id,
        "state_type_id": int(state.kind),
        "name": state.name,
        "next_state_id": state.next_state_id,
        "ignore_escalation": state.ignore_escalation,
        "default_create": state.id == states.default_create_id,
        "default_follow_up": state.id == states.default_follow_up_id,
        "note": state.note,
        "active": state.active,
        "updated_by_id": state.updated_by_id,
        "created_by_id": state.created_by_id,
        "created_at": time(state.created_at),
        "updated_at": time(state.updated_at),
    }


def expanded(state_: State, states: States, logins: Mapping[int, str]) -> dict[str, Any]:
    """A state together with the names of what it refers to, as far as there are any."""
    following = states.rows.get(state_.next_state_id) if state_.next_state_id is not None else None
    names = {
        "state_type": state_.kind.label,
        "next_state": following.name if following else None,
        "created_by": logins.get(state_.created_by_id),
        "updated_by": logins.get(state_.updated_by_id),
    }
    return {**state(state_, states), **{key: name for key, name in names.items() if name is not None}}
