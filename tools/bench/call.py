"""A call to measure, and its budget."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.bench.desk import SampleDesk
from tools.local_desk.client import Response


@dataclass(frozen=True, slots=True)
class Budget:
    """The most requests, read units and write units that a call may take; None for no limit."""

    requests: int | None = None
    reads: float | None = None
    writes: int | None = None


READ = Budget(requests=1, writes=0)
PAGE = Budget(requests=9, writes=0)
HISTORY = Budget(requests=3, writes=0)
WRITE = Budget(requests=2, writes=6)
TRANSITION = Budget(requests=2, writes=10)
CREATE = Budget(requests=2, writes=11)
FLAG = Budget(requests=2, writes=8)
SPAM = Budget(requests=2, writes=11)


@dataclass(frozen=True, slots=True)
class Call:
    """A call to measure."""

    api: str
    name: str
    send: Callable[[SampleDesk], Response]
    budget: Budget
    minimum: str
    """The fewest units that any design needs: R read, W write units."""
