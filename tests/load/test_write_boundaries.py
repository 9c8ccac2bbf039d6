"""Kill each endpoint at each of its writes: called again, it has done its work once, and the desk is sound."""

from contextlib import suppress
from itertools import count, takewhile
from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens
from tests.functional.replays import SampleTickets
from tests.functional.test_events import WRITES_NOTHING
from tools.faults import killed_after, killed_before
from tools.load.audit import audit
from tools.load.invocations import InvocationFailed
from tools.load.normalise import normalise
from tools.load.snapshot_world import KillAt, SnapshotWorld
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.openapi.endpoints import endpoints
from tools.openapi.failures import status_of
from tools.sample_events import FUNCTIONS, UNDOES, event, with_credentials

ENDPOINTS = endpoints(read())

WRITING = sorted(endpoint.key for endpoint in ENDPOINTS if endpoint.writes and endpoint.key not in WRITES_NOTHING)

CAME_TOO_LATE = {
    endpoint.key: status_of(endpoint, [*endpoint.identifiers.values()][-1]())
    for endpoint in ENDPOINTS
    if endpoint.method == "DELETE" and endpoint.path.endswith("}")
} | {endpoint.key: 412 for endpoint in ENDPOINTS if endpoint.method == "PUT" and endpoint.facts.versioned}
"""The status of a repetition after a call that took effect: nothing is left to delete, or the version is no longer
that of `If-Match`. A POST has an `Idempotency-Key` instead."""

SAMPLE = SampleTickets()


class Calls:
    """A desk with two tickets, and an event that is sent to its function repeatedly."""

    def __init__(self, world: World, tokens: Tokens, name: str) -> None:
        self._function = FUNCTIONS[name].logical_id
        if name in UNDOES:
            world.invoke(FUNCTIONS[UNDOES[name]].logical_id, with_credentials(event(UNDOES[name]), tokens))
        self._event = with_credentials(event(name), tokens)
        for header, value in self._guard(world).items():
            _set_header(self._event, header, value)
        self.snapshot = SnapshotWorld(world)

    def _guard(self, world: World) -> dict[str, str]:
        """Return the header that keeps a repetition from taking effect again."""
        match self._event["httpMethod"]:
            case "POST":
                return {"Idempotency-Key": "once"}
            case "PUT":
                found = world.client(self._event["headers"]).get(self._event["path"])
                return {"If-Match": found.headers.get("ETag") or "*"}
        return {}

    def send(self) -> int:
        """Send the event to the function, which starts cold; return the status of its answer."""
        desk.reset()
        status: int = self.snapshot.world.invoke(self._function, self._event)["statusCode"]
        return status

    def is_killed_at(self, kill: KillAt, write: int) -> bool:
        """Kill the function at this write; return False when it makes fewer writes."""
        self.snapshot.restore()
        with self.snapshot.killing(kill(write)), suppress(InvocationFailed):
            self.send()
        return self.snapshot.kills > 0


def _set_header(event: dict[str, Any], name: str, value: str) -> None:
    event["headers"][name] = value
    event["multiValueHeaders"][name] = [value]


@pytest.mark.parametrize("kill", [killed_before, killed_after])
@pytest.mark.parametrize("name", WRITING)
def test_an_endpoint_killed_at_any_write_has_done_its_work_once_when_it_is_called_again(
    name: str, kill: KillAt
) -> None:
    with World() as world:
        calls = Calls(world, SAMPLE.put_into(world), name)
        status = calls.send()
        undisturbed = normalise(calls.snapshot.contents())
        assert status < 300

        kills = 0
        for write in takewhile(lambda write: calls.is_killed_at(kill, write), count(1)):
            kills += 1
            again = calls.send()
            assert again == status or (kill is killed_after and again == CAME_TOO_LATE.get(name)), write
            contents = calls.snapshot.contents()
            assert normalise(contents) == undisturbed, write
            assert audit(contents) == [], write
        assert kills > 0
