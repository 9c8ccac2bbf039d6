"""The response type of throttling, from the log of requests."""

import json

from tools.smoke.throttling import gateway_errors


def line(method: str, error: str) -> str:
    """Return a line of the log."""
    return json.dumps({"method": method, "status": "500", "gateway_error": error})


def test_only_the_gateways_own_responses_to_the_probe_count() -> None:
    lines = [line("GET", "THROTTLED"), line("PUT", "-"), line("PUT", "INTEGRATION_FAILURE")]

    assert gateway_errors(lines) == {"INTEGRATION_FAILURE"}
