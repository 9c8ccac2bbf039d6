"""Where ministack is not AWS, and how the deployed stack is helped over it. Nothing here is part of what is deployed.

Not helped:
- ministack passes over the gateway's own answers in an API's definition (`x-amazon-apigateway-gateway-responses`), so
  an unknown path is its 403, not our 404.
- It takes `multipart~1form-data`, as CloudFormation wants a media type to be written, for another one than
  `multipart/form-data`, so a form with files that are not text does not arrive as it was sent. Events of such forms
  reach their functions in `test_runtime`.
"""

import json
from datetime import datetime

from tools.local_aws.stack import Stack


def name_the_batches(stack: Stack) -> None:
    """IAM knows no action sqs:SendMessageBatch, sqs:SendMessage covers it; ministack wants it to be allowed by name."""
    iam = stack.cloud.client("iam")
    for policy in (stack.names["QueuesTickets"], stack.names["FollowsTable"]):
        version = iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"]
        document = iam.get_policy_version(PolicyArn=policy, VersionId=version)["PolicyVersion"]["Document"]
        [statement] = [one for one in document["Statement"] if one["Action"] == "sqs:SendMessage"]
        statement["Action"] = ["sqs:SendMessage", "sqs:SendMessageBatch"]
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(document), SetAsDefault=True)


def let_plain_http_pass(stack: Stack) -> None:
    """The bucket refuses what is not encrypted on its way; ministack's S3 speaks no TLS here."""
    stack.cloud.client("s3").delete_bucket_policy(Bucket=stack.names["Files"])


def tell_the_time(stack: Stack, at: datetime) -> None:
    """Let every schedule say that it was meant for this time, from now on.

    EventBridge Scheduler puts the time in the place of `<aws.scheduler.scheduled-time>`; ministack runs schedules, but
    passes that on as it stands.
    """
    scheduler = stack.cloud.client("scheduler")
    for listed in scheduler.list_schedules()["Schedules"]:
        schedule = scheduler.get_schedule(Name=listed["Name"])
        kept = {name: schedule[name] for name in ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")}
        kept["Target"]["Input"] = json.dumps({"time": at.isoformat()})
        scheduler.update_schedule(**kept)
