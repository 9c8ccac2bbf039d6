"""Makes boto3 clients, and the resources of a template in the engine that answers them."""

import json
import os
import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.local_desk.model import Bus, Queue, Table, Template
from tools.local_desk.template.names import ACCOUNT, REGION, event_source_id

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CreateBucketConfigurationTypeDef
    from mypy_boto3_sqs import SQSClient

COLLECTOR = "polydesk-collector"
"""The name of the queue, and of the rules, that collect every event of the event buses."""

_COLLECTOR_URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{COLLECTOR}"
_HERE: "CreateBucketConfigurationTypeDef" = {"LocationConstraint": REGION}


PATIENCE_SECONDS = 60
"""How long clients wait for a local engine. It may be busy for seconds, and an answer that comes too late is lost."""


class Session(boto3.session.Session):
    """Makes each client once for all worlds of this process: making them takes as long as a test.

    Safe for threads: a handler's first call may come in any of them.
    """

    def __init__(self, **options: Any) -> None:
        """Take the options of a boto3 session."""
        super().__init__(**options)
        self._lock = threading.Lock()
        self._clients: dict[str, Any] = {}

    def client(self, *arguments: Any, **options: Any) -> Any:
        """Return the client for these arguments and the environment's AWS settings; see boto3. It is patient."""
        config = (options.get("config") or Config()).merge(Config(read_timeout=PATIENCE_SECONDS))
        options["config"] = config
        address = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        asked = repr((arguments, {**options, "config": vars(config)}, address))
        with self._lock:
            if asked not in self._clients:
                self._clients[asked] = super().client(*arguments, **options)
            return self._clients[asked]

    def forget_clients(self) -> None:
        """Make new clients, with new connections, from now on."""
        with self._lock:
            self._clients.clear()


@cache
def session() -> Session:
    """Return the session of all worlds of this process. Reading the service models is most of a client's cost."""
    return Session(region_name=REGION)


class Services:
    """boto3 clients of the local desk's own, and the resources of a template."""

    def __init__(self, template: Template) -> None:
        """Make clients for the resources of `template`, but no resources yet."""
        self.template = template
        make = session().client
        self.dynamodb: DynamoDBClient = make("dynamodb")
        # By default this client takes an account's id from a stream's ARN into the host name, which moto does not know.
        by_region = Config(account_id_endpoint_mode="disabled")
        self.streams: DynamoDBStreamsClient = make("dynamodbstreams", config=by_region)
        self.s3: S3Client = make("s3")
        self.sqs: SQSClient = make("sqs")
        self.events: EventBridgeClient = make("events")

    def create(self) -> None:
        """Create every resource that does not exist yet."""
        for table in self.template.tables:
            self._create_table(table)
        for bucket in self.template.buckets:
            self.s3.create_bucket(Bucket=bucket.name, CreateBucketConfiguration=_HERE)
            if bucket.versioned:
                self.s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
        for queue in sorted(self.template.queues, key=lambda queue: queue.dead_letters is not None):
            self._create_queue(queue)
        if self.template.buses:
            self.sqs.create_queue(QueueName=COLLECTOR)
        for bus in self.template.buses:
            self._create_bus(bus)

    def event_sources(self) -> dict[str, dict[str, Any]]:
        """Return how Lambda describes the event source mapping of each function that has one, by logical id."""
        described: dict[str, dict[str, Any]] = {}
        streams = self._streams_of_tables()
        for name, function in self.template.functions.items():
            for key, event in function.properties.get("Events", {}).items():
                source = self._source_arn(event, streams)
                if source:
                    described[name] = {
                        "UUID": event_source_id(f"{name}{key}"),
                        "EventSourceArn": source,
                        "FunctionArn": function.arn,
                        "State": "Enabled",
                        "LastProcessingResult": "No records processed",
                    }
        return described

    def _streams_of_tables(self) -> dict[str, str]:
        """Return the ARN of each table's stream, by that of the table."""
        read = self.dynamodb.describe_table
        streamed = [table for table in self.template.tables if "StreamSpecification" in table.create]
        return {table.arn: read(TableName=table.name)["Table"]["LatestStreamArn"] for table in streamed}

    def _source_arn(self, event: Mapping[str, Any], streams: Mapping[str, str]) -> str | None:
        """Return the ARN of the queue or the stream that the event comes from; None for another event."""
        own = event.get("Properties", {})
        if event["Type"] == "SQS":
            return str(own["Queue"])
        if event["Type"] != "DynamoDB":
            return None
        table, _, _ = str(own["Stream"]).partition("/stream/")
        return streams.get(table, str(own["Stream"]))  # otherwise of a table that is restored later

    def drop_tables(self) -> None:
        """Delete the tables, for an engine that outlives its worlds."""
        for table in self.template.tables:
            self.dynamodb.delete_table(TableName=table.name)

    def collected_events(self) -> list[dict[str, Any]]:
        """Return the events of all buses since the last call, in order, in EventBridge's envelope."""
        events: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(QueueUrl=_COLLECTOR_URL, MaxNumberOfMessages=10).get("Messages", []):
            events += [json.loads(message["Body"]) for message in messages]
            receipts: Any = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
            self.sqs.delete_message_batch(QueueUrl=_COLLECTOR_URL, Entries=receipts)
        return events

    def _create_table(self, table: Table) -> None:
        try:
            self.dynamodb.create_table(**table.create)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceInUseException":
                raise
            return
        if table.ttl_attribute:
            expiry: Any = {"Enabled": True, "AttributeName": table.ttl_attribute}
            self.dynamodb.update_time_to_live(TableName=table.name, TimeToLiveSpecification=expiry)

    def _create_queue(self, queue: Queue) -> None:
        attributes: Any = queue.attributes
        self.sqs.create_queue(QueueName=queue.name, Attributes=attributes)

    def _create_bus(self, bus: Bus) -> None:
        self.events.create_event_bus(Name=bus.name)
        everything = json.dumps({"source": [{"prefix": ""}]})
        self.events.put_rule(Name=COLLECTOR, EventBusName=bus.name, EventPattern=everything)
        queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{COLLECTOR}"
        self.events.put_targets(Rule=COLLECTOR, EventBusName=bus.name, Targets=[{"Id": COLLECTOR, "Arn": queue}])
