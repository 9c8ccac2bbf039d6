"""What the deployed stack tells others, and who may touch it."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.e2e.desk import Desk, eventually
from tools.local_aws.cloud import REGION


def test_a_rule_of_the_bus_hears_of_a_new_ticket(desk: Desk) -> None:
    cloud, bus = desk.stack.cloud, desk.stack.outputs["EventBusName"]
    events, sqs = cloud.client("events"), cloud.client("sqs")
    queue = sqs.create_queue(QueueName="listener")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policies = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policies})
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source":["polydesk"]}')
    events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])

    number = desk.selectel("POST", "tickets", "client", json={"summary": "News", "comment_body": "Spread it"})["number"]

    heard: list[tuple[str, int]] = []

    def has_heard() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"])
            heard.append((event["detail-type"], event["detail"]["number"]))
        return ("ticket.opened", number) in heard

    assert eventually(has_heard, seconds=60), heard


def test_nobody_without_credentials_reads_the_table(desk: Desk) -> None:
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "wrong", region_name=REGION)
    stranger = session.client("dynamodb", endpoint_url=desk.stack.cloud.url)

    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        stranger.get_item(TableName=desk.stack.names["Table"], Key={"pk": {"S": "STATES"}, "sk": {"S": "R"}})
