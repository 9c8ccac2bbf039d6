"""Alarms watch metrics that exist, at bounds below what they guard, and are raised again by the next failure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import botocore.session
import pytest

from tests.template.metrics import KNOWN, OWN, own_metrics
from tests.template.stack import resources_of
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.intrinsics import load

ALARMS = resources_of("CloudWatch::Alarm")
PARAMETERS = load(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
CLOUDWATCH = botocore.session.get_session().get_service_model("cloudwatch")

STACK = {"Ref": "AWS::StackName"}
TABLE = {"Fn::If": ["Restored", {"Ref": "RestoredTable"}, {"Ref": "Table"}]}
THIS_STACK = {"service": STACK}
THIS_API = {"ApiName": STACK, "Stage": "v1"}
ABOVE, BELOW = "GreaterThanThreshold", "LessThanThreshold"


def function(name: str) -> dict[str, Any]:
    """Return the dimension of a function's metrics."""
    return {"FunctionName": {"Ref": name}}


def queue(name: str) -> dict[str, Any]:
    """Return the dimension of a queue's metrics."""
    return {"QueueName": {"Fn::GetAtt": [name, "QueueName"]}}


@dataclass(frozen=True, slots=True)
class Watched:
    """What an alarm watches, and its bound."""

    metric: tuple[str, str]
    dimensions: Mapping[str, Any]
    statistic: str
    comparison: str
    threshold: int
    periods: tuple[int, int] = (300, 1)
    """Seconds of a period, and how many have to be beyond the threshold."""
    missing: str = "notBreaching"
    expression: Any = None


def throttles(kind: str) -> dict[str, Any]:
    """Return the query for the throttles of the table and of all its indexes."""
    words = ["SELECT", f"SUM({kind}ThrottleEvents)", "FROM", '"AWS/DynamoDB"', "WHERE TableName = '${TableName}'"]
    return {"Fn::Sub": [" ".join(words), {"TableName": TABLE}]}


READS, WRITES = ("AWS/DynamoDB", "ReadThrottleEvents"), ("AWS/DynamoDB", "WriteThrottleEvents")
VISIBLE, ARRIVED = ("AWS/SQS", "ApproximateNumberOfMessagesVisible"), ("AWS/SQS", "NumberOfMessagesSent")
AGE, DELAY = ("AWS/SQS", "ApproximateAgeOfOldestMessage"), ("AWS/Lambda", "IteratorAge")

EXPECTED = {
    "FailuresAlarm": Watched((OWN, "Failures"), THIS_STACK, "Sum", ABOVE, 0),
    "ApiErrorsAlarm": Watched(("AWS/ApiGateway", "5XXError"), THIS_API, "Sum", ABOVE, 4),
    "ApiLatencyAlarm": Watched(("AWS/ApiGateway", "Latency"), THIS_API, "p99", ABOVE, 5000, (300, 3)),
    "FunctionThrottlesAlarm": Watched(("AWS/Lambda", "Throttles"), {}, "Sum", ABOVE, 10, (300, 2)),
    "TableReadThrottlesAlarm": Watched(READS, {}, "Sum", ABOVE, 0, (300, 3), expression=throttles("Read")),
    "TableWriteThrottlesAlarm": Watched(WRITES, {}, "Sum", ABOVE, 0, (300, 3), expression=throttles("Write")),
    "SweepMissingAlarm": Watched(
        ("AWS/Lambda", "Invocations"), function("SchedulesSweepTimers"), "Sum", BELOW, 1, (300, 2), "breaching"
    ),
    "TimersLateAlarm": Watched(AGE, queue("Timers"), "Maximum", ABOVE, 900),
    "TimersDeadAlarm": Watched(VISIBLE, queue("TimersDead"), "Maximum", ABOVE, 0, expression="DIFF(FILL(waiting, 0))"),
    "SchedulesDeadAlarm": Watched(ARRIVED, queue("SchedulesDead"), "Sum", ABOVE, 0),
    "StreamsDeadAlarm": Watched(ARRIVED, queue("StreamsDead"), "Sum", ABOVE, 0),
    "EventsLateAlarm": Watched(DELAY, function("StreamsPublishEvents"), "Maximum", ABOVE, 600_000),
    "SearchLateAlarm": Watched(DELAY, function("StreamsIndexWords"), "Maximum", ABOVE, 600_000),
    "SourcesUnreadAlarm": Watched((OWN, "SourcesUnread"), THIS_STACK, "Sum", ABOVE, 0, (3600, 1)),
    "IndexDriftAlarm": Watched((OWN, "IndexDrift"), THIS_STACK, "Sum", ABOVE, 0),
    "MigrationsLeftAlarm": Watched((OWN, "MigrationsLeft"), THIS_STACK, "Sum", ABOVE, 0),
}


