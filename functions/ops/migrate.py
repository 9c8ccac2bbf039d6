"""Run a step of the migrations, a part of it in each run, or list the steps.

An operator with IAM rights invokes it after an upgrade, as often as needed, also while the desk is in use; it has no
HTTP route.
"""

from typing import Any

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.http.body import Body
from polydesk.jobs.background import background
from polydesk.jobs.migrations.registry import STEPS
from polydesk.jobs.migrations.runner import Migrator


class StepRequest(Body):
    """The number of a step; without it the steps are listed. `again` begins a step anew, complete or not."""

    step: int | None = None
    again: bool = False


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return the progress of the step and what this run has found, or the progress of every step."""
    wanted = StepRequest.read(event)
    migrator = Migrator(resources, STEPS)
    if wanted.step is None:
        return {"steps": migrator.state()}
    return migrator.run(wanted.step, clock.to_the_millisecond(), again=wanted.again)
