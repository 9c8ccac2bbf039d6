"""Every built function in Lambda's own runtime, with its sample event.

These tests find libraries that the layer lacks, handlers that the runtime does not find, and missing environment
variables, because functions cannot import anything from this repository's environment.
"""

from concurrent.futures import Future

import pytest

from tools.local_aws.runtime import Result
from tools.sample_events import NAMES

ALL_SECONDS = 300.0


@pytest.mark.parametrize("name", NAMES)
def test_a_function_handles_its_event_in_the_real_runtime(name: str, runs: dict[str, Future[Result]]) -> None:
    result = runs[name].result(ALL_SECONDS)

    assert "errorMessage" not in (result.answer or {}), result
    if name.partition("/")[0] in {"ops", "schedules", "streams"}:
        assert not (result.answer or {}).get("batchItemFailures"), result
    else:
        status = result.answer["statusCode"]
        assert 200 <= status < 300 or (status == 302 and result.answer["headers"]["Location"]), result
        assert '"cold_start":true' in result.log
        assert '"ColdStart":[1.0]' in result.log
    for warning in ("not prepared", "not connected"):
        assert warning not in result.log
