"""`make smoke` on the deployed stack."""

from datetime import UTC, datetime

import pytest

from tools.local_aws.desk import Desk
from tools.local_aws.differences import allow_plain_http, set_scheduled_time
from tools.local_aws.stack import NAME
from tools.smoke.__main__ import CHECKS, run
from tools.smoke.callers import callers
from tools.smoke.report import Report
from tools.smoke.stack import Stack


@pytest.fixture
def deployed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """The stack, found with the variables that `make deploy-local` prints."""
    for name, value in desk.stack.cloud.environment.items():
        monkeypatch.setenv(name, value)
    return Stack(NAME, desk.stack.cloud.url)


def test_the_deployed_stack_passes_and_nothing_is_left_of_the_test(desk: Desk, deployed: Stack) -> None:
    allow_plain_http(desk.stack)
    set_scheduled_time(desk.stack, datetime.now(UTC))
    lines: list[str] = []
    report = Report(lines.append)

    run(deployed, report)

    assert report.failed == 0, "\n".join(lines)
    assert report.passed == len(CHECKS) + 1
    events, sqs = deployed.client("events"), deployed.client("sqs")
    assert events.list_rules(NamePrefix="polydesk-smoke", EventBusName=deployed.outputs["EventBusName"])["Rules"] == []
    assert sqs.list_queues(QueueNamePrefix="polydesk-smoke").get("QueueUrls", []) == []


def test_a_token_of_the_test_is_refused_afterwards(desk: Desk, deployed: Stack) -> None:
    with callers(deployed) as caller:
        headers = {"X-Token": caller.tokens["smoke staff"]["token"]}

    assert desk.http.get("/support/topics", headers=headers).status_code == 401
