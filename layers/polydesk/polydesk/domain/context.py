"""The context of an action: when, by whom, and under which rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from polydesk.domain.person import Author
from polydesk.domain.state import States


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a deployment.

    response_time: how soon staff must answer a new ticket; None switches escalation off
    auto_close: how long a ticket waits for its customer before it is closed; None switches this off
    pending_time: how long a pending state lasts when the request names no time
    """

    response_time: timedelta | None = None
    auto_close: timedelta | None = None
    pending_time: timedelta = timedelta(days=1)


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class ActionContext:
    """The time and the author of an action, the states, and the policy."""

    at: datetime
    by: Author
    states: States
    policy: Policy = DEFAULT_POLICY