def watched(alarm: Mapping[str, Any]) -> Watched:
    """Return what an alarm watches."""
    expression, measured, period = None, alarm, alarm.get("Period", 0)
    if "Metrics" in alarm:
        shown, *others = alarm["Metrics"]
        expression, period = shown["Expression"], shown.get("Period", 0)
        measured = {"Statistic": "Sum"}
        for other in others:
            assert other["ReturnData"] is False
            measured = {**other["MetricStat"]["Metric"], "Statistic": other["MetricStat"]["Stat"]}
            period = other["MetricStat"]["Period"]
        if not others:
            metric = READS if "ReadThrottleEvents" in str(expression) else WRITES
            measured |= {"Namespace": metric[0], "MetricName": metric[1]}
    return Watched(
        metric=(measured["Namespace"], measured["MetricName"]),
        dimensions={it["Name"]: it["Value"] for it in measured.get("Dimensions", [])},
        statistic=measured.get("Statistic") or measured["ExtendedStatistic"],
        comparison=alarm["ComparisonOperator"],
        threshold=alarm["Threshold"],
        periods=(period, alarm["EvaluationPeriods"]),
        missing=alarm["TreatMissingData"],
        expression=expression,
    )


def test_these_are_the_alarms() -> None:
    assert set(ALARMS) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_alarm_watches_its_metric(name: str) -> None:
    assert watched(ALARMS[name]) == EXPECTED[name]
    assert "DatapointsToAlarm" not in ALARMS[name]
    assert ALARMS[name].get("ActionsEnabled", True) is True


@pytest.mark.parametrize("name", EXPECTED)
def test_a_metric_exists_with_these_dimensions(name: str) -> None:
    it = EXPECTED[name]
    namespace, metric = it.metric

    known = own_metrics() if namespace == OWN else KNOWN[namespace]
    assert metric in known
    if it.expression is None or it.dimensions:
        assert frozenset(it.dimensions) in known[metric]


def allowed(shape: str) -> list[str]:
    """Return the values that CloudWatch's own model allows."""
    values: list[str] = CLOUDWATCH.shape_for(shape).metadata["enum"]
    return values


@pytest.mark.parametrize("name", EXPECTED)
def test_cloudwatch_knows_the_words_of_an_alarm(name: str) -> None:
    it = EXPECTED[name]

    assert it.comparison in allowed("ComparisonOperator")
    assert it.statistic in allowed("Statistic") or it.statistic == "p99"
    assert it.missing in {"breaching", "notBreaching", "ignore", "missing"}
    assert it.periods[0] % 60 == 0
    assert it.periods[0] * it.periods[1] <= 86_400


@pytest.mark.parametrize("name", EXPECTED)
def test_an_alarm_has_a_description_and_tells_the_topic(name: str) -> None:
    assert len(ALARMS[name]["AlarmDescription"].split()) > 5
    assert ALARMS[name]["AlarmActions"] == [{"Ref": "Alarms"}]


def test_the_address_is_subscribed_to_the_topic() -> None:
    [subscription] = resources_of("SNS::Subscription").values()

    assert subscription == {"TopicArn": {"Ref": "Alarms"}, "Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}


def test_an_alarm_on_a_queue_of_failures_is_raised_by_each_of_them() -> None:
    """Their number stays above any bound until somebody deletes them, and SQS counts none that it moves itself."""
    moved_by_sqs = {it["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for it in queues_with_failures()}
    dead = {name for name in resources_of("SQS::Queue") if name.endswith("Dead")}

    assert moved_by_sqs == {"TimersDead"}
    for name in dead:
        it = EXPECTED[f"{name}Alarm"]
        assert it.dimensions == queue(name)
        assert "DIFF" in it.expression if name in moved_by_sqs else it.metric == ARRIVED


def queues_with_failures() -> list[dict[str, Any]]:
    """Return the queues from which SQS moves messages that were received too often."""
    return [it for it in resources_of("SQS::Queue").values() if "RedrivePolicy" in it]


def test_delays_are_told_long_before_records_are_lost() -> None:
    mappings = resources_of("Lambda::EventSourceMapping").values()
    [age] = {it["MaximumRecordAgeInSeconds"] for it in mappings if "MaximumRecordAgeInSeconds" in it}

    for name in ("EventsLateAlarm", "SearchLateAlarm"):
        assert EXPECTED[name].threshold / 1000 * 24 < age


def test_slow_requests_are_told_before_functions_time_out() -> None:
    functions = read().functions
    shortest = min(function.timeout for name, function in functions.items() if not name.startswith("Schedules"))

    assert EXPECTED["ApiLatencyAlarm"].threshold < shortest * 1000


def test_late_timers_are_told_before_messages_expire_and_after_their_retries_began() -> None:
    visibility = resources_of("SQS::Queue")["Timers"]["VisibilityTimeout"]

    assert visibility < EXPECTED["TimersLateAlarm"].threshold < 4 * 86_400


def test_a_sweep_is_missed_after_more_runs_than_one() -> None:
    seconds, periods = EXPECTED["SweepMissingAlarm"].periods

    assert seconds * periods >= 5 * 60


def test_an_unread_source_is_told_every_hour_and_once() -> None:
    assert EXPECTED["SourcesUnreadAlarm"].periods == (3600, 1)


def test_functions_write_metrics_under_the_name_of_the_stack() -> None:
    variables = read().environment

    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == OWN
    assert load(TEMPLATE.read_text(encoding="utf-8"))["Globals"]["Function"]["Environment"]["Variables"][
        "POWERTOOLS_SERVICE_NAME"
    ] == {"Ref": "AWS::StackName"}
