"""Sends hostile requests to the functions of a desk on moto, and judges each answer and the time that it took."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from polydesk.desk import desk
from tools.engine import Engine
from tools.hostile.fillings import MAX_TIMES, REFERENCE
from tools.hostile.requests import HostileRequest, hostile_request
from tools.local_desk.moto_patches import snapshots
from tools.local_desk.world import World
from tools.openapi.endpoints import endpoints
from tools.sample_events import FUNCTIONS, event, with_credentials

RESTORED_EVERY = 20
"""Requests after which the desk is again as it was, so that ids of the samples mean something and moto stays fast."""

ATTEMPTS = 3
"""Other processes can disturb a measurement, but not each time."""

NO_LIMITS = {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}


@dataclass(slots=True)
class Result:
    """What came of a run.

    statuses: how many answers had each status
    failures: requests that the desk failed to answer, and how
    slow: requests that took longer than MAX_TIMES the reference
    slowest: the longest time as a multiple of the reference
    """

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every request was answered, in time."""
        return not self.failures and not self.slow


def run(engine: Engine, requests: int, seed: str) -> Result:
    """Send so many requests. The seed decides which."""
    choose, result = random.Random(seed), Result()
    reference = min(_processor_time(lambda: json.loads(REFERENCE)) for _ in range(ATTEMPTS))
    with World(engine, NO_LIMITS) as world:
        samples = _samples(world)
        [table] = world.template.tables
        desk_as_it_was = snapshots.take(table.name)
        for number in range(requests):
            if number % RESTORED_EVERY == 0:
                snapshots.restore(table.name, desk_as_it_was)
                desk.reset()
            endpoint, sample = choose.choice(samples)
            _judge(world, hostile_request(endpoint, sample, choose), reference, result)
    return result


def _samples(world: World) -> list[tuple[Any, dict[str, Any]]]:
    """Set the desk up, open the tickets that the events refer to, and return the endpoints with their events."""
    answer = world.invoke("OpsSetUpDesk", event("ops/set_up_desk"))
    tokens = {token["name"]: token for token in answer["tokens"]}
    for name in ("selectel/create_ticket", "selectel/create_ticket", "selectel/create_comment"):
        sample = with_credentials(event(name), tokens)
        sample["headers"].pop("Idempotency-Key", None)
        sample["multiValueHeaders"].pop("Idempotency-Key", None)
        world.invoke(FUNCTIONS[name].logical_id, sample)
    return [(one, with_credentials(event(one.key), tokens)) for one in endpoints(world.template)]


def _judge(world: World, request: HostileRequest, reference: float, result: Result) -> None:
    function = FUNCTIONS[request.endpoint.key].logical_id
    name = f"{request.endpoint.method} {request.endpoint.path}: {', '.join(request.kinds)}"
    answers: list[Any] = []
    for _ in range(ATTEMPTS):
        taken = _processor_time(lambda: answers.append(world.invoke(function, request.event)))
        if taken <= MAX_TIMES * reference:
            break
    else:
        result.slow.append(f"{name}: {taken / reference:.0f} times as long as the reference")
    result.requests += 1
    result.slowest = max(result.slowest, taken / reference)
    status = answers[0]["statusCode"]
    result.statuses[status] += 1
    if problem := _problem(answers[0]):
        result.failures.append(f"{name}: {problem}")


def _problem(answer: dict[str, Any]) -> str | None:
    """Return what is wrong with an answer."""
    if answer["statusCode"] >= 500:
        return f"{answer['statusCode']} {answer['body']}"
    headers = {name.lower(): values for name, values in answer.get("multiValueHeaders", {}).items()}
    headers |= {name.lower(): [value] for name, value in (answer.get("headers") or {}).items()}
    content_type = headers.get("content-type", [""])[0]
    if answer.get("body") and "charset=utf-8" not in content_type:
        return f"its Content-Type is {content_type!r}"
    if "application/json" in content_type:
        try:
            json.loads(answer["body"])
        except ValueError:
            return "its body is not JSON"
    return None


def _processor_time(work: Callable[[], object]) -> float:
    """Return the seconds that it takes this process."""
    began = time.process_time()
    work()
    return time.process_time() - began
