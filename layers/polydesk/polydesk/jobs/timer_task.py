"""The message between the functions that find due tickets and the one that applies their timers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class TimerTask:
    """A ticket to check.

    time: the time as of which it is due
    due_at: its key in the timer index, when it was found there
    """

    number: int
    time: datetime
    due_at: str | None = None

    def to_message(self) -> dict[str, Any]:
        """Return the task as a message."""
        return {"number": self.number, "time": self.time.isoformat(), "due_at": self.due_at}

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> "TimerTask":
        """Return the task in a message. Raises KeyError, TypeError or ValueError when the message is malformed."""
        return cls(int(message["number"]), datetime.fromisoformat(message["time"]), message["due_at"])
