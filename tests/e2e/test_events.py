"""The deployed event bus, and access to the table without credentials."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from tools.local_aws.cloud import REGION
from tools.local_aws.desk import Desk, eventually


def test_a_rule_on_the_bus_receives_the_event_of_a_new_ticket(desk: Desk) -> None:
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

    received: list[tuple[str, int]] = []

    def has_arrived() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"])
            received.append((event["detail-type"], event["detail"]["number"]))
        return ("ticket.opened", number) in received

    assert eventually(has_arrived, seconds=60), received


def test_the_table_cannot_be_read_without_credentials(desk: Desk) -> None:
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "wrong", region_name=REGION)
    stranger = session.client("dynamodb", endpoint_url=desk.stack.cloud.url)

    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        stranger.get_item(TableName=desk.stack.names["Table"], Key={"pk": {"S": "STATES"}, "sk": {"S": "R"}})
