"""The metrics that AWS's services write, and those of the desk."""

import ast

from tools.local_desk.template import TEMPLATE

OWN = "Polydesk"
"""The namespace of the desk's own metrics."""

LAYER = TEMPLATE.parent / "layers" / "polydesk" / "polydesk"

Dimensions = frozenset[frozenset[str]]


def _by(*sets: str) -> Dimensions:
    return frozenset(frozenset(names.split()) for names in sets)


_API = _by("ApiName", "ApiName Stage", "ApiName Stage Method Resource")
_FUNCTION = _by("", "FunctionName", "FunctionName Resource", "FunctionName Resource ExecutedVersion")
_QUEUE = _by("QueueName")
_TABLE = _by("TableName", "TableName GlobalSecondaryIndexName")

KNOWN: dict[str, dict[str, Dimensions]] = {
    "AWS/ApiGateway": dict.fromkeys(("4XXError", "5XXError", "Count", "IntegrationLatency", "Latency"), _API),
    "AWS/DynamoDB": dict.fromkeys(
        ("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"), _TABLE
    ),
    "AWS/Lambda": dict.fromkeys(
        ("ConcurrentExecutions", "Duration", "Errors", "Invocations", "IteratorAge", "Throttles"), _FUNCTION
    ),
    "AWS/SQS": dict.fromkeys(
        (
            "ApproximateAgeOfOldestMessage",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesVisible",
            "NumberOfMessagesDeleted",
            "NumberOfMessagesReceived",
            "NumberOfMessagesSent",
        ),
        _QUEUE,
    ),
}
"""The dimensions of each metric, from the pages on metrics of the four services; not all of their metrics."""


def own_metrics() -> dict[str, Dimensions]:
    """Return the metrics that the layer counts: the names that `count_metric` or `_metrics` get or yield."""
    names: set[str] = set()
    for path in LAYER.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "count_metric" in text:
            names.update(_names(ast.parse(text)))
    return dict.fromkeys(names, _by("service"))


def _names(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "count_metric"
        values = node.args[:1] if isinstance(node, ast.Call) and called else []
        if isinstance(node, ast.Yield) and node.value is not None:
            values = [node.value]
        found.update(
            value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
        )
    return found
