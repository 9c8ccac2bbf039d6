"""Change the deployed stack where ministack differs from AWS. Nothing here is part of a real deployment.

Differences without a remedy:
- ministack ignores the gateway responses in an API's definition (`x-amazon-apigateway-gateway-responses`), so an
  unknown path gets its 403, not our 404.
- ministack's events do not name the domain that was called (`requestContext.domainName`), so the addresses of files in
  SupportBee's answers have no host. `tools.clients` looks for their paths at the base URL of the stack.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tools.local_aws.stack import Stack


def allow_plain_http(stack: Stack) -> None:
    """Delete the bucket policy that refuses requests without TLS, which ministack does not offer here."""
    stack.cloud.client("s3").delete_bucket_policy(Bucket=stack.names["Files"])


@contextmanager
def plain_http_allowed(stack: Stack) -> Iterator[None]:
    """Do without that bucket policy inside the block: functions themselves call the bucket without TLS here."""
    s3, bucket = stack.cloud.client("s3"), stack.names["Files"]
    policy = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    allow_plain_http(stack)
    try:
        yield
    finally:
        s3.put_bucket_policy(Bucket=bucket, Policy=policy)


def set_scheduled_time(stack: Stack, at: datetime) -> None:
    """Set the time that all schedules send from now on.

    EventBridge Scheduler replaces `<aws.scheduler.scheduled-time>` by the scheduled time of each run; ministack runs
    schedules but does not replace it.
    """
    scheduler = stack.cloud.client("scheduler")
    for listed in scheduler.list_schedules()["Schedules"]:
        schedule = scheduler.get_schedule(Name=listed["Name"])
        update = {name: schedule[name] for name in ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")}
        update["Target"]["Input"] = json.dumps({"time": at.isoformat()})
        scheduler.update_schedule(**update)
