"""`make fuzz` sends hostile requests: what it sends is decided by its seed, and it finds what it is there to find."""

import random
from typing import Any

import pytest

from polydesk.desk.tickets import TicketDesk
from tests.profiles import number
from tools.engine import Engine
from tools.hostile import run as hostile
from tools.hostile.__main__ import summary
from tools.hostile.requests import CHANGES, hostile_request
from tools.local_desk.template import read
from tools.openapi.endpoints import endpoints
from tools.sample_events import event

ENDPOINTS = endpoints(read())


def test_the_desk_answers_hostile_requests_in_time(engine: Engine) -> None:
    result = hostile.run(engine, number(gate=150, full=1_000), "gate")

    assert result.passed, summary(result)
    assert {200, 400} <= result.statuses.keys()


def test_a_request_that_the_desk_fails_to_answer_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(TicketDesk, "open", fail)

    result = hostile.run(engine, 150, "gate")

    assert not result.passed
    assert "500" in summary(result)


def test_a_request_that_takes_too_long_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "MAX_TIMES", 0)

    assert len(hostile.run(engine, 3, "gate").slow) == 3


def test_the_seed_decides_what_is_sent() -> None:
    def sent(seed: str) -> list[tuple[Any, ...]]:
        choose = random.Random(seed)
        requests = [hostile_request(one, event(one.key), choose) for one in ENDPOINTS]
        return [(request.kinds, request.event) for request in requests]

    assert sent("a") == sent("a") != sent("b")


def test_every_change_is_made() -> None:
    choose = random.Random("gate")
    made = {kind for one in ENDPOINTS * 10 for kind in hostile_request(one, event(one.key), choose).kinds}

    assert made == {change.__name__ for change in CHANGES}
