"""Under which of the deployment's rules something is done."""

from datetime import datetime, timedelta

from polydesk.domain.draft import Occasion
from polydesk.domain.person import Author
from polydesk.domain.state import States
from polydesk.settings import Settings


def occasion(config: Settings, at: datetime, by: Author, states: States) -> Occasion:
    """The occasion of something that `by` does at that time, with these states."""
    return Occasion(
        at=at,
        by=by,
        states=states,
        response_time=timedelta(minutes=config.first_response_minutes) or None,
        auto_close=timedelta(days=config.auto_close_days) or None,
        pending_time=timedelta(days=config.pending_default_days),
    )
