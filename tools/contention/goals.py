"""What the index has to carry when a transaction holds its items for 10 to 15 milliseconds."""

from dataclasses import dataclass

from tools.contention.model import Load, Result


@dataclass(frozen=True, slots=True)
class Goal:
    """A load, and the largest p99 in seconds and the most attempts for each success that it may take."""

    load: Load
    p99: float
    attempts: float

    def is_met(self, result: Result) -> bool:
        """Return whether a result of the load is within the goal."""
        return result.percentile(99) <= self.p99 and result.attempts_per_success <= self.attempts


CREATES_IN_A_ROW = Goal(Load(creates=400, changes=0, hold=0.010), p99=0.050, attempts=1.1)
CREATES_AND_CHANGES = Goal(Load(creates=400, changes=100, hold=0.010), p99=0.200, attempts=1.6)
GOALS = (CREATES_IN_A_ROW, CREATES_AND_CHANGES)
