"""Run the functions that no worker calls: schedules, the queue of timers, and the readers of the table's stream."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tools.load.invocations import Invocations
from tools.local_desk.deliveries.batches import DeliveryBlocked
from tools.local_desk.world import World

SWEEP = "SchedulesSweepTimers"
RECONCILE = "SchedulesReconcileIndex"
FOLD = "SchedulesFoldCounts"
DAILY = ("SchedulesPurgeSpam", "SchedulesRemoveUnattachedFiles", "SchedulesCheckSources", RECONCILE)
"""Schedules that are run once a day here, those that run each hour in a stack too."""

ATTEMPTS = 50
ROUNDS_PER_DAY = 40
ROUNDS_PER_FOLDING = 5
PAUSE = 0.4
"""Seconds between rounds while workers are busy: two minutes of the desk."""
QUIET_ROUNDS = 3
"""Consecutive rounds without a delivery after which everything has been delivered."""
MAX_ROUNDS = 500


class Background:
    """Invokes functions as AWS does, again until they succeed."""

    def __init__(self, world: World, invocations: Invocations, reseed: Callable[[str], None]) -> None:
        """Invoke the functions of `world`. `reseed` is called with the number of each round, to seed its faults."""
        self._world = world
        self._invocations = invocations
        self._reseed = reseed
        self._rounds = 0
        self.events: list[tuple[int, int]] = []
        """Ticket and version of each event on the bus, in order of arrival."""
        self.errors: list[str] = []

    def round(self) -> int:
        """Sweep the timers and deliver from streams and queues; return the number of deliveries.

        One round in ROUNDS_PER_DAY also runs the daily schedules, one in ROUNDS_PER_FOLDING folds the counts.
        """
        self._rounds += 1
        self._reseed(str(self._rounds))
        self._fire(SWEEP)
        if self._rounds % ROUNDS_PER_FOLDING == 0:
            self._fire(FOLD)
        if self._rounds % ROUNDS_PER_DAY == 0:
            self.run_daily()
        delivered = self._deliver()
        self.events += [(event["detail"]["number"], event["detail"]["version"]) for event in self._world.events()]
        return delivered

    def _deliver(self) -> int:
        try:
            return self._world.pump()
        except DeliveryBlocked:  # a backlog of sweeps that failed after queueing: go on in the next round
            return 1

    def run_daily(self) -> None:
        """Run each daily schedule once."""
        for schedule in DAILY:
            answer = self._fire(schedule)
            if answer.get("drifted"):
                self.errors.append(f"the ticket index had drifted: {answer}")

    def run_until_quiet(self) -> None:
        """Run rounds until nothing is left to deliver."""
        quiet = 0
        for _ in range(MAX_ROUNDS):
            quiet = 0 if self.round() else quiet + 1
            if quiet == QUIET_ROUNDS:
                return
        self.errors.append(f"streams and queues still deliver after {MAX_ROUNDS} rounds")

    def _fire(self, schedule: str) -> dict[str, Any]:
        at: datetime = self._world.clock.now
        for _ in range(ATTEMPTS):
            try:
                answer: dict[str, Any] = self._world.fire(schedule, at)
            except Exception:  # noqa: BLE001, S112 - Invocations reports failures that no fault explains
                continue
            return answer
        self.errors.append(f"{schedule} failed {ATTEMPTS} times in a row")
        return {}
