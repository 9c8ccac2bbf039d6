"""Runs the steps of the migrations, and tells how far they have come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.errors import InvalidValue
from polydesk.jobs.migrations.step import Finding, Step
from polydesk.storage.migrations import Progress
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

RUN_SECONDS = 45.0
"""Time in which a run starts on another part: the AWS CLI waits a minute for an answer."""


class Migrator:
    """Runs these steps on one desk."""

    def __init__(self, resources: Resources, steps: Sequence[Step]) -> None:
        """Keep the steps by number."""
        self._resources = resources
        self._progress = resources.migrations
        self._steps = {step.number: step for step in steps}

    def state(self) -> list[dict[str, Any]]:
        """Return number, name and progress of each step."""
        stored = self._progress.all()
        return [_shown(step, stored.get(number, Progress(number))) for number, step in self._steps.items()]

    def incomplete(self) -> list[Step]:
        """Return the steps that have not gone through the whole table."""
        stored = self._progress.all()
        return [step for number, step in self._steps.items() if not stored.get(number, Progress(number)).complete]

    def run(self, number: int, now: datetime, *, again: bool = False) -> dict[str, Any]:
        """Continue a step until time is up, for one part at least; return its progress and what this run has found.

        A complete step is left alone; `again` begins any step anew. Raises InvalidValue for a number that no step has,
        WriteConflict when another run of the step is in progress, and AWS's errors as they are. The run can then be
        repeated.
        """
        step = self._step(number)
        progress = self._progress.progress(number)
        if again:
            progress = replace(progress, cursor=None, changed=0, completed_at=None)
        found: list[Finding] = []
        deadline = Deadline(RUN_SECONDS)
        while not progress.complete:
            part = step.run_part(self._resources, progress.cursor)
            for finding in part.found:
                logger.warning("found by a migration", extra={"step": number, "found": finding})
            found.extend(part.found)
            completed_at = now if part.next is None else None
            changed = progress.changed + part.changed
            progress = self._progress.save(
                replace(progress, cursor=part.next, changed=changed, completed_at=completed_at)
            )
            if deadline.expired:
                break
        return {**_shown(step, progress), "found": found}

    def _step(self, number: int) -> Step:
        if number not in self._steps:
            known = ", ".join(map(str, self._steps)) or "none"
            raise InvalidValue("step", f"There is no step {number}. The steps are: {known}.")
        return self._steps[number]


def _shown(step: Step, progress: Progress) -> dict[str, Any]:
    completed = progress.completed_at.isoformat() if progress.completed_at else None
    return {
        "step": step.number,
        "name": step.name,
        "complete": progress.complete,
        "completed_at": completed,
        "changed": progress.changed,
    }
