"""Whatever endpoint dies at whatever write: called again, it has done what it should, once, and the desk is sound."""

from contextlib import suppress
from itertools import count, takewhile
from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Sample, Tokens
from tests.functional.replays import FUNCTIONS, UNDOES, event, set_scene, with_credentials
from tools.faults import killed_after, killed_before
from tools.load.audit import audit
from tools.load.normalise import essence
from tools.load.snapshot_world import Died, Killing, Stage
from tools.local_desk.model import Route
from tools.local_desk.world import World

WRITING = sorted(
    name for name, function in FUNCTIONS.items() if any(route.method != "GET" for route in function.of_type(Route))
)

GONE = {"zammad/delete_state": 422}
"""What a repetition is answered when it finds nothing left to do, if that is no success."""

SAMPLE = Sample()


class Calls:
    """A desk with two tickets, and an event that is sent to its function again and again."""

    def __init__(self, world: World, tokens: Tokens, name: str) -> None:
        set_scene(world, tokens)
        self._function = FUNCTIONS[name].logical_id
        if name in UNDOES:
            world.invoke(FUNCTIONS[UNDOES[name]].logical_id, with_credentials(event(UNDOES[name]), tokens))
        self._event = _once(with_credentials(event(name), tokens))
        self.stage = Stage(world)

    def send(self) -> int:
        """Send the event to the function, which starts cold; the status of its answer."""
        desk.reset()
        status: int = self.stage.world.invoke(self._function, self._event)["statusCode"]
        return status

    def dies(self, kill: Killing, write: int) -> bool:
        """Whether there is such a write; then the function has died there."""
        self.stage.begin_again()
        with self.stage.mortal(kill(write)), suppress(Died):
            self.send()
        return self.stage.deaths > 0


def _once(event: dict[str, Any]) -> dict[str, Any]:
    """The event with an Idempotency-Key, where the method takes one."""
    if event["httpMethod"] == "POST":
        event["headers"]["Idempotency-Key"] = "once"
        event["multiValueHeaders"]["Idempotency-Key"] = ["once"]
    return event


@pytest.mark.parametrize("kill", [killed_before, killed_after])
@pytest.mark.parametrize("name", WRITING)
def test_an_endpoint_that_dies_at_any_write_has_done_its_work_once_when_it_is_called_again(
    name: str, kill: Killing
) -> None:
    with World() as world:
        calls = Calls(world, SAMPLE.put_into(world), name)
        status = calls.send()
        undisturbed = essence(calls.stage.found())
        assert status < 300

        deaths = 0
        for write in takewhile(lambda write: calls.dies(kill, write), count(1)):
            deaths += 1
            again = calls.send()
            assert again == status or (kill is killed_after and again == GONE.get(name)), write
            found = calls.stage.found()
            assert essence(found) == undisturbed, write
            assert audit(found) == [], write
        assert deaths > 0
