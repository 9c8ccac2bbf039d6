"""Checks of what the gateway answers by itself, and of what it passes on."""

from collections.abc import Mapping

import httpx

from tools.smoke.callers import Caller
from tools.smoke.stack import Failed

ABOVE_THE_DESKS_LIMIT = 4_680_000
"""Bytes of a body that reaches a function, which refuses it."""

ABOVE_LAMBDAS_LIMIT = 5_500_000
"""Bytes of a body that is too large for a function. The gateway takes 10 MB."""


def unknown_path(caller: Caller) -> str:
    """Call a path outside of all APIs."""
    return _unknown(caller, {})


def unknown_path_with_authorization(caller: Caller) -> str:
    """Call it with a header that the gateway could take for a signature of AWS."""
    return _unknown(caller, {"Authorization": "Bearer not-a-token"})


def unknown_method(caller: Caller) -> str:
    """Call a path with a method that it does not have."""
    return _by_gateway(caller, caller.http.request("PUT", "/support/topics"), 405)


def no_token(caller: Caller) -> str:
    """Call an API without a token."""
    return _status(caller.http.get("/support/topics"), 401)


def too_large_for_the_desk(caller: Caller) -> str:
    """Send a body that the function refuses."""
    return _too_large(caller, ABOVE_THE_DESKS_LIMIT)


def too_large_for_lambda(caller: Caller) -> str:
    """Send a body that reaches no function."""
    return _too_large(caller, ABOVE_LAMBDAS_LIMIT)


def _too_large(caller: Caller, size: int) -> str:
    headers = {"X-Token": caller.tokens["smoke customer"]["token"], "Content-Type": "application/json"}
    body = b'{"summary": "Large", "comment_body": "' + b"x" * size + b'"}'
    return _status(caller.http.post("/support/tickets", content=body, headers=headers), 413)


def _unknown(caller: Caller, headers: Mapping[str, str]) -> str:
    return _by_gateway(caller, caller.http.get("/there-is-no-such-path", headers=headers), 404)


def _by_gateway(caller: Caller, answer: httpx.Response, expected: int) -> str:
    """Check an answer that a local AWS, which knows no gateway responses and no ANY method, gives as 403."""
    if caller.stack.is_local and answer.status_code == 403:
        return f"403, as a local AWS does; AWS has to answer {expected}"
    return _status(answer, expected)


def _status(answer: httpx.Response, expected: int) -> str:
    if answer.status_code != expected:
        raise Failed(f"{answer.status_code} instead of {expected}: {answer.text[:300]}")
    if "json" not in answer.headers.get("Content-Type", ""):
        raise Failed(f"{expected}, but not in JSON: {answer.text[:300]}")
    return str(expected)
