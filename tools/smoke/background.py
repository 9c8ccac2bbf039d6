"""Checks of what no caller waits for: a timer, and an event on the bus."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.smoke.callers import Caller
from tools.smoke.stack import Failed, Stack

LISTENER = "polydesk-smoke"
TIMER_SECONDS = 180.0
"""The schedule runs every minute, and a new stack's first runs may be late."""
EVENT_SECONDS = 90.0
PAUSE_SECONDS = 2.0
PENDING_ACTION = 4
"""Zammad's id of the type of states that end by themselves."""


def timer(caller: Caller) -> str:
    """Put the ticket into a pending state that is over, and wait until the schedule moves it on."""
    pending = next((one for one in caller.zammad("GET", "ticket_states") if _ends_by_itself(one)), None)
    if pending is None:
        return "not tried: the desk has no active state of the type pending action"
    path = f"json/ticket/{caller.number}/"
    past = (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S")
    body = {"staff": caller.staff_id, "status": pending["id"], "pending_time": past}
    caller.happyfox("POST", f"{path}staff_update/", json=body)

    def has_moved() -> bool:
        return bool(caller.happyfox("GET", path).json()["status"]["id"] != pending["id"])

    return f"moved on after {wait_for(has_moved, TIMER_SECONDS):.0f} s"


def _ends_by_itself(state: dict[str, Any]) -> bool:
    return bool(state["active"] and state["next_state_id"] and state["state_type_id"] == PENDING_ACTION)


def event(caller: Caller) -> str:
    """Listen on the bus, comment, and wait for the comment's event."""
    with listener(caller.stack) as receive:
        caller.tickets("POST", f"tickets/{caller.number}/comments", "customer", json={"body": "Is it told?"})
        seen: list[str] = []

        def has_arrived() -> bool:
            seen.extend(one["detail-type"] for one in receive() if one["detail"]["number"] == caller.number)
            return bool(seen)

        seconds = wait_for(has_arrived, EVENT_SECONDS)
    return f"{seen[0]} after {seconds:.0f} s"


@contextmanager
def listener(stack: Stack) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Yield a function that returns new events of the bus. A rule and a queue exist inside only."""
    events, sqs, bus = stack.client("events"), stack.client("sqs"), stack.outputs["EventBusName"]
    name = f"{LISTENER}-{stack.name}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    try:
        rule = events.put_rule(Name=name, EventBusName=bus, EventPattern='{"source":["polydesk"]}')["RuleArn"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": _policy(arn, rule)})
        events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
        yield lambda: [json.loads(one["Body"]) for one in _take(sqs, queue)]
    finally:
        _remove_rule(events, name, bus)
        sqs.delete_queue(QueueUrl=queue)


def _policy(queue: str, rule: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _take(sqs: Any, queue: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return messages


def _remove_rule(events: Any, name: str, bus: str) -> None:
    if events.list_rules(NamePrefix=name, EventBusName=bus)["Rules"]:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=["queue"])
        events.delete_rule(Name=name, EventBusName=bus)


def wait_for(check: Callable[[], bool], seconds: float) -> float:
    """Wait until `check` is true, and return how many seconds that took. Raises Failed after `seconds`."""
    begun = time.monotonic()
    while not check():
        if time.monotonic() - begun > seconds:
            raise Failed(f"nothing after {seconds:.0f} s")
        time.sleep(PAUSE_SECONDS)
    return time.monotonic() - begun
