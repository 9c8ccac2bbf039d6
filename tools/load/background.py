"""What runs beside the clients: schedules, the queue of timers, and the two readers of the table's stream."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tools.load.invocations import Invocations
from tools.local_desk.deliveries.batches import DeliveryBlocked
from tools.local_desk.world import World

SWEEP = "SchedulesSweepTimers"
RECONCILE = "SchedulesReconcileIndex"
DAILY = ("SchedulesPurgeSpam", "SchedulesRemoveUnattachedFiles", RECONCILE)

ATTEMPTS = 50
ROUNDS_BETWEEN_DAILY = 40
PAUSE = 0.4
"""Seconds between rounds while clients are at work: two minutes of the desk."""
QUIET = 3
"""Rounds without a delivery after which everything has been told."""
LONGEST = 500
"""Rounds after which it never will be."""


class Background:
    """The functions that no client calls, called as AWS does: again until they go through."""

    def __init__(self, world: World, invocations: Invocations, draw: Callable[[str], None]) -> None:
        """Call the functions of this world; `draw` seeds the faults of a round."""
        self._world = world
        self._invocations = invocations
        self._draw = draw
        self._rounds = 0
        self.heard: list[tuple[int, int]] = []
        """Ticket and version of each event on the bus, as it was told."""
        self.wrong: list[str] = []
        self.purged = 0
        self.removed = 0

    def round(self) -> int:
        """Sweep, let streams and queues deliver, and now and then do what is done daily; answers the deliveries."""
        self._rounds += 1
        self._draw(str(self._rounds))
        self._fire(SWEEP)
        if self._rounds % ROUNDS_BETWEEN_DAILY == 0:
            self.daily()
        delivered = self._delivered()
        self.heard += [(event["detail"]["number"], event["detail"]["version"]) for event in self._world.events()]
        return delivered

    def _delivered(self) -> int:
        try:
            return self._world.pump()
        except DeliveryBlocked:  # a backlog of sweeps that failed after queueing: go on in the next round
            return 1

    def daily(self) -> None:
        """The schedules of a day."""
        for schedule in DAILY:
            answer = self._fire(schedule)
            self.purged += answer.get("purged", 0)
            self.removed += answer.get("removed", 0)
            if answer.get("drifted"):
                self.wrong.append(f"the state index had drifted: {answer}")

    def until_quiet(self) -> None:
        """Go on until nothing is left to deliver."""
        quiet = 0
        for _ in range(LONGEST):
            quiet = 0 if self.round() else quiet + 1
            if quiet == QUIET:
                return
        self.wrong.append("streams and queues were never quiet")

    def _fire(self, schedule: str) -> dict[str, Any]:
        at: datetime = self._world.clock.now
        for _ in range(ATTEMPTS):
            try:
                answer: dict[str, Any] = self._world.fire(schedule, at)
            except Exception:  # noqa: BLE001, S112 - what no fault explains is noted where it is called
                continue
            return answer
        self.wrong.append(f"{schedule} never went through")
        return {}
