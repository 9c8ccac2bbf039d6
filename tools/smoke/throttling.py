"""Finds out what the gateway answers when Lambda has no room for a function.

The function that answers wrong methods is given no concurrency for a few seconds: no other calls are affected.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tools.smoke.background import wait_for
from tools.smoke.callers import Caller
from tools.smoke.stack import Failed, Stack

FUNCTION = "GatewayAnswerOtherMethods"
TAKES_EFFECT_SECONDS = 30.0
LOGGED_SECONDS = 60.0
NORMAL = 405


def response_type(caller: Caller) -> str:
    """Return the status of a throttled call, and the type of the gateway's response according to its log."""
    if caller.stack.is_local:
        return "not tried: a local AWS sends other methods to no function"
    answers: list[Any] = []

    def is_throttled() -> bool:
        answers.append(caller.http.request("PUT", "/support/topics"))
        return bool(answers[-1].status_code != NORMAL)

    begun = time.time()
    with _no_concurrency(caller.stack):
        wait_for(is_throttled, TAKES_EFFECT_SECONDS)
    throttled = answers[-1]
    error = throttled.headers.get("x-amzn-ErrorType", "none")
    return (
        f"status {throttled.status_code}, {_logged(caller.stack, begun)}, x-amzn-ErrorType {error}, "
        f"Retry-After {throttled.headers.get('Retry-After', 'none')}: {throttled.text[:200]}"
    )


@contextmanager
def _no_concurrency(stack: Stack) -> Iterator[None]:
    functions = stack.client("lambda")
    functions.put_function_concurrency(FunctionName=stack.names[FUNCTION], ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=stack.names[FUNCTION])


def _logged(stack: Stack, begun: float) -> str:
    """Return the types of the gateway's own responses to PUT since then, from the log of requests."""
    group = stack.outputs.get("RequestLogGroup")
    if not group:
        return "no log of requests (AccessLog is off)"
    found: set[str] = set()

    def is_logged() -> bool:
        page = stack.client("logs").filter_log_events(
            logGroupName=group, startTime=int(begun * 1000) - 1000, filterPattern='{ $.method = "PUT" }'
        )
        found.update(gateway_errors([one["message"] for one in page["events"]]))
        return bool(found)

    try:
        wait_for(is_logged, LOGGED_SECONDS)
    except Failed:
        return "no gateway response in the log yet"
    return f"response type {', '.join(sorted(found))}"


def gateway_errors(lines: list[str]) -> set[str]:
    """Return the response types in lines of the log of requests, of calls with PUT."""
    parsed = [json.loads(line) for line in lines]
    return {one["gateway_error"] for one in parsed if one["method"] == "PUT" and one["gateway_error"] != "-"}
