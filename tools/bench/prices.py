"""AWS's price list, and the cost of an amount of use."""

from collections.abc import Mapping
from dataclasses import dataclass

LIST = "AWS on-demand list prices, US East (N. Virginia), March 2026"
"""From AWS's pricing pages; other Regions differ."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """A price in `dollars` for `per` units of an item. The first `free` units of each month are always free."""

    item: str
    dollars: float
    per: float = 1
    free: float = 0

    def of(self, amount: float) -> float:
        """Return the dollars for an amount."""
        return amount * self.dollars / self.per

    def beyond_free(self, amount: float) -> float:
        """Return the dollars for an amount in a month of an account that uses nothing else."""
        return self.of(max(0.0, amount - self.free))


API_CALL = Price("API Gateway, REST: call", 3.50, MILLION)
INVOCATION = Price("Lambda: request", 0.20, MILLION, free=MILLION)
GB_SECOND = Price("Lambda, arm64: GB-second", 0.0000133334, free=400_000)
READ_UNIT = Price("DynamoDB, on demand: read request unit", 0.125, MILLION)
WRITE_UNIT = Price("DynamoDB, on demand: write request unit", 0.625, MILLION)
EVENT = Price("EventBridge: custom event", 1.00, MILLION)
RUN = Price("EventBridge Scheduler: run", 1.00, MILLION, free=14 * MILLION)
QUEUE_CALL = Price("SQS: request", 0.40, MILLION, free=MILLION)
LOG_BYTE = Price("CloudWatch: byte of logs", 0.50, 10**9, free=5 * 10**9)
ALARM = Price("CloudWatch: alarm of one metric", 0.10, free=10)
METRIC = Price("CloudWatch: custom metric", 0.30, free=10)
DASHBOARD = Price("CloudWatch: dashboard", 3.00, free=3)
TRACE = Price("X-Ray: trace", 5.00, MILLION, free=100_000)

PRICES = (
    *(API_CALL, INVOCATION, GB_SECOND, READ_UNIT, WRITE_UNIT, EVENT),
    *(RUN, QUEUE_CALL, LOG_BYTE, ALARM, METRIC, DASHBOARD, TRACE),
)

Usage = Mapping[Price, float]
"""Amounts by price."""


def cost(usage: Usage) -> float:
    """Return the dollars for a usage, without free tiers."""
    return sum(price.of(amount) for price, amount in usage.items())


def running(times: float, milliseconds: float, megabytes: int) -> dict[Price, float]:
    """Return the usage of Lambda for runs of a function of that size, each of which takes so long."""
    return {INVOCATION: times, GB_SECOND: times * milliseconds / 1000 * megabytes / 1024}
