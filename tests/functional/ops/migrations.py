"""Running steps of the migrations as an operator does."""

from typing import Any

from polydesk.jobs.migrations.registry import STEPS
from tools.local_desk.world import World

MIGRATE = "OpsMigrate"


def run_step(world: World, step: int, **wanted: Any) -> dict[str, Any]:
    """Invoke a step once; return its answer."""
    answer: dict[str, Any] = world.invoke(MIGRATE, {"step": step, **wanted})
    return answer


def run_all_steps(world: World) -> None:
    """Run every step until it is complete."""
    for step in STEPS:
        while not run_step(world, step.number)["complete"]:
            pass
