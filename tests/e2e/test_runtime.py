"""Every built function in Lambda's own runtime, with the event that stands for it in events/.

A library that the layer lacks, a handler that the runtime does not find, a name missing in the environment: this is
where it comes out, because nothing of this repository's environment is within a function's reach.
"""

from concurrent.futures import Future

import pytest

from tests.functional.replays import NAMES
from tools.local_aws.runtime import Ran

ALL_WITHIN_SECONDS = 300.0


@pytest.mark.parametrize("name", NAMES)
def test_a_function_takes_its_event_in_the_real_runtime(name: str, runs: dict[str, Future[Ran]]) -> None:
    ran = runs[name].result(ALL_WITHIN_SECONDS)

    assert "errorMessage" not in (ran.answer or {}), ran
    if name.partition("/")[0] in {"ops", "schedules", "streams"}:
        assert not (ran.answer or {}).get("batchItemFailures"), ran
    else:
        assert 200 <= ran.answer["statusCode"] < 300, ran
