"""AWS's price list in two Regions, and the cost of an amount of use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LIST = "AWS on-demand list prices, as its Price List had them by August 2026"
"""Other Regions differ. Each price names its offer in the Price List and the day on which AWS published that."""

MILLION = 1_000_000


class Region(StrEnum):
    """A Region whose prices are known."""

    VIRGINIA = "us-east-1"
    FRANKFURT = "eu-central-1"


@dataclass(frozen=True, slots=True)
class Price:
    """A price in `dollars` for `per` units of an item. The first `free` units of each month are always free.

    frankfurt: the dollars in eu-central-1, where they are others than in us-east-1
    source: the offer in AWS's Price List, and when it was published
    """

    item: str
    dollars: float
    per: float = 1
    free: float = 0
    frankfurt: float | None = None
    source: str = ""

    def of(self, amount: float, region: Region = Region.VIRGINIA) -> float:
        """Return the dollars for an amount."""
        dollars = self.dollars if region is Region.VIRGINIA or self.frankfurt is None else self.frankfurt
        return amount * dollars / self.per

    def beyond_free(self, amount: float, region: Region = Region.VIRGINIA) -> float:
        """Return the dollars for an amount in a month of an account that uses nothing else."""
        return self.of(max(0.0, amount - self.free), region)


GATEWAY = "AmazonApiGateway, August 2026"
LAMBDA = "AWSLambda, March 2026"
DYNAMODB = "AmazonDynamoDB, 2026-08-15"
EVENTS = "AWSEvents, 2026-05-29"
SQS = "AWSQueueService, 2025-08-28"
CLOUDWATCH = "AmazonCloudWatch, 2026-08-06"
XRAY = "AWSXRay, March 2026"
S3 = "AmazonS3, 2026-08-07"
KMS = "awskms, March 2026"

API_CALL = Price("API Gateway, REST: call", 3.50, MILLION, frankfurt=3.70, source=GATEWAY)
INVOCATION = Price("Lambda: request", 0.20, MILLION, free=MILLION, source=LAMBDA)
GB_SECOND = Price("Lambda, arm64: GB-second", 0.0000133334, free=400_000, source=LAMBDA)
READ_UNIT = Price("DynamoDB, on demand: read request unit", 0.125, MILLION, frankfurt=0.1525, source=DYNAMODB)
WRITE_UNIT = Price("DynamoDB, on demand: write request unit", 0.625, MILLION, frankfurt=0.7625, source=DYNAMODB)
EVENT = Price("EventBridge: custom event", 1.00, MILLION, source=EVENTS)
RUN = Price("EventBridge Scheduler: run", 1.00, MILLION, free=14 * MILLION, frankfurt=1.15, source=EVENTS)
QUEUE_CALL = Price("SQS: request", 0.40, MILLION, free=MILLION, source=SQS)
LOG_BYTE = Price("CloudWatch: byte of logs", 0.50, 10**9, free=5 * 10**9, frankfurt=0.63, source=CLOUDWATCH)
ALARM = Price("CloudWatch: alarm on one metric", 0.10, free=10, source=CLOUDWATCH)
METRIC = Price("CloudWatch: metric of one's own", 0.30, free=10, source=CLOUDWATCH)
DASHBOARD = Price("CloudWatch: dashboard", 3.00, free=3, source=CLOUDWATCH)
TRACE = Price("X-Ray: trace", 5.00, MILLION, free=100_000, source=XRAY)
KEY_CALL = Price("KMS: call for a managed key", 0.03, 10_000, free=20_000, source=KMS)

TABLE_GB = Price("DynamoDB: the table", 0.25, free=25, frankfurt=0.306, source=DYNAMODB)
RECOVERY_GB = Price("DynamoDB: point-in-time recovery of it", 0.20, frankfurt=0.2448, source=DYNAMODB)
FILE_GB = Price("S3: files, and versions that were removed in the last 35 days", 0.023, frankfurt=0.0245, source=S3)
LOG_GB = Price("CloudWatch: logs that are kept", 0.03, frankfurt=0.0324, source=CLOUDWATCH)

PRICES = (
    *(API_CALL, INVOCATION, GB_SECOND, READ_UNIT, WRITE_UNIT, EVENT, RUN, QUEUE_CALL),
    *(LOG_BYTE, ALARM, METRIC, DASHBOARD, TRACE, KEY_CALL),
)
STORAGE = (TABLE_GB, RECOVERY_GB, FILE_GB, LOG_GB)
"""Prices of a gigabyte for a month."""

START_MS = 500
"""Assumed: how long Lambda takes to start a function, which it bills as a run: the runtime, boto3, and the function."""

COLD_SHARE = 0.01
"""Assumed: the share of runs that start a function on a desk that is in use."""

Usage = Mapping[Price, float]
"""Amounts by price."""


def cost(usage: Usage, region: Region = Region.VIRGINIA) -> float:
    """Return the dollars for a usage, without free tiers."""
    return sum(price.of(amount, region) for price, amount in usage.items())


def running(times: float, milliseconds: float, megabytes: int, starts: float = 0) -> dict[Price, float]:
    """Return the usage of Lambda for runs of a function of that size, each of which takes so long.

    So many of them start the function. Lambda bills a start for its time, not as a request.
    """
    billed_ms = times * milliseconds + starts * START_MS
    return {INVOCATION: times, GB_SECOND: billed_ms / 1000 * megabytes / 1024}
